import assert from "node:assert/strict";
import tool, { describeMetrics } from "../../../src/tools/performance/list_metrics.ts";
import type { Vsphere } from "../../../src/vsphere/vsphere.ts";
import { contextOf } from "../../support/context.ts";
import { farSideTest, VCENTERS } from "../../support/far_sides.ts";
import { simulatorTest } from "../../support/simulator.ts";
import { connectTo } from "../../support/vsphere.ts";
import { methods } from "./asking.ts";

/** Rows by name, and how many match. */
async function list(vsphere: Vsphere, args: unknown) {
  const { structured } = await tool.call(args, contextOf(vsphere));
  assert.ok(Array.isArray(structured.metrics));
  const rows: readonly Record<string, unknown>[] = structured.metrics;
  return { rows: new Map(rows.map((row) => [row.name, row])), total: structured.total };
}

farSideTest("list_metrics lists what the server knows, by name", {}, async (farSide, { model }) => {
  await using vsphere = connectTo(farSide);
  const { rows, total } = await list(vsphere, { filter: "cpu.*.average", limit: 1000 });
  assert.equal(rows.size, total);
  const names = [...rows.keys()];
  assert.deepEqual(names, names.toSorted());
  const { unit, level, description } = rows.get("cpu.usage.average") ?? {};
  assert.deepEqual([unit, level], ["%", model === "vcenter" ? 1 : undefined]);
  assert.match(`${description}`, /usage/i);
});

farSideTest("list_metrics asks one machine for what it has", {}, async (farSide, { model }) => {
  await using vsphere = connectTo(farSide);
  const { rows } = await list(vsphere, { kind: "vm", limit: 1000 });
  assert.deepEqual(rows.get("cpu.ready.summation")?.available, ["real_time", "history"]);
  assert.equal(rows.has("clusterServices.effectivecpu.average"), false);
  assert.ok(rows.size > (model === "vcenter" ? 40 : 20));
});

farSideTest("list_metrics knows that datastores and clusters have history alone", {
  on: VCENTERS,
}, async (farSide) => {
  await using vsphere = connectTo(farSide);
  const stores = await list(vsphere, { kind: "datastore", limit: 1000 });
  assert.deepEqual(stores.rows.get("disk.used.latest")?.available, ["history"]);
  assert.equal(stores.rows.get("disk.used.latest")?.unit, "GB");
  const clusters = await list(vsphere, { kind: "cluster", filter: "CPU.usage.*" });
  assert.deepEqual(clusters.rows.get("cpu.usage.average")?.available, ["history"]);
});

farSideTest("list_metrics refuses kinds of which a standalone host keeps no statistics", {
  on: ["vcsim ESXi", "simulator ESXi"],
}, async (farSide) => {
  await using vsphere = connectTo(farSide);
  await assert.rejects(list(vsphere, { kind: "cluster" }), {
    kind: "unsupported",
    message: /^Cannot read the performance of a cluster: a standalone ESXi host keeps no such statistics; /,
  });
});

simulatorTest(
  "list_metrics finds words of the description, any case, and cuts to the limit",
  {},
  async (simulator) => {
    await using vsphere = connectTo(simulator);
    const { rows, total } = await list(vsphere, { filter: "SWAP FILE", limit: 1 });
    assert.equal(rows.size, 1);
    assert.ok(Number(total) > 1);
    assert.equal((await list(vsphere, { filter: "no such thing" })).total, 0);
  },
);

simulatorTest(
  "list_metrics costs nothing once the counters are known",
  {},
  async (simulator) => {
    await using vsphere = connectTo(simulator);
    await list(vsphere, {});
    await simulator.clearLog();
    await list(vsphere, {});
    assert.deepEqual(await methods(simulator), []);
  },
);

simulatorTest("list_metrics passes on that the account may not read the counters", {}, async (simulator) => {
  await using vsphere = connectTo(simulator);
  await simulator.fault({ method: "QueryAvailablePerfMetric", fault: "NoPermission" });
  await assert.rejects(list(vsphere, { kind: "host" }), { fault: "NoPermission", kind: "denied" });
});

simulatorTest("list_metrics stops when the caller gives up", {}, async (simulator) => {
  await using vsphere = connectTo(simulator);
  simulator.simulator.rules.add({ method: "QueryAvailablePerfMetric", delayMs: 3_600_000 });
  const caller = new AbortController();
  const stopped = assert.rejects(tool.call({ kind: "vm" }, contextOf(vsphere, caller.signal)), /enough/);
  while (!(await methods(simulator)).includes("QueryAvailablePerfMetric"));
  caller.abort(new Error("enough"));
  await stopped;
});

Deno.test("describeMetrics() says in a line what each metric is", () => {
  const metrics = [
    {
      name: "cpu.usage.average",
      unit: "%",
      description: "CPU usage",
      level: 1,
      available: ["real_time"] satisfies ["real_time"],
    },
    { name: "mem.heap.average", unit: "MB", description: "Heap" },
  ];
  assert.equal(
    describeMetrics({ metrics, total: 5, example: 'web "1"' }),
    `2 of 5 metric(s), as "web \\"1\\"" has them
cpu.usage.average (%): CPU usage, level 1, real_time
mem.heap.average (MB): Heap`,
  );
  assert.equal(describeMetrics({ metrics: [], total: 0 }), "No metric matches");
});
