import assert from "node:assert/strict";

/** Rows of an answer, read without trusting its type. */
export function rowsOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  assert.ok(Array.isArray(value));
  return value;
}

/** One value of every row. */
export function column(rows: unknown, field: string): readonly unknown[] {
  return rowsOf(rows).map((row) => row[field]);
}
