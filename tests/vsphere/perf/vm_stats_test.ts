import assert from "node:assert/strict";
import { findVm } from "../../../src/vsphere/find.ts";
import { runTask } from "../../../src/vsphere/tasks.ts";
import { readVmStats, toVmStats, vmStats } from "../../../src/vsphere/perf/vm_stats.ts";
import { vcsimTest } from "../../support/vcsim.ts";
import { connectTo } from "../../support/vsphere.ts";
import { everything, reading } from "./load_reading.ts";

const vm = { ref: { type: "VirtualMachine", value: "vm-7" }, name: "web-1" };

const quickStats = {
  overallCpuUsage: 111,
  guestMemoryUsage: 222,
  hostMemoryUsage: 333,
  balloonedMemory: 4,
  swappedMemory: 5,
  uptimeSeconds: 86_400,
};

const properties = {
  "runtime.powerState": "poweredOn",
  "runtime.connectionState": "connected",
  "summary.config.numCpu": 4,
  "summary.storage.committed": 12.5 * 2 ** 30,
  "summary.quickStats": quickStats,
};

Deno.test("toVmStats() takes every number from the sample, transmit and receive not swapped", () => {
  assert.deepEqual(toVmStats({ vm, properties, reading: reading(everything) }), {
    vm: "web-1",
    moref: "vm-7",
    power_state: "poweredOn",
    cpu_usage: 2500,
    cpu_usage_percent: 62.5,
    cpu_ready_percent: 2,
    memory_usage: 1024,
    memory_consumed_mb: 4096,
    memory_active_mb: 1024,
    memory_balloon_mb: 2,
    memory_swapped_mb: 1.5,
    storage_usage: 12.5,
    network_transmit_KBps: 30,
    network_receive_KBps: 300,
    disk_read_KBps: 3,
    disk_write_KBps: 90,
    disk_latency_ms: 11,
    uptime_seconds: 86_400,
    sample_time: "2026-03-01T10:00:20.000Z",
    interval_seconds: 20,
  });
});

Deno.test("toVmStats() leaves out what the server left out and names what is 0 for want of a number", () => {
  const stats = toVmStats({
    vm,
    properties,
    reading: reading({ "cpu.usagemhz.average": 5, "mem.active.average": 1024 }),
  });
  assert.equal(stats.network_transmit_KBps, 0);
  assert.equal("disk_latency_ms" in stats, false);
  assert.equal("cpu_ready_percent" in stats, false);
  assert.match(stats.note ?? "", /Unknown and shown as 0: network_transmit_KBps, network_receive_KBps$/);
});

Deno.test("toVmStats() says which numbers came from quick statistics because the sample has a gap there", () => {
  const stats = toVmStats({
    vm,
    properties,
    reading: reading({ ...everything, "cpu.usagemhz.average": -1 }),
  });
  assert.deepEqual([stats.cpu_usage, stats.memory_usage], [111, 1024]);
  assert.equal(stats.note, "From quick statistics, not from the sample: cpu_usage");
});

Deno.test("toVmStats() uses quick statistics when there is no sample and says so", () => {
  const stats = toVmStats({ vm, properties });
  assert.deepEqual(
    [stats.cpu_usage, stats.memory_usage, stats.memory_consumed_mb, stats.memory_active_mb],
    [111, 222, 333, 222],
  );
  assert.deepEqual([stats.memory_balloon_mb, stats.memory_swapped_mb, stats.uptime_seconds], [4, 5, 86_400]);
  assert.equal("sample_time" in stats, false);
  assert.match(stats.note ?? "", /^The server has no real-time sample of it/);
  assert.match(stats.note ?? "", /From quick statistics, not from the sample: cpu_usage, memory_usage/);
});

Deno.test("toVmStats() copes with a machine of which nothing can be read", () => {
  const nothing = {
    "runtime.powerState": undefined,
    "runtime.connectionState": "inaccessible",
    "summary.config.numCpu": undefined,
    "summary.storage.committed": undefined,
    "summary.quickStats": undefined,
  };
  const stats = toVmStats({ vm, properties: nothing, problem: "Cannot read it" });
  assert.deepEqual(stats, {
    vm: "web-1",
    moref: "vm-7",
    power_state: "unknown",
    cpu_usage: 0,
    memory_usage: 0,
    storage_usage: 0,
    network_transmit_KBps: 0,
    network_receive_KBps: 0,
    note: "Its connection state is inaccessible: numbers may be old or absent. Cannot read it. " +
      "Unknown and shown as 0: cpu_usage, memory_usage, storage_usage, network_transmit_KBps, network_receive_KBps",
  });
});

