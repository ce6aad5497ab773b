import assert from "node:assert/strict";
import { addToClaudeCode, listInClaudeCode } from "./agent_clients.ts";
import { isDriven, npmClients } from "./npm_clients.ts";
import { mustRunClients } from "./place.ts";
import { openStage } from "./stage.ts";

const clients = isDriven("programs") ? await npmClients("programs") : undefined;

Deno.test({
  name: "Claude Code with a wrong key hears what is wrong",
  ignore: !isDriven("programs") || (clients === undefined && !mustRunClients),
  async fn() {
    assert.ok(clients !== undefined);
    await using product = await openStage("http");
    const stage = { ...product, key: "the-key-of-yesterday" };
    await addToClaudeCode(clients, stage);
    assert.match(await listInClaudeCode(clients, stage), /the API key is missing or wrong/);
    assert.deepEqual(await product.heard(), { methods: [], revisions: [] });
  },
});
