import assert from "node:assert/strict";
import { openAuditTrail } from "../../src/audit/trail.ts";
import { verifyAuditFile } from "../../src/audit/verify.ts";
import { startLog } from "../../src/log.ts";
import { factsIn, inFolder, RECORD } from "./stage.ts";

/** A folder where the file was: nobody can write there, not even root. */
async function block(file: string): Promise<() => Promise<void>> {
  await Deno.rename(file, `${file}.kept`);
  await Deno.mkdir(file);
  return async () => {
    await Deno.remove(file);
    await Deno.rename(`${file}.kept`, file);
  };
}

const UNWRITABLE = {
  name: "UserError",
  kind: "unavailable",
  message:
    /^Cannot write the audit line: .*; nothing was changed; the operator must make audit_file writable again$/,
};

Deno.test("begin() throws when its line cannot be written, and works again when it can", async () => {
  await inFolder(async (file) => {
    using trail = openAuditTrail(file);
    await trail.refuse(RECORD, "no");
    const unblock = await block(file);
    await assert.rejects(trail.begin(RECORD), UNWRITABLE);
    await unblock();
    await trail.begin(RECORD);
    const { lines, problem } = await verifyAuditFile(file);
    assert.deepEqual({ lines, problem }, { lines: 2, problem: undefined });
  });
});

Deno.test({
  name: "begin() throws when the disk is full",
  // Only Linux has a device for that.
  ignore: Deno.build.os !== "linux",
  async fn() {
    await inFolder(async (file) => {
      await Deno.symlink("/dev/full", file);
      using trail = openAuditTrail(file);
      await assert.rejects(trail.begin(RECORD), { ...UNWRITABLE, message: /No space left|ENOSPC/ });
    });
  },
});

Deno.test("end() that cannot be written is told to the log, stops writes and is made up for", async () => {
  await inFolder(async (file) => {
    const logFile = `${file}.log`;
    {
      await using _log = await startLog({ level: "ERROR", file: logFile });
      using trail = openAuditTrail(file);
      const entry = await trail.begin(RECORD);
      const unblock = await block(file);
      await entry.task("task-7");
      await entry.end({ outcome: "done" });
      await assert.rejects(trail.begin(RECORD), UNWRITABLE);
      await unblock();
      await trail.begin({ ...RECORD, tool: "power_off_vm" });
    }
    const facts = await factsIn(file);
    assert.deepEqual(facts.map(({ event, tool, task }) => ({ event, tool, task })), [
      { event: "begin", tool: "delete_vm", task: undefined },
      { event: "task", tool: "delete_vm", task: "task-7" },
      { event: "end", tool: "delete_vm", task: "task-7" },
      { event: "begin", tool: "power_off_vm", task: undefined },
    ]);
    assert.equal((await verifyAuditFile(file)).problem, undefined);
    assert.match(await Deno.readTextFile(logFile), /ERROR audit line not written; .* task=task-7/);
  });
});

Deno.test("disposal tells the log which lines are lost", async () => {
  await inFolder(async (file) => {
    const logFile = `${file}.log`;
    {
      await using _log = await startLog({ level: "ERROR", file: logFile });
      using trail = openAuditTrail(file);
      const entry = await trail.begin(RECORD);
      await block(file);
      await entry.end({ outcome: "done" });
    }
    assert.match(await Deno.readTextFile(logFile), /ERROR audit lines lost lines=.*delete_vm/);
  });
});

Deno.test("refuse() that cannot be written is told to the log", async () => {
  await inFolder(async (file) => {
    const logFile = `${file}.log`;
    {
      await using _log = await startLog({ level: "ERROR", file: logFile });
      using trail = openAuditTrail(file);
      await block(file);
      await trail.refuse(RECORD, "no");
    }
    assert.match(
      await Deno.readTextFile(logFile),
      /ERROR audit line of a refused write not written tool=delete_vm/,
    );
  });
});

Deno.test("begin() throws for a record that is longer than any line", async () => {
  await inFolder(async (file) => {
    using trail = openAuditTrail(file);
    const objects = Array.from(
      { length: 50_000 },
      (_, i) => ({ name: `machine ${i}`, moref: `vm-${i}`, path: "/a" }),
    );
    await assert.rejects(trail.begin({ ...RECORD, objects }), {
      message: /it would be \d+ bytes long; nothing/,
    });
    assert.deepEqual(await factsIn(file), []);
  });
});
