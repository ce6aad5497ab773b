import { arrayOf, boolean, number, object, one, ref, text, word } from "../../soap/decode.ts";
import type { Moref } from "../../soap/encode.ts";
import { InventoryTree, placed } from "../inventory/tree.ts";
import { decodeName } from "../names.ts";
import { type PropertyShape, retrieveAll, type RowsByKind } from "../properties.ts";
import type { Vsphere } from "../vsphere.ts";

/** All that decides where a virtual machine can go. */
export const placementShapes = {
  Datacenter: { ...placed, vmFolder: ref },
  Folder: { ...placed, childType: arrayOf(word) },
  ComputeResource: {
    ...placed,
    resourcePool: ref,
    environmentBrowser: ref,
    // The whole of it: below it a plain ComputeResource has no drsConfig, and asking for that fails the call.
    configurationEx: object({ drsConfig: one(object({ enabled: one(boolean) })) }),
  },
  HostSystem: {
    ...placed,
    "runtime.connectionState": word,
    "runtime.powerState": word,
    "runtime.inMaintenanceMode": boolean,
    "summary.hardware.memorySize": number,
    "summary.quickStats.overallMemoryUsage": number,
    network: arrayOf(ref),
  },
  ResourcePool: { ...placed, owner: ref },
  Datastore: {
    ...placed,
    "summary.accessible": boolean,
    "summary.maintenanceMode": word,
    "summary.freeSpace": number,
    host: arrayOf(object({
      key: one(ref),
      mountInfo: one(object({ accessMode: one(word), mounted: one(boolean), accessible: one(boolean) })),
    })),
  },
  Network: {
    ...placed,
    tag: arrayOf(object({ key: one(text) })),
    summary: object({ opaqueNetworkId: one(word), opaqueNetworkType: one(word) }),
  },
  DistributedVirtualSwitch: { uuid: word, portgroup: arrayOf(ref) },
} as const satisfies Readonly<Record<string, PropertyShape>>;

/** The rows of every kind. */
export type PlacementRows = RowsByKind<typeof placementShapes>;
type RowOf<Kind extends keyof PlacementRows> = PlacementRows[Kind][number];
/** A folder or a datastore cluster. */
export type FolderRow = RowOf<"Folder">;
/** A cluster or a standalone host's compute resource. */
export type ComputeRow = RowOf<"ComputeResource">;
/** A host. */
export type HostRow = RowOf<"HostSystem">;
/** A resource pool or vApp. */
export type PoolRow = RowOf<"ResourcePool">;
/** A datastore. */
export type DatastoreRow = RowOf<"Datastore">;
/** A network of any kind. */
export type NetworkRow = RowOf<"Network">;

/** An object with its name and path as people write them. */
export interface Place {
  readonly ref: Moref;
  readonly name: string;
  readonly path: string;
}

/** The inventory as far as placement looks at it. */
export interface Places {
  readonly rows: PlacementRows;
  readonly tree: InventoryTree;
}

/** Reads everything that placement needs in one retrieval. */
export async function readPlaces(vsphere: Vsphere, signal?: AbortSignal): Promise<Places> {
  return placesOf(await retrieveAll(vsphere.session, placementShapes, signal));
}

/** The rows with their tree. */
export function placesOf(rows: PlacementRows): Places {
  const { DistributedVirtualSwitch: _, ...kinds } = rows;
  return { rows, tree: InventoryTree.of(...Object.values(kinds)) };
}

/** A row of anything that has a name. */
export interface NamedRow {
  readonly ref: Moref;
  readonly name: string | undefined;
}

/** The name of a row as people write it; its id when the name cannot be read. */
export function rowName({ name, ref }: NamedRow): string {
  return decodeName(name ?? ref.value);
}

/** The object that a row is about. */
export function placeOf(row: NamedRow, tree: InventoryTree): Place {
  return { ref: row.ref, name: rowName(row), path: tree.path(row.ref) };
}

/** Rows ordered by their path, so that "the first" is always the same one. */
export function byPath<Row extends { readonly ref: Moref }>(
  rows: readonly Row[],
  tree: InventoryTree,
): readonly Row[] {
  const keyed = rows.map((row) => ({ row, path: tree.path(row.ref) }));
  return keyed.sort((a, b) => a.path < b.path ? -1 : a.path > b.path ? 1 : 0).map(({ row }) => row);
}
