import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { GENESIS, hashOf } from "../../src/audit/line.ts";
import { openAuditTrail } from "../../src/audit/trail.ts";
import { verifyAuditFile } from "../../src/audit/verify.ts";
import { spawn } from "../support/product.ts";
import { factsIn, inFolder, linesIn, RECORD } from "./stage.ts";

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const WRITER = fileURLToPath(new URL("writer.ts", import.meta.url));

function startWriter(file: string, count: string) {
  const permissions = ["--allow-read", "--allow-write", "--allow-run", "--allow-env"];
  return spawn(["run", "--quiet", "--no-prompt", ...permissions, WRITER, file, count], {
    env: Deno.env.toObject(),
  });
}

Deno.test("begin() has written who does what to which object when it resolves", async () => {
  await inFolder(async (file) => {
    using trail = openAuditTrail(file);
    await trail.begin(RECORD);
    const [{ time, call, self, ...rest } = {}, ...more] = await factsIn(file);
    assert.match(String(time), ISO);
    assert.match(String(call), /^[0-9a-f-]{36}$/);
    assert.match(String(self), /^[0-9a-f]{64}$/);
    assert.deepEqual(rest, { seq: 1, previous: GENESIS, event: "begin", ...RECORD });
    assert.deepEqual(more, []);
  });
});

Deno.test("task() and end() are lines of their own, the last with every fact", async () => {
  await inFolder(async (file) => {
    using trail = openAuditTrail(file);
    const entry = await trail.begin(RECORD);
    await entry.task("task-7");
    await entry.end({ outcome: "failed", fault: "InvalidPowerState" });
    const [begun, noted, ended] = await factsIn(file);
    const { time: _, self: _self, previous: _previous, ...task } = noted ?? {};
    assert.deepEqual(task, { seq: 2, event: "task", call: begun?.call, tool: "delete_vm", task: "task-7" });
    const { time, self: _own, previous: _before, duration_ms, ...end } = ended ?? {};
    assert.match(String(time), ISO);
    assert.equal(typeof duration_ms, "number");
    assert.deepEqual(end, {
      seq: 3,
      event: "end",
      call: begun?.call,
      ...RECORD,
      task: "task-7",
      outcome: "failed",
      fault: "InvalidPowerState",
    });
  });
});

Deno.test("refuse() and ask() are one line each, with the reason", async () => {
  await inFolder(async (file) => {
    using trail = openAuditTrail(file);
    await trail.refuse(RECORD, "the caller may only read");
    await trail.ask(RECORD, "it has to be confirmed");
    const lines = await factsIn(file);
    assert.deepEqual(lines.map(({ event, outcome, fault, tool }) => [event, outcome, fault, tool]), [
      ["refused", "refused", "the caller may only read", "delete_vm"],
      ["asked", "asked", "it has to be confirmed", "delete_vm"],
    ]);
  });
});

Deno.test("each line holds the SHA-256 of the bytes of the line before, across openings too", async () => {
  await inFolder(async (file) => {
    for (let i = 0; i < 3; i++) {
      using trail = openAuditTrail(file);
      await (await trail.begin(RECORD)).end({ outcome: "done" });
    }
    const lines = await linesIn(file);
    const facts = await factsIn(file);
    assert.equal(lines.length, 6);
    for (const [i, { seq, previous }] of facts.entries()) {
      assert.equal(seq, i + 1);
      assert.equal(previous, i === 0 ? GENESIS : hashOf(new TextEncoder().encode(lines[i - 1])));
    }
  });
});

Deno.test("begin() keeps the chain when 100 begin at a time", async () => {
  await inFolder(async (file) => {
    using trail = openAuditTrail(file);
    await Promise.all(Array.from({ length: 100 }, async () => {
      const entry = await trail.begin(RECORD);
      await entry.task("task-1");
      await entry.end({ outcome: "done" });
    }));
    const { lines, problem, open } = await verifyAuditFile(file);
    assert.deepEqual({ lines, problem, open }, { lines: 300, problem: undefined, open: [] });
  });
});

Deno.test("refuse() and ask() take little of the disk, however much was sent", async () => {
  await inFolder(async (file) => {
    using trail = openAuditTrail(file);
    const record = {
      ...RECORD,
      arguments: Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`a${at}`, "x".repeat(99)])),
    };
    await trail.refuse(record, "no");
    await trail.ask(record, "not yet");
    for (const line of await linesIn(file)) assert.ok(line.length < 2000, `${line.length}`);
    assert.deepEqual((await factsIn(file)).map(({ event }) => event), ["refused", "asked"]);
  });
});

Deno.test("begin() keeps the chain when processes write to one file", async () => {
  await inFolder(async (file) => {
    // Long enough that a lock could be taken for one that was left behind seconds ago.
    const writers = Array.from({ length: 4 }, () => startWriter(file, "2500"));
    for (const { ended } of writers) assert.equal((await ended).code, 0, (await ended).stderr);
    const { lines, problem, open } = await verifyAuditFile(file);
    assert.deepEqual({ lines, problem, open }, { lines: 20_000, problem: undefined, open: [] });
  });
});

Deno.test("a crash between task and outcome leaves an open line with the task", async () => {
  await inFolder(async (file) => {
    assert.notEqual((await startWriter(file, "die").ended).code, 0);
    const { problem, open } = await verifyAuditFile(file);
    assert.equal(problem, undefined);
    assert.deepEqual(open.map(({ line, tool, objects, task }) => ({ line, tool, objects, task })), [
      { line: 1, tool: "delete_vm", objects: ["web-1 (vm-42)"], task: "task-9" },
    ]);
  });
});

Deno.test("begin() follows a file that was moved away with a new one", async () => {
  await inFolder(async (file) => {
    using trail = openAuditTrail(file);
    await trail.refuse(RECORD, "no");
    await Deno.rename(file, `${file}.1`);
    await trail.refuse(RECORD, "no");
    for (const name of [file, `${file}.1`]) {
      const { lines, problem } = await verifyAuditFile(name);
      assert.deepEqual({ lines, problem }, { lines: 1, problem: undefined });
    }
  });
});
