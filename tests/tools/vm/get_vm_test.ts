import assert from "node:assert/strict";
import getVm from "../../../src/tools/vm/get_vm.ts";
import { findVm } from "../../../src/vsphere/find.ts";
import { contextOf } from "../../support/context.ts";
import { runTask } from "../../../src/vsphere/tasks.ts";
import { farSideTest } from "../../support/far_sides.ts";
import { vcsimTest } from "../../support/vcsim.ts";
import { connectTo } from "../../support/vsphere.ts";

vcsimTest("get_vm tells configuration, disks, network cards and place", {}, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  const { structured: vm, text } = await getVm.call({ name: "DC0_H0_VM0" }, contextOf(vsphere));
  assert.equal(vm.path, "/DC0/vm/DC0_H0_VM0");
  assert.equal(vm.power_state, "poweredOn");
  assert.equal(vm.is_template, false);
  assert.deepEqual(vm.cpu, { count: 1, cores_per_socket: 1, usage_mhz: 0 });
  assert.equal(vm.host, "DC0_H0");
  assert.equal(vm.resource_pool, "Resources");
  assert.deepEqual(vm.datastores, ["LocalDS_0"]);
  assert.deepEqual(vm.disks, [{
    label: "disk-202-0",
    capacity_gb: 10,
    is_thin: true,
    datastore: "LocalDS_0",
    file: "[LocalDS_0] DC0_H0_VM0/disk1.vmdk",
    mode: "persistent",
  }]);
  assert.ok(Array.isArray(vm.nics) && vm.nics.length === 1);
  assert.equal(vm.nics[0].network, "DC0_DVPG0");
  assert.match(text, /^\/DC0\/vm\/DC0_H0_VM0 \(vm-\d+\) is poweredOn on host DC0_H0\n1 CPU, 32 MB, /);
});

vcsimTest("get_vm names the network of a standard port group", { model: "esx" }, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  const { structured: vm } = await getVm.call({ name: "ha-host_VM0" }, contextOf(vsphere));
  assert.ok(Array.isArray(vm.nics));
  assert.equal(vm.nics[0].network, "VM Network");
  assert.equal(vm.host, "localhost.localdomain");
});

vcsimTest(
  "get_vm counts snapshots, parents before children, and marks the current one",
  {},
  async (vcsim) => {
    await using vsphere = connectTo(vcsim);
    const context = contextOf(vsphere);
    const { ref: target } = await findVm(vsphere, "DC0_H0_VM0");
    for (const name of ["before update", "after update"]) {
      const args = { name, description: "", memory: false, quiesce: false };
      await runTask(vsphere, { method: "CreateSnapshot_Task", target, args }, {
        signal: context.signal,
        action: "create a snapshot",
      });
    }
    const { structured, text } = await getVm.call({ name: "DC0_H0_VM0" }, context);
    const { snapshots } = structured;
    assert.ok(typeof snapshots === "object" && snapshots !== null && "list" in snapshots);
    assert.ok(Array.isArray(snapshots.list));
    assert.deepEqual(snapshots.list.map(({ name, depth, is_current }) => ({ name, depth, is_current })), [
      { name: "before update", depth: 0, is_current: false },
      { name: "after update", depth: 1, is_current: true },
    ]);
    assert.match(text, /\n2 snapshot\(s\), the oldest 0 day\(s\) old/);
  },
);

vcsimTest("get_vm costs two requests at a time once the inventory is known", {}, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  const context = contextOf(vsphere);
  await getVm.call({ name: "DC0_H0_VM0" }, context);
  await vcsim.clearLog();
  await getVm.call({ name: "DC0_H0_VM0" }, context);
  const requests = (await vcsim.log()).map(({ method }) => method);
  assert.deepEqual(requests.toSorted(), ["RetrievePropertiesEx", "WaitForUpdatesEx"]);
});

farSideTest(
  "get_vm shows whom the name means now, whatever it meant before",
  {},
  async (farSide, { vm: name, others }) => {
    await using vsphere = connectTo(farSide);
    await using elsewhere = connectTo(farSide);
    const context = contextOf(vsphere);
    const before = (await getVm.call({ name }, context)).structured.moref;
    const [other = ""] = others;
    const next = (await getVm.call({ name: other }, context)).structured.moref;
    const rename = async (moref: unknown, newName: string) =>
      await runTask(elsewhere, {
        method: "Rename_Task",
        target: { type: "VirtualMachine", value: String(moref) },
        args: { newName },
      }, { signal: context.signal, action: "rename" });
    await rename(before, "was-renamed");
    await rename(next, name);
    assert.partialDeepStrictEqual((await getVm.call({ name }, context)).structured, { moref: next, name });
  },
);
