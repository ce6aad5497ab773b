import assert from "node:assert/strict";
import { text } from "../../src/soap/decode.ts";
import { findVm } from "../../src/vsphere/find.ts";
import { retrieveAll } from "../../src/vsphere/properties.ts";
import { runTask, waitForTask } from "../../src/vsphere/tasks.ts";
import { vcsimTest } from "../support/vcsim.ts";
import { connectTo } from "../support/vsphere.ts";

const action = 'power on virtual machine "web-1"';
const { signal } = new AbortController();

const TASKS = ["CreatePropertyCollector", "CreateListView", "CreateFilter"];

vcsimTest(
  "runTask() runs 30 tasks at once through one view, one filter and one poll at a time",
  { vms: 15, args: ["-method-delay", "PowerOff:500"] },
  async (vcsim) => {
    await using vsphere = connectTo(vcsim);
    const { VirtualMachine } = await retrieveAll(vsphere.session, { VirtualMachine: { name: text } });
    assert.equal(VirtualMachine.length, 30);
    await vcsim.clearLog();
    const outcomes = await Promise.all(
      VirtualMachine.map(({ ref }) =>
        runTask(vsphere, { method: "PowerOffVM_Task", target: ref }, { signal, action })
      ),
    );
    assert(outcomes.every(({ state }) => state === "success"));
    const log = await vcsim.log();
    const count = (name: string) => log.filter(({ method }) => method === name).length;
    assert.equal(count("PowerOffVM_Task"), 30);
    for (const method of TASKS) assert.equal(count(method), 1, method);
    assert(count("ModifyListView") <= 30 && count("WaitForUpdatesEx") <= 31);
    // At most once: every write has a connection of its own.
    const writes = log.filter(({ method }) => method === "PowerOffVM_Task").map(({ connection }) =>
      connection
    );
    assert.equal(new Set(writes).size, 30);
    assert(
      log.every(({ method, connection }) => method === "PowerOffVM_Task" || !writes.includes(connection)),
    );
  },
);

vcsimTest("runTask() throws what the simulator's task fails with", {}, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  const { ref } = await findVm(vsphere, "DC0_H0_VM0");
  await assert.rejects(runTask(vsphere, { method: "PowerOnVM_Task", target: ref }, { signal, action }), {
    fault: "InvalidPowerState",
    message:
      `Cannot ${action}: the power state is "poweredOn" and does not allow this; change the power state first`,
  });
});

vcsimTest(
  "runTask() survives the end of its session from outside during the wait",
  { args: ["-method-delay", "PowerOff:1000"] },
  async (vcsim) => {
    await using vsphere = connectTo(vcsim);
    const { ref } = await findVm(vsphere, "DC0_H0_VM0");
    // The look for the machine has sent a WaitForUpdatesEx of its own.
    await vcsim.clearLog();
    const done = runTask(vsphere, { method: "PowerOffVM_Task", target: ref }, { signal, action });
    while (!(await vcsim.log()).some(({ method }) => method === "WaitForUpdatesEx"));
    await vcsim.terminateSessions();
    assert.equal((await done).state, "success");
    assert.equal((await vcsim.log()).filter(({ method }) => method === "PowerOffVM_Task").length, 1);
  },
);

vcsimTest(
  "waitForTask() logs in again when the session has ended since the task began",
  {},
  async (vcsim) => {
    await using vsphere = connectTo(vcsim);
    const { ref } = await findVm(vsphere, "DC0_H0_VM0");
    const [started] = await vsphere.session.call({ method: "PowerOffVM_Task", target: ref });
    await vcsim.terminateSessions();
    const outcome = await waitForTask(vsphere, { type: "Task", value: started?.text ?? "" }, {
      signal,
      action,
    });
    assert.equal(outcome.state, "success");
    assert.equal((await vcsim.log()).filter(({ method }) => method === "Login").length, 2);
  },
);

vcsimTest(
  "runTask() says that the task may go on when the server dies",
  { args: ["-method-delay", "PowerOff:60000"] },
  async (vcsim) => {
    await using vsphere = connectTo(vcsim);
    const { ref } = await findVm(vsphere, "DC0_H0_VM0");
    // The look for the machine has sent a WaitForUpdatesEx of its own.
    await vcsim.clearLog();
    const failed = assert.rejects(
      runTask(vsphere, { method: "PowerOffVM_Task", target: ref }, { signal, action }),
      { kind: "unavailable", message: /^Cannot follow task "task-\d+": .*; the task may go on/ },
    );
    while (!(await vcsim.log()).some(({ method }) => method === "WaitForUpdatesEx"));
    await vcsim.kill();
    await failed;
  },
);

vcsimTest("waitForTask() says that the simulator does not know a task", {}, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  for (const _ of [1, 2]) {
    await assert.rejects(waitForTask(vsphere, { type: "Task", value: "task-999" }, { signal, action }), {
      kind: "not_found",
    });
  }
  const { ref } = await findVm(vsphere, "DC0_H0_VM0");
  const outcome = await runTask(vsphere, { method: "PowerOffVM_Task", target: ref }, { signal, action });
  assert.equal(outcome.state, "success");
  assert.equal((await waitForTask(vsphere, outcome.task, { signal, action })).state, "success");
});
