import type { Moref } from "../../soap/encode.ts";
import { dataAt, dataListAt, type DataObject, flagAt, listAt, refAt, textAt } from "../core/value.ts";
import { Datastore } from "../world/datastore.ts";
import { isA, isNic } from "../world/device_kinds.ts";
import { splitPath } from "../world/file_tree.ts";
import { Network } from "../world/network.ts";
import { Vm } from "../world/vm.ts";
import type { Call, Need } from "./method.ts";

/** What CreateVM_Task needs: it depends on what the machine is made of, as the reference of the API says. */
export function createNeeds(call: Call): readonly Need[] {
  const { target: { ref: folder }, args } = call;
  const spec = dataAt(args, "config");
  const added = dataListAt(spec, "deviceChange").flatMap((change) => {
    const device = dataAt(change, "device");
    return device === undefined ? [] : [{ device, isNew: change.fileOperation !== undefined }];
  });
  const disks = added.filter(({ device }) => isA(device, "VirtualDisk"));
  const nics = added.filter(({ device }) => isNic(device));
  return [
    need("VirtualMachine.Inventory.Create", folder),
    ...needIf(disks.some(({ isNew }) => isNew), "VirtualMachine.Config.AddNewDisk", folder),
    ...needIf(disks.some(({ isNew }) => !isNew), "VirtualMachine.Config.AddExistingDisk", folder),
    ...needIf(listAt(spec, "extraConfig").length > 0, "VirtualMachine.Config.AdvancedConfig", folder),
    ...needIf(spec?.swapPlacement !== undefined, "VirtualMachine.Config.SwapPlacement", folder),
    need("Resource.AssignVMToPool", refAt(args, "pool") ?? folder),
    need("Datastore.AllocateSpace", datastoreOf(call, textAt(dataAt(spec, "files"), "vmPathName")) ?? folder),
    ...nics.map(({ device }) => need("Network.Assign", networkOf(call, dataAt(device, "backing")) ?? folder)),
  ];
}

/** What CloneVM_Task needs. */
export function cloneNeeds({ target, args }: Call): readonly Need[] {
  const folder = refAt(args, "folder") ?? target.ref;
  const spec = dataAt(args, "spec");
  const location = dataAt(spec, "location");
  const isTemplate = target instanceof Vm && target.isTemplate;
  const copying = isTemplate
    ? "VirtualMachine.Provisioning.DeployTemplate"
    : "VirtualMachine.Provisioning.Clone";
  return [
    need(copying, target.ref),
    need("VirtualMachine.Inventory.CreateFromExisting", folder),
    need("Resource.AssignVMToPool", refAt(location, "pool") ?? folder),
    need("Datastore.AllocateSpace", refAt(location, "datastore") ?? folder),
    ...needIf(flagAt(spec, "powerOn") === true, "VirtualMachine.Interact.PowerOn", folder),
  ];
}

function need(privilege: string, on: Moref): Need {
  return { privilege, on };
}

function needIf(isNeeded: boolean, privilege: string, on: Moref): readonly Need[] {
  return isNeeded ? [{ privilege, on }] : [];
}

function datastoreOf({ world }: Call, path = ""): Moref | undefined {
  const name = splitPath(path)?.datastore;
  return world.all(Datastore).find((datastore) => datastore.name === name)?.ref;
}

function networkOf({ world }: Call, backing: DataObject | undefined): Moref | undefined {
  const key = textAt(dataAt(backing, "port"), "portgroupKey");
  const name = textAt(backing, "deviceName");
  return world.all(Network).find((network) =>
    key === undefined ? network.name === name : network.ref.value === key
  )?.ref;
}
