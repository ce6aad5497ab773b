import assert from "node:assert/strict";
import { Host } from "../../../src/simulator/world/host.ts";
import listHosts from "../../../src/tools/host/list_hosts.ts";
import { contextOf } from "../../support/context.ts";
import type { FarSide } from "../../support/far_side.ts";
import { farSideTest } from "../../support/far_sides.ts";
import { column, rowsOf } from "../../support/rows.ts";
import { simulatorTest } from "../../support/simulator.ts";
import { connectTo } from "../../support/vsphere.ts";

const EDGE = ["esx-edge-01.example.com", "esx-edge-02.example.com"];
const DEV = ["esx-dev-01.example.com", "esx-dev-02.example.com", "esx-dev-03.example.com"];
const PROD = [1, 2, 3, 4].map((number) => `esx-prod-0${number}.example.com`);
const ALL = [...DEV, ...EDGE, ...PROD];

async function list(farSide: FarSide, args: Readonly<Record<string, unknown>>) {
  await using vsphere = connectTo(farSide);
  return await listHosts.call(args, contextOf(vsphere));
}

async function names(farSide: FarSide, args: Readonly<Record<string, unknown>>) {
  return column((await list(farSide, args)).structured.hosts, "name");
}

farSideTest("list_hosts costs two round trips, one without what changes", {}, async (farSide) => {
  await using vsphere = connectTo(farSide);
  const context = contextOf(vsphere);
  await listHosts.call({}, context);
  const costOf = async (args: Readonly<Record<string, unknown>>) => {
    await farSide.clearLog();
    await listHosts.call(args, context);
    return (await farSide.log()).map(({ method }) => method);
  };
  assert.deepEqual(await costOf({}), ["WaitForUpdatesEx", "RetrievePropertiesEx"]);
  assert.deepEqual(await costOf({ sort_by: "cpu_usage_percent", limit: 1 }), [
    "WaitForUpdatesEx",
    "RetrievePropertiesEx",
  ]);
  assert.deepEqual(await costOf({ fields: ["connection_state", "vm_count"] }), ["WaitForUpdatesEx"]);
});

farSideTest("list_hosts tells what a host is and how it does", {}, async (farSide, { model }) => {
  const { structured } = await list(farSide, { limit: 1 });
  const [host] = rowsOf(structured.hosts);
  assert.ok(host);
  assert.equal(host.connection_state, "connected");
  assert.equal(host.power_state, "poweredOn");
  assert.equal(host.in_maintenance, false);
  assert.equal(host.is_standalone, model === "esxi");
  assert.match(String(host.version), /^8\.0\.\d$/);
  const { cpu_usage_mhz, cpu_total_mhz, memory_usage_mb, memory_mb } = host;
  assert.equal(host.cpu_usage_percent, Math.round(Number(cpu_usage_mhz) / Number(cpu_total_mhz) * 1e4) / 100);
  assert.equal(
    host.memory_usage_percent,
    Math.round(Number(memory_usage_mb) / Number(memory_mb) * 1e4) / 100,
  );
  assert.ok(Number(host.uptime_seconds) > 0);
});

simulatorTest("list_hosts shows the fields that are asked for", {}, async (simulator) => {
  const { structured, text } = await list(simulator, {
    name: "*prod-02*",
    fields: ["cluster", "version", "build", "model", "cpu_cores", "cpu_total_mhz", "memory_mb", "vm_count"],
  });
  const [host] = rowsOf(structured.hosts);
  assert.deepEqual(host, {
    name: "esx-prod-02.example.com",
    moref: host?.moref,
    cluster: "Prod-Cluster",
    version: "8.0.3",
    build: "24280767",
    model: "PowerEdge R750",
    cpu_cores: 64,
    cpu_total_mhz: 128_000,
    memory_mb: 786_432,
    vm_count: 5,
  });
  assert.equal(
    text,
    `1 of 1 host(s)\nesx-prod-02.example.com (${host?.moref}), cluster=Prod-Cluster, version=8.0.3, build=24280767, ` +
      "model=PowerEdge R750, cpu_cores=64, cpu_total_mhz=128000, memory_mb=786432, vm_count=5",
  );
});

simulatorTest("list_hosts says in one line what is not as it should be", {}, async (simulator) => {
  const { structured, text } = await list(simulator, { name: "esx-dev-03*" });
  const [host] = rowsOf(structured.hosts);
  assert.equal(
    text,
    `1 of 1 host(s)\nesx-dev-03.example.com (${host?.moref}), cluster Dev-Cluster, connected, in maintenance mode, ` +
      `ESXi 8.0.3 build 24280767, ProLiant DL380 Gen10 Plus, CPU ${host?.cpu_usage_percent} % of 128000 MHz, ` +
      `memory ${host?.memory_usage_percent} % of 262144 MB, 0 VM(s), 0 on, up 97 day(s)`,
  );
});

simulatorTest("list_hosts counts machines and those that run", {}, async (simulator) => {
  const fields = ["vm_count", "vm_powered_on_count"];
  const rows = rowsOf((await list(simulator, { cluster: "Dev-Cluster", fields })).structured.hosts);
  assert.deepEqual(rows.map((row) => [row.vm_count, row.vm_powered_on_count]), [[12, 3], [14, 5], [0, 0]]);
});

