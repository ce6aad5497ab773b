import type { Moref } from "../../soap/encode.ts";
import { invalidArgument } from "../core/fault.ts";
import type { DataObject, Value } from "../core/value.ts";
import { ManagedObject } from "../world/managed_object.ts";
import type { World } from "../world/world.ts";

/** What a collector reads from: things that have happened, each with a key that grows. */
export interface History<Item> {
  /** Everything, oldest first. */
  readonly items: () => readonly Item[];
  readonly keyOf: (item: Item) => number;
  readonly fits: (item: Item) => boolean;
  readonly dataOf: (item: Item) => DataObject;
  /** Tells apart what may change about an item. */
  readonly stateOf: (item: Item) => string;
}

/** As many items are in the latest page unless the client says otherwise. */
const DEFAULT_PAGE = 10;
/** As many come at once at most. */
const MAX_PAGE = 1000;

/** The number of items that a client asks for. Throws InvalidArgument. */
export function checkedCount(maxCount: number, smallest: 0 | 1): number {
  if (maxCount < smallest || maxCount > MAX_PAGE) throw invalidArgument("maxCount");
  return maxCount;
}

/**
 * Reads what fits a filter in pages: a cursor stands between two items and moves with every page.
 * Keys tell its place, so that items which come later are found.
 */
export class HistoryCollector<Item = unknown> extends ManagedObject {
  readonly #filter: DataObject;
  readonly #history: History<Item>;
  #pageSize = DEFAULT_PAGE;
  /** Key of the item before the cursor; undefined until the client moves it. */
  #cursor: number | undefined;
  #told: string;

  constructor(ref: Moref, facts: {
    readonly filter: DataObject;
    readonly history: History<Item>;
    /** 0 for the default. */
    readonly pageSize: number;
  }) {
    super(ref);
    this.#filter = facts.filter;
    this.#history = facts.history;
    this.resize(facts.pageSize);
    this.#told = this.#pageMark();
  }

  override read(property: string): Value | undefined {
    if (property === "filter") return this.#filter;
    return property === "latestPage" ? () => this.#page().map(this.#history.dataOf) : undefined;
  }

  /** Sets how many items the latest page has. Throws InvalidArgument. */
  resize(maxCount: number): void {
    this.#pageSize = checkedCount(maxCount, 0) || DEFAULT_PAGE;
  }

  /** Puts the cursor before the oldest item. */
  rewind(): void {
    this.#cursor = -Infinity;
  }

  /** Puts the cursor before the latest page: what is older comes with `previous`, the page itself with `next`. */
  reset(): void {
    const oldest = this.#page().at(-1);
    this.#cursor = oldest === undefined ? Infinity : this.#history.keyOf(oldest) - 1;
  }

  /** The next newer items, oldest first; from the oldest on unless the cursor has moved. Throws InvalidArgument. */
  next(maxCount: number): readonly DataObject[] {
    const count = checkedCount(maxCount, 1);
    const { keyOf, fits, items, dataOf } = this.#history;
    const after = this.#cursor ?? -Infinity;
    const page: Item[] = [];
    for (const item of items()) {
      if (page.length === count) break;
      if (keyOf(item) > after && fits(item)) page.push(item);
    }
    const last = page.at(-1);
    this.#cursor = last === undefined ? after : keyOf(last);
    return page.map(dataOf);
  }

  /** The next older items, newest first; from the newest on unless the cursor has moved. Throws InvalidArgument. */
  previous(maxCount: number): readonly DataObject[] {
    const count = checkedCount(maxCount, 1);
    const upTo = this.#cursor ?? Infinity;
    const page = this.#newest(count, upTo);
    const last = page.at(-1);
    this.#cursor = last === undefined ? upTo : this.#history.keyOf(last) - 1;
    return page.map(this.#history.dataOf);
  }

  /** True once after every change of the latest page. */
  takeNews(): boolean {
    const mark = this.#pageMark();
    if (mark === this.#told) return false;
    this.#told = mark;
    return true;
  }

  #page(): readonly Item[] {
    return this.#newest(this.#pageSize, Infinity);
  }

  #newest(count: number, upTo: number): readonly Item[] {
    const { keyOf, fits, items } = this.#history;
    const all = items();
    const page: Item[] = [];
    for (let at = all.length - 1; at >= 0 && page.length < count; at--) {
      const item = all[at];
      if (item !== undefined && keyOf(item) <= upTo && fits(item)) page.push(item);
    }
    return page;
  }

  #pageMark(): string {
    const { keyOf, stateOf } = this.#history;
    return this.#page().map((item) => `${keyOf(item)}${stateOf(item)}`).join(" ");
  }
}

/** Lets the waiting clients of a session's collectors know when a latest page has changed. */
export function touchEventCollectors(objects: Iterable<ManagedObject>, world: World): void {
  for (const object of objects) {
    if (object instanceof HistoryCollector && object.takeNews()) world.touch(object);
  }
}
