import assert from "node:assert/strict";
import { ManualClock } from "../../../src/simulator/core/clock.ts";
import { describePerformance } from "../../../src/tools/performance/get_performance.ts";
import { farSideTest, VCENTERS } from "../../support/far_sides.ts";
import { simulatorTest } from "../../support/simulator.ts";
import { connectTo } from "../../support/vsphere.ts";
import { type Answer, ask, methods, namesOf, rowOf } from "./asking.ts";

farSideTest("get_performance sums up all machines that run", {}, async (farSide, { vm }) => {
  await using vsphere = connectTo(farSide);
  const answer = await ask(vsphere, { limit: 1000 });
  assert.deepEqual([answer.kind, answer.source, answer.interval_seconds], ["vm", "real_time", 20]);
  assert.ok(namesOf(answer).includes(vm));
  assert.deepEqual(namesOf(answer), namesOf(answer).toSorted());
  assert.equal(answer.total, answer.entities.length + answer.without_samples.length);
  for (const { metrics } of answer.entities) {
    assert.equal(metrics[0]?.metric, "cpu.usage.average");
    for (const { metric, min, avg, p95, max, latest, samples } of metrics) {
      assert.ok(min <= avg && avg <= max && p95 <= max && min <= latest && latest <= max, metric);
      assert.ok(min >= 0 && samples >= 1 && samples <= 15, metric);
    }
  }
  // Of one machine: others are measured in other moments.
  const alone = await ask(vsphere, { names: [vm] });
  assert.equal(rowOf(alone, "cpu.usage.average")?.samples, 15);
  assert.equal(Date.parse(alone.to ?? "") - Date.parse(alone.from ?? ""), 280_000);
});

farSideTest("get_performance sums up hosts", {}, async (farSide) => {
  await using vsphere = connectTo(farSide);
  const answer = await ask(vsphere, { kind: "host", preset: "memory" });
  assert.equal(rowOf(answer, "mem.consumed.average")?.unit, "MB");
  assert.equal(rowOf(answer, "mem.consumed.average")?.samples, 15);
});

farSideTest("get_performance sums up datastores and clusters from history", {
  on: VCENTERS,
}, async (farSide, { datastore }) => {
  await using vsphere = connectTo(farSide);
  const stores = await ask(vsphere, { kind: "datastore", names: [datastore] });
  assert.deepEqual([stores.source, stores.interval_seconds, namesOf(stores)], ["history", 300, [datastore]]);
  assert.equal(rowOf(stores, "disk.capacity.latest")?.unit, "GB");
  const clusters = await ask(vsphere, { kind: "cluster", last: "7d" });
  assert.deepEqual([clusters.source, clusters.interval_seconds], ["history", 1800]);
  assert.equal(rowOf(clusters, "cpu.usage.average")?.unit, "%");
});

farSideTest("get_performance costs at most twelve requests for 500 machines", {
  on: VCENTERS,
  vms: 500,
}, async (farSide) => {
  await using vsphere = connectTo(farSide);
  await vsphere.inventory.current();
  await farSide.clearLog();
  const { total } = await ask(vsphere, { limit: 1000 });
  assert.ok(total > 400);
  assert.equal((await methods(farSide)).length, 8);
  await farSide.clearLog();
  await ask(vsphere, { top: 5 });
  assert.deepEqual((await methods(farSide)).toSorted(), [
    ...Array(5).fill("QueryPerf"),
    "WaitForUpdatesEx",
  ]);
});

simulatorTest(
  "get_performance asks for no more machines than it tells of",
  { vms: 500 },
  async (simulator) => {
    await using vsphere = connectTo(simulator);
    const { total, entities, notes } = await ask(vsphere, { limit: 3 });
    assert.equal(entities.length, 3);
    assert.deepEqual(notes, [`Only the first 3 of ${total} by name: raise limit, narrow names or use top`]);
    assert.equal((await methods(simulator)).filter((method) => method === "QueryPerf").length, 1);
  },
);

const atRest = { clock: new ManualClock(Date.UTC(2026, 2, 1, 12)) };

simulatorTest("get_performance finds the busiest, and who waits for CPU", atRest, async (simulator) => {
  await using vsphere = connectTo(simulator);
  const busiest = await ask(vsphere, { top: 4, limit: 1 });
  const averages = busiest.entities.map(({ metrics: [usage] }) => usage?.avg ?? NaN);
  assert.equal(averages.length, 4);
  assert.deepEqual(averages, averages.toSorted((one, other) => other - one));
  const all = await ask(vsphere, { limit: 1000 });
  assert.equal(averages[0], Math.max(...all.entities.map(({ metrics: [usage] }) => usage?.avg ?? NaN)));

  const [waiting, next] = (await ask(vsphere, { top: 2, top_by: "cpu.ready.percent" })).entities;
  assert.equal(waiting?.name, "etl-starved");
  const readyOf = (one: Answer["entities"][number] | undefined) =>
    one?.metrics.find(({ metric }) => metric === "cpu.ready.percent")?.avg;
  assert.ok((readyOf(waiting) ?? NaN) > 5 && (readyOf(next) ?? NaN) < 5);
});

