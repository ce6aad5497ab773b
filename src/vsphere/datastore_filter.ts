import { globTest } from "./glob.ts";
import { type Mirror, nameOf } from "./inventory/mirror.ts";
import type { InventoryRow } from "./inventory/shapes.ts";
import { idsOf, rowsByName } from "./place_filter.ts";

/** What the inventory knows of a datastore. */
export type DatastoreRow = InventoryRow<"Datastore">;

/** Which datastores are wanted; what is undefined does not matter. */
export interface DatastoreFilter {
  /** Glob, any case. */
  readonly name: string | undefined;
  /** Such as `VMFS`, any case. */
  readonly type: string | undefined;
  /** Datastore cluster. */
  readonly cluster: string | undefined;
  readonly isAccessible: boolean | undefined;
}

/** The datastores that pass the filter, ordered by name and id. Throws "not_found" for a datastore cluster that is none. */
export function selectDatastores(mirror: Mirror, filter: DatastoreFilter): readonly DatastoreRow[] {
  const tests = testsOf(mirror, filter);
  return rowsByName(mirror, "Datastore").filter((datastore) => tests.every((test) => test(datastore)));
}

/** The datastore cluster that a datastore is in. */
export function datastoreClusterOf({ tree }: Mirror, { parent }: DatastoreRow): string | undefined {
  return parent?.type === POD ? tree.name(parent) : undefined;
}

const POD = "StoragePod";

type DatastoreTest = (datastore: DatastoreRow) => boolean;

function testsOf(mirror: Mirror, filter: DatastoreFilter): readonly DatastoreTest[] {
  const tests: DatastoreTest[] = [];
  const { name, type, cluster, isAccessible } = filter;
  if (type !== undefined) {
    tests.push((datastore) => datastore["summary.type"]?.toLowerCase() === type.toLowerCase());
  }
  if (isAccessible !== undefined) {
    tests.push((datastore) => datastore["summary.accessible"] === isAccessible);
  }
  if (cluster !== undefined) {
    const ids = idsOf(mirror, { kind: "Folder", what: "datastore cluster", wanted: cluster, type: POD });
    tests.push(({ parent }) => ids.has(parent?.value ?? ""));
  }
  if (name !== undefined) {
    const test = globTest(name);
    tests.push((datastore) => test(nameOf(datastore)));
  }
  return tests;
}
