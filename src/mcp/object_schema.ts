import * as z from "../deps/zod.ts";

/** What JSON Schema says of an object. */
export const ObjectJson = z.looseObject({
  type: z.literal("object"),
  properties: z.record(z.string(), z.json()),
  required: z.array(z.string()).optional(),
});

/** JSON Schema 2020-12 of an object. */
export type ObjectSchema = z.output<typeof ObjectJson>;
