import assert from "node:assert/strict";
import { UserError } from "../../../src/errors.ts";
import cloneVm from "../../../src/tools/vm/clone_vm.ts";
import getVm from "../../../src/tools/vm/get_vm.ts";
import { isFault } from "../../../src/vsphere/faults.ts";
import { findVm } from "../../../src/vsphere/find.ts";
import { readPlaces } from "../../../src/vsphere/placement/rows.ts";
import { contextOf } from "../../support/context.ts";
import { vcsimTest } from "../../support/vcsim.ts";
import { connectTo, markAsTemplate } from "../../support/vsphere.ts";
import { powerOff, recorder, run, takeSnapshot, writes } from "../../vsphere/clone/fixture.ts";

/** On a standalone host of vcsim's vCenter model. */
const SOURCE = "DC0_H0_VM0";
/** In a cluster with DRS. */
const CLUSTERED = "DC0_C0_RP0_VM0";

vcsimTest(
  "clone_vm clones on vCenter with the seed's arguments alone, where the source is",
  {},
  async (vcsim) => {
    using record = recorder("CloneVM_Task");
    // A configured datastore is for new machines: a clone stays on the source's.
    const defaults = { network: "VM Network", datastore: "LocalDS_1" };
    await using vsphere = connectTo(vcsim, { fetch: record.fetch, defaults });
    const context = contextOf(vsphere);
    const { structured, text } = await cloneVm.call({ template_name: SOURCE, new_name: "web-2" }, context);
    const { moref, task, ...rest } = structured;
    assert.deepEqual(rest, {
      name: "web-2",
      path: "/DC0/vm/web-2",
      source: `/DC0/vm/${SOURCE}`,
      method: "clone",
      datacenter: "DC0",
      host: "DC0_H0",
      resource_pool: "/DC0/host/DC0_H0/Resources",
      folder: "/DC0/vm",
      datastores: ["LocalDS_0"],
      linked: false,
      power_state: "poweredOff",
      placement: [
        "As at the source: datastore, folder /DC0/vm, resource pool /DC0/host/DC0_H0/Resources, host DC0_H0",
      ],
      notes: [],
      status: "done",
    });
    assert.match(String(task), /^task-\d+$/);
    assert.match(
      text,
      /^Cloned \/DC0\/vm\/DC0_H0_VM0 to \/DC0\/vm\/web-2 \(.+\) by clone, poweredOff\nOn DC0_H0, /,
    );
    assert.match(
      record.sent[0] ?? "",
      /<name>web-2<\/name><spec><location><pool type="ResourcePool">[^<]+<\/pool><host type="HostSystem">[^<]+<\/host><\/location><template>false<\/template><powerOn>false<\/powerOn><\/spec>/,
    );
    const { structured: copy } = await getVm.call({ name: String(moref) }, context);
    assert.deepEqual(copy.datastores, ["LocalDS_0"]);
  },
);

vcsimTest("clone_vm asks four times beside the write", {}, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  await readPlaces(vsphere);
  await vsphere.inventory.current();
  await vcsim.clearLog();
  await cloneVm.call({ template_name: SOURCE, new_name: "web-2" }, contextOf(vsphere));
  const log = (await vcsim.log()).map(({ method }) => method);
  const reads = log.slice(0, log.indexOf("CloneVM_Task"));
  assert.deepEqual(reads, [
    "WaitForUpdatesEx",
    "RetrievePropertiesEx",
    "RetrievePropertiesEx",
    "FindChild",
  ]);
});

vcsimTest("clone_vm leaves the host of a cluster with DRS to DRS and keeps the pool", {}, async (vcsim) => {
  using record = recorder("CloneVM_Task");
  await using vsphere = connectTo(vcsim, { fetch: record.fetch });
  const { structured } = await cloneVm.call(
    { template_name: CLUSTERED, new_name: "web-2" },
    contextOf(vsphere),
  );
  assert.equal(structured.host, undefined);
  assert.equal(structured.resource_pool, "/DC0/host/DC0_C0/Resources");
  assert.doesNotMatch(record.sent[0] ?? "", /<host /);
});

