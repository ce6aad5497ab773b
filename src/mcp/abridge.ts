import { FOREIGN } from "../foreign.ts";
import type { ObjectSchema } from "./object_schema.ts";

const known = new WeakMap<ObjectSchema, ObjectSchema>();

/**
 * The output schema of a tool as models get it, who pay for every word: of what lies inside a row or a part the names
 * are enough, and of parts nobody asks which are always there; that texts are foreign the instructions say once for all. It
 * allows all that the whole schema allows.
 */
export function abridged(schema: ObjectSchema): ObjectSchema {
  const short = known.get(schema) ?? { ...schema, properties: partsOf(schema.properties, 1) };
  known.set(schema, short);
  return short;
}

type Json = ObjectSchema["properties"][string];

function partsOf(properties: ObjectSchema["properties"], depth: number): ObjectSchema["properties"] {
  return Object.fromEntries(
    Object.entries(properties).map(([name, part]) => [name, partOf(part, { depth, isRow: false })]),
  );
}

function partOf(part: Json, { depth, isRow }: { readonly depth: number; readonly isRow: boolean }): Json {
  if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
  const { required: _, [FOREIGN]: _mark, properties, items, ...rest } = part;
  if (items !== undefined) return { ...rest, items: partOf(items, { depth, isRow: true }) };
  if (typeof properties !== "object" || properties === null || Array.isArray(properties)) return rest;
  if (isRow && depth === 1) return { ...rest, properties: partsOf(properties, depth + 1) };
  return { description: Object.keys(properties).join(", "), ...rest };
}
