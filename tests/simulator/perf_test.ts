import assert from "node:assert/strict";
import type { DataObject } from "../../src/simulator/core/value.ts";
import { datastoreLoad, vmLoad } from "../../src/simulator/perf/load.ts";
import { type Asked, isFault, PerfStage } from "./perf_stage.ts";
import { NOON } from "./small_world.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

function iso(at: number): string {
  return new Date(at).toISOString();
}

Deno.test("QueryPerf answers the same in both formats, oldest first, at multiples of 20 seconds", async () => {
  const stage = new PerfStage();
  await stage.place.clock.turn(7000);
  const names = ["cpu.usagemhz.average", "net.usage.average"];

  const csv = await stage.query(stage.busy, names, { maxSample: 3 });
  const plain = await stage.query(stage.busy, names, { maxSample: 3, format: "normal" });

  assert.deepEqual(csv.times, [NOON - 40_000, NOON - 20_000, NOON]);
  assert.equal(csv.values.size, 2);
  assert.deepEqual([plain.times, plain.values], [csv.times, csv.values]);
  assert.equal(csv.newest("cpu.usagemhz.average"), vmLoad(stage.busy, NOON + 7000).cpuMhz);
});

Deno.test("QueryPerf keeps an hour of real-time samples, without the start time and with the end time", async () => {
  const stage = new PerfStage();
  const timesOf = async (asked: Asked) => (await stage.query(stage.busy, ["cpu.usage.average"], asked)).times;

  const all = await timesOf({ startTime: iso(NOON - DAY_MS) });
  const some = await timesOf({ startTime: iso(NOON - 60_000), endTime: iso(NOON - 20_000), intervalId: 20 });

  assert.deepEqual([all.length, all[0], all.at(-1)], [180, NOON - HOUR_MS + 20_000, NOON]);
  assert.deepEqual(some, [NOON - 40_000, NOON - 20_000]);
  const turned = timesOf({ startTime: iso(NOON), endTime: iso(NOON - 20_000) });
  await assert.rejects(turned, isFault("InvalidArgument"));
});

Deno.test("QueryPerf keeps collected statistics by interval and level whatever maxSample says", async () => {
  const stage = new PerfStage();
  const names = ["cpu.ready.summation", "mem.active.average"];
  const [host] = stage.place.hosts;
  const kept: (readonly [number, number])[] = [];

  for (const intervalId of [300, 1800, 7200, 86_400]) {
    const { times, values } = await stage.query(host, names, { intervalId, maxSample: 1 });
    kept.push([times.length, values.size]);
  }

  assert.deepEqual(kept, [[288, 2], [336, 1], [360, 1], [365, 1]]);
});

Deno.test("QueryPerf sums up in long intervals what is counted", async () => {
  const stage = new PerfStage();
  const name = "cpu.ready.summation";

  const short = await stage.query(stage.starved, [name], { maxSample: 1 });
  const long = await stage.query(stage.starved, [name], { intervalId: 300 });

  assert.equal(long.newest(name), 15 * short.newest(name));
});

Deno.test("QueryPerf on ESXi has intervals of five minutes alone, of machines, hosts and pools", async () => {
  const stage = new PerfStage("esxi");
  const names = ["cpu.usage.average"];

  const day = await stage.query(stage.busy, names, { intervalId: 300 });

  assert.equal(day.values.get("cpu.usage.average")?.length, day.times.length);
  const longer = stage.query(stage.busy, names, { intervalId: 1800 });
  await assert.rejects(longer, isFault("InvalidArgument", { invalidProperty: "querySpec[0].intervalId" }));
  const datastore = stage.query(stage.place.datastore, names);
  await assert.rejects(datastore, isFault("InvalidArgument", { invalidProperty: "querySpec[0].entity" }));
});

Deno.test("QueryPerf shows which machine is starved", async () => {
  const stage = new PerfStage();
  const names = ["cpu.readiness.average", "virtualDisk.totalReadLatency.average", "mem.vmmemctl.average"];
  const asked = { maxSample: 1, instance: "*" };

  const fine = await stage.query(stage.busy, names, asked);
  const poor = await stage.query(stage.starved, names, asked);

  const numbers = ({ newest }: typeof fine) =>
    [newest("cpu.readiness.average") / 100, newest("virtualDisk.totalReadLatency.average scsi0:1")] as const;
  assert.ok(numbers(fine)[0] < 5 && numbers(fine)[1] < 20, String(numbers(fine)));
  const [readyPercent, latencyMs] = numbers(poor);
  assert.ok(readyPercent >= 20 && readyPercent <= 35, String(readyPercent));
  assert.ok(latencyMs >= 40 && latencyMs <= 120, String(latencyMs));
  assert.equal(fine.newest("mem.vmmemctl.average"), 0);
  assert.ok(poor.newest("mem.vmmemctl.average") > 0);
});

Deno.test("QueryPerf has nothing of a machine that is off, and of one that was started what came since", async () => {
  const stage = new PerfStage();
  const names = ["cpu.usage.average", "sys.uptime.latest"];

  const before = await stage.query(stage.off, names);
  stage.off.load = stage.busy.load;
  stage.off.powerState = "poweredOn";
  stage.off.bootedAt = NOON;
  await stage.place.clock.turn(300_000);
  const after = await stage.query(stage.off, names);

  assert.deepEqual([before.times, before.values.size], [[], 0]);
  assert.deepEqual([after.times.length, after.times[0]], [16, NOON]);
  const usage = after.values.get("cpu.usage.average") ?? [];
  assert.ok((usage[1] ?? 0) > 1.3 * (usage[5] ?? Infinity), "the start is a peak");
  assert.ok((usage.at(-1) ?? 0) > 1.3 * (usage[5] ?? Infinity), "the load comes bit by bit");
  assert.equal(after.newest("sys.uptime.latest"), 300);
});