vcsimTest("clone_vm goes where it is told", { args: ["-datastore", "2", "-folder", "1"] }, async (vcsim) => {
  using record = recorder("CloneVM_Task");
  await using vsphere = connectTo(vcsim, { fetch: record.fetch });
  const { structured, text } = await cloneVm.call({
    template_name: SOURCE,
    new_name: "web-2",
    datastore: "LocalDS_1",
    host: "DC0_C0_H1",
    power_on: true,
    thin: true,
  }, contextOf(vsphere));
  assert.deepEqual(structured.datastores, ["LocalDS_1"]);
  assert.equal(structured.host, "DC0_C0_H1");
  assert.match(String(structured.resource_pool), /\/DC0_C0\/Resources$/);
  assert.equal(structured.power_state, "poweredOn");
  assert.match(text, /, poweredOn\n/);
  const sent = record.sent[0] ?? "";
  assert.match(
    sent,
    /<location><datastore type="Datastore">[^<]+<\/datastore><pool .*<host .*<disk><diskId>\d+<\/diskId>/,
  );
  assert.match(
    sent,
    /<diskBackingInfo xsi:type="VirtualDiskFlatVer2BackingInfo"><fileName>\[LocalDS_1\]<\/fileName><diskMode>persistent<\/diskMode><thinProvisioned>true<\/thinProvisioned><\/diskBackingInfo><\/disk><\/location>/,
  );
  assert.match(sent, /<powerOn>true<\/powerOn>/);
});

vcsimTest("clone_vm makes a machine of a template, with a pool", {}, async (vcsim) => {
  using record = recorder("CloneVM_Task");
  await using vsphere = connectTo(vcsim, { fetch: record.fetch });
  const target = await powerOff(vsphere, SOURCE);
  await markAsTemplate(vsphere, target);
  const { structured } = await cloneVm.call({ template_name: SOURCE, new_name: "web-2" }, contextOf(vsphere));
  assert.equal(structured.resource_pool, "/DC0/host/DC0_H0/Resources");
  assert.match(record.sent[0] ?? "", /<pool type="ResourcePool">/);
  assert.equal((await findVm(vsphere, "web-2")).isTemplate, false);
});

vcsimTest("clone_vm makes a template's machine in the configured cluster", {}, async (vcsim) => {
  await using vsphere = connectTo(vcsim, { defaults: { network: "VM Network", cluster: "DC0_C0" } });
  const target = await powerOff(vsphere, SOURCE);
  await markAsTemplate(vsphere, target);
  const { structured } = await cloneVm.call({ template_name: SOURCE, new_name: "web-2" }, contextOf(vsphere));
  assert.equal(structured.resource_pool, "/DC0/host/DC0_C0/Resources");
});

vcsimTest("clone_vm takes a machine out of a vApp into the folder and pool around it", {
  args: ["-app", "1"],
}, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  const { structured } = await cloneVm.call(
    { template_name: "DC0_C0_APP0_VM0", new_name: "web-2" },
    contextOf(vsphere),
  );
  assert.equal(structured.path, "/DC0/vm/web-2");
  assert.equal(structured.resource_pool, "/DC0/host/DC0_C0/Resources");
});

vcsimTest("clone_vm shares the current snapshot's disks in a linked clone", {}, async (vcsim) => {
  using record = recorder("CloneVM_Task");
  await using vsphere = connectTo(vcsim, { fetch: record.fetch });
  const context = contextOf(vsphere);
  const args = { template_name: SOURCE, new_name: "web-2", linked: true };
  await assert.rejects(cloneVm.call(args, context), {
    kind: "conflict",
    message:
      /^Cannot make a linked clone of "DC0_H0_VM0": it has no current snapshot .*; create a snapshot of it first/,
  });
  const { ref } = await findVm(vsphere, SOURCE);
  await takeSnapshot(vsphere, ref, "base");
  const { structured } = await cloneVm.call(args, context);
  assert.equal(structured.linked, true);
  assert.match(
    record.sent[0] ?? "",
    /<location><diskMoveType>createNewChildDiskBacking<.*<snapshot type="VirtualMachineSnapshot">[^<]+<\/snapshot><\/spec>/,
  );
});

