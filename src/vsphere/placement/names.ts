import { closest } from "../../closest.ts";
import { UserError } from "../../errors.ts";
import type { Moref } from "../../soap/encode.ts";
import type { InventoryTree } from "../inventory/tree.ts";
import { decodeName, isSameName } from "../names.ts";
import { type NamedRow, rowName } from "./rows.ts";

/** How to look for a name and what to call it. */
export interface Naming {
  /** What such an object is called: `datastore`. */
  readonly kind: string;
  readonly tree: InventoryTree;
  /** Of several objects of the name, those below this one are meant. */
  readonly near?: Moref | undefined;
}

const MAX_LISTED = 10;

/** The rows that `wanted` may mean: name, moref, inventory path or its end (`web/blue` for `/DC0/vm/web/blue`). */
export function matching<Row extends NamedRow>(
  rows: readonly Row[],
  wanted: string,
  tree: InventoryTree,
): readonly Row[] {
  const end = "/" + wanted.replace(/^\/+/, "");
  const isPath = wanted.includes("/");
  const exact = rows.filter((row) =>
    row.ref.value === wanted || isSameName(row.name ?? "", wanted) ||
    (isPath && isEndOf(tree.path(row.ref), { end, isWhole: wanted.startsWith("/") }))
  );
  if (exact.length > 0) return exact;
  const lower = decodeName(wanted).toLowerCase();
  return rows.filter((row) => rowName(row).toLowerCase() === lower);
}

/** The one row that `wanted` means. Throws UserError "not_found" or "ambiguous" with the candidates. */
export function pickNamed<Row extends NamedRow>(rows: readonly Row[], wanted: string, naming: Naming): Row {
  const found = matching(rows, wanted, naming.tree);
  if (found.length === 0) throw unknownName(rows, wanted, naming.kind);
  return onlyOne(nearest(found, naming), wanted, naming);
}

/** Throws UserError "ambiguous" unless there is exactly one. */
export function onlyOne<Row extends NamedRow>(found: readonly Row[], wanted: string, naming: Naming): Row {
  const [row] = found;
  if (row !== undefined && found.length === 1) return row;
  const candidates = found.map(({ ref }) => ({
    type: ref.type,
    path: naming.tree.path(ref),
    moref: ref.value,
  }));
  const listed = candidates.slice(0, MAX_LISTED).map(({ type, path, moref }) => `${path} (${type} ${moref})`);
  throw new UserError(
    "ambiguous",
    `Cannot tell which ${naming.kind} "${wanted}" is: ${found.length} have this name; ` +
      `use the path or moref of one: ${listed.join(", ")}`,
    { details: { candidates } },
  );
}

/** The error for a name that no row has. */
export function unknownName(rows: readonly NamedRow[], wanted: string, kind: string): UserError {
  const names = rows.map(rowName);
  const near = closest(wanted, names);
  const hint = near === undefined ? "" : ` (closest: "${near}")`;
  return new UserError(
    "not_found",
    `Cannot find ${kind} "${wanted}": no ${kind} has this name, path or id; known: ${
      listNames(names)
    }${hint}`,
  );
}

/** Names for an error text, the first of many only. */
export function listNames(names: readonly string[]): string {
  const unique = [...new Set(names)].sort();
  if (unique.length === 0) return "none";
  const listed = unique.slice(0, MAX_LISTED).map((name) => `"${name}"`).join(", ");
  return unique.length > MAX_LISTED ? `${listed} and ${unique.length - MAX_LISTED} more` : listed;
}

/** True when the object is, or is below, that one. */
export function isBelow(object: Moref, above: Moref | undefined, tree: InventoryTree): boolean {
  return above !== undefined && tree.lineage(object).some(({ value }) => value === above.value);
}

function nearest<Row extends NamedRow>(found: readonly Row[], { tree, near }: Naming): readonly Row[] {
  const inside = found.filter(({ ref }) => isBelow(ref, near, tree));
  return found.length > 1 && inside.length > 0 ? inside : found;
}

function isEndOf(
  path: string,
  { end, isWhole }: { readonly end: string; readonly isWhole: boolean },
): boolean {
  const known = decodeName(path);
  const wanted = decodeName(end);
  return isWhole ? known === wanted : known.endsWith(wanted);
}
