import { closest } from "../closest.ts";
import { UserError } from "../errors.ts";
import { shownText } from "../shown_text.ts";
import { type Mirror, nameOf } from "./inventory/mirror.ts";
import type { InventoryRow, Kind } from "./inventory/shapes.ts";
import { decodeName, isSameName } from "./names.ts";
import { listNames } from "./placement/names.ts";

/** Kinds of objects that are no virtual machines. */
export type PlaceKind = Exclude<Kind, "VirtualMachine">;

const MAX_CANDIDATES = 10;

/** What people call each kind, and the tool that lists it. */
const WORDS: Readonly<Record<PlaceKind, { readonly noun: string; readonly tool?: string }>> = {
  HostSystem: { noun: "host", tool: "list_hosts" },
  Datastore: { noun: "datastore", tool: "list_datastores" },
  Network: { noun: "network", tool: "list_networks" },
  ResourcePool: { noun: "resource pool" },
  Folder: { noun: "folder" },
  ComputeResource: { noun: "cluster" },
  Datacenter: { noun: "datacenter" },
  DistributedVirtualSwitch: { noun: "distributed switch" },
};

/**
 * The one object of this kind that `wanted` means: name, inventory path or moref. Throws UserError "ambiguous" with
 * the candidates, or "not_found" with the closest name.
 */
export function placeIn<K extends PlaceKind>(mirror: Mirror, kind: K, wanted: string): InventoryRow<K> {
  const rows = [...mirror.rows(kind)];
  const lower = shownText(decodeName(wanted)).toLowerCase();
  const tests: readonly ((row: InventoryRow<K>) => boolean)[] = [
    (row) => isMeant(mirror, row, wanted),
    // Spelled in another case it is still clear what is meant, as long as only one fits.
    (row) => shownText(nameOf(row)).toLowerCase() === lower,
  ];
  for (const test of tests) {
    const [row, ...others] = rows.filter(test);
    if (row === undefined) continue;
    if (others.length > 0) throw ambiguousPlace(mirror, [row, ...others], { kind, wanted });
    return row;
  }
  throw unknownPlace(rows.map(nameOf), { kind, wanted });
}

/** True when `wanted` is the moref, the name or the inventory path of the object. */
export function isMeant<K extends Kind>(mirror: Mirror, row: InventoryRow<K>, wanted: string): boolean {
  return row.ref.value === wanted || isSameName(row.name ?? "", wanted) ||
    (wanted.includes("/") && isSameName(mirror.tree.path(row.ref), "/" + wanted.replace(/^\/+/, "")));
}

interface Question {
  readonly kind: PlaceKind;
  readonly wanted: string;
}

function unknownPlace(names: readonly string[], { kind, wanted }: Question): UserError {
  const { noun, tool } = WORDS[kind];
  const near = closest(wanted, names);
  const hint = near === undefined ? "" : ` (closest: "${near}")`;
  const next = tool === undefined ? `known: ${listNames(names)}` : `${tool} shows the names in use`;
  return new UserError(
    "not_found",
    `Cannot find ${noun} "${wanted}": no ${noun} has this name, path or id; ${next}${hint}`,
  );
}

function ambiguousPlace(
  mirror: Mirror,
  found: readonly InventoryRow<PlaceKind>[],
  { kind, wanted }: Question,
): UserError {
  const candidates = found.slice(0, MAX_CANDIDATES).map(({ ref }) => (
    { path: mirror.tree.path(ref), moref: ref.value }
  ));
  // A moref that is also another object's name would be ambiguous again.
  const remedy = found.some(({ ref }) => ref.value === wanted) ? "path" : "path or moref";
  const more = found.length > MAX_CANDIDATES ? `, and ${found.length - MAX_CANDIDATES} more` : "";
  const list = candidates.map(({ path, moref }) => `${path} (${moref})`).join(", ");
  return new UserError(
    "ambiguous",
    `Cannot tell which ${WORDS[kind].noun} "${wanted}" is: ${found.length} have this name or id; ` +
      `use the ${remedy} of one: ${list}${more}`,
    { details: { candidates } },
  );
}
