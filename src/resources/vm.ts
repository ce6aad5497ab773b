import { followVm } from "../vsphere/follow_vm.ts";
import { describeVm } from "../vsphere/describe_vm.ts";
import { completeName, listEntries } from "./names.ts";
import type { ResourceTemplate } from "./resource.ts";

const family = { kind: "VirtualMachine", scheme: "vm" } as const;

/** Everything about each virtual machine, behind its name. */
export const vm: ResourceTemplate = {
  name: "vm",
  toolset: "vm",
  title: "Virtual machine",
  description:
    "Configuration, disks, network cards, guest, snapshots and place of one virtual machine; vm_name is a name " +
    "(percent-encoded), path, moref, UUID, IP or MAC address. Subscribers hear of a change as soon as it happens",
  uriTemplate: "vm://{vm_name}",
  variable: "vm_name",
  list: (context) => listEntries(context, family),
  complete: (typed, context) => completeName(typed, context, family),
  read: (value, { vsphere, signal }) => describeVm(vsphere, value, signal),
  follow: (value, { vsphere }, follower) => followVm(vsphere, value, follower),
};
