import { arrayOf, object, one, word } from "../../soap/decode.ts";
import { macOf } from "../inventory/handles.ts";
import type { Mirror } from "../inventory/mirror.ts";
import type { VmRow } from "../inventory/shapes.ts";
import { retrieveById } from "../properties.ts";
import type { Vsphere } from "../vsphere.ts";

/** Prefixes of the addresses that VMware gives to virtual network cards. */
const VIRTUAL = ["00:50:56:", "00:0c:29:", "00:05:69:"];

const shape = { "config.hardware.device": arrayOf(object({ macAddress: one(word) })) } as const;

/** What machines are that are always protected, in words that go on after "it is". */
export type AlwaysReason = "the machine of vCenter Server" | "the machine that this server runs in";

/**
 * Which of the machines vCenter Server or this server itself runs in. vCenter Server is known by the product of its
 * appliance, or by the name or address it is reached at; this server by the addresses of the network cards around it.
 */
export async function alwaysProtected(
  vsphere: Vsphere,
  vms: readonly VmRow[],
  { mirror, ownMacs, signal }: {
    readonly mirror: Mirror;
    readonly ownMacs: readonly string[];
    readonly signal?: AbortSignal | undefined;
  },
): Promise<ReadonlyMap<string, AlwaysReason>> {
  const { isVcenter } = await vsphere.session.content(signal);
  const reached = isVcenter ? mirror.vmsWith([vsphere.session.client.url.hostname.toLowerCase()]) : [];
  const found = new Map<string, AlwaysReason>();
  for (const vm of vms) {
    const isAppliance = /\bvCenter Server\b/i.test(vm["summary.config.product"]?.name ?? "");
    if (isAppliance || reached.includes(vm)) found.set(vm.ref.value, "the machine of vCenter Server");
  }
  for (const id of await around(vsphere, vms, { mirror, ownMacs, signal })) {
    found.set(id, "the machine that this server runs in");
  }
  return found;
}

/** Those of the machines that have one of the addresses: as their guests tell, or else as their hardware says. */
async function around(
  { session }: Vsphere,
  vms: readonly VmRow[],
  { mirror, ownMacs, signal }: Parameters<typeof alwaysProtected>[2],
): Promise<readonly string[]> {
  const macs = ownMacs.flatMap((mac) => macOf(mac) ?? [])
    .filter((mac) => VIRTUAL.some((prefix) => mac.startsWith(prefix)));
  if (macs.length === 0) return [];
  const told = mirror.vmsWith(macs);
  if (told.length > 0) return told.map(({ ref }) => ref.value);
  const rows = await retrieveById(session, vms.map(({ ref }) => ref), { shape, signal });
  return [...rows].filter(([, row]) =>
    row["config.hardware.device"]?.some(({ macAddress }) => macs.includes(macOf(macAddress ?? "") ?? ""))
  ).map(([id]) => id);
}
