import { arrayOf, number, object, one, ref, text } from "../soap/decode.ts";
import type { Moref, WireObject } from "../soap/encode.ts";
import { type Mirror, order } from "./inventory/mirror.ts";
import { isSameName } from "./names.ts";
import type { NetworkRow } from "./network_filter.ts";
import { retrieveSelected } from "./properties.ts";
import { readPortVlan, type Vlan } from "./vlan.ts";
import type { Vsphere } from "./vsphere.ts";

const readPortGroups = arrayOf(
  object({ spec: one(object({ name: one(text), vlanId: one(number), vswitchName: one(text) })) }),
);
const hosts = { host: arrayOf(ref) } as const;

const shapes = {
  Network: hosts,
  OpaqueNetwork: hosts,
  // The whole of it: below it a plain DVPortSetting has no vlan, and asking for that fails the call.
  DistributedVirtualPortgroup: { ...hosts, "config.defaultPortConfig": readPortVlan },
  HostSystem: { "config.network.portgroup": readPortGroups },
} as const;

/** How some hosts have a standard network; on each it is a port group of its own. */
export interface PortGroupVariant {
  readonly switchName: string | undefined;
  readonly vlanId: number | undefined;
  /** Names of the hosts. */
  readonly hosts: readonly string[];
}

/** What was read of a network. */
export interface NetworkState {
  /** Undefined when the server does not tell. */
  readonly hosts: readonly Moref[] | undefined;
  /** Of a distributed port group. */
  readonly vlan: Vlan | undefined;
  /** Of a standard network: one where all hosts agree; hosts that cannot be asked are in none. */
  readonly variants: readonly PortGroupVariant[];
}

/** Reads these networks and, along the way, the port groups of the hosts that have the standard ones: one retrieval. */
export async function readNetworks(
  { session }: Pick<Vsphere, "session">,
  networks: readonly NetworkRow[],
  { mirror, signal }: { readonly mirror: Mirror; readonly signal: AbortSignal },
): Promise<ReadonlyMap<string, NetworkState>> {
  const rows = await retrieveSelected(session, networks.map(({ ref }) => selection(ref)), { shapes, signal });
  const groups = new Map(rows.HostSystem.map((host) => [host.ref.value, host["config.network.portgroup"]]));
  const names = new Map(networks.map(({ ref, name }) => [ref.value, name ?? ""]));
  const placeOf = (host: Moref) => ({ name: mirror.tree.name(host), groups: groups.get(host.value) ?? [] });
  return new Map<string, NetworkState>([
    ...[...rows.Network, ...rows.OpaqueNetwork].map(({ ref, host: hosts }) => {
      const variants = variantsOf(names.get(ref.value) ?? "", (hosts ?? []).map(placeOf));
      return [ref.value, { hosts, vlan: undefined, variants }] as const;
    }),
    ...rows.DistributedVirtualPortgroup.map(({ ref, host: hosts, "config.defaultPortConfig": vlan }) =>
      [ref.value, { hosts, vlan, variants: [] }] as const
    ),
  ]);
}

interface HostPlace {
  readonly name: string;
  readonly groups: NonNullable<ReturnType<typeof readPortGroups>>;
}

/** How each host has the network, those that have it alike together. */
function variantsOf(network: string, places: readonly HostPlace[]): readonly PortGroupVariant[] {
  const found = places.flatMap(({ name, groups }) =>
    // Names of networks are escaped, those of port groups are not.
    groups.filter(({ spec }) => isSameName(network, spec?.name ?? "")).map(({ spec }) => ({ name, spec }))
  );
  const alike = Map.groupBy(found, ({ spec }) => JSON.stringify([spec?.vswitchName, spec?.vlanId]));
  return [...alike.values()].map((hosts) => ({
    switchName: hosts[0]?.spec?.vswitchName,
    vlanId: hosts[0]?.spec?.vlanId,
    hosts: hosts.map(({ name }) => name).sort(order),
  }));
}

/** A network, and with a standard one its hosts. */
function selection(obj: Moref): WireObject {
  if (obj.type !== "Network") return { obj, skip: false };
  const selectSet = [{ $type: "TraversalSpec", type: "Network", path: "host", skip: false }];
  return { obj, skip: false, selectSet };
}
