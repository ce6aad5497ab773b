import { closest } from "../closest.ts";
import { UserError } from "../errors.ts";
import type { Moref } from "../soap/encode.ts";
import { isMeant } from "./find_place.ts";
import { type Mirror, nameOf, order } from "./inventory/mirror.ts";
import type { InventoryRow, Kind } from "./inventory/shapes.ts";
import { OBJECT_KINDS, type ObjectKind, objectKind } from "./object_kinds.ts";

/** One place in the inventory with what is in it. */
export interface OutlineNode {
  readonly kind: ObjectKind;
  readonly name: string;
  readonly moref: string;
  /** How many objects of each kind are below it, at any depth; only kinds that occur. */
  readonly contains: Readonly<Partial<Record<ObjectKind, number>>>;
  /** Absent where the outline ends: `contains` tells what is not shown. */
  readonly children?: readonly OutlineNode[];
}

/** How much of the inventory to show. */
export interface OutlineOptions {
  /** Name, inventory path or moref of the place to begin at; undefined: everything. */
  readonly root: string | undefined;
  /** Levels below the root. */
  readonly depth: number;
  /** Whether single machines, datastores and networks are shown, which are counted else. */
  readonly hasLeaves: boolean;
  readonly maxNodes: number;
}

/** A part of the inventory as a tree. */
export interface Outline {
  readonly nodes: readonly OutlineNode[];
  /** Places that were left out because there were too many. */
  readonly omitted: number;
}

const PLACES: ReadonlySet<ObjectKind> = new Set<ObjectKind>([
  "datacenter",
  "folder",
  "datastore_cluster",
  "cluster",
  "standalone_host",
  "host",
  "resource_pool",
  "vapp",
]);

type Row = InventoryRow<Kind>;

/** Tells what is where. Throws UserError "not_found" or "ambiguous" for a root that is none. */
export function outlineOf(mirror: Mirror, options: OutlineOptions): Outline {
  const children = mirror.once("children by parent", () => childrenByParent(mirror));
  const roots = options.root === undefined ? rootsOf(mirror) : [rootNamed(mirror, options.root)];
  const counts = mirror.once("counts by place", () => new Map<string, Counts>());
  const writer = new Writer({ children, counts }, options);
  return { nodes: writer.nodes(roots, options.depth), omitted: writer.omitted };
}

/** Objects by what they lie in: a machine lies in its folder or vApp and counts in its pool, too. */
function childrenByParent(mirror: Mirror): ReadonlyMap<string, readonly Row[]> {
  const children = new Map<string, Row[]>();
  const add = (parent: Moref | undefined, row: Row) => {
    if (parent === undefined) return;
    const others = children.get(parent.value);
    if (others === undefined) children.set(parent.value, [row]);
    else others.push(row);
  };
  for (const row of mirror.all()) add(row.parent, row);
  for (const vm of mirror.rows("VirtualMachine")) {
    if (vm.resourcePool?.value !== vm.parent?.value) add(vm.resourcePool, vm);
  }
  for (const app of mirror.rows("ResourcePool")) add(app.parentFolder, app);
  return children;
}

/** What lies in nothing that is known: below the root folder, or all that a restricted account may see. */
function rootsOf(mirror: Mirror): readonly Row[] {
  return [...mirror.all()].filter((row) => !hasParent(mirror, row));
}

function hasParent(mirror: Mirror, { ref }: Row): boolean {
  const parent = mirror.tree.parent(ref);
  return parent !== undefined && mirror.tree.parent(parent) !== undefined;
}

function rootNamed(mirror: Mirror, wanted: string): Row {
  const places = [...mirror.all()].filter(({ ref }) => PLACES.has(objectKind(ref) ?? "vm"));
  const found = places.filter((row) => isMeant(mirror, row, wanted));
  // A standalone host and the compute resource around it have one name.
  const [row, ...others] = found.length > 1
    ? found.filter(({ ref }) => ref.type !== "ComputeResource")
    : found;
  if (row !== undefined && others.length === 0) return row;
  if (row === undefined) {
    const near = closest(wanted, places.map(nameOf));
    throw new UserError(
      "not_found",
      `Cannot find place "${wanted}": no folder, datacenter, cluster, host or pool has this name, path or id; ` +
        (near === undefined ? "leave root out to see all" : `closest: "${near}"`),
    );
  }
  const candidates = [row, ...others].map(({ ref }) => ({ path: mirror.tree.path(ref), moref: ref.value }));
  throw new UserError(
    "ambiguous",
    `Cannot tell which place "${wanted}" is: ${candidates.length} have this name; use the path or moref of one: ` +
      candidates.slice(0, 10).map(({ path, moref }) => `${path} (${moref})`).join(", "),
    { details: { candidates: candidates.slice(0, 10) } },
  );
}

type Counts = OutlineNode["contains"];

/** What is known of the inventory as it is. */
interface Facts {
  readonly children: ReadonlyMap<string, readonly Row[]>;
  /** Filled as places are counted. */
  readonly counts: Map<string, Counts>;
}

class Writer {
  readonly #facts: Facts;
  readonly #options: OutlineOptions;
  #left: number;
  omitted = 0;

  constructor(facts: Facts, options: OutlineOptions) {
    this.#facts = facts;
    this.#options = options;
    this.#left = options.maxNodes;
  }

  nodes(rows: readonly Row[], depth: number): readonly OutlineNode[] {
    const shown = rows.flatMap((row) => {
      const kind = objectKind(row.ref);
      return kind === undefined || !(this.#options.hasLeaves || PLACES.has(kind)) ? [] : [{ row, kind }];
    }).sort((a, b) =>
      OBJECT_KINDS.indexOf(b.kind) - OBJECT_KINDS.indexOf(a.kind) || order(nameOf(a.row), nameOf(b.row))
    );
    const count = Math.min(shown.length, this.#left);
    this.#left -= count;
    this.omitted += shown.length - count;
    return shown.slice(0, count).map(({ row, kind }) => this.#node(row, kind, depth));
  }

  #node(row: Row, kind: ObjectKind, depth: number): OutlineNode {
    const below = this.#facts.children.get(row.ref.value) ?? [];
    const children = depth > 0 && below.length > 0 ? this.nodes(below, depth - 1) : [];
    return {
      kind,
      name: nameOf(row),
      moref: row.ref.value,
      contains: this.#count(row.ref.value),
      ...(children.length === 0 ? {} : { children }),
    };
  }

  /** Each object once, although a machine in a vApp can be reached by its folder and by its pool. */
  #count(id: string): Counts {
    const known = this.#facts.counts.get(id);
    if (known !== undefined) return known;
    const seen = new Set<string>();
    const counts: Partial<Record<ObjectKind, number>> = {};
    const visit = (parent: string) => {
      for (const { ref } of this.#facts.children.get(parent) ?? []) {
        const kind = objectKind(ref);
        if (kind === undefined || seen.has(ref.value)) continue;
        seen.add(ref.value);
        counts[kind] = (counts[kind] ?? 0) + 1;
        visit(ref.value);
      }
    };
    visit(id);
    this.#facts.counts.set(id, counts);
    return counts;
  }
}
