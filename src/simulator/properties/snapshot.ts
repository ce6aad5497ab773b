import type { PropertyTable } from "../world/managed_object.ts";
import type { Snapshot } from "../world/snapshot.ts";
import { configInfo } from "./vm_config.ts";

/** Properties of VirtualMachineSnapshot. */
export const SNAPSHOT_PROPERTIES: PropertyTable<Snapshot> = {
  vm: ({ vm }) => vm.ref,
  childSnapshot: ({ children }) => children.map(({ ref }) => ref),
  config: ({ vm }) => configInfo(vm),
  value: () => [],
  availableField: () => [],
};
