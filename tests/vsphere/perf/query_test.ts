import assert from "node:assert/strict";
import { Vm } from "../../../src/simulator/world/vm.ts";
import type { Moref } from "../../../src/soap/encode.ts";
import { type PerfQuery, queryPerf } from "../../../src/vsphere/perf/query.ts";
import type { Vsphere } from "../../../src/vsphere/vsphere.ts";
import { RunningSimulator, simulatorTest } from "../../support/simulator.ts";
import { connectTo } from "../../support/vsphere.ts";

const USAGE = { counter: "cpu.usage.average", instance: "" } as const;
const MEMORY = { counter: "mem.usage.average", instance: "" } as const;

const realtime: PerfQuery = {
  metrics: [USAGE],
  window: { intervalSeconds: 20, isRealtime: true, newest: 2, notes: [] },
};

function history(metrics: PerfQuery["metrics"] = [USAGE, MEMORY]): PerfQuery {
  const end = new Date();
  const start = new Date(end.getTime() - 1_200_000).toISOString();
  const window = { intervalSeconds: 300, isRealtime: false, start, end: end.toISOString(), notes: [] };
  return { metrics, window };
}

/** All machines that run, so often that there are as many as wanted. */
function running({ simulator }: RunningSimulator, count?: number): readonly Moref[] {
  const vms = simulator.world.all(Vm).filter(({ bootedAt }) => bootedAt !== undefined).map(({ ref }) => ref);
  return count === undefined
    ? vms
    : Array.from({ length: count }, (_, at) => vms[at % vms.length] ?? vms).flat();
}

const gone: Moref = { type: "VirtualMachine", value: "vm-99999" };

/** What was asked after the login and the counters. */
async function queries(simulator: RunningSimulator): Promise<readonly string[]> {
  return (await simulator.log()).map(({ method }) => method).filter((method) => method === "QueryPerf");
}

function idsOf(readings: readonly { readonly entity: Moref }[]): readonly string[] {
  return readings.map(({ entity }) => entity.value).sort();
}

async function settled(vsphere: Vsphere, simulator: RunningSimulator): Promise<void> {
  await queryPerf(vsphere, running(simulator, 1), realtime);
  await simulator.clearLog();
}

simulatorTest("queryPerf() asks for a hundred entities of real time at a time", {}, async (simulator) => {
  await using vsphere = connectTo(simulator);
  await settled(vsphere, simulator);
  const { readings, gone } = await queryPerf(vsphere, running(simulator, 250), realtime);
  assert.deepEqual([readings.length, gone, (await queries(simulator)).length], [250, [], 3]);
  assert.deepEqual(new Set(readings.map(({ samples }) => samples.length)), new Set([2]));
});

simulatorTest("queryPerf() asks for 256 metrics of history at a time", {}, async (simulator) => {
  await using vsphere = connectTo(simulator);
  await settled(vsphere, simulator);
  const { readings } = await queryPerf(vsphere, running(simulator, 300), history());
  assert.deepEqual([readings.length, (await queries(simulator)).length], [300, 3]);
});

simulatorTest("queryPerf() sends nothing without entities, metrics or counters", {}, async (simulator) => {
  await using vsphere = connectTo(simulator);
  await settled(vsphere, simulator);
  const nothing = { readings: [], gone: [] };
  assert.deepEqual(await queryPerf(vsphere, [], realtime), nothing);
  assert.deepEqual(await queryPerf(vsphere, running(simulator), { ...realtime, metrics: [] }), nothing);
  const unknown = { ...realtime, metrics: [{ counter: "cpu.magic.average", instance: "" }] } as const;
  assert.deepEqual(await queryPerf(vsphere, running(simulator), unknown), nothing);
  assert.deepEqual(await simulator.log(), []);
});

for (const name of ["RestrictedByAdministrator", "InvalidRequest"]) {
  simulatorTest(`queryPerf() halves what is refused as ${name} and remembers it`, {}, async (simulator) => {
    await using vsphere = connectTo(simulator);
    await settled(vsphere, simulator);
    const vms = running(simulator, 128);
    const fields = name === "InvalidRequest" ? {} : { details: "config.vpxd.stats.maxQueryMetrics" };
    await simulator.fault({ method: "QueryPerf", fault: name, fields, count: 1 });

    const { readings } = await queryPerf(vsphere, vms, history());
    assert.deepEqual([readings.length, (await queries(simulator)).length], [128, 3]);

    await simulator.clearLog();
    assert.equal((await queryPerf(vsphere, vms, history())).readings.length, 128);
    assert.equal((await queries(simulator)).length, 2);

    // Who logs in anew begins anew: the limit may be another one.
    await simulator.terminateSessions();
    await settled(vsphere, simulator);
    assert.equal((await queryPerf(vsphere, vms, history())).readings.length, 128);
    assert.equal((await queries(simulator)).length, 1);
  });
}

