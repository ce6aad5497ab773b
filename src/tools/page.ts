import { Buffer } from "node:buffer";
import * as z from "../deps/zod.ts";
import { UserError } from "../errors.ts";
import { order } from "../vsphere/inventory/mirror.ts";

/** What orders a row: the value of the sorting field, null where it has none, then name and id. */
export type SortKey = readonly [value: string | number | null, name: string, id: string];

/** Which rows are wanted, and in which order. */
export interface PageRequest<Row> {
  /** Name of the tool: a cursor is good for its own list only. */
  readonly list: string;
  readonly keyOf: (row: Row) => SortKey;
  readonly sort_by: string;
  readonly descending: boolean;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** The rows of one answer. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Absent on the last page. */
  readonly next_cursor: string | undefined;
}

/**
 * The rows after the cursor, out of rows that are ordered by name and id. A cursor holds the key of the last row that
 * was shown, so that the next page begins after it even when rows come and go. Throws UserError "invalid" for a
 * cursor of another list or order.
 */
export function pageOf<Row>(rows: readonly Row[], request: PageRequest<Row>): Page<Row> {
  const { keyOf, limit, cursor } = request;
  const after = cursor === undefined ? undefined : decodeCursor(cursor, request);
  const sorted = inOrder(rows, request);
  const start = after === undefined ? 0 : firstAfter(sorted, after, request);
  const shown = sorted.slice(start, start + limit);
  const last = shown.at(-1);
  const hasMore = last !== undefined && start + limit < sorted.length;
  return { rows: shown, next_cursor: hasMore ? encodeCursor(keyOf(last), request) : undefined };
}

function inOrder<Row>(rows: readonly Row[], request: PageRequest<Row>): readonly Row[] {
  const { keyOf, sort_by, descending } = request;
  if (sort_by === "name" && !descending) return rows;
  const compare = comparerOf(descending);
  return rows.map((row) => ({ row, key: keyOf(row) })).sort((a, b) => compare(a.key, b.key))
    .map(({ row }) => row);
}

/** Where the first row behind this key is. */
function firstAfter<Row>(sorted: readonly Row[], key: SortKey, request: PageRequest<Row>): number {
  const compare = comparerOf(request.descending);
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = sorted[middle];
    if (row !== undefined && compare(request.keyOf(row), key) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Rows without a value come last in either direction; equal ones stand in the order of their names. */
function comparerOf(descending: boolean): (a: SortKey, b: SortKey) => number {
  const sign = descending ? -1 : 1;
  return ([a, aName, aId], [b, bName, bId]) => {
    if (a !== b) {
      if (a === null) return 1;
      if (b === null) return -1;
      return a < b ? -sign : sign;
    }
    return order(aName, bName) || order(aId, bId);
  };
}

const cursorShape = z.tuple([
  z.string(),
  z.string(),
  z.boolean(),
  z.union([z.string(), z.number(), z.null()]),
  z.string(),
  z.string(),
]);

function encodeCursor(key: SortKey, { list, sort_by, descending }: PageRequest<never>): string {
  return Buffer.from(JSON.stringify([list, sort_by, descending, ...key])).toString("base64url");
}

function decodeCursor(cursor: string, { list, sort_by, descending }: PageRequest<never>): SortKey {
  try {
    const [of, by, direction, ...key] = cursorShape.parse(
      JSON.parse(Buffer.from(cursor, "base64url").toString()),
    );
    if (of === list && by === sort_by && direction === descending) return key;
  } catch (cause) {
    throw foreignCursor(cursor, "it is none of ours; use next_cursor as it came", cause);
  }
  throw foreignCursor(cursor, "it belongs to another list or order; repeat sort_by and descending with it");
}

function foreignCursor(cursor: string, state: string, cause?: unknown): UserError {
  return new UserError("invalid", `Cannot continue at cursor "${cursor}": ${state}`, { cause });
}
