import assert from "node:assert/strict";
import { countTokens } from "gpt-tokenizer/o200k_base";
import * as z from "../../src/deps/zod.ts";
import { LISTING } from "../../src/mcp/listing.ts";
import { toMcpTool } from "../../src/mcp/server.ts";

/** What the tools that a server offers unasked may cost each conversation. */
const MAX_TOKENS = 12_000;

/**
 * The keywords that every model API takes. Gemini has a field for each of them and refuses all tools of a request for
 * any other, but for `additionalProperties`, which its clients take out; Claude refuses references everywhere.
 */
const KEYWORDS = new Set([
  "type",
  "description",
  "properties",
  "required",
  "additionalProperties",
  "items",
  "minItems",
  "maxItems",
  "enum",
  "default",
  "minimum",
  "maximum",
]);

/** Each part has one type, and a choice is one of texts. */
const schema = z.looseObject({
  type: z.enum(["string", "integer", "number", "boolean", "array", "object"]),
  description: z.string().default(""),
  enum: z.array(z.string()).optional(),
  additionalProperties: z.literal(false).optional(),
  get items() {
    return schema.optional();
  },
  get properties() {
    return z.record(z.string().regex(/^[\w-]{1,64}$/), schema).optional();
  },
});
type Schema = z.output<typeof schema>;

const tools = LISTING.tools.map(toMcpTool);
const parts = tools.flatMap(({ name, inputSchema }) => partsOf(schema.parse(inputSchema), name));

Deno.test("input schemas are objects with no keyword that a known client refuses", () => {
  assert.deepEqual(tools.filter(({ inputSchema }) => inputSchema.type !== "object"), []);
  const strange = parts.flatMap(({ path, part }) =>
    Object.keys(part).filter((keyword) => !KEYWORDS.has(keyword)).map((keyword) => `${path}: ${keyword}`)
  );
  assert.deepEqual(strange, []);
});

Deno.test("input schemas say what is in a list, since Gemini refuses lists of anything", () => {
  const lists = parts.filter(({ part }) => part.type === "array");
  assert.ok(lists.length > 0);
  assert.deepEqual(lists.filter(({ part }) => part.items === undefined).map(({ path }) => path), []);
});

Deno.test("tools and all their arguments are described", () => {
  assert.deepEqual(tools.filter(({ description = "" }) => description.length <= 40), []);
  const bare = parts.filter(({ path, part }) => /\.[^.]*[^\]]$/.test(path) && part.description === "");
  assert.deepEqual(bare.map(({ path }) => path), []);
});

Deno.test("names of tools leave room for the server's, which clients put before them", () => {
  // Model APIs take 64 characters, such as mcp__esxi-mcp-server__list_vms.
  assert.deepEqual(tools.map(({ name }) => name).filter((name) => !/^[a-z][a-z0-9_]{1,39}$/.test(name)), []);
});

Deno.test("output schemas are objects without references", () => {
  for (const { name, outputSchema } of tools) {
    assert.equal(outputSchema?.type, "object", name);
    assert.doesNotMatch(JSON.stringify(outputSchema), /"\$\w+"/, name);
  }
});

Deno.test(`tools/list costs at most ${MAX_TOKENS} tokens`, () => {
  const cost = (value: unknown) => countTokens(JSON.stringify(value));
  const dearest = tools.map((tool) => ({ name: tool.name, tokens: cost(tool) }))
    .toSorted((a, b) => b.tokens - a.tokens).slice(0, 3)
    .map(({ name, tokens }) => `${name} ${tokens}`).join(", ");
  const line = `tools/list: ${tools.length} tools, ${cost(tools)} tokens (o200k_base); dearest: ${dearest}`;
  Deno.stderr.writeSync(new TextEncoder().encode(`${line}\n`));
  assert.ok(cost(tools) <= MAX_TOKENS, line);
});

interface Part {
  /** Such as `get_vm.names[]`. */
  readonly path: string;
  readonly part: Schema;
}

/** The schema with all that are inside it. */
function partsOf(part: Schema, path: string): readonly Part[] {
  const { properties = {}, items } = part;
  const inner = Object.entries(properties).flatMap(([name, one]) => partsOf(one, `${path}.${name}`));
  return [{ path, part }, ...inner, ...(items === undefined ? [] : partsOf(items, `${path}[]`))];
}
