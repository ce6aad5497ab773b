import { closest } from "../closest.ts";
import { UserError } from "../errors.ts";
import { type Mirror, nameOf } from "./inventory/mirror.ts";
import type { InventoryRow, Kind } from "./inventory/shapes.ts";
import { isSameName } from "./names.ts";

/** Ids of all objects that the caller may mean: a filter by a shared name takes them all. */
export function idsOf<K extends Kind>(
  mirror: Mirror,
  { kind, what, wanted, fits = () => false }: {
    readonly kind: K;
    readonly what: string;
    readonly wanted: string;
    readonly fits?: (row: InventoryRow<K>) => boolean;
  },
): ReadonlySet<string> {
  const rows = [...mirror.rows(kind)];
  const found = rows.filter((row) =>
    row.ref.value === wanted || isSameName(row.name ?? "", wanted) || fits(row)
  );
  if (found.length > 0) return new Set(found.map(({ ref }) => ref.value));
  const near = closest(wanted, rows.map(nameOf));
  const hint = near === undefined ? "leave the filter out to see all" : `closest: "${near}"`;
  throw new UserError("not_found", `Cannot find ${what} "${wanted}": no ${what} has this name; ${hint}`);
}
