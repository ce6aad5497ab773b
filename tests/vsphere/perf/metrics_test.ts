import assert from "node:assert/strict";
import { askedMetric, knownMetrics } from "../../../src/vsphere/perf/metrics.ts";
import { shownUnit } from "../../../src/vsphere/perf/units.ts";

const names = [
  "cpu.usage.average",
  "mem.usage.average",
  "virtualDisk.read.average",
  "datastore.read.average",
];
const table = new Map(
  names.map((name, id) => [name, { name, id, unit: "percent", description: "", level: 1 }]),
);
const [usage, , diskRead, datastoreRead] = [...table.values()];

Deno.test("knownMetrics() keeps the order, drops doubles and names the closest of what is unknown", () => {
  const { counters, unknown } = knownMetrics(table, [
    "mem.usage.average",
    "cpu.usge.average",
    " cpu.usage.average ",
    "mem.usage.average",
    "constructor",
  ]);
  assert.deepEqual(counters.map(({ name }) => name), ["mem.usage.average", "cpu.usage.average"]);
  assert.deepEqual(unknown, ['"cpu.usge.average" (closest: "cpu.usage.average")', '"constructor"']);
});

Deno.test("knownMetrics() refuses when nothing is known", () => {
  assert.throws(() => knownMetrics(table, ["cpu.usge.average", "x"]), {
    kind: "not_found",
    message:
      'Cannot find metric "cpu.usge.average" (closest: "cpu.usage.average"), "x": this server has no such counter; list_metrics shows what there is',
  });
});

Deno.test("askedMetric() asks for instances where they are wanted or there is nothing else", () => {
  assert(usage && diskRead && datastoreRead);
  const instance = (counter: typeof usage, kind: "vm" | "host" | "datastore", byInstance = false) =>
    askedMetric(counter, { kind, byInstance }).instance;
  assert.deepEqual([instance(usage, "vm"), instance(usage, "vm", true)], ["", "*"]);
  assert.deepEqual([instance(diskRead, "vm"), instance(datastoreRead, "host")], ["*", "*"]);
  assert.equal(instance(datastoreRead, "datastore"), "");
});

Deno.test("shownUnit() makes megabytes of memory, gigabytes of space, and leaves unknown units alone", () => {
  const unitOf = (name: string, unit: string) => Object.values(shownUnit({ name, unit }));
  assert.deepEqual(unitOf("mem.consumed.average", "kiloBytes"), ["MB", 1024]);
  assert.deepEqual(unitOf("disk.used.latest", "kiloBytes"), ["GB", 1_048_576]);
  assert.deepEqual(unitOf("disk.numberReadAveraged.average", "number"), ["IO/s", 1]);
  assert.deepEqual(unitOf("net.droppedRx.summation", "number"), ["count", 1]);
  assert.deepEqual(unitOf("gpu.flux.average", "gigaFlops"), ["gigaFlops", 1]);
});
