import { ref, text } from "../../soap/decode.ts";
import type { Moref } from "../../soap/encode.ts";
import { decodeName } from "../names.ts";
import { baseKind, type PropertyShape } from "../properties.ts";

/** The properties that place an object in the inventory tree. */
export const placed = { name: text, parent: ref } as const satisfies PropertyShape;

/** Kinds above a virtual machine, a host, a datastore or a network; asked for together with them, paths can be told. */
export const treeShapes = {
  Folder: placed,
  Datacenter: placed,
  VirtualApp: { name: text, parentFolder: ref, parentVApp: ref },
} as const;

/** Machines inside a vApp have a `parentVApp` and no parent, vApps a `parentFolder` beside the pool that they are in. */
interface Placed {
  readonly ref: Moref;
  readonly name?: string | undefined;
  readonly parent?: Moref | undefined;
  readonly parentFolder?: Moref | undefined;
  readonly parentVApp?: Moref | undefined;
}

/** Where objects are: knows the path of every object whose ancestors it was given. */
export class InventoryTree {
  readonly #rows: ReadonlyMap<string, Placed>;

  /** `rows` by the id of the object. */
  constructor(rows: ReadonlyMap<string, Placed>) {
    this.#rows = rows;
  }

  /** The tree of these rows. */
  static of(...kinds: readonly (readonly Placed[])[]): InventoryTree {
    return new InventoryTree(new Map(kinds.flat().map((row) => [row.ref.value, row])));
  }

  /** Name of an object as people write it; its id when the name is unknown. */
  name(object: Moref): string {
    return decodeName(this.#rows.get(object.value)?.name ?? object.value);
  }

  parent(object: Moref): Moref | undefined {
    const row = this.#rows.get(object.value);
    return row?.parentFolder ?? row?.parentVApp ?? row?.parent;
  }

  /** The object itself and everything above it, nearest first. */
  lineage(object: Moref): readonly Moref[] {
    const line: Moref[] = [];
    for (
      let at: Moref | undefined = object;
      at !== undefined && line.length < MAX_DEPTH;
      at = this.parent(at)
    ) {
      line.push(at);
    }
    return line;
  }

  /** Inventory path such as `/DC0/vm/web/web-1`: names stay escaped, because `/` separates them. */
  path(object: Moref): string {
    // What has no parent is the root folder, which has no place in a path.
    const below = this.lineage(object).filter((at) => this.parent(at) !== undefined);
    return "/" + below.map((at) => this.#rows.get(at.value)?.name ?? "").reverse().join("/");
  }

  /** The datacenter that holds the object. */
  datacenter(object: Moref): Moref | undefined {
    return this.lineage(object).find(({ type }) => baseKind(type) === "Datacenter");
  }
}

/** More levels than any inventory has; a guard against a cycle. */
const MAX_DEPTH = 100;
