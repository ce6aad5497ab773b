import assert from "node:assert/strict";
import { Host } from "../../../src/simulator/world/host.ts";
import { Vm } from "../../../src/simulator/world/vm.ts";
import { performanceAnswer } from "../../../src/tools/performance/get_performance.ts";
import { farSideTest } from "../../support/far_sides.ts";
import { simulatorTest } from "../../support/simulator.ts";
import { connectTo } from "../../support/vsphere.ts";
import { ask, call, methods, namesOf } from "./asking.ts";

farSideTest("get_performance refuses what a standalone host keeps no statistics of", {
  on: ["vcsim ESXi", "simulator ESXi"],
}, async (farSide) => {
  await using vsphere = connectTo(farSide);
  await assert.rejects(ask(vsphere, { kind: "datastore" }), {
    kind: "unsupported",
    message: "Cannot read the performance of a datastore: a standalone ESXi host keeps no such statistics; " +
      "ask for kind vm or host, or connect to vCenter Server",
  });
});

farSideTest("get_performance says what a standalone host keeps no longer", {
  on: ["vcsim ESXi", "simulator ESXi"],
}, async (farSide) => {
  await using vsphere = connectTo(farSide);
  const answer = await ask(vsphere, { kind: "host", last: "7d" });
  assert.deepEqual([answer.source, answer.interval_seconds], ["history", 300]);
  assert.equal(answer.notes[0], "The server keeps no more than 36 hours: what is older is gone");
});

farSideTest("get_performance notes metrics that the server does not know, and refuses them alone", {
  on: ["vcsim vCenter", "simulator ESXi"],
}, async (farSide, { vm }) => {
  await using vsphere = connectTo(farSide);
  const metrics = ["mem.usage.average", "cpu.usge.average"];
  const answer = await ask(vsphere, { names: [vm], metrics });
  assert.deepEqual(answer.entities[0]?.metrics.map(({ metric }) => metric), ["mem.usage.average"]);
  assert.deepEqual(answer.notes, [
    'This server does not know "cpu.usge.average" (closest: "cpu.usage.average")',
  ]);
  await assert.rejects(ask(vsphere, { names: [vm], metrics: ["cpu.usge.average"] }), { kind: "not_found" });
});

simulatorTest("get_performance says why there are no samples", {}, async (simulator) => {
  await using vsphere = connectTo(simulator);
  const off = simulator.simulator.world.all(Vm).find(({ name }) => name === "web-03");
  assert(off !== undefined);
  off.powerState = "suspended";
  off.bootedAt = undefined;
  const { entities, without_samples } = await ask(vsphere, { names: ["web-03", "web-02"] });
  assert.deepEqual(entities.map(({ name }) => name), ["web-02"]);
  assert.deepEqual(without_samples, [{ name: "web-03", moref: off.ref.value, reason: "it is suspended" }]);
  await simulator.clearLog();
  await ask(vsphere, { names: ["web-03"] });
  assert.equal((await methods(simulator)).includes("QueryPerf"), false);

  const hosts = await ask(vsphere, { kind: "host" });
  const lost = simulator.simulator.world.all(Host).find(({ connectionState }) =>
    connectionState !== "connected"
  );
  assert.deepEqual(hosts.without_samples, [
    { name: lost?.name, moref: lost?.ref.value, reason: "it is notResponding" },
  ]);
  const stores = await ask(vsphere, { kind: "datastore" });
  assert.deepEqual(stores.without_samples.map(({ name, reason }) => [name, reason]), [
    ["old-lun-7", "it is inaccessible"],
  ]);
});

