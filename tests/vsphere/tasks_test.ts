import assert from "node:assert/strict";
import type { TargetOptions } from "../../src/vsphere/target.ts";
import { runTask, waitForTask } from "../../src/vsphere/tasks.ts";
import { connectSoap, fault, result, serveVcenter, type SoapHandler } from "../support/soap_server.ts";
import { createPolls, taskUpdate, updateSet } from "./task_xml.ts";

const target = { type: "VirtualMachine", value: "vm-1" };
const task = { type: "Task", value: "task-1" };
const call = { method: "PowerOnVM_Task", target } as const;
const action = 'power on virtual machine "web-1"';
const { signal } = new AbortController();

async function stage(
  answers: Readonly<Record<string, SoapHandler>> = {},
  options: Partial<TargetOptions> = {},
) {
  const polls = createPolls();
  const server = await serveVcenter({
    WaitForUpdatesEx: polls.handler,
    PowerOnVM_Task: () => result("PowerOnVM_Task", '<returnval type="Task">task-1</returnval>'),
    CancelTask: () => result("CancelTask"),
    ...answers,
  });
  const vsphere = connectSoap(server, options);
  return {
    polls,
    server,
    vsphere,
    async [Symbol.asyncDispose]() {
      await vsphere[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

Deno.test("runTask() reports progress and gives the result", async () => {
  await using on = await stage();
  const percents: number[] = [];
  const done = runTask(on.vsphere, call, { signal, action, onPercent: (percent) => percents.push(percent) });
  on.polls.answer(updateSet("1", taskUpdate("task-1", "queued")));
  on.polls.answer(updateSet("2", taskUpdate("task-1", "running", "<progress>0</progress>")));
  on.polls.answer(updateSet("3", taskUpdate("task-1", "running", "<progress>60</progress>")));
  on.polls.answer(
    updateSet("4", taskUpdate("task-1", "success", '<result type="VirtualMachine">vm-2</result>')),
  );
  const outcome = await done;
  assert(outcome.state === "success");
  assert.equal(outcome.result?.text, "vm-2");
  assert.deepEqual(outcome.task, task);
  assert.deepEqual(percents, [0, 60]);
});

Deno.test("runTask() throws the fault of the method, and waits for nothing", async () => {
  await using on = await stage({ PowerOnVM_Task: () => fault("TaskInProgress") });
  await assert.rejects(runTask(on.vsphere, call, { signal, action }), {
    fault: "TaskInProgress",
    message: `Cannot ${action}: another task is running on it; wait for that task`,
  });
  assert.equal(on.server.count("CreateFilter"), 0);
});

Deno.test("runTask() throws the fault of the task with its sentence", async () => {
  await using on = await stage();
  const failed = runTask(on.vsphere, call, { signal, action });
  const error = '<error><fault xsi:type="NoDiskSpace"><datastore>fast</datastore></fault>' +
    "<localizedMessage>Insufficient disk space.</localizedMessage></error>";
  on.polls.answer(updateSet("1", taskUpdate("task-1", "error", error)));
  await assert.rejects(failed, {
    fault: "NoDiskSpace",
    kind: "conflict",
    message: `Cannot ${action}: the datastore "fast" has no space left (Insufficient disk space); ` +
      "free space or choose another datastore",
  });
});

Deno.test("runTask() says so when a task fails without saying why", async () => {
  await using on = await stage();
  const failed = runTask(on.vsphere, call, { signal, action });
  on.polls.answer(updateSet("1", taskUpdate("task-1", "error")));
  await assert.rejects(failed, {
    kind: "conflict",
    message: `Cannot ${action}: task "task-1" failed without saying why; look at its events`,
  });
});

Deno.test("runTask() never sends the call again when its connection breaks", async () => {
  await using on = await stage({ PowerOnVM_Task: () => ({ drop: "unanswered" }) });
  await assert.rejects(runTask(on.vsphere, call, { signal, action }), /look before you repeat it$/);
  assert.equal(on.server.count("PowerOnVM_Task"), 1);
});

Deno.test("runTask() says of an answer without a task that the call may have been carried out", async () => {
  await using on = await stage({ PowerOnVM_Task: () => result("PowerOnVM_Task") });
  await assert.rejects(runTask(on.vsphere, call, { signal, action }), {
    kind: "unavailable",
    message: "Cannot use the answer to PowerOnVM_Task: it came without a task; " +
      "it may have been carried out, so look before you repeat it",
  });
});

Deno.test("waitForTask() that runs out says that the task is running and how far it is", async () => {
  await using on = await stage();
  const known = Promise.withResolvers<number>();
  const whole = waitForTask(on.vsphere, task, { signal, action, onPercent: known.resolve });
  on.polls.answer(updateSet("1", taskUpdate("task-1", "running", "<progress>30</progress>")));
  await known.promise;
  const short = await waitForTask(on.vsphere, task, { signal, action, timeoutMs: 1 });
  assert.deepEqual(short, { state: "running", task, percent: 30 });
  on.polls.answer(updateSet("2", taskUpdate("task-1", "success")));
  assert.equal((await whole).state, "success");
  assert.equal(on.server.count("CancelTask"), 0);
});

Deno.test("waitForTask() that runs out before anything is known is no failure either", async () => {
  await using on = await stage();
  assert.deepEqual(await waitForTask(on.vsphere, task, { signal, action, timeoutMs: 1 }), {
    state: "running",
    task,
    percent: undefined,
  });
});

for (
  const [what, isCancelable, cancels] of [
    ["cancels the task", "true", 1],
    ["leaves the task alone when it is not cancelable", "false", 0],
  ] as const
) {
  Deno.test(`waitForTask() ${what} when the caller gives up`, async () => {
    await using on = await stage();
    const controller = new AbortController();
    on.polls.answer(updateSet(
      "1",
      taskUpdate("task-1", "running", `<cancelable>${isCancelable}</cancelable><progress>1</progress>`),
    ));
    const wait = waitForTask(on.vsphere, task, {
      signal: controller.signal,
      action,
      onPercent: () => controller.abort(new Error("enough")),
    });
    await assert.rejects(wait, /^Error: enough$/);
    assert.equal(on.server.count("CancelTask"), cancels);
  });
}

Deno.test("waitForTask() says that the task is running when the process ends, and does not cancel it", async () => {
  const process = new AbortController();
  await using on = await stage({}, { stop: process.signal, taskGraceMs: 0 });
  const wait = waitForTask(on.vsphere, task, {
    signal,
    action,
    onPercent: () => process.abort(new Error("stopped")),
  });
  on.polls.answer(
    updateSet("1", taskUpdate("task-1", "running", "<cancelable>true</cancelable><progress>30</progress>")),
  );
  assert.deepEqual(await wait, { state: "running", task, percent: 30 });
  assert.deepEqual(await waitForTask(on.vsphere, task, { signal, action }), {
    state: "running",
    task,
    percent: 30,
  });
  assert.equal(on.server.count("CancelTask"), 0);
});

Deno.test("waitForTask() hears of a task that ends soon after the process was told to", async () => {
  const process = new AbortController();
  await using on = await stage({}, { stop: process.signal, taskGraceMs: 60_000 });
  const wait = waitForTask(on.vsphere, task, { signal, action, onPercent: () => process.abort() });
  on.polls.answer(updateSet("1", taskUpdate("task-1", "running", "<progress>30</progress>")));
  on.polls.answer(updateSet("2", taskUpdate("task-1", "success")));
  assert.equal((await wait).state, "success");
});

Deno.test("waitForTask() gives the caller's reason although the task cannot be cancelled any more", async () => {
  await using on = await stage({ CancelTask: () => fault("InvalidState") });
  const controller = new AbortController();
  const wait = waitForTask(on.vsphere, task, { signal: controller.signal, action });
  await on.polls.arrived(1);
  controller.abort(new Error("enough"));
  await assert.rejects(wait, /^Error: enough$/);
  assert.equal(on.server.count("CancelTask"), 1);
});

Deno.test("waitForTask() hears of a task that somebody else waits for, and of one that has ended", async () => {
  await using on = await stage();
  const both = [1, 2].map(() => waitForTask(on.vsphere, task, { signal, action }));
  on.polls.answer(updateSet("1", taskUpdate("task-1", "success")));
  assert.deepEqual((await Promise.all(both)).map(({ state }) => state), ["success", "success"]);
  assert.equal((await waitForTask(on.vsphere, task, { signal, action })).state, "success");
});
