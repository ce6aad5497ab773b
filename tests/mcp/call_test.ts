import assert from "node:assert/strict";
import { openAuditTrail } from "../../src/audit/trail.ts";
import { startLog } from "../../src/log.ts";
import { callTool } from "../../src/mcp/call.ts";
import type { CallOutcome } from "../../src/mcp/result.ts";
import { factsIn, inFolder } from "../audit/stage.ts";
import { ADMIN } from "../support/callers.ts";
import { SECRET } from "../support/failing_tools.ts";
import { createStage, type Stage } from "../support/hand_made_service.ts";
import { nowhere } from "../support/nowhere.ts";
import { serviceOf } from "../support/service_of.ts";

Deno.test("callTool() answers with what the tool answers", async () => {
  assert.deepEqual(await call("echo", { text: "hi" }), {
    status: "ok",
    text: "hi",
    structured: { said: "hi", inner: { times: 1, extra: 1 }, extra: 2 },
  });
});

Deno.test("callTool() reports success although the answer does not fit the output schema", async () => {
  assert.deepEqual(await call("wrong_answer", {}), {
    status: "ok",
    text: "done it",
    structured: { count: "many" },
  });
});

Deno.test("callTool() refuses arguments that are no object", async () => {
  for (const args of [null, "text", 3, [], undefined]) {
    const outcome = await call("echo", args);
    assert.ok(outcome.status === "failed");
    assert.equal(outcome.kind, "invalid");
    assert.match(outcome.message, /\narguments: Invalid input: expected object/);
  }
});

Deno.test("callTool() names the closest argument, or all where none is close", async () => {
  const outcome = await call("echo", { text: "hi", tmes: 2, zzzzzz: 1, ["__proto__x"]: 1, constructor: 1 });
  assert.ok(outcome.status === "failed");
  assert.deepEqual(outcome.message.split("\n").slice(1), [
    'tmes: no argument has this name; closest: "times"',
    "zzzzzz: no argument has this name; known arguments: text, times, big",
    "__proto__x: no argument has this name; known arguments: text, times, big",
    "constructor: no argument has this name; known arguments: text, times, big",
  ]);
});

Deno.test("callTool() names the closest tool", async () => {
  const outcome = await call("lst_vms", {});
  assert.deepEqual(outcome, {
    status: "failed",
    kind: "unknown_tool",
    message: 'Cannot call tool "lst_vms": no tool has this name; closest: "list_vms"',
    details: {},
  });
});

Deno.test("callTool() writes an internal error whole into the log, without the secrets in it", async () => {
  const file = await Deno.makeTempFile();
  const logging = await startLog({ level: "ERROR", file });
  const outcome = await call("crash", {});
  await logging[Symbol.asyncDispose]();
  const text = await Deno.readTextFile(file);
  await Deno.remove(file);
  assert.ok(outcome.status === "failed");
  assert.equal(outcome.kind, "internal");
  assert.match(text, new RegExp(`error_id=${outcome.errorId}`));
  assert.match(text, /login as root with \[secret\] failed at \/secret\/path/);
  assert.match(text, /failing_tools\.ts:\d+/);
  assert.ok(!text.includes(SECRET));
});

Deno.test("callTool() tells a caller who gave up nothing of what went wrong inside", async () => {
  const stage = createStage();
  const caller = new AbortController();
  const outcome = call("wait", {}, { stage, signal: caller.signal });
  await stage.started;
  caller.abort(new Error(`reason with ${SECRET}`));
  assert.deepEqual(await outcome, {
    status: "failed",
    kind: "cancelled",
    message: 'Cannot call tool "wait": the caller gave up',
    details: {},
  });
});

Deno.test("callTool() puts down a write that is refused before anything is looked at, and no read", async () => {
  for (
    const [policy, reason] of [
      [{ readOnly: true, excludeTools: ["flood"] }, /: it is switched off by read_only; /],
      [{ limits: { concurrentCalls: 0 } }, /: 0 calls of "admin" are running, and limit_concurrent_calls /],
      [{}, /: the arguments do not fit; /],
    ] as const
  ) {
    await inFolder(async (file) => {
      using audit = openAuditTrail(file);
      const tools = createStage().service.load().then((loaded) => loaded.tools);
      const service = serviceOf({ tools: await tools, resources: [], vsphere: nowhere }, policy, { audit });
      const { signal } = new AbortController();
      const args = { says: "plain", confirmation: "a-token-that-may-be-good" };
      for (const name of ["crash", "deny", "flood", "nobody"]) {
        const { status } = await callTool(service, { name, args, signal, caller: ADMIN });
        assert.equal(status, "failed", name);
      }
      const facts = await factsIn(file);
      assert.deepEqual(
        facts.map(({ event, tool, effect, caller, arguments: args }) => [event, tool, effect, caller, args]),
        [["crash", "write"], ["deny", "destroy"]].map(([tool, effect]) => {
          const said = { says: "plain", confirmation: "[secret]" };
          return ["refused", tool, effect, ADMIN, said];
        }),
      );
      for (const { fault } of facts) assert.match(String(fault), reason);
    });
  }
});

async function call(
  name: string,
  args: unknown,
  { stage = createStage(), signal = new AbortController().signal }: { stage?: Stage; signal?: AbortSignal } =
    {},
): Promise<CallOutcome> {
  return await callTool(stage.service, { name, args, signal, caller: ADMIN });
}
