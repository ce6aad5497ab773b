import assert from "node:assert/strict";
import { waitForTask } from "../../src/vsphere/tasks.ts";
import { connectSoap, fault, result, serveVcenter, type SoapHandler } from "../support/soap_server.ts";
import { createPolls } from "./task_xml.ts";

const task = { type: "Task", value: "task-1" };
const action = "wait";

/** Methods that a wait for a task has led to, where that of `answers` fails. */
async function methodsOfWait(answers: Readonly<Record<string, SoapHandler>>): Promise<readonly string[]> {
  await using server = await serveVcenter({ WaitForUpdatesEx: createPolls().handler, ...answers });
  await using vsphere = connectSoap(server);
  const { signal } = new AbortController();
  await assert.rejects(waitForTask(vsphere, task, { signal, action }), { kind: "unavailable" });
  return server.methods();
}

const refuse = () => fault("SystemError");

for (
  const [method, freed] of [
    ["CreateFilter", ["DestroyPropertyCollector", "DestroyView"]],
    ["CreateListView", ["DestroyPropertyCollector"]],
    ["CreatePropertyCollector", ["DestroyView"]],
  ] as const
) {
  Deno.test(`createCollectorWith() frees what it has made when ${method} fails`, async () => {
    const methods = await methodsOfWait({ [method]: refuse });
    assert.deepEqual(methods.filter((name) => name.startsWith("Destroy")), freed);
  });
}

Deno.test("ObjectWatcher frees a watch whose list cannot be changed any more", async () => {
  const polls = createPolls();
  const freed = Promise.withResolvers<void>();
  let changes = 0;
  await using server = await serveVcenter({
    WaitForUpdatesEx: polls.handler,
    ModifyListView: () => changes++ === 0 ? result("ModifyListView") : fault("SystemError"),
    DestroyView: () => {
      freed.resolve();
      return result("DestroyView");
    },
  });
  await using vsphere = connectSoap(server);
  const nobody = { onChange: () => {}, onGone: () => {}, onError: () => {} };
  using _first = vsphere.watcher.watch(task, nobody);
  await polls.arrived(1);
  using _second = vsphere.watcher.watch({ type: "Task", value: "task-2" }, nobody);
  await freed.promise;
  assert.deepEqual(server.methods().filter((name) => name.startsWith("Destroy")), [
    "DestroyPropertyCollector",
    "DestroyView",
  ]);
});
