import assert from "node:assert/strict";
import tool, { describeVmStats } from "../../../src/tools/vm/get_vm_performance.ts";
import type { ToolAnswer } from "../../../src/tools/tool.ts";
import { runTask } from "../../../src/vsphere/tasks.ts";
import { findVm } from "../../../src/vsphere/find.ts";
import { vmStats } from "../../../src/vsphere/perf/vm_stats.ts";
import type { Vsphere } from "../../../src/vsphere/vsphere.ts";
import { contextOf } from "../../support/context.ts";
import { vcsimTest } from "../../support/vcsim.ts";
import { connectTo } from "../../support/vsphere.ts";

function call(vsphere: Vsphere, args: unknown): Promise<ToolAnswer> {
  return tool.call(args, contextOf(vsphere));
}

const unattended = { signal: new AbortController().signal, action: "set the scene" };

const models = [{ model: "vpx", name: "DC0_H0_VM0" }, { model: "esx", name: "ha-host_VM0" }] as const;

for (const { model, name } of models) {
  vcsimTest(`get_vm_performance answers with numbers and text on the ${model} model`, {
    model,
  }, async (vcsim) => {
    await using vsphere = connectTo(vcsim);
    const { structured, text } = await call(vsphere, { name });
    const stats = vmStats.parse(structured);
    assert.equal(stats.vm, name);
    assert.equal(text, describeVmStats(stats));
    assert.match(text, new RegExp(`^${name} \\(${stats.moref}\\) is poweredOn`));
  });

  vcsimTest(`get_vm_performance says why a powered-off VM of the ${model} model has no load`, {
    model,
  }, async (vcsim) => {
    await using vsphere = connectTo(vcsim);
    const { ref } = await findVm(vsphere, name);
    await runTask(vsphere, { method: "PowerOffVM_Task", target: ref }, unattended);
    const { structured, text } = await call(vsphere, { name });
    assert.equal(structured.cpu_usage, 0);
    assert.match(text, /\nNote: It is poweredOff: nothing runs, so its load is 0$/);
  });
}

vcsimTest("get_vm_performance costs three requests once the session is warm", {}, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  await call(vsphere, { name: "DC0_H0_VM0" });
  await vcsim.clearLog();
  await call(vsphere, { name: "DC0_H0_VM0" });
  const methods = (await vcsim.log()).map(({ method }) => method);
  assert.deepEqual(methods.toSorted(), ["QueryPerf", "RetrievePropertiesEx", "WaitForUpdatesEx"]);
});

vcsimTest("get_vm_performance refuses an unknown and an empty name", {}, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  await assert.rejects(call(vsphere, { name: "DC0_H0_VM9" }), {
    kind: "not_found",
    message: /closest: "DC0_/,
  });
  await assert.rejects(call(vsphere, { name: "" }), { name: "ZodError" });
});

Deno.test("describeVmStats() names every number with its unit", () => {
  const text = describeVmStats({
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
    uptime_seconds: 93_784,
    sample_time: "2026-03-01T10:00:20.000Z",
    interval_seconds: 20,
  });
  assert.equal(
    text,
    `web-1 (vm-7) is poweredOn, up 1 d 2 h 3 min
CPU: 2500 MHz, 62.5 % of its vCPUs, ready 2 %
Memory: 1024 MB active, 4096 MB consumed, 2 MB ballooned, 1.5 MB swapped
Network: 30 KB/s sent, 300 KB/s received
Disk: 3 KB/s read, 90 KB/s written, latency 11 ms; 12.5 GB used on datastores
Sample: 2026-03-01T10:00:20.000Z, over 20 s`,
  );
});

Deno.test("describeVmStats() says unknown where there is no number", () => {
  const text = describeVmStats({
    vm: "web-1",
    moref: "vm-7",
    power_state: "unknown",
    cpu_usage: 0,
    memory_usage: 0,
    storage_usage: 0,
    network_transmit_KBps: 0,
    network_receive_KBps: 0,
    note: "Cannot read it",
  });
  assert.match(text, /CPU: 0 MHz, unknown of its vCPUs, ready unknown\n/);
  assert.match(text, /\nNote: Cannot read it$/);
  assert.doesNotMatch(text, /undefined|Sample/);
});
