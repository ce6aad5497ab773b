import fc from "fast-check";
import * as z from "../../src/deps/zod.ts";
import { hostileText, hostileValue } from "./hostile.ts";

/** What of JSON Schema the tools use. */
const property = z.looseObject({
  type: z.string().optional(),
  enum: z.array(z.string()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  minItems: z.number().optional(),
  maxItems: z.number().optional(),
  get items() {
    return property.optional();
  },
});
type Property = z.output<typeof property>;
const objectSchema = z.looseObject({
  properties: z.record(z.string(), property).default({}),
  required: z.array(z.string()).default([]),
});

/** What parameters have to be a multiple of: their descriptions tell models, for whom some clients refuse the keyword. */
const STEPS: Readonly<Record<string, number>> = { memory: 4 };

/** Arguments for a schema: most fit it and name things that exist, some do not, a few are anything. */
export function argumentsFor(
  schema: unknown,
  textFor: (parameter: string) => fc.Arbitrary<string>,
): fc.Arbitrary<unknown> {
  const { properties, required } = objectSchema.parse(schema);
  const fields = Object.entries(properties).map(([key, one]) => ({
    key,
    value: valueFor(one, { text: textFor(key), step: STEPS[key] }),
    isRequired: required.includes(key),
  }));
  const fitting = recordOf(fields.map(({ key, value, isRequired }) => ({
    key,
    value: isRequired ? value : rarely(value),
  })));
  const mixed = recordOf(fields.map(({ key, value, isRequired }) => {
    const any = fc.oneof({ weight: 2, arbitrary: value }, { weight: 1, arbitrary: hostileValue() });
    return { key, value: isRequired ? any : rarely(any) };
  }));
  const strange = fc.tuple(mixed, fc.dictionary(hostileText(), hostileValue(), { maxKeys: 3 }))
    .map(([some, more]) => ({ ...more, ...some }));
  return fc.oneof(
    { weight: 10, arbitrary: fitting },
    { weight: 6, arbitrary: mixed },
    { weight: 2, arbitrary: strange },
    { weight: 1, arbitrary: hostileValue() },
  );
}

interface Field {
  readonly key: string;
  readonly value: fc.Arbitrary<unknown>;
}

/** Without the keys whose value is undefined. */
function recordOf(fields: readonly Field[]): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(Object.fromEntries(fields.map(({ key, value }) => [key, value])))
    .map((record) => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)));
}

function rarely(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });
}

function valueFor(
  { type, enum: words, items, ...limits }: Property,
  { text, step }: { readonly text: fc.Arbitrary<string>; readonly step?: number | undefined },
): fc.Arbitrary<unknown> {
  if (words !== undefined) return fc.constantFrom(...words);
  switch (type) {
    case "string":
      return fc.oneof({ weight: 12, arbitrary: text }, { weight: 1, arbitrary: hostileText() });
    case "boolean":
      return fc.boolean();
    case "integer":
      return integerFor(limits, step);
    case "array": {
      const { minItems = 0, maxItems = 5 } = limits;
      const item = items === undefined ? hostileValue() : valueFor(items, { text });
      return fc.array(item, { minLength: minItems, maxLength: Math.max(minItems, Math.min(maxItems, 5)) });
    }
    default:
      return hostileValue();
  }
}

/** Small ones mostly, since machines of a thousand processors fit nowhere. */
function integerFor(
  { minimum = 0, maximum = 1e6 }: Pick<Property, "minimum" | "maximum">,
  step = 1,
): fc.Arbitrary<number> {
  const [min, max] = [Math.ceil(minimum / step), Math.floor(maximum / step)];
  const small = fc.integer({ min, max: Math.min(max, min + 50) });
  return fc.oneof({ weight: 4, arbitrary: small }, { weight: 1, arbitrary: fc.integer({ min, max }) })
    .map((count) => count * step);
}
