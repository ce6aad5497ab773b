import assert from "node:assert/strict";
import { abridged } from "../../src/mcp/abridge.ts";
import { listTool } from "../../src/mcp/describe.ts";
import * as z from "../../src/deps/zod.ts";
import { foreign } from "../../src/foreign.ts";
import { defineTool } from "../../src/tools/tool.ts";
import { TOOLSET } from "../support/service_of.ts";

const lookTool = defineTool({
  name: "look",
  title: "Look",
  description: "Looks",
  effect: "read",
  privileges: [],
  input: z.object({}),
  output: z.looseObject({
    total: z.number().describe("All"),
    rows: z.array(z.looseObject({
      name: foreign(z.string()),
      disks: z.array(z.looseObject({ label: z.string(), size_gb: z.number() })).describe("First to last"),
      place: z.looseObject({ host: z.string(), pool: z.string().optional() }),
    })),
    guest: foreign(z.looseObject({ ip: z.string(), os: z.string() })),
    notes: foreign(z.string()),
  }),
  run: () => Promise.reject(new Error("not run")),
  text: () => "",
});
const { output } = listTool(lookTool, TOOLSET);

Deno.test("abridged() keeps rows and says of what is inside them the names alone", () => {
  assert.deepEqual(abridged(output), {
    type: "object",
    properties: {
      total: { type: "number", description: "All" },
      rows: {
        type: "array",
        items: {
          type: "object",
          properties: {
            name: { type: "string" },
            disks: {
              type: "array",
              description: "First to last",
              items: { type: "object", description: "label, size_gb" },
            },
            place: { type: "object", description: "host, pool" },
          },
        },
      },
      guest: { type: "object", description: "ip, os" },
      notes: { type: "string" },
    },
    required: ["total", "rows", "guest", "notes"],
  });
});

Deno.test("abridged() leaves the whole schema as it is and works once", () => {
  const before = JSON.stringify(output);
  assert.equal(abridged(output), abridged(output));
  assert.equal(JSON.stringify(output), before);
});
