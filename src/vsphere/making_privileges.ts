import type { CopyPlan } from "./clone/copy_placement.ts";
import { copiedSettings } from "./clone/copy_config.ts";
import { sourceDisks } from "./clone/copy_source.ts";
import { decodeName } from "./names.ts";
import type { PrivilegeNeed } from "./privileges.ts";
import { datastoreOf } from "./vm_device.ts";

// As the API reference says of CreateVM_Task, CloneVM_Task, CopyVirtualDisk_Task and the fields of their
// specifications. Devices other than disks need nothing at creation, which is why AddRemoveDevice is not among these.
const PLACING = ["Resource.AssignVMToPool", "Datastore.AllocateSpace"] as const;

/** What creating a machine with a new disk needs, and powering it on. */
export const CREATE_PRIVILEGES: readonly string[] = [
  "VirtualMachine.Inventory.Create",
  "VirtualMachine.Config.AddNewDisk",
  "VirtualMachine.Interact.PowerOn",
  "Network.Assign",
  ...PLACING,
];

/** What a clone by vCenter Server needs, of a machine or a template: it has the networks of its source. */
export const CLONE_PRIVILEGES: readonly string[] = [
  "VirtualMachine.Inventory.CreateFromExisting",
  "VirtualMachine.Provisioning.Clone",
  "VirtualMachine.Provisioning.DeployTemplate",
  "VirtualMachine.Interact.PowerOn",
  ...PLACING,
];

/** What a clone by copying disks needs; to remove what was made when a step fails is part of it. */
export const COPY_PRIVILEGES: readonly string[] = [
  "VirtualMachine.Inventory.Create",
  "VirtualMachine.Inventory.Delete",
  "VirtualMachine.Config.AddExistingDisk",
  "VirtualMachine.Config.AdvancedConfig",
  "VirtualMachine.Config.SwapPlacement",
  "VirtualMachine.State.CreateSnapshot",
  "VirtualMachine.State.RemoveSnapshot",
  "VirtualMachine.Interact.PowerOn",
  "Datastore.FileManagement",
  "Network.Assign",
  ...PLACING,
];

/** Of {@linkcode COPY_PRIVILEGES}, what this copy needs on which object. */
export function copyNeeds(
  { source, placement }: CopyPlan,
  { powerOn }: { readonly powerOn: boolean },
): readonly PrivilegeNeed[] {
  const { folder, resourcePool, datastore } = placement;
  const inFolder = [
    "VirtualMachine.Inventory.Create",
    "VirtualMachine.Inventory.Delete",
    ...(sourceDisks(source).length > 0 ? ["VirtualMachine.Config.AddExistingDisk"] : []),
    ...(copiedSettings(source.config).length > 0 ? ["VirtualMachine.Config.AdvancedConfig"] : []),
    ...(source.config.swapPlacement === undefined ? [] : ["VirtualMachine.Config.SwapPlacement"]),
    ...(powerOn ? ["VirtualMachine.Interact.PowerOn"] : []),
  ];
  const onSource = source.isPoweredOff
    ? []
    : ["VirtualMachine.State.CreateSnapshot", "VirtualMachine.State.RemoveSnapshot"];
  const from = sourceDisks(source).flatMap(({ backing }) =>
    backing?.datastore === undefined || backing.datastore.value === datastore.ref.value ? [] : [{
      ref: backing.datastore,
      name: decodeName(datastoreOf(backing.fileName) ?? backing.datastore.value),
    }]
  );
  const networks = source.devices.flatMap(({ backing }) =>
    backing?.network === undefined
      ? []
      : [{ ref: backing.network, name: backing.deviceName ?? backing.network.value }]
  );
  return [
    ...inFolder.map((privilege) => ({ privilege, on: folder.ref, what: `folder "${folder.path}"` })),
    ...onSource.map((privilege) => ({
      privilege,
      on: source.vm.ref,
      what: `virtual machine "${source.vm.name}"`,
    })),
    ...[datastore, ...from].map(({ ref, name }) => ({
      privilege: "Datastore.FileManagement",
      on: ref,
      what: `datastore "${name}"`,
    })),
    { privilege: PLACING[1], on: datastore.ref, what: `datastore "${datastore.name}"` },
    { privilege: PLACING[0], on: resourcePool.ref, what: `resource pool "${resourcePool.path}"` },
    ...networks.map(({ ref, name }) => ({ privilege: "Network.Assign", on: ref, what: `network "${name}"` })),
  ];
}
