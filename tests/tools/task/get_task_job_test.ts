/** get_task and cancel_task on jobs of this server. */
import assert from "node:assert/strict";
import cancelTask from "../../../src/tools/task/cancel_task.ts";
import getTask from "../../../src/tools/task/get_task.ts";
import cloneVm from "../../../src/tools/vm/clone_vm.ts";
import { text } from "../../../src/soap/decode.ts";
import { retrieveObjects } from "../../../src/vsphere/properties.ts";
import type { Vsphere } from "../../../src/vsphere/vsphere.ts";
import { contextOf } from "../../support/context.ts";
import { vcsimTest } from "../../support/vcsim.ts";
import { connectTo } from "../../support/vsphere.ts";
import { recorder, RUNNING, traces } from "../../vsphere/clone/fixture.ts";

const args = { template_name: RUNNING, new_name: "web-2" };
const OPERATION = `clone virtual machine "${RUNNING}" to "web-2"`;

/** Asks as a client does until the job has ended; each question is a round trip of the server, so it cannot starve. */
async function ended(vsphere: Vsphere, task: string): Promise<Readonly<Record<string, unknown>>> {
  for (;;) {
    const { structured } = await getTask.call({ task }, contextOf(vsphere));
    if (structured.state !== "running") return structured;
    const target = (await vsphere.session.content()).sessionManager;
    await retrieveObjects(vsphere.session, [target], { shape: { defaultLocale: text } });
  }
}

vcsimTest(
  "get_task tells how far a job is and, later, what it made",
  { model: "esx", args: ["-method-delay", "CopyVirtualDisk:500"] },
  async (vcsim) => {
    const { promise: isCopying, resolve } = Promise.withResolvers<void>();
    using record = recorder("CopyVirtualDisk_Task", resolve);
    await using vsphere = connectTo(vcsim, { taskTimeoutMs: 0, fetch: record.fetch });
    const { structured: answer, text: said } = await cloneVm.call(args, contextOf(vsphere));
    assert.deepEqual([answer.status, answer.task, answer.moref], ["running", "job-1", undefined]);
    assert.match(said, /still running as task "job-1": this is no failure/);
    await isCopying;
    const { structured: running, text: doing } = await getTask.call({ task: "job-1" }, contextOf(vsphere));
    const { started, ...rest } = running;
    assert.deepEqual(rest, {
      task: "job-1",
      operation: OPERATION,
      state: "running",
      is_cancelable: true,
      percent: 0,
      message: "copying disk 1 of 1 (disk-202-0)",
    });
    assert.match(String(started), /^\d{4}-/);
    assert.equal(doing, `job-1: ${OPERATION} is running, 0 %: copying disk 1 of 1 (disk-202-0)`);
    const done = await ended(vsphere, "job-1");
    assert.equal(done.state, "success");
    assert.match(String(done.result), /^vm-\d+$/);
  },
);

vcsimTest(
  "cancel_task makes a job remove what it made",
  { model: "esx", args: ["-method-delay", "CopyVirtualDisk:60000"] },
  async (vcsim) => {
    const { promise: isCopying, resolve } = Promise.withResolvers<void>();
    using record = recorder("CopyVirtualDisk_Task", resolve);
    await using vsphere = connectTo(vcsim, { taskTimeoutMs: 0, fetch: record.fetch });
    await using other = connectTo(vcsim);
    const before = await traces(other);
    await cloneVm.call(args, contextOf(vsphere));
    await isCopying;
    const { structured } = await cancelTask.call({ task: "job-1" }, contextOf(vsphere));
    assert.deepEqual([structured.outcome, structured.operation], ["requested", OPERATION]);
    const end = await ended(vsphere, "job-1");
    assert.deepEqual([end.state, end.error], ["error", `Cannot ${OPERATION}: it was cancelled`]);
    assert.deepEqual(await traces(other), before);
    const again = await cancelTask.call({ task: "job-1" }, contextOf(vsphere));
    assert.equal(again.structured.outcome, "already_ended");
  },
);

vcsimTest(
  "disposing a target makes its jobs remove what they made",
  { model: "esx", args: ["-method-delay", "CopyVirtualDisk:60000"] },
  async (vcsim) => {
    await using other = connectTo(vcsim);
    const before = await traces(other);
    const { promise: isCopying, resolve } = Promise.withResolvers<void>();
    using record = recorder("CopyVirtualDisk_Task", resolve);
    {
      await using vsphere = connectTo(vcsim, { taskTimeoutMs: 0, fetch: record.fetch });
      await cloneVm.call(args, contextOf(vsphere));
      await isCopying;
    }
    assert.deepEqual(await traces(other), before);
  },
);

vcsimTest(
  "get_task tells why a job failed, and knows no job of another run",
  { model: "esx" },
  async (vcsim) => {
    await using vsphere = connectTo(vcsim);
    await vcsim.fault({ method: "CreateVM_Task", fault: "NoDiskSpace" });
    await assert.rejects(cloneVm.call(args, contextOf(vsphere)));
    const { structured, text: said } = await getTask.call({ task: "job-1" }, contextOf(vsphere));
    assert.deepEqual([structured.state, structured.fault, structured.is_cancelable], [
      "error",
      "NoDiskSpace",
      false,
    ]);
    assert.match(said, /^job-1: clone virtual machine .* is error\nCannot create virtual machine "web-2": /);
    await assert.rejects(getTask.call({ task: "job-7" }, contextOf(vsphere)), {
      kind: "not_found",
      message: /^Cannot find task "job-7": this server has no such job/,
    });
  },
);

vcsimTest("get_task tells what a job could not do beside its success", { model: "esx" }, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  await vcsim.fault({ method: "PowerOnVM_Task", fault: "InsufficientMemoryResourcesFault" });
  await cloneVm.call({ ...args, power_on: true }, contextOf(vsphere));
  const { structured, text: said } = await getTask.call({ task: "job-1" }, contextOf(vsphere));
  assert.equal(structured.state, "success");
  assert.match(said, /result vm-\d+\nCannot power on virtual machine "web-2": /);
});
