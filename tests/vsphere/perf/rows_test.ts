import assert from "node:assert/strict";
import { parseXml } from "../../../src/soap/xml.ts";
import type { PerfCounter } from "../../../src/vsphere/perf/counters.ts";
import { type PerfReading, readPerf } from "../../../src/vsphere/perf/reading.ts";
import { metricRows } from "../../../src/vsphere/perf/rows.ts";
import { perfCsv, type SentSeries } from "./perf_xml.ts";

const TIMES = ["2026-03-01T10:00:00Z", "2026-03-01T10:00:20Z", "2026-03-01T10:00:40Z"];

function counter(name: string, unit: string, id: number): PerfCounter {
  return { name, unit, id, description: "", level: 1 };
}

const usage = counter("cpu.usage.average", "percent", 1);
const ready = counter("cpu.ready.summation", "millisecond", 2);
const consumed = counter("mem.consumed.average", "kiloBytes", 3);
const reads = counter("virtualDisk.read.average", "kiloBytesPerSecond", 4);
const latency = counter("virtualDisk.totalReadLatency.average", "millisecond", 5);
const counters = [usage, ready, consumed, reads, latency];

function reading(...series: readonly SentSeries[]): PerfReading {
  const result = readPerf(parseXml(perfCsv(TIMES, series)), counters);
  assert(result !== undefined);
  return result;
}

const whole = (id: number, values: readonly number[]): SentSeries => ({ id, instance: "", values });

Deno.test("metricRows() sums up in shown units, and gaps are no numbers", () => {
  const readings = [reading(whole(3, [2048, -1, 1024]), whole(1, [-1, 1250, 0]))];
  const [percent, megabytes, ...others] = metricRows(readings, { counters, byInstance: false });
  assert.deepEqual(others, []);
  assert.deepEqual(megabytes, {
    metric: "mem.consumed.average",
    unit: "MB",
    min: 1,
    avg: 1.5,
    p95: 2,
    max: 2,
    latest: 1,
    samples: 2,
    points: [
      { time: "2026-03-01T10:00:00.000Z", value: 2 },
      { time: "2026-03-01T10:00:20.000Z", value: null },
      { time: "2026-03-01T10:00:40.000Z", value: 1 },
    ],
  });
  assert.deepEqual([percent?.unit, percent?.min, percent?.max, percent?.samples], ["%", 0, 12.5, 2]);
});

Deno.test("metricRows() leaves out a metric of gaps alone", () => {
  assert.deepEqual(metricRows([reading(whole(1, [-1, -1, -1]))], { counters, byInstance: false }), []);
});

Deno.test("metricRows() tells ready time of a machine in percent of all its vCPUs, too", () => {
  const readings = [reading(whole(2, [2000, -1, 4000]))];
  const rows = metricRows(readings, { counters, byInstance: false, cpuCount: 2 });
  assert.deepEqual(rows.map(({ metric, unit, avg, max }) => [metric, unit, avg, max]), [
    ["cpu.ready.summation", "ms", 3000, 4000],
    ["cpu.ready.percent", "%", 7.5, 10],
  ]);
  const ofHost = metricRows(readings, { counters, byInstance: false });
  assert.deepEqual(ofHost.map(({ metric }) => metric), ["cpu.ready.summation"]);
});

Deno.test("metricRows() adds rates and takes the highest latency where there are instances alone", () => {
  const part = (id: number, instance: string, values: readonly number[]) => ({ id, instance, values });
  const readings = [reading(
    part(4, "scsi0:0", [10, -1, 30]),
    part(4, "scsi0:1", [1, -1, -1]),
    part(5, "scsi0:0", [3, 4, 5]),
    part(5, "scsi0:1", [9, 1, -1]),
  )];
  const rows = metricRows(readings, { counters, byInstance: false });
  assert.deepEqual(
    rows.map(({ metric, combined, points }) => [metric, combined, points.map(({ value }) => value)]),
    [
      ["virtualDisk.read.average", "sum of 2 instances", [11, null, 30]],
      ["virtualDisk.totalReadLatency.average", "highest of 2 instances", [9, 4, 5]],
    ],
  );
  assert.deepEqual(rows.map(({ instance }) => instance), [undefined, undefined]);
});

Deno.test("metricRows() never adds instances to their whole", () => {
  const readings = [reading({ id: 4, instance: "a", values: [1, 1, 1] }, whole(4, [5, 5, 5]))];
  const [row] = metricRows(readings, { counters, byInstance: false });
  assert.deepEqual([row?.max, row?.combined], [5, undefined]);
  const each = metricRows(readings, { counters, byInstance: true });
  assert.deepEqual(each.map(({ instance, max }) => [instance, max]), [["a", 1], ["", 5]]);
});

Deno.test("metricRows() puts together what came in several readings", () => {
  const readings = [reading(whole(3, [1024, 1024, 1024])), reading(whole(1, [100, 100, 100]))];
  const rows = metricRows(readings, { counters, byInstance: false });
  assert.deepEqual(rows.map(({ metric, avg }) => [metric, avg]), [
    ["cpu.usage.average", 1],
    ["mem.consumed.average", 1],
  ]);
});
