import assert from "node:assert/strict";
import { getPrompt, listPrompts } from "../../src/mcp/prompts.ts";
import { serviceFor } from "../../src/mcp/service_for.ts";
import { READER } from "../support/callers.ts";
import { recipe, unoffered } from "../support/hand_made_prompt.ts";
import { createStage } from "../support/hand_made_service.ts";
import { nowhere } from "../support/nowhere.ts";
import { serviceOf } from "../support/service_of.ts";

const { signal } = new AbortController();

Deno.test("getPrompt() treats a prompt whose tools are not offered as one that does not exist", async () => {
  const { service: { load } } = createStage();
  const { tools } = await load();
  const service = serviceOf({ tools, resources: [], prompts: [recipe, unoffered], vsphere: nowhere });
  const seen = serviceFor(service, READER);
  assert.deepEqual(listPrompts(seen).prompts.map(({ name }) => name), ["recipe"]);
  await assert.rejects(getPrompt(seen, { name: "roast", given: { dish: "soup" }, signal }), {
    code: -32602,
    message:
      /^Cannot get prompt "roast": no prompt of this name is offered; prompts\/list shows what is offered$/,
  });
});

Deno.test("getPrompt() is not taken in by names that every object has", async () => {
  const { service } = createStage();
  const given: Record<string, string> = JSON.parse('{"__proto__":"x","constructor":"y","dish":"soup"}');
  await assert.rejects(getPrompt(service, { name: "recipe", given, signal }), {
    message: /\n__proto__: no argument has this name; .*\nconstructor: no argument has this name; /,
  });
  await assert.rejects(getPrompt(service, { name: "constructor", given: {}, signal }), { code: -32602 });
});
