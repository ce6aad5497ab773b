import assert from "node:assert/strict";
import { factsIn, inFolder } from "../audit/stage.ts";
import { startProduct } from "../support/product.ts";
import { simulatorTest } from "../support/simulator.ts";
import { countCalls } from "./calls.ts";

const HELLO = {
  id: 1,
  method: "initialize",
  params: {
    protocolVersion: "2025-11-25",
    capabilities: { elicitation: {} },
    clientInfo: { name: "test", version: "1.0.0" },
  },
};
const OFF = { id: 2, method: "tools/call", params: { name: "power_off_vm", arguments: { name: "web-02" } } };

for (
  const [what, answer] of [
    ["an action that does not exist", { result: { action: "yes" } }],
    ["no action", { result: {} }],
    ["an error", { error: { code: -32603, message: "the window was closed" } }],
  ] as const
) {
  simulatorTest(`${what} in place of the human's answer is a no, and is put down`, {}, async (simulator) => {
    await inFolder(async (file) => {
      const env = { MCP_CONFIRM: "auto", MCP_AUDIT_FILE: file };
      await using server = startProduct(["-t", "stdio"], { farSide: simulator, env });
      const input = server.stdin.getWriter();
      const send = async (message: object) =>
        await input.write(new TextEncoder().encode(JSON.stringify({ jsonrpc: "2.0", ...message }) + "\n"));
      await send(HELLO);
      await server.says(/"id":1\b.*\n/);
      await send({ method: "notifications/initialized" });
      await send(OFF);
      const { id } = JSON.parse(await server.says(/\{[^\n]*"elicitation\/create"[^\n]*\n/));
      await send({ id, ...answer });
      const { result } = JSON.parse(await server.says(/\{[^\n]*"id":2\b[^\n]*\n/));
      assert.equal(result.isError, true);
      assert.match(result.content[0].text, /the user did not agree \(no answer, .*\); nothing was done/);
      const outcomes = (await factsIn(file)).map(({ event }) => event);
      assert.deepEqual(outcomes, ["asked", "refused"]);
      assert.equal(await countCalls(simulator, "PowerOffVM_Task"), 0);
      await input.close();
    });
  });
}