simulatorTest("get_performance compares by a metric that is none of the preset", {}, async (simulator) => {
  await using vsphere = connectTo(simulator);
  const answer = await ask(vsphere, { preset: "memory", top: 2, top_by: "net.received.average" });
  const received = answer.entities.map(({ metrics }) => metrics.at(-1));
  assert.deepEqual(received.map((row) => row?.metric), ["net.received.average", "net.received.average"]);
  assert.ok((received[0]?.avg ?? NaN) >= (received[1]?.avg ?? NaN));
  await assert.rejects(ask(vsphere, { top: 2, top_by: "net.recieved.average" }), {
    kind: "not_found",
    message: /^Cannot find metric "net.recieved.average" \(closest: "net.received.average"\)/,
  });
});

simulatorTest("get_performance tells of every instance when asked", {}, async (simulator) => {
  await using vsphere = connectTo(simulator);
  const args = { names: ["db-01"], metrics: ["virtualDisk.numberReadAveraged.average"] };
  const [disks] = (await ask(vsphere, { ...args, instances: true })).entities;
  assert.deepEqual(disks?.metrics.map(({ instance, combined }) => [instance, combined]), [
    ["scsi0:0", undefined],
    ["scsi0:1", undefined],
  ]);
  const [whole] = (await ask(vsphere, args)).entities;
  assert.deepEqual(whole?.metrics.map(({ instance, combined }) => [instance, combined]), [
    [undefined, "sum of 2 instances"],
  ]);
});

simulatorTest("get_performance gives every value on demand, up to a cap", {}, async (simulator) => {
  await using vsphere = connectTo(simulator);
  const short = await ask(vsphere, { names: ["db-01"], series: true, last: "1m" });
  const usage = rowOf(short, "cpu.usage.average");
  assert.equal(usage?.values?.length, 3);
  assert.equal(usage?.values?.at(-1)?.value, usage?.latest);
  assert.deepEqual([usage?.values?.[0]?.time, usage?.values?.[2]?.time], [short.from, short.to]);
  assert.equal(rowOf(await ask(vsphere, { names: ["db-01"] }), "cpu.usage.average")?.values, undefined);

  const metrics = ["cpu.usage.average", "mem.usage.average"];
  const long = await ask(vsphere, { last: "1h", series: true, metrics });
  const lengths = long.entities.flatMap(({ metrics }) => metrics.map(({ values }) => values?.length));
  const cap = Math.floor(2000 / lengths.length);
  assert.deepEqual(new Set(lengths), new Set([cap]));
  assert.equal(
    long.notes[0],
    `Only the newest ${cap} values of each series: ask for fewer objects, metrics or hours`,
  );
});

simulatorTest("get_performance reads a past that has a beginning and an end", {}, async (simulator) => {
  await using vsphere = connectTo(simulator);
  const now = Date.now();
  const at = (hoursAgo: number) => new Date(now - hoursAgo * 3_600_000).toISOString();
  const answer = await ask(vsphere, { names: ["db-01"], from: at(5), to: at(3) });
  assert.deepEqual([answer.source, answer.interval_seconds], ["history", 300]);
  assert.equal(rowOf(answer, "cpu.usage.average")?.samples, 24);
  const fresh = await ask(vsphere, { names: ["db-01"], from: at(0.5), to: at(0.25) });
  assert.deepEqual([fresh.source, rowOf(fresh, "cpu.usage.average")?.samples], ["real_time", 45]);
});

simulatorTest(
  "get_performance takes a coarser history the further back it goes",
  atRest,
  async (simulator) => {
    await using vsphere = connectTo(simulator);
    const found: unknown[] = [];
    for (const last of ["24h", "7d", "30d", "52w"]) {
      const answer = await ask(vsphere, { kind: "cluster", last, metrics: ["cpu.usage.average"] });
      found.push([answer.source, answer.interval_seconds, rowOf(answer, "cpu.usage.average")?.samples]);
    }
    assert.deepEqual(found, [
      ["history", 300, 288],
      ["history", 1800, 336],
      ["history", 7200, 360],
      ["history", 86_400, 364],
    ]);
  },
);

Deno.test("describePerformance() says in a line what each object had", () => {
  const row = { unit: "%", min: 0, avg: 12.5, p95: 20, max: 30, latest: 1, samples: 15 };
  const text = describePerformance({
    kind: "vm",
    source: "real_time",
    interval_seconds: 20,
    from: "2026-03-01T10:00:00.000Z",
    to: "2026-03-01T10:05:00.000Z",
    entities: [{
      name: "web-1",
      moref: "vm-7",
      metrics: [
        { metric: "cpu.usage.average", ...row },
        { metric: "virtualDisk.read.average", ...row, instance: "scsi0:0", unit: "KB/s" },
        { metric: "disk.maxTotalLatency.latest", ...row, instance: "", unit: "ms" },
      ],
    }],
    without_samples: [{ name: "web-2", moref: "vm-8", reason: "it is poweredOff" }],
    total: 9,
    notes: ["This server does not know x"],
  });
  assert.equal(
    text,
    `1 of 9 vm(s), real time at 20 s, 2026-03-01T10:00:00.000Z to 2026-03-01T10:05:00.000Z; average (maximum)
web-1 (vm-7): cpu.usage 12.5 (30) %, virtualDisk.read [scsi0:0] 12.5 (30) KB/s, disk.maxTotalLatency.latest 12.5 (30) ms
web-2 (vm-8): no samples, it is poweredOff
Note: This server does not know x`,
  );
});
