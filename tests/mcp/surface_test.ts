import { describeTool } from "../../src/mcp/describe.ts";
import { listTemplates } from "../../src/mcp/resources.ts";
import { RESOURCES } from "../../src/resources/registry.ts";
import { TOOLS } from "../../src/tools/registry.ts";
import { nowhere } from "../support/nowhere.ts";

Deno.test("tools/list is what clients were promised", async (t) => {
  await t.assertSnapshot(TOOLS.map(describeTool));
});

Deno.test("resources/templates/list is what clients were promised", async (t) => {
  const service = { tools: TOOLS, resources: RESOURCES, vsphere: nowhere, instructions: "" };
  await t.assertSnapshot(listTemplates(service));
});
