import { globTest } from "./glob.ts";
import { type Mirror, nameOf } from "./inventory/mirror.ts";
import type { InventoryRow } from "./inventory/shapes.ts";
import { rowsByName } from "./place_filter.ts";

/** What the inventory knows of a network. */
export type NetworkRow = InventoryRow<"Network">;

/** Port group of a standard switch or of a distributed one, the one of its uplinks, or a network of NSX. */
export const NETWORK_KINDS = ["standard", "distributed", "uplink", "opaque"] as const;
/** One of them. */
export type NetworkKind = typeof NETWORK_KINDS[number];

/** Which networks are wanted; what is undefined does not matter. */
export interface NetworkFilter {
  /** Glob, any case. */
  readonly name: string | undefined;
  readonly kind: NetworkKind | undefined;
}

/** The networks that pass the filter, ordered by name and id. */
export function selectNetworks(mirror: Mirror, { name, kind }: NetworkFilter): readonly NetworkRow[] {
  const isNamed = name === undefined ? undefined : globTest(name);
  return rowsByName(mirror, "Network").filter((network) =>
    (kind === undefined || networkKind(network) === kind) && (isNamed?.(nameOf(network)) ?? true)
  );
}

/** What kind of network it is. */
export function networkKind({ ref, tag }: NetworkRow): NetworkKind {
  if (ref.type === "OpaqueNetwork") return "opaque";
  if (ref.type !== "DistributedVirtualPortgroup") return "standard";
  return tag?.some(({ key }) => key === UPLINK_TAG) ? "uplink" : "distributed";
}

/** Servers mark the port group of the uplinks with it; `config.uplink` says the same, and newer ones alone have it. */
const UPLINK_TAG = "SYSTEM/DVS.UPLINKPG";
