import assert from "node:assert/strict";
import { listedTools } from "../../scripts/tool_docs.ts";
import { listPrompt, listResource } from "../../src/mcp/describe.ts";
import { LISTING } from "../../src/mcp/listing.ts";
import { listPrompts } from "../../src/mcp/prompts.ts";
import { listTemplates } from "../../src/mcp/resources.ts";
import { toMcpTool } from "../../src/mcp/server.ts";
import { PROMPTS } from "../../src/prompts/registry.ts";
import { RESOURCES } from "../../src/resources/registry.ts";

Deno.test("tools/list is what clients were promised", async (t) => {
  await t.assertSnapshot(LISTING.tools.map(toMcpTool));
});

Deno.test("resources/templates/list is what clients were promised", async (t) => {
  await t.assertSnapshot(listTemplates(LISTING));
});

Deno.test("prompts/list is what clients were promised", async (t) => {
  await t.assertSnapshot(listPrompts(LISTING));
});

Deno.test("LISTING tells of the tools, resources and prompts that there are", () => {
  const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
  assert.deepEqual(json(LISTING.tools), json(listedTools()));
  assert.deepEqual(json(LISTING.resources), json(RESOURCES.map(listResource)));
  assert.deepEqual(json(LISTING.prompts), json(PROMPTS.map(listPrompt)));
});
