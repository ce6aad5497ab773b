import { closest } from "../closest.ts";
import { UserError } from "../errors.ts";
import { isMeant } from "./find_place.ts";
import { type Mirror, nameOf, order } from "./inventory/mirror.ts";
import type { InventoryRow, Kind } from "./inventory/shapes.ts";

/** What a filter names: `what` is what people call the kind. */
export interface PlaceWish<K extends Kind> {
  readonly kind: K;
  readonly what: string;
  readonly wanted: string;
  /** Type of the objects, where not all of the kind will do: `StoragePod` among the folders. */
  readonly type?: string;
}

/**
 * Ids of all objects that the caller may mean by a name, an inventory path or a moref: a filter by a shared name takes
 * them all. Throws UserError "not_found".
 */
export function idsOf<K extends Kind>(mirror: Mirror, wish: PlaceWish<K>): ReadonlySet<string> {
  const { kind, what, wanted, type } = wish;
  const rows = [...mirror.rows(kind)].filter(({ ref }) => type === undefined || ref.type === type);
  const found = rows.filter((row) => isMeant(mirror, row, wanted));
  if (found.length > 0) return new Set(found.map(({ ref }) => ref.value));
  const near = closest(wanted, rows.map(nameOf));
  const hint = near === undefined ? "leave the filter out to see all" : `closest: "${near}"`;
  throw new UserError("not_found", `Cannot find ${what} "${wanted}": no ${what} has this name; ${hint}`);
}

/** All objects of a kind, ordered by name and id. */
export function rowsByName<K extends Kind>(mirror: Mirror, kind: K): readonly InventoryRow<K>[] {
  return [...mirror.rows(kind)].map((row) => ({ row, name: nameOf(row) }))
    .sort((a, b) => order(a.name, b.name) || order(a.row.ref.value, b.row.ref.value)).map(({ row }) => row);
}
