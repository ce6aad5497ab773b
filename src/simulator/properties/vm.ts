import type { PropertyTable } from "../world/managed_object.ts";
import { folderOf } from "../world/file_tree.ts";
import { filesFor } from "../world/vm_files.ts";
import type { Vm } from "../world/vm.ts";
import { configInfo } from "./vm_config.ts";
import { guestNow } from "../world/guest.ts";
import { guestInfo } from "./vm_guest.ts";
import { capability, runtimeInfo, snapshotInfo } from "./vm_runtime.ts";
import { layoutEx, storageInfo, summary } from "./vm_summary.ts";

/** Properties of VirtualMachine. */
export const VM_PROPERTIES: PropertyTable<Vm> = {
  capability,
  config: configInfo,
  layout: (vm) => {
    const files = filesFor(vm).filter(({ kind }) => kind === "config" || kind === "other");
    const folder = folderOf(vm.vmxPath);
    return {
      $type: "VirtualMachineFileLayout",
      configFile: files.map(({ path }) => path.slice(path.lastIndexOf("/") + 1)),
      logFile: ["vmware.log"],
      disk: [],
      swapFile: vm.powerState === "poweredOn" ? `${folder}/${vm.name}.vswp` : undefined,
    };
  },
  layoutEx: (vm, { world }) => vm.isAccessible ? layoutEx(vm, world) : undefined,
  storage: (vm, { world }) => storageInfo(vm, world),
  environmentBrowser: (vm) => vm.host.compute.environmentBrowser.ref,
  resourcePool: (vm) => vm.isTemplate ? undefined : vm.pool?.ref,
  parentVApp: () => undefined,
  resourceConfig: () => undefined,
  runtime: runtimeInfo,
  guest: (vm, { world }) => vm.isAccessible ? guestInfo(vm, world) : undefined,
  summary: (vm, { world }) => summary(vm, world),
  datastore: (vm) => vm.datastores.map(({ ref }) => ref),
  network: (vm) => vm.networks.map(({ ref }) => ref),
  snapshot: snapshotInfo,
  rootSnapshot: (vm) => vm.snapshots.map(({ ref }) => ref),
  guestHeartbeatStatus: (vm, { world }) => guestNow(vm, world).toolsRun ? "green" : "gray",
};
