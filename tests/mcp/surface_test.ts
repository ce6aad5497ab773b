import assert from "node:assert/strict";
import { listedTools } from "../../scripts/tool_docs.ts";
import { listResource } from "../../src/mcp/describe.ts";
import { LISTING } from "../../src/mcp/listing.ts";
import { listTemplates } from "../../src/mcp/resources.ts";
import { toMcpTool } from "../../src/mcp/server.ts";
import { RESOURCES } from "../../src/resources/registry.ts";

Deno.test("tools/list is what clients were promised", async (t) => {
  await t.assertSnapshot(LISTING.tools.map(toMcpTool));
});

Deno.test("resources/templates/list is what clients were promised", async (t) => {
  await t.assertSnapshot(listTemplates(LISTING));
});

Deno.test("LISTING tells of the tools and resources that there are", () => {
  const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
  assert.deepEqual(json(LISTING.tools), json(listedTools()));
  assert.deepEqual(json(LISTING.resources), json(RESOURCES.map(listResource)));
});
