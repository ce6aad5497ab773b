import { findVm } from "../vsphere/find.ts";
import { readVmStats } from "../vsphere/perf/vm_stats.ts";
import { completeName, type Family, listEntries } from "./names.ts";
import type { ResourceTemplate } from "./resource.ts";

const family: Family = { kind: "VirtualMachine", scheme: "vmstats", title: (name) => `Load of ${name}` };

/** The load of each virtual machine, behind its name. */
export const vmstats: ResourceTemplate = {
  name: "vmstats",
  toolset: "vm",
  title: "Load of a virtual machine",
  description:
    "CPU, memory, storage, network and disk load of one virtual machine from its newest real-time sample; vm_name is a name " +
    "(percent-encoded), path, moref or UUID",
  uriTemplate: "vmstats://{vm_name}",
  variable: "vm_name",
  // Hosts take a sample every 20 seconds.
  refreshMs: 20_000,
  list: (context) => listEntries(context, family),
  complete: (typed, context) => completeName(typed, context, family),
  read: async (value, { vsphere, signal }) =>
    await readVmStats(vsphere, await findVm(vsphere, value, signal), signal),
};