const CONTRADICTIONS = [
  [{ thin: true }, /thin has no meaning; leave thin or linked out$/],
  [{ datastore: "LocalDS_0" }, /its disks stay beside those they share; leave datastore or linked out$/],
] as const;
vcsimTest("clone_vm refuses what contradicts a linked clone", {}, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  for (const [more, message] of CONTRADICTIONS) {
    const args = { template_name: SOURCE, new_name: "web-2", linked: true, ...more };
    await assert.rejects(cloneVm.call(args, contextOf(vsphere)), { kind: "invalid", message });
  }
  assert.deepEqual(writes(await vcsim.log()), []);
});

vcsimTest("clone_vm refuses a name that is taken in the folder", {}, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  const args = { template_name: SOURCE, new_name: CLUSTERED };
  await assert.rejects(cloneVm.call(args, contextOf(vsphere)), { kind: "conflict" });
  assert.deepEqual(writes(await vcsim.log()), []);
});

vcsimTest("clone_vm throws the fault of the server", {}, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  await vcsim.fault({ method: "CloneVM_Task", fault: "NoDiskSpace" });
  for (const power_on of [false, true]) {
    const args = { template_name: SOURCE, new_name: "web-2", power_on };
    await assert.rejects(cloneVm.call(args, contextOf(vsphere)), (error) => {
      assert.ok(isFault(error, "NoDiskSpace"));
      assert.match(error.message, /^Cannot clone virtual machine "DC0_H0_VM0" to "web-2": /);
      return true;
    });
  }
});

vcsimTest("clone_vm answers with the clone when only its power-on failed", {}, async (vcsim) => {
  await using other = connectTo(vcsim);
  const { rows } = await readPlaces(other);
  const target = rows.HostSystem.find(({ name }) => name === "DC0_H0")?.ref;
  assert.ok(target !== undefined);
  // The host goes into maintenance after it was chosen.
  using record = recorder(
    "FindChild",
    () => run(other, "EnterMaintenanceMode_Task", { target, args: { timeout: 0 } }),
  );
  await using vsphere = connectTo(vcsim, { fetch: record.fetch });
  const args = { template_name: SOURCE, new_name: "web-2", power_on: true };
  const { structured, text } = await cloneVm.call(args, contextOf(vsphere));
  const { ref, powerState } = await findVm(other, "web-2");
  assert.equal(structured.moref, ref.value);
  assert.equal(structured.power_state, powerState);
  assert.equal(powerState, "poweredOff");
  assert.match(String(structured.power_on_error), /^Cannot clone virtual machine/);
  assert.match(text, /\nIt exists, but: /);
});

vcsimTest(
  "clone_vm answers running with the task's id when the time is over",
  { args: ["-method-delay", "CloneVm:1500"] },
  async (vcsim) => {
    await using vsphere = connectTo(vcsim, { taskTimeoutMs: 100 });
    const args = { template_name: SOURCE, new_name: "web-2" };
    const { structured, text } = await cloneVm.call(args, contextOf(vsphere));
    assert.equal(structured.status, "running");
    assert.equal(structured.moref, undefined);
    assert.match(String(structured.task), /^task-\d+$/);
    assert.match(text, /^Cloning \/DC0\/vm\/DC0_H0_VM0 to web-2: still running as task "task-\d+"/);
  },
);

vcsimTest("clone_vm takes names as people write them", {}, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  const context = contextOf(vsphere);
  for (const new_name of ['ünï 🎈 "q" & <x>', "x".repeat(80)]) {
    const { structured } = await cloneVm.call({ template_name: `/DC0/vm/${SOURCE}`, new_name }, context);
    assert.equal((await findVm(vsphere, new_name)).ref.value, structured.moref);
  }
  await assert.rejects(
    cloneVm.call({ template_name: SOURCE, new_name: "x".repeat(81) }, context),
    (error) => error instanceof UserError && error.kind === "invalid",
  );
});
