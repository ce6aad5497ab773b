import { followVm } from "../vsphere/follow_vm.ts";
import { describeVm } from "../vsphere/describe_vm.ts";
import type { ResourceTemplate } from "./resource.ts";
import { completeVmName, listVmEntries } from "./vm_names.ts";

/** Everything about each virtual machine, behind its name. */
export const vm: ResourceTemplate = {
  name: "vm",
  title: "Virtual machine",
  description:
    "Configuration, disks, network cards, guest, snapshots and place of one virtual machine; vm_name is a name " +
    "(percent-encoded), path, moref, UUID, IP or MAC address. Subscribers hear of a change as soon as it happens",
  uriTemplate: "vm://{vm_name}",
  variable: "vm_name",
  list: (context) => listVmEntries(context, { scheme: "vm", title: (name) => name }),
  complete: completeVmName,
  read: (value, { vsphere, signal }) => describeVm(vsphere, value, signal),
  follow: (value, { vsphere }, follower) => followVm(vsphere, value, follower),
};
