import { UserError } from "../../errors.ts";
import type { NicNetwork } from "../devices/nics.ts";
import type { InventoryTree } from "../inventory/tree.ts";
import { listNames, matching, onlyOne, unknownName } from "./names.ts";
import { type HostRow, type NetworkRow, type Place, placeOf, type Places, rowName } from "./rows.ts";

/** A network that a new network card is to be on. */
export interface PlacedNetwork extends Place, NicNetwork {}

/** The networks that a name may mean; uplinks are no networks for machines. Throws UserError "not_found". */
export function networksNamed(places: Places, wanted: string): readonly NetworkRow[] {
  const candidates = places.rows.Network.filter((row) => !isUplink(row));
  const found = matching(candidates, wanted, places.tree);
  if (found.length === 0) throw unknownName(candidates, wanted, "network");
  return found;
}

/** Those of the networks that machines on the host can be connected to. */
export function networksOn(
  host: HostRow,
  networks: readonly NetworkRow[],
  tree: InventoryTree,
): readonly NetworkRow[] {
  const ids = new Set(host.network?.map(({ value }) => value));
  const home = tree.datacenter(host.ref);
  // Not every server lists opaque networks with their hosts; then it is for the server to say whether this one has it.
  return networks.filter((row) =>
    !isUplink(row) && (ids.has(row.ref.value) ||
      (row.ref.type === "OpaqueNetwork" && tree.datacenter(row.ref)?.value === home?.value))
  );
}

/** The network of this name on the host, which is known to have one. Throws UserError "ambiguous". */
export function networkOn(
  host: HostRow,
  networks: readonly NetworkRow[],
  { places, wanted }: { readonly places: Places; readonly wanted: string },
): PlacedNetwork {
  const row = onlyOne(networksOn(host, networks, places.tree), wanted, {
    kind: "network",
    tree: places.tree,
  });
  return placedNetwork(places, row);
}

/**
 * What to do where the default network does not exist: the only network there is, none when there is none.
 * Of several the caller has to choose, because a machine in the wrong network is worse than none.
 */
export function networkInstead(
  host: HostRow,
  places: Places,
  missing: string,
): { readonly network: PlacedNetwork | undefined; readonly reason: string } {
  const there = networksOn(host, places.rows.Network, places.tree).filter(({ ref }) =>
    ref.type !== "OpaqueNetwork"
  );
  const hostName = rowName(host);
  const state = `the default network "${missing}" does not exist on host "${hostName}"`;
  const [row] = there;
  if (row === undefined) {
    return { network: undefined, reason: `No network card: host "${hostName}" has no network` };
  }
  if (there.length > 1) {
    const names = there.map(rowName);
    throw new UserError(
      "invalid",
      `Cannot choose a network: ${state}; name one of ${listNames(names)} as network`,
    );
  }
  const network = placedNetwork(places, row);
  return { network, reason: `Network "${network.name}": the only one there; ${state}` };
}

/** The error for networks that no host in question has. */
export function absentNetwork(places: Places, hosts: readonly HostRow[], wanted: string): UserError {
  const there = hosts.flatMap((host) => networksOn(host, places.rows.Network, places.tree));
  return new UserError(
    "conflict",
    `Cannot connect to network "${wanted}" there: no usable host has it; networks there: ${
      listNames(there.map(rowName))
    }`,
  );
}

function placedNetwork({ rows, tree }: Places, row: NetworkRow): PlacedNetwork {
  const home = rows.DistributedVirtualSwitch.find(({ portgroup }) =>
    portgroup?.some(({ value }) => value === row.ref.value)
  );
  const { opaqueNetworkId: id, opaqueNetworkType: type } = row.summary ?? {};
  const opaque = row.ref.type === "OpaqueNetwork" && id !== undefined && type !== undefined;
  return { ...placeOf(row, tree), switchUuid: home?.uuid, opaque: opaque ? { id, type } : undefined };
}

/** Uplinks carry the traffic of a switch to the outside; they look like portgroups. */
function isUplink({ tag }: NetworkRow): boolean {
  return tag?.some(({ key }) => key === "SYSTEM/DVS.UPLINKPG") ?? false;
}