simulatorTest("queryPerf() halves the metrics of a single entity", {}, async (simulator) => {
  await using vsphere = connectTo(simulator);
  await settled(vsphere, simulator);
  await simulator.fault({ method: "QueryPerf", fault: "RestrictedByAdministrator", count: 1 });
  const { readings } = await queryPerf(vsphere, running(simulator, 1), history());
  assert.deepEqual(readings.flatMap(({ series }) => series.map(({ counter }) => counter)).sort(), [
    "cpu.usage.average",
    "mem.usage.average",
  ]);
  assert.equal((await queries(simulator)).length, 3);
});

simulatorTest(
  "queryPerf() gives up when not even one metric of one entity is allowed",
  {},
  async (simulator) => {
    await using vsphere = connectTo(simulator);
    await settled(vsphere, simulator);
    await simulator.fault({ method: "QueryPerf", fault: "RestrictedByAdministrator" });
    await assert.rejects(queryPerf(vsphere, running(simulator, 500), history()), {
      fault: "RestrictedByAdministrator",
    });
    // Three at a time halve 256 metrics down to one; none goes on afterwards.
    const { length } = await queries(simulator);
    assert.ok(length >= 8 && length <= 40, `${length} queries`);
  },
);

simulatorTest("queryPerf() fits into the limit of a server that counts instances", {}, async (simulator) => {
  await using vsphere = connectTo(simulator);
  await settled(vsphere, simulator);
  const perDisk = { counter: "virtualDisk.read.average", instance: "*" } as const;
  const vms = running(simulator);
  const { readings } = await queryPerf(vsphere, running(simulator, 250), history([perDisk]));
  assert.equal(readings.length, 250);
  assert.deepEqual(new Set(idsOf(readings)), new Set(idsOf(vms.map((entity) => ({ entity })))));
  // All and a half of them are too many, the four quarters are not.
  assert.equal((await queries(simulator)).length, 6);
});

simulatorTest("queryPerf() leaves out entities that were deleted meanwhile", {}, async (simulator) => {
  await using vsphere = connectTo(simulator);
  await settled(vsphere, simulator);
  const vms = running(simulator);
  const answer = await queryPerf(vsphere, [...vms.slice(0, 3), gone, ...vms.slice(3)], realtime);
  assert.deepEqual(answer.gone, [gone]);
  assert.deepEqual(idsOf(answer.readings), vms.map(({ value }) => value).sort());
  assert.equal((await queries(simulator)).length, 2);
  assert.deepEqual(await queryPerf(vsphere, [gone], realtime), { readings: [], gone: [gone] });
});

simulatorTest(
  "queryPerf() finds the others when the fault does not name what is gone",
  {},
  async (simulator) => {
    await using vsphere = connectTo(simulator);
    await settled(vsphere, simulator);
    const vms = running(simulator);
    await simulator.fault({ method: "QueryPerf", fault: "ManagedObjectNotFound", count: 1 });
    const answer = await queryPerf(vsphere, vms, realtime);
    assert.deepEqual([answer.readings.length, answer.gone], [vms.length, []]);
    assert.equal((await queries(simulator)).length, 3);
  },
);

simulatorTest("queryPerf() goes on after the session was lost in the middle", {}, async (simulator) => {
  await using vsphere = connectTo(simulator);
  await settled(vsphere, simulator);
  await simulator.fault({ method: "QueryPerf", fault: "NotAuthenticated", count: 2 });
  const vms = running(simulator, 300);
  assert.equal((await queryPerf(vsphere, vms, realtime)).readings.length, 300);
  const methods = (await simulator.log()).map(({ method }) => method);
  assert.equal(methods.filter((method) => method === "Login").length, 1);
  assert.equal(methods.filter((method) => method === "QueryPerf").length, 5);
});

simulatorTest("queryPerf() passes on other faults and asks no more", {}, async (simulator) => {
  await using vsphere = connectTo(simulator);
  await settled(vsphere, simulator);
  await simulator.fault({ method: "QueryPerf", fault: "NoPermission", count: 1 });
  await assert.rejects(queryPerf(vsphere, running(simulator, 1000), realtime), { fault: "NoPermission" });
  assert.equal((await queries(simulator)).length, 3);
});

simulatorTest("queryPerf() stops when the caller gives up", {}, async (simulator) => {
  await using vsphere = connectTo(simulator);
  await settled(vsphere, simulator);
  simulator.simulator.rules.add({ method: "QueryPerf", delayMs: 3_600_000 });
  const caller = new AbortController();
  const query = queryPerf(vsphere, running(simulator, 1000), { ...realtime, signal: caller.signal });
  const stopped = assert.rejects(query, /enough/);
  while ((await queries(simulator)).length < 3);
  caller.abort(new Error("enough"));
  await stopped;
  assert.equal((await queries(simulator)).length, 3);
});
