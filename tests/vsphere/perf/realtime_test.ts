import assert from "node:assert/strict";
import type { Moref } from "../../../src/soap/encode.ts";
import { findVm } from "../../../src/vsphere/find.ts";
import { queryRealtime } from "../../../src/vsphere/perf/realtime.ts";
import { perfCounters } from "../../../src/vsphere/perf/counters.ts";
import { vcsimTest } from "../../support/vcsim.ts";
import { connectTo } from "../../support/vsphere.ts";

const metrics = [{ counter: "cpu.usage.average", instance: "" }, {
  counter: "net.transmitted.average",
  instance: "*",
}] as const;

const models = [
  { model: "vpx", name: "DC0_H0_VM0", id: 2 },
  { model: "esx", name: "ha-host_VM0", id: 1 },
] as const;

for (const { model, name: vm, id } of models) {
  vcsimTest(`perfCounters() knows the ids of the ${model} model`, { model }, async (vcsim) => {
    await using vsphere = connectTo(vcsim);
    const counters = await vsphere.session.run(perfCounters);
    const { name, id: itsId, unit } = counters.get("cpu.usage.average") ?? {};
    assert.deepEqual({ name, id: itsId, unit }, { name: "cpu.usage.average", id, unit: "percent" });
  });

  vcsimTest(`queryRealtime() brings samples in ascending order from the ${model} model`, {
    model,
  }, async (vcsim) => {
    await using vsphere = connectTo(vcsim);
    const { ref } = await findVm(vsphere, vm);
    const [reading] = await queryRealtime(vsphere, [ref], { metrics, samples: 4 });
    const times = reading?.samples.map(({ time }) => time) ?? [];
    assert.equal(times.length, 4);
    assert.deepEqual(times, times.toSorted());
    assert.deepEqual(new Set(reading?.samples.map(({ intervalSeconds }) => intervalSeconds)), new Set([20]));
    assert.deepEqual(
      reading?.series.map(({ counter, values }) => [counter, values.length]),
      [["cpu.usage.average", 4], ["net.transmitted.average", 4]],
    );
  });
}

vcsimTest("queryRealtime() asks for counters and provider once per login", {}, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  const refs = [await vmRef("DC0_H0_VM0"), await vmRef("DC0_H0_VM1")];
  await vcsim.clearLog();

  const first = await queryRealtime(vsphere, refs, { metrics, samples: 1 });
  assert.deepEqual(first.map(({ entity }) => entity), refs);
  assert.deepEqual((await methods()).toSorted(), [
    "QueryPerf",
    "QueryPerfProviderSummary",
    "RetrievePropertiesEx",
  ]);

  await vcsim.clearLog();
  await queryRealtime(vsphere, refs.slice(1), { metrics, samples: 1 });
  assert.deepEqual(await methods(), ["QueryPerf"]);

  await vcsim.terminateSessions();
  await vcsim.clearLog();
  assert.equal((await queryRealtime(vsphere, refs, { metrics, samples: 1 })).length, 2);
  const again = await methods();
  assert.equal(again.filter((method) => method === "Login").length, 1);
  assert.equal(again.filter((method) => method === "RetrievePropertiesEx").length, 1);

  async function methods(): Promise<string[]> {
    return (await vcsim.log()).map(({ method }) => method);
  }
  async function vmRef(name: string): Promise<Moref> {
    return (await findVm(vsphere, name)).ref;
  }
});

vcsimTest(
  "queryRealtime() sends no query without counters, entities or real-time statistics",
  {},
  async (vcsim) => {
    await using vsphere = connectTo(vcsim);
    const { ref } = await findVm(vsphere, "DC0_H0_VM0");
    const unknown = [{ counter: "cpu.magic.average", instance: "" }] as const;
    const { rootFolder } = await vsphere.session.content();
    assert.deepEqual(await queryRealtime(vsphere, [ref], { metrics: unknown, samples: 1 }), []);
    assert.deepEqual(await queryRealtime(vsphere, [], { metrics, samples: 1 }), []);
    assert.deepEqual(await queryRealtime(vsphere, [rootFolder], { metrics, samples: 1 }), []);
    assert.equal((await vcsim.log()).some(({ method }) => method === "QueryPerf"), false);
  },
);

vcsimTest("queryRealtime() tries again after a failure to read the counters", {}, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  const { ref } = await findVm(vsphere, "DC0_H0_VM0");
  await vcsim.fault({ method: "RetrievePropertiesEx", fault: "NoPermission", count: 1 });
  await assert.rejects(queryRealtime(vsphere, [ref], { metrics, samples: 1 }), { fault: "NoPermission" });
  assert.equal((await queryRealtime(vsphere, [ref], { metrics, samples: 1 })).length, 1);
});

const slow = { args: ["-method-delay", "QueryPerfProviderSummary:3600000"] };

vcsimTest("queryRealtime() stops when the caller gives up on a slow server", slow, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  const { ref } = await findVm(vsphere, "DC0_H0_VM0");
  const caller = new AbortController();
  const query = queryRealtime(vsphere, [ref], { metrics, samples: 1, signal: caller.signal });
  const stopped = assert.rejects(query, /enough/);
  while (!(await vcsim.log()).some(({ method }) => method === "QueryPerfProviderSummary"));
  caller.abort(new Error("enough"));
  await stopped;
});
