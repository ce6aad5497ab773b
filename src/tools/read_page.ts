import type { Moref } from "../soap/encode.ts";
import { pageOf, type PageRequest, type SortKey } from "./page.ts";

/** A row of the inventory with what was read of it. */
export interface ReadRow<Row, Reading> {
  readonly row: Row;
  readonly reading: Reading;
}

/** How a page comes about whose rows are in the inventory and whose values are on the server. */
export interface ReadRequest<Row, Reading> extends Omit<PageRequest<Row>, "keyOf"> {
  /** What orders a row; nothing is read of it yet unless `readsAll`. */
  readonly keyOf: (row: Row, reading: Reading | undefined) => SortKey;
  /** Reads the rows in one batch, by id; what is gone is left out. */
  readonly read: (rows: readonly Row[]) => Promise<ReadonlyMap<string, Reading>>;
  /** True when the order or the filter needs what is read: then it is read of all rows, else of the page alone. */
  readonly readsAll: boolean;
  /** A filter over what is read; only with `readsAll`. */
  readonly passes?: (row: Row, reading: Reading) => boolean;
}

/** The rows of one answer, with the number of all that match. */
export interface ReadPage<Row, Reading> {
  readonly rows: readonly ReadRow<Row, Reading>[];
  readonly total: number;
  /** Absent on the last page. */
  readonly next_cursor: string | undefined;
}

/** Reads one page out of rows that are ordered by name and id. */
export async function readPage<Row extends { readonly ref: Moref }, Reading>(
  rows: readonly Row[],
  request: ReadRequest<Row, Reading>,
): Promise<ReadPage<Row, Reading>> {
  const { keyOf, read, readsAll, passes = () => true, ...paging } = request;
  if (!readsAll) {
    const { rows: shown, next_cursor } = pageOf(rows, { ...paging, keyOf: (row) => keyOf(row, undefined) });
    return { rows: await readRows(shown, read), total: rows.length, next_cursor };
  }
  const all = (await readRows(rows, read)).filter(({ row, reading }) => passes(row, reading));
  const page = pageOf(all, { ...paging, keyOf: ({ row, reading }) => keyOf(row, reading) });
  return { ...page, total: all.length };
}

async function readRows<Row extends { readonly ref: Moref }, Reading>(
  rows: readonly Row[],
  read: ReadRequest<Row, Reading>["read"],
): Promise<readonly ReadRow<Row, Reading>[]> {
  const readings = await read(rows);
  return rows.flatMap((row) => {
    const reading = readings.get(row.ref.value);
    // Nothing came of one that was deleted just now.
    return reading === undefined ? [] : [{ row, reading }];
  });
}
