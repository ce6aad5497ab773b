import assert from "node:assert/strict";
import type { TaskInfo } from "../../src/vsphere/task_info.ts";
import type { TaskWatcher } from "../../src/vsphere/task_watcher.ts";
import { connectSoap, fault, result, serveVcenter, type SoapHandler } from "../support/soap_server.ts";
import { createPolls, taskUpdate, updateSet } from "./task_xml.ts";

/** Resolves with the first state that `fits`; rejects with what the listener is told instead. */
function heard(
  tasks: TaskWatcher,
  id: string,
  fits: (info: TaskInfo) => boolean = () => true,
): Promise<TaskInfo> {
  const { promise, resolve, reject } = Promise.withResolvers<TaskInfo>();
  const watching = tasks.watch({ type: "Task", value: id }, {
    onInfo: (info) => fits(info) && resolve(info),
    onError: reject,
  });
  return promise.finally(() => watching[Symbol.dispose]());
}

const isDone = ({ state }: TaskInfo) => state === "success";

async function stage(answers: Readonly<Record<string, SoapHandler>> = {}) {
  const polls = createPolls();
  const server = await serveVcenter({ WaitForUpdatesEx: polls.handler, ...answers });
  const vsphere = connectSoap(server);
  return {
    polls,
    server,
    tasks: vsphere.tasks,
    watcher: vsphere.watcher,
    async [Symbol.asyncDispose]() {
      await vsphere[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

const listsOf = (server: { requests: readonly { method: string; body: string }[] }) =>
  server.requests.filter(({ method }) => method === "ModifyListView")
    .map(({ body }) =>
      [...body.matchAll(/<(add|remove) type="Task">(.*?)</g)].map(([, how, id]) => `${how} ${id}`)
    );

Deno.test("TaskWatcher waits for 30 tasks with one view, one filter and one open poll", async () => {
  await using on = await stage();
  const ids = Array.from({ length: 30 }, (_, i) => `task-${i}`);
  const waits = Promise.all(ids.map((id) => heard(on.tasks, id, isDone)));
  on.polls.answer(updateSet("1", ...ids.slice(0, 20).map((id) => taskUpdate(id, "success"))));
  on.polls.answer(updateSet("2", ...ids.slice(20).map((id) => taskUpdate(id, "success"))));
  await waits;
  for (const method of ["CreatePropertyCollector", "CreateListView", "CreateFilter", "ModifyListView"]) {
    assert.equal(on.server.count(method), 1, method);
  }
  assert.equal(on.polls.mostOpen(), 1);
  assert.deepEqual(on.polls.versions.slice(0, 2), ["", "1"]);
});

Deno.test("TaskWatcher polls on connections that nobody shares", async () => {
  await using on = await stage();
  const wait = heard(on.tasks, "task-1", isDone);
  on.polls.answer(updateSet("1", taskUpdate("task-1", "running")));
  on.polls.answer(updateSet("2", taskUpdate("task-1", "success")));
  await wait;
  const polls = on.server.requests.filter(({ method }) => method === "WaitForUpdatesEx");
  const others = on.server.requests.filter(({ method }) => method !== "WaitForUpdatesEx");
  assert(polls.every(({ connection }) => others.every((other) => other.connection !== connection)));
});

Deno.test("TaskWatcher.watch() adds a task while a poll is open, and drops those nobody waits for", async () => {
  await using on = await stage();
  const first = heard(on.tasks, "task-1", isDone);
  await on.polls.arrived(1);
  on.polls.answer(updateSet("1", taskUpdate("task-1", "success")));
  await first;
  const second = heard(on.tasks, "task-2", isDone);
  on.polls.answer(updateSet("2", taskUpdate("task-2", "success")));
  await second;
  assert.deepEqual(listsOf(on.server), [["add task-1"], ["add task-2", "remove task-1"]]);
  assert.equal(on.polls.mostOpen(), 1);
});

Deno.test("TaskWatcher.watch() tells all who wait for one task, who joins later at once", async () => {
  await using on = await stage();
  const done = heard(on.tasks, "task-1", isDone);
  const running = heard(on.tasks, "task-1");
  on.polls.answer(updateSet("1", taskUpdate("task-1", "running", "<progress>40</progress>")));
  assert.equal((await running).progress, 40);
  assert.equal((await heard(on.tasks, "task-1")).progress, 40);
  on.polls.answer(updateSet("2", taskUpdate("task-1", "success")));
  await done;
  assert.equal((await heard(on.tasks, "task-1")).state, "success");
  assert.deepEqual(listsOf(on.server), [["add task-1"]]);
});

Deno.test("TaskWatcher stops to poll when nobody waits any more", async () => {
  await using on = await stage();
  const wait = heard(on.tasks, "task-1", isDone);
  on.polls.answer(updateSet("1", taskUpdate("task-1", "success")));
  await wait;
  const again = heard(on.tasks, "task-2", isDone);
  on.polls.answer(updateSet("2", taskUpdate("task-2", "success")));
  await again;
  // The one that was open, if any, and none after it.
  on.polls.answer(updateSet("3"));
  await on.watcher.close();
  assert(on.polls.versions.length <= 3, String(on.polls.versions));
});

Deno.test("TaskWatcher goes on when a poll ends without news", async () => {
  await using on = await stage();
  const wait = heard(on.tasks, "task-1", isDone);
  on.polls.answer(result("WaitForUpdatesEx"));
  on.polls.answer(updateSet("1", taskUpdate("task-1", "success")));
  await wait;
  assert.deepEqual(on.polls.versions.slice(0, 2), ["", ""]);
});

Deno.test("TaskWatcher says that a task does not exist, each time", async () => {
  const ModifyListView = () => result("ModifyListView", '<returnval type="Task">task-9</returnval>');
  await using on = await stage({ ModifyListView });
  for (const _ of [1, 2]) {
    await assert.rejects(heard(on.tasks, "task-9"), {
      kind: "not_found",
      message:
        'Cannot find task "task-9": it does not exist or is too old; look at the state of the object itself',
    });
  }
});

Deno.test("TaskWatcher starts over when the server forgot its version", async () => {
  await using on = await stage();
  const wait = heard(on.tasks, "task-1", isDone);
  on.polls.answer(updateSet("1", taskUpdate("task-1", "running")));
  on.polls.answer(fault("InvalidCollectorVersion"));
  on.polls.answer(updateSet("1", taskUpdate("task-1", "success")));
  await wait;
  assert.deepEqual(on.polls.versions.slice(0, 3), ["", "1", ""]);
});

Deno.test("TaskWatcher does not spin when the server refuses even the first version", async () => {
  await using on = await stage();
  on.polls.answer(fault("InvalidCollectorVersion"));
  await assert.rejects(heard(on.tasks, "task-1"), /^UserError: Cannot follow task "task-1": /);
  assert.equal(on.polls.versions.length, 1);
});

Deno.test("TaskWatcher retries a poll whose connection breaks", async () => {
  await using on = await stage();
  const wait = heard(on.tasks, "task-1", isDone);
  on.polls.answer({ drop: "unanswered" });
  on.polls.answer(updateSet("1", taskUpdate("task-1", "success")));
  await wait;
  assert.equal(on.server.count("CreateFilter"), 1);
});

Deno.test("TaskWatcher tells all waiters that their tasks may go on when the connection stays away", async () => {
  await using on = await stage();
  const waits = ["task-1", "task-2"].map((id) =>
    assert.rejects(heard(on.tasks, id), {
      kind: "unavailable",
      message: `Cannot follow task "${id}": the connection or session was lost; ` +
        "the task may go on, so look at it with get_task before you repeat anything",
    })
  );
  for (let i = 0; i < 4; i++) on.polls.answer({ drop: "unanswered" });
  await Promise.all(waits);
  // And it works again for those who come later.
  const wait = heard(on.tasks, "task-3", isDone);
  on.polls.answer(updateSet("1", taskUpdate("task-3", "success")));
  await wait;
});

Deno.test("TaskWatcher makes view, filter and list anew after a new login", async () => {
  await using on = await stage();
  const wait = heard(on.tasks, "task-1", isDone);
  on.polls.answer(updateSet("7", taskUpdate("task-1", "running")));
  on.polls.answer(fault("NotAuthenticated"));
  on.polls.answer(updateSet("1", taskUpdate("task-1", "success")));
  await wait;
  assert.equal(on.server.count("Login"), 2);
  assert.equal(on.server.count("CreateFilter"), 2);
  assert.deepEqual(listsOf(on.server), [["add task-1"], ["add task-1"]]);
  assert.deepEqual(on.polls.versions.slice(0, 3), ["", "7", ""]);
});

Deno.test("TaskWatcher.watch() does not repeat what it heard in an older session", async () => {
  await using on = await stage();
  const first = heard(on.tasks, "task-1");
  const other = heard(on.tasks, "task-2", isDone);
  on.polls.answer(updateSet("1", taskUpdate("task-1", "running", "<progress>1</progress>")));
  await first;
  on.polls.answer(fault("NotAuthenticated"));
  await on.polls.arrived(3);
  const again = heard(on.tasks, "task-1");
  on.polls.answer(
    updateSet(
      "1",
      taskUpdate("task-1", "running", "<progress>2</progress>"),
      taskUpdate("task-2", "success"),
    ),
  );
  assert.equal((await again).progress, 2);
  await other;
});

Deno.test("TaskWatcher lists a task again that could not be listed", async () => {
  const answers = [fault("SystemError")];
  await using on = await stage({ ModifyListView: () => answers.shift() ?? result("ModifyListView") });
  await assert.rejects(heard(on.tasks, "task-1"), /Cannot follow task "task-1"/);
  const wait = heard(on.tasks, "task-1", isDone);
  on.polls.answer(updateSet("1", taskUpdate("task-1", "success")));
  await wait;
  assert.deepEqual(listsOf(on.server), [["add task-1"], ["add task-1"]]);
});

Deno.test("TaskWatcher.close() ends the open poll and tells who waits, also those who come later", async () => {
  await using on = await stage();
  const told = {
    kind: "cancelled",
    message: 'Cannot follow task "task-1": this server shuts down; ' +
      "the task may go on, so look at it with get_task before you repeat anything",
  };
  const wait = assert.rejects(heard(on.tasks, "task-1"), told);
  await on.polls.arrived(1);
  await on.watcher.close();
  await wait;
  await assert.rejects(heard(on.tasks, "task-1"), told);
});

Deno.test("TaskWatcher.close() does not wait for a list that the server does not answer", async () => {
  const arrived = Promise.withResolvers<void>();
  await using on = await stage({
    ModifyListView: (_method, _body, client) => {
      arrived.resolve();
      return client.ended.then(() => ({}));
    },
  });
  const wait = assert.rejects(heard(on.tasks, "task-1"), { kind: "cancelled" });
  await arrived.promise;
  await on.watcher.close();
  await wait;
});
