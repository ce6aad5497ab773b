import assert from "node:assert/strict";
import { INSTRUCTIONS, instructionsOf } from "../../src/mcp/instructions.ts";
import { LISTING } from "../../src/mcp/listing.ts";
import type { Policy } from "../../src/mcp/policy.ts";
import { serviceFor } from "../../src/mcp/service_for.ts";
import { TOOLSETS } from "../../src/tools/registry.ts";
import { ADMIN, READER } from "../support/callers.ts";
import { OPEN_POLICY } from "../support/service_of.ts";

function instructions(policy: Partial<Policy>, caller = ADMIN): string {
  const service = {
    ...LISTING,
    policy: { ...OPEN_POLICY, ...policy },
    instructions: INSTRUCTIONS,
    load: () => Promise.reject(new Error("not to be loaded")),
  };
  return instructionsOf(serviceFor(service, caller));
}

Deno.test("instructionsOf() has a sentence for each toolset, and stays short", () => {
  const text = instructions({});
  assert.ok(text.startsWith(INSTRUCTIONS));
  for (const toolset of Object.keys(TOOLSETS)) assert.match(text, new RegExp(`\\. ${toolset}: [^.]+\\.`));
  assert.ok(text.length < 1500, `${text.length} characters`);
  assert.doesNotMatch(text, /`/);
});

Deno.test("instructionsOf() speaks of the toolsets that are offered only", () => {
  const text = instructions({ toolsets: ["host"] });
  assert.match(text, / host: /);
  assert.doesNotMatch(text, /vm: |task|datastore:|destroys/);
  assert.match(instructions({}, { ...ADMIN, toolsets: ["task"] }), /destroys .* task: [^:]+$/);
});

Deno.test("instructionsOf() names no tool that is not offered", () => {
  const text = instructions({ excludeTools: ["get_task", "find"] });
  assert.doesNotMatch(text, /get_task|find|get_inventory_tree/);
  assert.doesNotMatch(instructions({}, READER), /destroys/);
  assert.match(instructions({}, READER), /get_task/);
});
