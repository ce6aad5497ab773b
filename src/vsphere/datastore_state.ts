import { arrayOf, boolean, number, object, one, ref, text, word } from "../soap/decode.ts";
import { withoutEmpty } from "../without_empty.ts";
import type { DatastoreRow } from "./datastore_filter.ts";
import { type Mirror, order } from "./inventory/mirror.ts";
import type { Properties, PropertyShape } from "./properties.ts";
import { inGb, percentOf } from "./units.ts";

/** How a datastore is and which hosts have it: read for the rows that are shown, never kept. */
export const datastoreStateShape = {
  "summary.capacity": number,
  "summary.freeSpace": number,
  "summary.uncommitted": number,
  "summary.maintenanceMode": word,
  "summary.multipleHostAccess": boolean,
  "summary.url": text,
  host: arrayOf(object({
    key: one(ref),
    mountInfo: one(object({
      accessMode: one(word),
      mounted: one(boolean),
      accessible: one(boolean),
      inaccessibleReason: one(text),
    })),
  })),
} as const satisfies PropertyShape;

/** What was read of a datastore. */
export type DatastoreState = Partial<Properties<typeof datastoreStateShape>>;

/** Space of a datastore in GB; what is not known is left out. */
export interface DatastoreSpace {
  readonly capacity_gb?: number;
  readonly free_gb?: number;
  readonly used_gb?: number;
  readonly free_percent?: number;
  /** What is used, and what thin disks and swap files may still take. */
  readonly provisioned_gb?: number;
  /** Provisioned space in percent of the capacity. */
  readonly overcommit_percent?: number;
}

/** The space of a datastore; of one that is not accessible the free space that servers tell means nothing. */
export function spaceOf(datastore: DatastoreRow, state: DatastoreState): DatastoreSpace {
  const capacity = state["summary.capacity"];
  const isAccessible = datastore["summary.accessible"] !== false;
  const free = isAccessible ? state["summary.freeSpace"] : undefined;
  const uncommitted = state["summary.uncommitted"];
  const used = capacity === undefined || free === undefined ? undefined : capacity - free;
  const provisioned = used === undefined || uncommitted === undefined ? undefined : used + uncommitted;
  return withoutEmpty({
    capacity_gb: capacity === undefined ? undefined : inGb(capacity),
    free_gb: free === undefined ? undefined : inGb(free),
    used_gb: used === undefined ? undefined : inGb(used),
    free_percent: percentOf(free, capacity),
    provisioned_gb: provisioned === undefined ? undefined : inGb(provisioned),
    overcommit_percent: percentOf(provisioned, capacity),
  });
}

/** How one host has a datastore. */
export type HostAccess = {
  readonly name: string;
  /** `readWrite` or `readOnly`; undefined when the server does not tell. */
  readonly access: string | undefined;
  /** Why the host cannot use it; undefined when it can. */
  readonly obstacle: string | undefined;
};

/** The hosts that have a datastore, ordered by name. */
export function hostAccesses(mirror: Mirror, { host: mounts = [] }: DatastoreState): readonly HostAccess[] {
  return mounts.flatMap(({ key, mountInfo }) => {
    if (key === undefined) return [];
    const { accessMode, mounted, accessible, inaccessibleReason } = mountInfo ?? {};
    const state = mirror.get("HostSystem", key.value)?.["runtime.connectionState"] ?? "connected";
    const obstacle = state !== "connected"
      ? `host ${state}`
      : mounted === false
      ? "not mounted"
      : accessible === false
      ? inaccessibleReason || "not accessible"
      : undefined;
    return [{ name: mirror.tree.name(key), access: accessMode, obstacle }];
  }).sort((a, b) => order(a.name, b.name));
}
