import { findVm } from "../vsphere/find.ts";
import { nameOf } from "../vsphere/inventory/mirror.ts";
import { readVmStats } from "../vsphere/perf/vm_stats.ts";
import type { Vsphere } from "../vsphere/vsphere.ts";
import type { ResourceContext, ResourceEntry, ResourceTemplate } from "./resource.ts";

/** The load of each virtual machine, behind its name. */
export const vmstats: ResourceTemplate = {
  name: "vmstats",
  title: "Load of a virtual machine",
  description:
    "CPU, memory, storage, network and disk load of one virtual machine from its newest real-time sample; vm_name is a name " +
    "(percent-encoded), path, moref or UUID",
  uriTemplate: "vmstats://{vm_name}",
  variable: "vm_name",
  // Hosts take a sample every 20 seconds.
  refreshMs: 20_000,
  list: listEntries,
  complete: completeName,
  read: async (value, { vsphere, signal }) =>
    await readVmStats(vsphere, await findVm(vsphere, value, signal), signal),
};

const MAX_COMPLETIONS = 100;

interface Listed {
  readonly name: string;
  readonly moref: string;
  readonly isTemplate: boolean;
}

async function listEntries({ vsphere, signal }: ResourceContext): Promise<readonly ResourceEntry[]> {
  const vms = await namedVms(vsphere, signal);
  const uses = new Map<string, number>();
  for (const word of vms.flatMap(({ name, moref }) => [name, moref])) {
    uses.set(word, (uses.get(word) ?? 0) + 1);
  }
  return vms.filter(({ isTemplate }) => !isTemplate).map(({ name, moref }) => {
    // A name that means several machines would only be refused when it is read.
    const handle = uses.get(name) === 1 ? name : moref;
    return { uri: `vmstats://${encodeURIComponent(handle)}`, name, title: `Load of ${name}` };
  });
}

async function completeName(
  typed: string,
  { vsphere, signal }: ResourceContext,
): Promise<readonly string[]> {
  const prefix = typed.toLowerCase();
  const names = (await namedVms(vsphere, signal))
    .filter(({ name, isTemplate }) => !isTemplate && name.toLowerCase().startsWith(prefix))
    .map(({ name }) => name);
  return [...new Set(names)].sort().slice(0, MAX_COMPLETIONS);
}

async function namedVms({ inventory }: Vsphere, signal: AbortSignal): Promise<readonly Listed[]> {
  return (await inventory.current(signal)).vms().map((vm) => (
    { name: nameOf(vm), moref: vm.ref.value, isTemplate: vm["config.template"] === true }
  ));
}
