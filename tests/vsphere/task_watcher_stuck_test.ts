import assert from "node:assert/strict";
import { connectSoap, result, serveVcenter } from "../support/soap_server.ts";
import { createPolls, taskUpdate, updateSet } from "./task_xml.ts";

Deno.test("TaskWatcher makes a new view when the server no longer answers for the old one", async () => {
  const polls = createPolls();
  let views = 0;
  await using server = await serveVcenter({
    WaitForUpdatesEx: polls.handler,
    CreateListView: () => result("CreateListView", `<returnval type="ListView">list-${++views}</returnval>`),
    // The first task gets into the list; then the view is stuck for good.
    ModifyListView: (_method, body, client) =>
      body.includes("list-1") && body.includes("task-2")
        ? client.ended.then(() => ({}))
        : result("ModifyListView"),
  });
  await using vsphere = connectSoap(server, { requestTimeoutMs: 200 });
  const done = ["task-1", "task-2"].map((value) => ({ value, ...Promise.withResolvers<void>() }));
  const watch = (at: number) =>
    vsphere.tasks.watch({ type: "Task", value: done[at]?.value ?? "" }, {
      onInfo: (info) => info.state === "success" && done[at]?.resolve(),
      onError: (error) => done[at]?.reject(error),
    });
  using _first = watch(0);
  await polls.arrived(1);
  using _second = watch(1);
  await polls.arrived(2);
  polls.answer(updateSet("1", taskUpdate("task-1", "success"), taskUpdate("task-2", "success")));
  await Promise.all(done.map(({ promise }) => promise));
  assert.equal(views, 2);
});
