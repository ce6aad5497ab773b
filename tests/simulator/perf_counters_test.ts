import assert from "node:assert/strict";
import { dataAt, isData, isList, made, numberAt, textAt } from "../../src/simulator/core/value.ts";
import { writeTyped } from "../../src/simulator/core/write.ts";
import { PERFORMANCE_PROPERTIES } from "../../src/simulator/methods/performance.ts";
import { counterByName, perfCounters } from "../../src/simulator/perf/counters.ts";
import { hostLoad, vmLoad } from "../../src/simulator/perf/load.ts";
import { MANAGED } from "../../src/simulator/wire/schema.ts";
import type { ModelName } from "../../src/simulator/world/world.ts";
import { perfCounters as fetchCounters } from "../../src/vsphere/perf/counters.ts";
import { vcsimTest } from "../support/vcsim.ts";
import { connectTo } from "../support/vsphere.ts";
import { isFault, PerfStage } from "./perf_stage.ts";
import { NOON } from "./small_world.ts";

const DAY_MS = 86_400_000;

Deno.test("perfCounters() numbers counters as the two kinds of server do", () => {
  const names = ["cpu.usage", "mem.usage", "disk.usage", "net.usage", "virtualDisk.totalReadLatency"]
    .map((name) => `${name}.average`);
  const ids = (model: ModelName) =>
    [...names, "cpu.ready.summation"].map((name) => counterByName(model, name)?.id);

  assert.deepEqual(ids("vcenter"), [2, 24, 125, 143, 175, 12]);
  assert.deepEqual(ids("esxi"), [1, 65_537, 131_073, 196_609, 589_828, 11]);
});

for (const [ours, model] of [["vcenter", "vpx"], ["esxi", "esx"]] as const) {
  vcsimTest(`perfCounters() of ${ours} are those that govmomi has captured`, { model }, async (vcsim) => {
    await using vsphere = connectTo(vcsim);

    const theirs = [...(await vsphere.session.run(fetchCounters)).values()];

    const known = perfCounters(ours);
    assert.equal(known.length, theirs.length);
    assert.deepEqual(
      theirs.filter(({ name, id }) => counterByName(ours, name)?.id !== id),
      [],
    );
  });
}

Deno.test("the properties of the PerformanceManager can be written and name the collected periods", () => {
  for (const [model, periods] of [["vcenter", [300, 1800, 7200, 86_400]], ["esxi", [300]]] as const) {
    const { world } = new PerfStage(model);
    for (const field of MANAGED.typeOf("PerformanceManager").fields) {
      const value = PERFORMANCE_PROPERTIES[field.name]?.(undefined, { world, session: undefined });
      if (value !== undefined) writeTyped("val", value, { field, version: "8.0.3.0" });
    }
    const intervals = PERFORMANCE_PROPERTIES.historicalInterval?.(undefined, { world, session: undefined });
    const list = made(intervals);
    assert(isList(list));
    assert.deepEqual(list.map(made).filter(isData).map((item) => item.samplingPeriod), periods);
  }
});

Deno.test("QueryPerfCounter describes counters and refuses unknown ids", async () => {
  const stage = new PerfStage();

  const [counter] = await stage.call("QueryPerfCounter", { counterId: [12] });

  assert.equal(textAt(dataAt(counter, "nameInfo"), "key"), "ready");
  assert.deepEqual([textAt(counter, "rollupType"), numberAt(counter, "level")], ["summation", 1]);
  await assert.rejects(stage.call("QueryPerfCounter", { counterId: [12, 9999] }), isFault("InvalidArgument"));
});

Deno.test("vmLoad() is higher by day, the same within 20 seconds and nothing before the start", () => {
  const { busy, off } = new PerfStage();
  const night = vmLoad(busy, NOON - DAY_MS / 2);

  assert.ok(vmLoad(busy, NOON).cpuMhz > 3 * night.cpuMhz && night.cpuMhz > 0);
  assert.deepEqual(vmLoad(busy, NOON + 19_999), vmLoad(busy, NOON));
  assert.notDeepEqual(vmLoad(busy, NOON + 20_000), vmLoad(busy, NOON));
  for (const load of [vmLoad(off, NOON), vmLoad(busy, NOON - 5 * DAY_MS - 1)]) {
    assert.deepEqual(new Set(Object.values(load)), new Set([0]));
  }
});

Deno.test("hostLoad() adds its machines and something of its own up", () => {
  const { busy, place: { hosts: [host] } } = new PerfStage();
  const [load, machine] = [hostLoad(host, NOON), vmLoad(busy, NOON)];

  assert.equal(load.transmitKbps, machine.transmitKbps);
  assert.ok(load.cpuMhz > machine.cpuMhz && load.consumedKb > machine.consumedKb);
  assert.equal(load.cpuPercent.toFixed(1), (100 * load.cpuMhz / host.cpuCapacityMhz).toFixed(1));
});
