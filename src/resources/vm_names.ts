import { nameOf } from "../vsphere/inventory/mirror.ts";
import type { VmRow } from "../vsphere/inventory/shapes.ts";
import type { ResourceContext, ResourceEntry } from "./resource.ts";

const MAX_COMPLETIONS = 100;

/** An entry for each virtual machine that is no template, under a URI that means this one alone. */
export async function listVmEntries(
  context: ResourceContext,
  { scheme, title }: { readonly scheme: string; readonly title: (name: string) => string },
): Promise<readonly ResourceEntry[]> {
  const vms = await vmsOf(context);
  const uses = new Map<string, number>();
  for (const word of vms.flatMap((vm) => [nameOf(vm), vm.ref.value])) {
    uses.set(word, (uses.get(word) ?? 0) + 1);
  }
  return vms.filter(isNoTemplate).map((vm) => {
    const name = nameOf(vm);
    // A name that means several machines would only be refused when it is read.
    const handle = uses.get(name) === 1 ? name : vm.ref.value;
    return { uri: `${scheme}://${encodeURIComponent(handle)}`, name, title: title(name) };
  });
}

/** Names of machines that begin like this, in any case. */
export async function completeVmName(typed: string, context: ResourceContext): Promise<readonly string[]> {
  const prefix = typed.toLowerCase();
  const names = (await vmsOf(context)).filter(isNoTemplate).map(nameOf)
    .filter((name) => name.toLowerCase().startsWith(prefix));
  return [...new Set(names)].slice(0, MAX_COMPLETIONS);
}

async function vmsOf({ vsphere, signal }: ResourceContext): Promise<readonly VmRow[]> {
  return (await vsphere.inventory.current(signal)).vms();
}

function isNoTemplate(vm: VmRow): boolean {
  return vm["config.template"] !== true;
}