simulatorTest("list_hosts filters by name, place, state and maintenance", {}, async (simulator) => {
  assert.deepEqual(await names(simulator, {}), ALL);
  assert.deepEqual(await names(simulator, { name: "ESX-EDGE-*" }), EDGE);
  assert.deepEqual(await names(simulator, { cluster: "Prod-Cluster" }), PROD);
  assert.deepEqual(await names(simulator, { cluster: "/DC-East/host/Dev-Cluster" }), DEV);
  assert.deepEqual(await names(simulator, { datacenter: "DC-West" }), EDGE);
  assert.deepEqual(await names(simulator, { connection_state: "notResponding" }), [EDGE[1]]);
  assert.deepEqual(await names(simulator, { maintenance: true }), [DEV[2]]);
  assert.deepEqual(await names(simulator, { maintenance: false, cluster: "Dev-Cluster" }), DEV.slice(0, 2));
});

simulatorTest("list_hosts refuses a place that is none", {}, async (simulator) => {
  await assert.rejects(list(simulator, { cluster: "Prod-Clutser" }), {
    kind: "not_found",
    message: 'Cannot find cluster "Prod-Clutser": no cluster has this name; closest: "Prod-Cluster"',
  });
  // The compute resource of a standalone host is no cluster.
  await assert.rejects(list(simulator, { cluster: "esx-edge-01.example.com" }), {
    message: 'Cannot find cluster "esx-edge-01.example.com": no cluster has this name; ' +
      "leave the filter out to see all",
  });
  await assert.rejects(list(simulator, { datacenter: "DC-North" }), { kind: "not_found" });
});

simulatorTest("list_hosts leaves out the load of a host that does not answer", {}, async (simulator) => {
  const { structured, text } = await list(simulator, { name: EDGE[1] });
  const [host] = rowsOf(structured.hosts);
  assert.ok(host);
  assert.equal(host.connection_state, "notResponding");
  assert.equal(host.power_state, "unknown");
  assert.equal(host.cpu_total_mhz, 128_000);
  for (
    const field of [
      "cpu_usage_mhz",
      "cpu_usage_percent",
      "memory_usage_mb",
      "memory_usage_percent",
      "uptime_seconds",
    ]
  ) {
    assert.ok(!(field in host), field);
  }
  assert.match(text, /, standalone, notResponding, power unknown, .*, CPU 128000 MHz, .*, status red$/);
});

simulatorTest("list_hosts pages in the order of what is sorted by", {}, async (simulator) => {
  await using vsphere = connectTo(simulator);
  const context = contextOf(vsphere);
  const args = { sort_by: "vm_count", descending: true, limit: 4, fields: ["vm_count"] };
  const seen: unknown[] = [];
  let cursor: unknown;
  do {
    const page = { ...args, ...(cursor === undefined ? {} : { cursor }) };
    const { structured } = await listHosts.call(page, context);
    assert.equal(structured.total, 9);
    seen.push(...rowsOf(structured.hosts).map(({ name, vm_count }) => [name, vm_count]));
    cursor = structured.next_cursor;
  } while (cursor !== undefined);
  assert.deepEqual(seen, [
    ["esx-dev-02.example.com", 14],
    ["esx-dev-01.example.com", 12],
    ["esx-edge-01.example.com", 7],
    ["esx-prod-01.example.com", 5],
    ["esx-prod-02.example.com", 5],
    ["esx-prod-03.example.com", 3],
    ["esx-prod-04.example.com", 2],
    ["esx-dev-03.example.com", 0],
    ["esx-edge-02.example.com", 0],
  ]);
});

simulatorTest("list_hosts sorts by load, hosts that tell none last", {}, async (simulator) => {
  const { structured } = await list(simulator, { sort_by: "memory_usage_percent", descending: true });
  const values = column(structured.hosts, "memory_usage_percent");
  assert.deepEqual(values.slice(0, 8), values.slice(0, 8).toSorted((a, b) => Number(b) - Number(a)));
  assert.ok(values.slice(0, 8).every((value) => typeof value === "number"));
  assert.equal(rowsOf(structured.hosts)[8]?.name, "esx-edge-02.example.com");
});

simulatorTest("list_hosts keeps hostile names from passing for lines of its own", {}, async (simulator) => {
  const [first, second] = simulator.simulator.world.all(Host);
  assert.ok(first !== undefined && second !== undefined);
  first.name = "a%2fb \"&<x>' 🚀";
  second.name = "a\nfake (host-9), connected";
  const { structured, text } = await list(simulator, { name: "a*" });
  assert.deepEqual(column(structured.hosts, "name"), ["a\nfake (host-9), connected", "a/b \"&<x>' 🚀"]);
  assert.equal(text.split("\n").length, 3);
  assert.deepEqual(await names(simulator, { name: "A/B*" }), ["a/b \"&<x>' 🚀"]);
});

farSideTest(
  "list_hosts says where to change a host that belongs to a vCenter Server",
  // The simulator's ESXi belongs to none; on vCenter Server one is in the right place already.
  { on: ["vcsim ESXi", "vcsim vCenter"] },
  async (farSide, { model }) => {
    const { structured, text } = await list(farSide, {});
    assert.equal(rowsOf(structured.hosts)[0]?.managed_by, "127.0.0.1");
    const note = "The host belongs to vCenter Server 127.0.0.1: make changes through that server, " +
      "which may refuse or undo what is done on the host itself";
    assert.equal(structured.note, model === "esxi" ? note : undefined);
    assert.equal(text.endsWith(`\n${note}`), model === "esxi");
  },
);

simulatorTest("list_hosts says that nothing matches", {}, async (simulator) => {
  const { structured, text } = await list(simulator, { name: "none*" });
  assert.deepEqual(structured, { hosts: [], total: 0 });
  assert.equal(text, "No host matches");
});
