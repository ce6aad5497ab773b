/** What is left when a clone by copying disks fails: nothing. */
import assert from "node:assert/strict";
import { UserError } from "../../../src/errors.ts";
import cloneVm from "../../../src/tools/vm/clone_vm.ts";
import createVm from "../../../src/tools/vm/create_vm.ts";
import { isFault } from "../../../src/vsphere/faults.ts";
import { contextOf } from "../../support/context.ts";
import { vcsimTest } from "../../support/vcsim.ts";
import { connectTo } from "../../support/vsphere.ts";
import { addDisk, powerOff, recorder, run, RUNNING, takeSnapshot, traces, writes } from "./fixture.ts";

const args = { template_name: RUNNING, new_name: "web-2" };

const STEPS = [
  ["MakeDirectory", "NoDiskSpace"],
  ["CreateSnapshot_Task", "TooManySnapshotLevels"],
  ["CopyVirtualDisk_Task", "NoDiskSpace"],
  ["CreateVM_Task", "InsufficientResourcesFault"],
] as const;
for (const [method, fault] of STEPS) {
  vcsimTest(`cloneByCopy() removes what it made when ${method} fails`, { model: "esx" }, async (vcsim) => {
    await using vsphere = connectTo(vcsim);
    const before = await traces(vsphere);
    await vcsim.fault({ method, fault });
    await assert.rejects(cloneVm.call(args, contextOf(vsphere)), (error) => isFault(error, fault));
    assert.deepEqual(await traces(vsphere), before);
    assert.ok((await vcsim.log()).some((request) => request.method === method));
  });
}

vcsimTest(
  "cloneByCopy() removes the disks it copied when a later one cannot be copied",
  { model: "esx" },
  async (vcsim) => {
    await using vsphere = connectTo(vcsim);
    const vm = await powerOff(vsphere, RUNNING);
    await addDisk(vsphere, vm, { unitNumber: 1 });
    const { virtualDiskManager: target } = await vsphere.session.content();
    assert.ok(target !== undefined);
    const name = `[LocalDS_0] ${RUNNING}/${RUNNING}.vmdk`;
    await vsphere.session.call({ method: "DeleteVirtualDisk_Task", target, args: { name } });
    const before = await traces(vsphere);
    await assert.rejects(cloneVm.call(args, contextOf(vsphere)), (error) => isFault(error, "FileNotFound"));
    assert.deepEqual(await traces(vsphere), before);
    const copies = writes(await vcsim.log()).filter((method) => method === "CopyVirtualDisk_Task");
    assert.equal(copies.length, 2);
  },
);

vcsimTest(
  "cloneByCopy() removes the machine when what follows its creation fails",
  { model: "esx" },
  async (vcsim) => {
    await using vsphere = connectTo(vcsim);
    await createVm.call({ name: "golden", cpu: 1, memory: 1024, firmware: "efi" }, contextOf(vsphere));
    const before = await traces(vsphere);
    await vcsim.fault({ method: "CopyDatastoreFile_Task", fault: "NoPermission" });
    const call = cloneVm.call({ ...args, template_name: "golden" }, contextOf(vsphere));
    await assert.rejects(call, (error) => isFault(error, "NoPermission"));
    assert.deepEqual(await traces(vsphere), before);
    const [...last] = writes(await vcsim.log()).filter((method) => /Destroy|Delete/.test(method));
    assert.deepEqual(last, ["Destroy_Task", "DeleteDatastoreFile_Task"]);
  },
);

vcsimTest(
  "cloneByCopy() keeps the snapshots that the source had when it fails",
  { model: "esx" },
  async (vcsim) => {
    await using vsphere = connectTo(vcsim);
    const vm = await powerOff(vsphere, RUNNING);
    await takeSnapshot(vsphere, vm, "first");
    await takeSnapshot(vsphere, vm, "second");
    await run(vsphere, "PowerOnVM_Task", { target: vm });
    const before = await traces(vsphere);
    await vcsim.fault({ method: "CopyVirtualDisk_Task", fault: "NoDiskSpace" });
    await assert.rejects(cloneVm.call(args, contextOf(vsphere)), (error) => isFault(error, "NoDiskSpace"));
    assert.deepEqual(await traces(vsphere), before);
  },
);