simulatorTest("get_performance tells the rest when a machine is deleted meanwhile", {}, async (simulator) => {
  await using vsphere = connectTo(simulator);
  const gone = simulator.simulator.world.all(Vm).find(({ name }) => name === "web-02");
  assert(gone !== undefined);
  const fault = { name: "ManagedObjectNotFound", fields: { obj: gone.ref } };
  simulator.simulator.rules.add({ method: "QueryPerf", fault, times: 1 });
  const answer = await ask(vsphere, { names: ["web-*"] });
  assert.deepEqual(answer.without_samples, [
    { name: "web-02", moref: gone.ref.value, reason: "it was deleted meanwhile" },
  ]);
  assert.ok(namesOf(answer).length > 0 && !namesOf(answer).includes("web-02"));
});

simulatorTest(
  "get_performance survives the loss of the session in the middle",
  { vms: 500 },
  async (simulator) => {
    await using vsphere = connectTo(simulator);
    const before = await ask(vsphere, { limit: 1000 });
    await simulator.clearLog();
    await simulator.fault({ method: "QueryPerf", fault: "NotAuthenticated", count: 1 });
    const after = await ask(vsphere, { limit: 1000 });
    assert.deepEqual(namesOf(after), namesOf(before));
    assert.equal((await methods(simulator)).filter((method) => method === "Login").length, 1);
  },
);

simulatorTest("get_performance halves what the administrator restricts", {}, async (simulator) => {
  await using vsphere = connectTo(simulator);
  const fields = { details: "config.vpxd.stats.maxQueryMetrics" };
  await simulator.fault({ method: "QueryPerf", fault: "RestrictedByAdministrator", fields, count: 1 });
  const answer = await ask(vsphere, { last: "24h", limit: 20 });
  assert.equal(answer.entities.length, 20);
  assert.equal((await methods(simulator)).filter((method) => method === "QueryPerf").length, 3);
});

simulatorTest(
  "get_performance refuses times, presets and mixtures that make no sense",
  {},
  async (simulator) => {
    await using vsphere = connectTo(simulator);
    const refused = [
      [{ last: "5 parsecs" }, /^Cannot read performance of the last "5 parsecs": it is no duration; /],
      [{ from: "2026-03-02", to: "2026-03-01" }, /`from` is not before `to`/],
      [{ from: "2999-01-01" }, /give an earlier `from`$/],
      [{ last: "1h", to: "2026-03-01" }, /use one of them$/],
      [
        { kind: "cluster", preset: "disk" },
        /^Cannot read preset "disk" of a cluster: .* overview, cpu, memory,/,
      ],
    ] as const;
    for (const [args, message] of refused) {
      await assert.rejects(ask(vsphere, args), {
        name: "UserError",
        message,
      });
    }
    for (const args of [{ names: [] }, { top: 0 }, { kind: "pool" }, { limit: 0 }]) {
      await assert.rejects(ask(vsphere, args), { name: "ZodError" });
    }
  },
);

simulatorTest("get_performance stops when the caller gives up", {}, async (simulator) => {
  await using vsphere = connectTo(simulator);
  simulator.simulator.rules.add({ method: "QueryPerf", delayMs: 3_600_000 });
  const caller = new AbortController();
  const stopped = assert.rejects(call(vsphere, {}, caller.signal), /enough/);
  while (!(await methods(simulator)).includes("QueryPerf"));
  caller.abort(new Error("enough"));
  await stopped;
});

simulatorTest("get_performance takes names of strangers for data", {}, async (simulator) => {
  await using vsphere = connectTo(simulator);
  const vm = simulator.simulator.world.all(Vm).find(({ name }) => name === "web-02");
  assert(vm !== undefined);
  for (const name of [`a"b & <c> 'd'`, "a%2fb%25", "💾 * ?", "web-1\nweb-2 (vm-1): no samples"]) {
    vm.name = name;
    simulator.simulator.world.touch(vm, "state");
    const shown = name.replace("%2f", "/").replace("%25", "%");
    const { structured, text } = await call(vsphere, { names: [shown] });
    assert.deepEqual(namesOf(performanceAnswer.parse(structured)), [shown]);
    assert.equal(text.split("\n").length, 2);
  }
});
