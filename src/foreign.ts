import type * as z from "./deps/zod.ts";

/** Under this key a JSON schema says so. */
export const FOREIGN = "x-foreign";

/**
 * Marks a field of an answer whose text strangers can write, in full or in part: names, notes, what guests report,
 * faults. Of an object it marks the fields that the schema does not name.
 */
export function foreign<Schema extends z.ZodType>(schema: Schema): Schema {
  return schema.meta({ [FOREIGN]: true });
}