const SLOW_COPY = { model: "esx", args: ["-method-delay", "CopyVirtualDisk:60000"] } as const;

vcsimTest(
  "cloneByCopy() cancels the copy and removes what it made when the caller gives up",
  SLOW_COPY,
  async (vcsim) => {
    const caller = new AbortController();
    const reason = new UserError("cancelled", "the caller gave up");
    using record = recorder("CopyVirtualDisk_Task", () => caller.abort(reason));
    await using vsphere = connectTo(vcsim, { fetch: record.fetch });
    const before = await traces(vsphere);
    await assert.rejects(cloneVm.call(args, contextOf(vsphere, caller.signal)), reason);
    assert.deepEqual(await traces(vsphere), before);
    const log = writes(await vcsim.log()).filter((method) => !method.startsWith("Search"));
    assert.deepEqual(log, [
      "MakeDirectory",
      "CreateSnapshot_Task",
      "CopyVirtualDisk_Task",
      "RemoveSnapshot_Task",
      "DeleteDatastoreFile_Task",
    ]);
    assert.ok((await vcsim.log()).some(({ method }) => method === "CancelTask"));
  },
);

for (const method of ["MakeDirectory", "CreateSnapshot_Task", "CreateVM_Task"] as const) {
  vcsimTest(
    `cloneByCopy() stops after ${method} when the caller gave up meanwhile`,
    { model: "esx" },
    async (vcsim) => {
      const caller = new AbortController();
      const reason = new UserError("cancelled", "the caller gave up");
      using record = recorder(method, () => caller.abort(reason));
      await using vsphere = connectTo(vcsim, { fetch: record.fetch });
      const before = await traces(vsphere);
      await assert.rejects(cloneVm.call(args, contextOf(vsphere, caller.signal)), reason);
      assert.deepEqual(await traces(vsphere), before);
    },
  );
}

const LOST = [["CreateSnapshot_Task", "snapshot Temporary"], ["CreateVM_Task", "machine web-2"]] as const;
for (const [method, trace] of LOST) {
  vcsimTest(
    `cloneByCopy() removes what ${method} made when its answer is lost`,
    { model: "esx" },
    async (vcsim) => {
      await using other = connectTo(vcsim);
      const before = await traces(other);
      using record = recorder(method, async () => {
        while (!(await traces(other)).some((line) => line.startsWith(trace)));
        throw new Error("the connection broke");
      });
      await using vsphere = connectTo(vcsim, { fetch: record.fetch });
      await assert.rejects(cloneVm.call(args, contextOf(vsphere)));
      assert.deepEqual(await traces(other), before);
    },
  );
}

vcsimTest(
  "cloneByCopy() says what is left where when it cannot be removed",
  { model: "esx" },
  async (vcsim) => {
    await using vsphere = connectTo(vcsim);
    await vcsim.fault({ method: "CreateVM_Task", fault: "NoDiskSpace" });
    await vcsim.fault({ method: "DeleteDatastoreFile_Task", fault: "FileLocked" });
    await assert.rejects(cloneVm.call(args, contextOf(vsphere)), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(
        error.message,
        /^Cannot create virtual machine "web-2": .* left and has to be removed by hand: /,
      );
      assert.match(error.message, /: directory "\[LocalDS_0\] web-2"$/);
      assert.deepEqual(error.details.left, ['directory "[LocalDS_0] web-2"']);
      assert.ok(isFault(error.cause, "NoDiskSpace"));
      return true;
    });
  },
);

vcsimTest(
  "cloneByCopy() makes the clone and says that its snapshot is left",
  { model: "esx" },
  async (vcsim) => {
    await using vsphere = connectTo(vcsim);
    await vcsim.fault({ method: "RemoveSnapshot_Task", fault: "TaskInProgress" });
    const { structured } = await cloneVm.call(args, contextOf(vsphere));
    assert.match(String(structured.moref), /^vm-/);
    assert.match(
      String(structured.notes),
      /^Could not remove snapshot "Temporary for clone_vm \(\w+\)" of virtual machine "ha-host_VM0": /,
    );
    const removals = writes(await vcsim.log()).filter((method) => method === "RemoveSnapshot_Task");
    assert.equal(removals.length, 1);
  },
);
