import type { Moref } from "../../soap/encode.ts";
import { decodeName } from "../names.ts";
import type { PropertyShape } from "../properties.ts";
import type { ObjectUpdate } from "../updates.ts";
import { HandleIndex, handlesOf } from "./handles.ts";
import { detachedRef } from "./kept.ts";
import { INVENTORY, type InventoryRow, type Kind, kindOf, type VmRow } from "./shapes.ts";
import { InventoryTree } from "./tree.ts";

/** So many questions are asked again and again; whoever asks ever new ones must not fill the memory. */
const MAX_RESULTS = 50;

type Rows = { readonly [K in Kind]: Map<string, InventoryRow<K>> };

/** The inventory in memory; rows are replaced when they change, never altered. */
export class Mirror {
  readonly #rows: Rows = {
    VirtualMachine: new Map(),
    HostSystem: new Map(),
    Datastore: new Map(),
    Network: new Map(),
    ResourcePool: new Map(),
    Folder: new Map(),
    ComputeResource: new Map(),
    Datacenter: new Map(),
    DistributedVirtualSwitch: new Map(),
  };
  readonly #all = new Map<string, InventoryRow<Kind>>();
  readonly #handles = new HandleIndex();
  /** Ids of the machines in the order of their names, as long as no name has changed. */
  #vmOrder: readonly string[] | undefined;
  #sortedVms: readonly VmRow[] | undefined;

  /** What was worked out of the inventory as it is; forgotten with the next change. */
  readonly #results = new Map<string, unknown>();

  /** Where objects are. */
  readonly tree: InventoryTree = new InventoryTree(this.#all);

  /** How many objects there are. */
  get size(): number {
    return this.#all.size;
  }

  /** All objects, in no order. */
  all(): Iterable<InventoryRow<Kind>> {
    return this.#all.values();
  }

  /** All objects of one kind, in no order. */
  rows<K extends Kind>(kind: K): Iterable<InventoryRow<K>> {
    return this.#rows[kind].values();
  }

  /** How many objects there are of one kind. */
  count(kind: Kind): number {
    return this.#rows[kind].size;
  }

  /** The object with this id, of whatever kind. */
  find(id: string): InventoryRow<Kind> | undefined {
    return this.#all.get(id);
  }

  /** The object of this kind with this id. */
  get<K extends Kind>(kind: K, id: string): InventoryRow<K> | undefined {
    return this.#rows[kind].get(id);
  }

  /** All virtual machines, ordered by name and id. */
  vms(): readonly VmRow[] {
    const vms = this.#rows.VirtualMachine;
    this.#vmOrder ??= [...vms.values()].map((row) => ({ name: nameOf(row), id: row.ref.value }))
      .sort((a, b) => order(a.name, b.name) || order(a.id, b.id)).map(({ id }) => id);
    this.#sortedVms ??= this.#vmOrder.flatMap((id) => vms.get(id) ?? []);
    return this.#sortedVms;
  }

  /** The virtual machines that have one of these handles. */
  vmsWith(handles: Iterable<string>): readonly VmRow[] {
    const ids = new Set([...handles].flatMap((handle) => [...this.#handles.get(handle)]));
    return [...ids].flatMap((id) => this.#rows.VirtualMachine.get(id) ?? []);
  }

  /** The result of `work`, kept under this key for as long as nothing changes; errors are not kept. */
  once<T>(key: string, work: () => T): T;
  once(key: string, work: () => unknown): unknown {
    if (this.#results.has(key)) return this.#results.get(key);
    const result = work();
    if (this.#results.size >= MAX_RESULTS) this.#results.clear();
    this.#results.set(key, result);
    return result;
  }

  /** Takes over what the server tells; false when it tells of a change of something that is not known. */
  apply(update: ObjectUpdate): boolean {
    const { kind, ref } = update;
    const of = kindOf(ref.type);
    if (of === undefined) return true;
    if (this.#results.size > 0) this.#results.clear();
    if (kind === "leave") {
      this.#remove(of, ref.value);
      return true;
    }
    const before = kind === "enter" ? undefined : this.#rows[of].get(ref.value);
    if (kind === "modify" && before === undefined) return false;
    this.#put(of, changedRow(of, before, update));
    return true;
  }

  #put<K extends Kind>(kind: K, row: InventoryRow<K>): void {
    const id = row.ref.value;
    const before = this.get("VirtualMachine", id);
    this.#rows[kind].set(id, row);
    this.#all.set(id, row);
    this.#reindex(id, before);
  }

  #remove(kind: Kind, id: string): void {
    const before = this.get("VirtualMachine", id);
    this.#rows[kind].delete(id);
    this.#all.delete(id);
    this.#reindex(id, before);
  }

  /** Ids are those of one object, whatever its kind: for others than machines there is nothing to do. */
  #reindex(id: string, before: VmRow | undefined): void {
    const after = this.get("VirtualMachine", id);
    if (before === after) return;
    this.#sortedVms = undefined;
    if (before?.name !== after?.name || before === undefined || after === undefined) {
      this.#vmOrder = undefined;
    }
    if (before !== undefined) this.#handles.delete(id, handlesOf(before));
    if (after !== undefined) this.#handles.add(id, handlesOf(after));
  }
}

/** The name as people write it; the id of what has no name that we may read. */
export function nameOf({ ref, name }: { readonly ref: Moref; readonly name?: string | undefined }): string {
  return decodeName(name ?? ref.value);
}

/** Order of names, the same everywhere. */
export function order(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Rows with nothing known, so that all of one kind have one form. */
const BLANKS: Readonly<Record<string, Readonly<Record<string, undefined>>>> = Object.fromEntries(
  Object.entries(INVENTORY).map(([kind, shape]) => [
    kind,
    Object.fromEntries(Object.keys(shape).map((path) => [path, undefined])),
  ]),
);

function changedRow<K extends Kind>(
  kind: K,
  before: InventoryRow<K> | undefined,
  update: ObjectUpdate,
): InventoryRow<K>;
function changedRow(
  kind: Kind,
  before: Readonly<Record<string, unknown>> | undefined,
  { ref, changes }: ObjectUpdate,
): Readonly<Record<string, unknown>> {
  const readers: PropertyShape = INVENTORY[kind];
  const row: Record<string, unknown> = before === undefined
    ? { ...BLANKS[kind], ref: detachedRef(ref) }
    : { ...before };
  for (const { path, value } of changes) {
    const reader = readers[path];
    if (reader !== undefined) row[path] = value === undefined ? undefined : reader(value);
  }
  return row;
}