Deno.test("QueryPerf has nothing from before a machine was made", async () => {
  const stage = new PerfStage();
  const { createdAt } = stage.busy;

  const { times } = await stage.query(stage.busy, ["cpu.usage.average"], { intervalId: 7200 });

  assert.deepEqual([times[0], times.length], [createdAt, 24 * 12 + 1]);
});

Deno.test("QueryPerf leaves out counters that the server or the object does not have", async () => {
  const stage = new PerfStage();
  const names = ["no.such.counter", "vmop.numPoweron.latest", "mem.usage.average"];

  const { values } = await stage.query(stage.busy, names, { maxSample: 1 });

  assert.deepEqual([...values.keys()], ["mem.usage.average"]);
});

Deno.test("QueryPerf brings the whole for no instance and all parts beside it for a star", async () => {
  const stage = new PerfStage();
  const names = ["cpu.usagemhz.average", "net.usage.average", "virtualDisk.numberReadAveraged.average"];

  const whole = await stage.query(stage.busy, names, { maxSample: 1 });
  const all = await stage.query(stage.busy, names, { maxSample: 1, instance: "*" });

  assert.deepEqual([...whole.values.keys()], ["cpu.usagemhz.average", "net.usage.average"]);
  assert.deepEqual([...all.values.keys()], [
    "cpu.usagemhz.average",
    "cpu.usagemhz.average 0",
    "cpu.usagemhz.average 1",
    "net.usage.average",
    "net.usage.average 4000",
    "virtualDisk.numberReadAveraged.average scsi0:0",
    "virtualDisk.numberReadAveraged.average scsi0:1",
  ]);
  const parts = all.newest("cpu.usagemhz.average 0") + all.newest("cpu.usagemhz.average 1");
  assert.ok(Math.abs(parts - all.newest("cpu.usagemhz.average")) <= 1);
});

Deno.test("QueryPerf brings everything that QueryAvailablePerfMetric tells of when no metric is named", async () => {
  const stage = new PerfStage();
  for (const entity of [stage.busy, stage.place.hosts[0], stage.place.datastore, stage.busy.host.compute]) {
    const available = await stage.call("QueryAvailablePerfMetric", { entity: entity.ref });
    const { values, times } = await stage.query(entity, []);

    assert.ok(available.length >= values.size && values.size > 10, entity.name);
    assert.ok([...values.values()].every((list) => list.length === times.length && list.every(isWhole)));
  }
  assert.deepEqual(await stage.call("QueryAvailablePerfMetric", { entity: stage.off.ref }), []);
});

function isWhole(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

Deno.test("QueryPerf counts in the units of the wire", async () => {
  const stage = new PerfStage();
  const names = ["cpu.usage.average", "mem.usage.average", "mem.consumed.average", "net.transmitted.average"];
  const load = vmLoad(stage.busy, NOON);

  const { newest } = await stage.query(stage.busy, names, { maxSample: 1 });

  assert.deepEqual(names.map(newest), [
    Math.round(load.cpuPercent * 100),
    Math.round(load.activeKb / (4096 * 1024) * 10_000),
    load.consumedKb,
    load.transmitKbps,
  ]);
});

Deno.test("QueryPerf on vCenter Server refuses more than 256 collected metrics, real-time ones never", async () => {
  const names = Array.from({ length: 129 }, () => "cpu.usage.average");
  const twice = (stage: PerfStage, intervalId: number) => {
    const querySpec = [stage.busy, stage.starved].map((vm) =>
      stage.spec(vm, names, { intervalId, startTime: iso(NOON - HOUR_MS / 2) })
    );
    return stage.call("QueryPerf", { querySpec });
  };

  const refused = isFault("RestrictedByAdministrator", { details: "vpxd.stats.maxQueryMetrics" });
  await assert.rejects(twice(new PerfStage(), 300), refused);
  assert.equal((await twice(new PerfStage(), 20)).length, 2);
  assert.equal((await twice(new PerfStage("esxi"), 300)).length, 2);
});

Deno.test("QueryPerf has datastores and clusters in collected statistics alone", async () => {
  const stage = new PerfStage();
  const { datastore } = stage.place;

  const { times, newest } = await stage.query(datastore, ["disk.capacity.latest", "datastore.read.average"]);

  assert.deepEqual([times.length, newest("disk.capacity.latest")], [288, 1e12 / 1024]);
  assert.equal(newest("datastore.read.average"), Math.round(datastoreLoad(datastore, NOON).diskReadKbps));
  for (const entity of [datastore, stage.busy.host.compute]) {
    const realtime = stage.query(entity, ["cpu.usage.average"], { intervalId: 20 });
    await assert.rejects(realtime, isFault("InvalidArgument", { invalidProperty: "querySpec.interval" }));
  }
});

Deno.test("QueryPerfProviderSummary tells what is measured all the time", async () => {
  const stage = new PerfStage();
  const told = async (entity: DataObject["entity"]) => {
    const [summary] = await stage.call("QueryPerfProviderSummary", { entity: entity ?? "" });
    return [summary?.currentSupported, summary?.summarySupported, summary?.refreshRate];
  };

  assert.deepEqual(await told(stage.busy.ref), [true, true, 20]);
  assert.deepEqual(await told(stage.place.datastore.ref), [false, true, -1]);
  await assert.rejects(told(stage.place.folder.ref), isFault("InvalidArgument"));
});
