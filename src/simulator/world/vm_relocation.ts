import { dataAt, type DataObject, textAt } from "../core/value.ts";
import type { Datastore } from "./datastore.ts";
import { splitPath } from "./file_tree.ts";
import type { Vm } from "./vm.ts";
import { filesFor } from "./vm_files.ts";
import { freeVmxPath } from "./vm_making.ts";
import { connectDevices, layOut, refuseFull, refuseInaccessible, settle } from "./vm_storage.ts";
import type { World } from "./world.ts";

/** Moves the files of a machine to another datastore; chains of disks become one file each. */
export function relocateFiles(world: World, vm: Vm, datastore: Datastore): void {
  if (vm.datastores.length === 1 && vm.datastores[0] === datastore) return;
  refuseInaccessible(datastore);
  refuseFull(datastore, vm.committedBytes, vm.vmxPath);
  layOut(vm);
  void datastore.files;
  const before = filesFor(vm);
  const vmxPath = freeVmxPath({ datastore, path: "" }, vm.name);
  const folder = splitPath(vmxPath)?.path.replace(/\/[^/]*$/, "") ?? vm.name;
  vm.vmxPath = vmxPath;
  vm.devices = vm.devices.map((device): DataObject => {
    const backing = dataAt(device, "backing");
    if (device.$type !== "VirtualDisk" || backing === undefined) return device;
    const file = (textAt(backing, "fileName") ?? "").replace(/^.*\//, "").replace(/-\d{6}\.vmdk$/, ".vmdk");
    return {
      ...device,
      backing: {
        ...backing,
        fileName: `[${datastore.name}] ${folder}/${file}`,
        datastore: datastore.ref,
        parent: undefined,
      },
    };
  });
  connectDevices(world, vm);
  for (const { datastore: old, path } of before) old.files.remove(path);
  settle(world, vm, { before: [] });
}
