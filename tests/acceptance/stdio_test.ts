import assert from "node:assert/strict";
import { startProduct } from "../support/product.ts";
import { farSideTest } from "../support/far_sides.ts";
import { countCalls, hasCall } from "./calls.ts";

const HELLO = [
  {
    id: 1,
    method: "initialize",
    params: {
      protocolVersion: "2025-11-25",
      capabilities: {},
      clientInfo: { name: "test", version: "1.0.0" },
    },
  },
  { method: "notifications/initialized" },
];

farSideTest(
  "the product ends well with its input, logged out and with nothing but protocol on stdout",
  {},
  async (farSide) => {
    await using server = startProduct(["-t", "stdio"], { farSide, env: { MCP_LOG_LEVEL: "DEBUG" } });
    const input = server.stdin.getWriter();
    await send(input, HELLO);
    await server.says(/"id":1\b.*\n/);
    assert.equal((await farSide.log()).length, 0, "it logged in before it was asked anything");
    await send(input, [
      { id: 2, method: "tools/call", params: { name: "list_vms", arguments: {} } },
      { id: 3, method: "tools/call", params: { name: "get_vm", arguments: { name: "nobody" } } },
      { id: 4, method: "no/such/method" },
    ]);
    for (const id of [2, 3, 4]) await server.says(new RegExp(`"id":${id}\\b.*\\n`));
    await input.close();
    const { code, stdout, stderr } = await server.ended;
    assert.equal(code, 0);
    const ids = stdout.trim().split("\n").map((line) => {
      const message = JSON.parse(line);
      assert.equal(message.jsonrpc, "2.0");
      return message.id;
    });
    assert.deepEqual(ids.sort(), [1, 2, 3, 4]);
    for (const line of stderr.trim().split("\n")) assert.match(line, /DEBUG|INFO|WARNING|ERROR/, line);
    assert.equal(await countCalls(farSide, "Login"), 1);
    assert.equal(await countCalls(farSide, "Logout"), 1);
  },
);

const slow = { slow: { task: "PowerOff", ms: 600_000 } } as const;

farSideTest(
  "the product ends with its input even while a call waits for a task",
  slow,
  async (farSide, { vm: name }) => {
    await using server = startProduct(["-t", "stdio"], { farSide });
    const input = server.stdin.getWriter();
    await send(input, HELLO);
    await send(input, [{
      id: 2,
      method: "tools/call",
      params: { name: "power_off_vm", arguments: { name } },
    }]);
    await hasCall(farSide, "PowerOffVM_Task");
    await input.close();
    assert.equal((await server.ended).code, 0);
    assert.equal(await countCalls(farSide, "Logout"), 1);
  },
);

farSideTest(
  "the product refuses ten megabytes in an argument in few words, and goes on",
  {},
  async (farSide) => {
    await using server = startProduct(["-t", "stdio"], { farSide });
    const input = server.stdin.getWriter();
    const name = "n".repeat(10_000_000);
    await send(input, [...HELLO, {
      id: 2,
      method: "tools/call",
      params: { name: "get_vm", arguments: { name } },
    }]);
    const answer = await server.says(/.*"id":2\b.*\n|.*"id":2}\n/);
    assert.ok(answer.length < 50_000, `${answer.length} characters`);
    assert.match(answer, /"isError":true/);
    await send(input, [{ id: 3, method: "tools/call", params: { name: "list_vms", arguments: {} } }]);
    await server.says(/"id":3\b.*\n|.*"id":3}\n/);
    await input.close();
    assert.equal((await server.ended).code, 0);
  },
);

async function send(
  input: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>,
  messages: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  for (const message of messages) {
    await input.write(new TextEncoder().encode(JSON.stringify({ jsonrpc: "2.0", ...message }) + "\n"));
  }
}