Deno.test("toVmStats() shows no old load of a machine that has been powered off", () => {
  const off = { ...properties, "runtime.powerState": "poweredOff" };
  const stats = toVmStats({ vm, properties: off, reading: reading(everything) });
  assert.deepEqual(
    [stats.cpu_usage, stats.memory_consumed_mb, stats.disk_latency_ms, stats.uptime_seconds],
    [0, 0, 0, 0],
  );
  assert.equal(stats.storage_usage, 12.5);
  assert.equal("sample_time" in stats, false);
  assert.equal(stats.note, "It is poweredOff: nothing runs, so its load is 0");
});

const unattended = { signal: new AbortController().signal, action: "set the scene" };

const models = [{ model: "vpx", name: "DC0_H0_VM0" }, { model: "esx", name: "ha-host_VM0" }] as const;

for (const { model, name } of models) {
  vcsimTest(`readVmStats() measures a running machine of the ${model} model`, { model }, async (vcsim) => {
    await using vsphere = connectTo(vcsim);
    const found = await findVm(vsphere, name);
    const stats = vmStats.parse(await readVmStats(vsphere, found));
    assert.deepEqual([stats.vm, stats.moref, stats.power_state], [name, found.ref.value, "poweredOn"]);
    assert.equal(stats.interval_seconds, 20);
    // The simulator's numbers are noise around canned ones; this one is never 0.
    assert(stats.cpu_usage > 0);
    assert(Math.abs(Date.now() - Date.parse(stats.sample_time ?? "")) < 60_000);
    for (const number of ["cpu_usage_percent", "cpu_ready_percent", "disk_latency_ms", "disk_read_KBps"]) {
      assert.equal(typeof stats[number], "number", number);
    }
  });

  vcsimTest(`readVmStats() asks nobody for samples of a stopped machine of the ${model} model`, {
    model,
  }, async (vcsim) => {
    await using vsphere = connectTo(vcsim);
    for (
      const [method, state] of [["SuspendVM_Task", "suspended"], ["PowerOffVM_Task", "poweredOff"]] as const
    ) {
      const { ref } = await findVm(vsphere, name);
      await runTask(vsphere, { method, target: ref }, unattended);
      const stopped = await findVm(vsphere, name);
      await vcsim.clearLog();
      const stats = await readVmStats(vsphere, stopped);
      assert.deepEqual([stats.power_state, stats.cpu_usage, stats.cpu_usage_percent], [state, 0, 0]);
      assert.match(stats.note ?? "", new RegExp(`It is ${state}`));
      assert.deepEqual((await vcsim.log()).map(({ method }) => method), ["RetrievePropertiesEx"]);
    }
  });
}

vcsimTest(
  "readVmStats() costs two requests at the same time once the counters are known",
  {},
  async (vcsim) => {
    await using vsphere = connectTo(vcsim);
    const found = await findVm(vsphere, "DC0_H0_VM0");
    await readVmStats(vsphere, found);
    await vcsim.clearLog();
    await readVmStats(vsphere, found);
    const methods = (await vcsim.log()).map(({ method }) => method);
    assert.deepEqual(methods.toSorted(), ["QueryPerf", "RetrievePropertiesEx"]);
  },
);

vcsimTest("readVmStats() tells the rest without the privilege on statistics, and why", {}, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  const found = await findVm(vsphere, "DC0_H0_VM0");
  await vcsim.fault({ method: "QueryPerf", fault: "NoPermission", fields: { privilegeId: "System.Read" } });
  const stats = vmStats.parse(await readVmStats(vsphere, found));
  assert.equal(stats.power_state, "poweredOn");
  assert.equal("sample_time" in stats, false);
  assert.match(stats.note ?? "", /Cannot read the performance statistics: .*System\.Read/);
  assert.match(stats.note ?? "", /Unknown and shown as 0: .*network_transmit_KBps, network_receive_KBps/);
});

vcsimTest("readVmStats() logs in again when the session was lost", {}, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  const found = await findVm(vsphere, "DC0_H0_VM0");
  await vcsim.terminateSessions();
  const stats = await readVmStats(vsphere, found);
  assert.equal(typeof stats.sample_time, "string");
});

vcsimTest("readVmStats() refuses a machine that was deleted meanwhile", {}, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  const { ref } = await findVm(vsphere, "DC0_H0_VM0");
  await runTask(vsphere, { method: "PowerOffVM_Task", target: ref }, unattended);
  const found = await findVm(vsphere, "DC0_H0_VM0");
  await runTask(vsphere, { method: "Destroy_Task", target: ref }, unattended);
  await assert.rejects(readVmStats(vsphere, found), {
    kind: "not_found",
    message:
      'Cannot read the load of virtual machine "DC0_H0_VM0": it was deleted meanwhile; list_vms shows what is left',
  });
});

vcsimTest("readVmStats() passes on a failure that is none of the statistics", {}, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  const found = await findVm(vsphere, "DC0_H0_VM0");
  await vcsim.kill();
  await assert.rejects(readVmStats(vsphere, found), { kind: "unavailable" });
});
