import assert from "node:assert/strict";
import { connectClient } from "../support/mcp_clients.ts";
import { startHttp } from "../support/product.ts";
import { simulatorTest } from "../support/simulator.ts";

simulatorTest("reads of resources share the places of calls", {}, async (simulator) => {
  await using server = await startHttp({ farSide: simulator, env: { MCP_LIMIT_CONCURRENT_CALLS: "1" } });
  await using client = await connectClient("v2 2026-07-28", server);
  await client.read("vm://web-02");
  simulator.simulator.rules.add({ method: "RetrievePropertiesEx", delayMs: 1500 });
  // One has the place, four wait for it, and nobody else is made to wait.
  const reads = await Promise.allSettled(Array.from({ length: 12 }, () => client.read("vm://web-02")));
  simulator.simulator.rules.clear();
  const refused = reads.flatMap((read) => read.status === "rejected" ? [String(read.reason)] : []);
  assert.ok(refused.length >= 7 && refused.length < 12, `${refused.length}`);
  for (const text of refused) assert.match(text, /limit_concurrent_calls allows no more/);
  await client.read("vm://web-02");
});
