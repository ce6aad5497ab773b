import assert from "node:assert/strict";
import { runTask } from "../../src/vsphere/tasks.ts";
import { farSideTest } from "../support/far_sides.ts";
import { simulatorTest } from "../support/simulator.ts";
import { connectTo } from "../support/vsphere.ts";

farSideTest(
  "Inventory.current() costs one round trip once it is known, and calls at a time share it",
  {},
  async (farSide) => {
    await using vsphere = connectTo(farSide);
    await vsphere.inventory.current();
    await farSide.clearLog();
    await vsphere.inventory.current();
    await Promise.all(Array.from({ length: 16 }, () => vsphere.inventory.current()));
    assert.deepEqual((await farSide.log()).map(({ method }) => method), [
      "WaitForUpdatesEx",
      "WaitForUpdatesEx",
    ]);
  },
);

farSideTest(
  "Inventory.current() shows at once what another session did",
  {},
  async (farSide, { vm: name }) => {
    await using vsphere = connectTo(farSide);
    await using other = connectTo(farSide);
    const find = async () => (await vsphere.inventory.current()).vms().find((vm) => vm.name === name);
    const before = await find();
    assert.equal(before?.["runtime.powerState"], "poweredOn");
    const wait = { signal: new AbortController().signal, action: "act" };
    await runTask(other, { method: "PowerOffVM_Task", target: before.ref }, wait);
    assert.equal((await find())?.["runtime.powerState"], "poweredOff");
    await runTask(other, { method: "Destroy_Task", target: before.ref }, wait);
    assert.equal(await find(), undefined);
  },
);

farSideTest(
  "a client sees its own writes, also those that the server tells nobody of",
  {},
  async (farSide, { vm: name }) => {
    await using vsphere = connectTo(farSide);
    const find = async () => (await vsphere.inventory.current()).vms().find((vm) => vm.name === name);
    const before = await find();
    assert.ok(before !== undefined);
    const call = {
      method: "ReconfigVM_Task",
      target: before.ref,
      args: { spec: { annotation: "new" } },
    } as const;
    await runTask(vsphere, call, { signal: new AbortController().signal, action: "reconfigure" });
    assert.equal((await find())?.["config.annotation"], "new");
  },
);

simulatorTest(
  "a later look at 10,000 machines costs one round trip",
  { vms: 10_000 },
  async (simulator) => {
    await using vsphere = connectTo(simulator);
    await simulator.clearLog();
    const mirror = await vsphere.inventory.current();
    assert.equal(mirror.vms().length, 10_000);
    await simulator.clearLog();
    await vsphere.inventory.current();
    assert.deepEqual((await simulator.log()).map(({ method }) => method), ["WaitForUpdatesEx"]);
  },
);
