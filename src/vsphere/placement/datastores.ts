import { UserError } from "../../errors.ts";
import { isSameName } from "../names.ts";
import { listNames, matching, unknownName } from "./names.ts";
import { type DatastoreRow, type HostRow, type Places, rowName } from "./rows.ts";

/** What the name of a datastore or of a datastore cluster means. */
export interface DatastoreWish {
  readonly wanted: string;
  /** The datastores of this name, or the members of the cluster of this name. */
  readonly rows: readonly DatastoreRow[];
  readonly isCluster: boolean;
}

/** The datastores that a name may mean. Throws UserError "not_found". */
export function datastoresNamed(places: Places, wanted: string): DatastoreWish {
  const { rows, tree } = places;
  const found = matching(rows.Datastore, wanted, tree);
  if (found.length > 0) return { wanted, rows: found, isCluster: false };
  const pods = matching(rows.Folder.filter(({ ref }) => ref.type === "StoragePod"), wanted, tree);
  if (pods.length === 0) throw unknownName(rows.Datastore, wanted, "datastore");
  const ids = new Set(pods.map(({ ref }) => ref.value));
  const members = rows.Datastore.filter(({ parent }) => ids.has(parent?.value ?? ""));
  return { wanted, rows: members, isCluster: true };
}

/** The datastores that `[name] file` may mean: paths know neither datastore clusters nor ids. Throws "not_found". */
export function datastoreOfPaths({ rows }: Places, name: string): DatastoreWish {
  const found = rows.Datastore.filter((row) => isSameName(row.name ?? "", name));
  if (found.length === 0) throw unknownName(rows.Datastore, name, "datastore");
  return { wanted: name, rows: found, isCluster: false };
}

/** Why machines on the host cannot use the datastore; undefined when they can. Reading will do for an ISO image. */
export function datastoreObstacle(
  datastore: DatastoreRow,
  host: HostRow,
  access: "read" | "write",
): string | undefined {
  if (datastore["summary.accessible"] === false) return "it is not accessible";
  const mode = datastore["summary.maintenanceMode"] ?? "normal";
  if (mode !== "normal") return `it is in maintenance mode (${mode})`;
  const hostName = rowName(host);
  const mount = datastore.host?.find(({ key }) => key?.value === host.ref.value);
  if (mount === undefined) return `host "${hostName}" does not have it`;
  const { mounted, accessible, accessMode } = mount.mountInfo ?? {};
  if (mounted === false) return `it is not mounted on host "${hostName}"`;
  if (accessible === false) return `it is not accessible from host "${hostName}"`;
  if (access === "write" && accessMode === "readOnly") return `it is mounted read-only on host "${hostName}"`;
  return undefined;
}

/** True when one of the datastores can be used from the host. */
export function seesOne(
  host: HostRow,
  datastores: readonly DatastoreRow[],
  access: "read" | "write",
): boolean {
  return datastores.some((datastore) => datastoreObstacle(datastore, host, access) === undefined);
}

/** The datastore with most free space among those that one of the hosts can write to; by name where they are equal. */
export function roomiestDatastore(
  datastores: readonly DatastoreRow[],
  hosts: readonly HostRow[],
): DatastoreRow | undefined {
  const [best] = datastores
    .filter((datastore) => hosts.some((host) => datastoreObstacle(datastore, host, "write") === undefined))
    .sort((a, b) => freeSpace(b) - freeSpace(a) || ((a.name ?? "") < (b.name ?? "") ? -1 : 1));
  return best;
}

/** Throws UserError when the datastore has less free space than will be taken at once. */
export function requireSpace(datastore: DatastoreRow, needBytes: number): void {
  const free = datastore["summary.freeSpace"];
  if (free === undefined || free >= needBytes) return;
  throw new UserError(
    "conflict",
    `Cannot place ${gib(needBytes)} GB on datastore "${rowName(datastore)}": ` +
      `${gib(free)} GB are free; use a thin disk, a smaller one or another datastore`,
  );
}

/** The error for datastores that no host in question can use. */
export function unusableDatastore(
  wish: DatastoreWish,
  hosts: readonly HostRow[],
  { all, access }: { readonly all: readonly DatastoreRow[]; readonly access: "read" | "write" },
): UserError {
  const obstacles = wish.rows.flatMap((row) =>
    hosts.map((host) => datastoreObstacle(row, host, access) ?? [])
  );
  const why = [...new Set(obstacles.flat())].slice(0, 3).join(", ") || "it is empty";
  const usable = all.filter((row) =>
    hosts.some((host) => datastoreObstacle(row, host, access) === undefined)
  );
  const kind = wish.isCluster ? "datastore cluster" : "datastore";
  return new UserError(
    "conflict",
    `Cannot use ${kind} "${wish.wanted}" there: ${why}; usable are ${listNames(usable.map(rowName))}`,
  );
}

/** Free bytes; 0 when the datastore does not say. */
export function freeSpace(datastore: DatastoreRow): number {
  return datastore["summary.freeSpace"] ?? 0;
}

/** Bytes as people read them. */
export function gib(bytes: number): number {
  return Math.round(bytes / 2 ** 30 * 10) / 10;
}
