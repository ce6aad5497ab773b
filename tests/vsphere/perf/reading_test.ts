import assert from "node:assert/strict";
import { parseXml } from "../../../src/soap/xml.ts";
import {
  newestHighest,
  newestSample,
  newestTotal,
  type PerfReading,
  readPerf,
} from "../../../src/vsphere/perf/reading.ts";
import { perfCsv, perfXml } from "./perf_xml.ts";

const asked = [
  { name: "cpu.usage.average", id: 2, unit: "percent" },
  { name: "net.transmitted.average", id: 149, unit: "kiloBytesPerSecond" },
  { name: "virtualDisk.totalReadLatency.average", id: 180, unit: "millisecond" },
];

const TIMES = ["2026-03-01T10:00:00Z", "2026-03-01T10:00:20Z", "2026-03-01T10:00:40Z"];

function read(times: readonly string[], ...series: Parameters<typeof perfCsv>[1]): PerfReading {
  return parsed(perfCsv(times, series));
}

function parsed(xml: string): PerfReading {
  const reading = readPerf(parseXml(xml), asked);
  assert(reading !== undefined);
  return reading;
}

Deno.test("readPerf() puts samples and values in ascending order", () => {
  const reading = read(
    [TIMES[2] ?? "", TIMES[0] ?? "", TIMES[1] ?? ""],
    { id: 149, instance: "", values: [3, 1, 2] },
  );
  assert.deepEqual(reading.samples.map(({ time }) => time), [
    "2026-03-01T10:00:00.000Z",
    "2026-03-01T10:00:20.000Z",
    "2026-03-01T10:00:40.000Z",
  ]);
  assert.deepEqual(reading.series[0]?.values, [1, 2, 3]);
});

Deno.test("readPerf() orders by time, not by text, when time zones differ", () => {
  const reading = read(["2026-03-01T11:00:20+01:00", "2026-03-01T10:00:00Z"], {
    id: 149,
    instance: "",
    values: [2, 1],
  });
  assert.deepEqual(reading.series[0]?.values, [1, 2]);
});

Deno.test("readPerf() keeps gaps as gaps: -1, empty and what is no number", () => {
  const reading = read(TIMES, { id: 149, instance: "", values: [-1, "", 7] }, {
    id: 180,
    instance: "scsi0:0",
    values: [0, "?", 5],
  });
  assert.deepEqual(reading.series[0]?.values, [undefined, undefined, 7]);
  assert.deepEqual(reading.series[1]?.values, [0, undefined, 5]);
});

Deno.test("readPerf() guesses no time for the numbers of an incomplete series", () => {
  const reading = read(TIMES, { id: 149, instance: "", values: [1, 2] });
  assert.deepEqual(reading.series[0]?.values, [undefined, undefined, undefined]);
});

Deno.test("readPerf() leaves out a sample whose time cannot be read", () => {
  const reading = read(["now", ...TIMES.slice(1)], { id: 149, instance: "", values: [1, 2, 3] });
  assert.deepEqual(reading.series[0]?.values, [2, 3]);
});

Deno.test("readPerf() reads the plain format just like the CSV format", () => {
  const series = [{ id: 149, instance: "", values: [3, 1, -1] }, {
    id: 2,
    instance: "",
    values: [100, 0, 7],
  }];
  const times = TIMES.toReversed();
  assert.deepEqual(parsed(perfXml(times, series)), parsed(perfCsv(times, series)));
});

Deno.test("readPerf() turns hundredths into percent and leaves other units", () => {
  const reading = read(TIMES.slice(2), { id: 2, instance: "", values: [1234] }, {
    id: 149,
    instance: "",
    values: [1234],
  });
  assert.deepEqual(reading.series.map(({ values }) => values), [[12.34], [1234]]);
});

Deno.test("readPerf() ignores counters that were not asked for and reads an entity without samples", () => {
  const reading = read([], { id: 10042, instance: "", values: [] });
  assert.deepEqual(reading, {
    entity: { type: "VirtualMachine", value: "vm-7" },
    samples: [],
    series: [],
  });
  assert.equal(newestSample(reading), undefined);
  assert.equal(newestTotal(reading, "cpu.usage.average"), undefined);
});

Deno.test("newestTotal() takes the aggregate and never adds the instances to it", () => {
  const reading = read(TIMES.slice(2), { id: 149, instance: "4000", values: [10] }, {
    id: 149,
    instance: "",
    values: [31],
  }, { id: 149, instance: "4001", values: [20] });
  assert.equal(newestTotal(reading, "net.transmitted.average"), 31);
});

Deno.test("newestTotal() adds the instances where there is no aggregate, or only gaps in it", () => {
  const instances = [{ id: 149, instance: "4000", values: [10] }, {
    id: 149,
    instance: "4001",
    values: [20],
  }];
  const absent = read(TIMES.slice(2), ...instances);
  const empty = read(TIMES.slice(2), { id: 149, instance: "", values: [-1] }, ...instances);
  assert.equal(newestTotal(absent, "net.transmitted.average"), 30);
  assert.equal(newestTotal(empty, "net.transmitted.average"), 30);
});

Deno.test("newestTotal() bridges a gap with the sample before, and takes no older one without need", () => {
  const reading = read(TIMES, { id: 149, instance: "", values: [1, 2, -1] }, {
    id: 2,
    instance: "",
    values: [100, 200, 300],
  });
  assert.equal(newestTotal(reading, "net.transmitted.average"), 2);
  assert.equal(newestTotal(reading, "cpu.usage.average"), 3);
});

Deno.test("newestHighest() tells the slowest disk, where no server has an aggregate", () => {
  const reading = read(TIMES.slice(1), { id: 180, instance: "scsi0:0", values: [50, 2] }, {
    id: 180,
    instance: "scsi0:1",
    values: [1, 9],
  });
  assert.equal(newestHighest(reading, "virtualDisk.totalReadLatency.average"), 9);
});

Deno.test("newestSample() passes over samples in which nothing was measured", () => {
  const reading = read(TIMES, { id: 149, instance: "", values: [1, 2, -1] });
  assert.deepEqual(newestSample(reading), { time: "2026-03-01T10:00:20.000Z", intervalSeconds: 20 });
});
