import assert from "node:assert/strict";
import { Datastore } from "../../../src/simulator/world/datastore.ts";
import { Host } from "../../../src/simulator/world/host.ts";
import listDatastores from "../../../src/tools/datastore/list_datastores.ts";
import { contextOf } from "../../support/context.ts";
import type { FarSide } from "../../support/far_side.ts";
import { farSideTest } from "../../support/far_sides.ts";
import { column, rowsOf } from "../../support/rows.ts";
import { simulatorTest } from "../../support/simulator.ts";
import { connectTo } from "../../support/vsphere.ts";

const ALL = ["edge-local-01", "gold-01", "gold-02", "nfs-iso", "old-lun-7", "silver-01", "silver-02"];
const PROD = [1, 2, 3, 4].map((number) => `esx-prod-0${number}.example.com`);

async function list(farSide: FarSide, args: Readonly<Record<string, unknown>>) {
  await using vsphere = connectTo(farSide);
  return await listDatastores.call(args, contextOf(vsphere));
}

async function names(farSide: FarSide, args: Readonly<Record<string, unknown>>) {
  return column((await list(farSide, args)).structured.datastores, "name");
}

farSideTest(
  "list_datastores costs two round trips, however it sorts and filters",
  {},
  async (farSide, known) => {
    await using vsphere = connectTo(farSide);
    const context = contextOf(vsphere);
    const { structured } = await listDatastores.call({ name: known.datastore }, context);
    const [host] = rowsOf(rowsOf(structured.datastores)[0]?.hosts);
    for (const args of [{}, { sort_by: "free_gb", limit: 1 }, { host: host?.name }]) {
      await farSide.clearLog();
      await listDatastores.call(args, context);
      const methods = (await farSide.log()).map(({ method }) => method);
      assert.deepEqual(methods, ["WaitForUpdatesEx", "RetrievePropertiesEx"]);
    }
  },
);

farSideTest("list_datastores tells space, hosts and machines of each", {}, async (farSide, known) => {
  const { structured } = await list(farSide, {});
  const row = rowsOf(structured.datastores).find(({ name }) => name === known.datastore);
  assert.ok(row);
  const { capacity_gb, free_gb, used_gb, provisioned_gb, host_count } = row;
  assert.equal(row.is_accessible, true);
  assert.ok(Number(capacity_gb) > 0);
  assert.equal(used_gb, Math.round((Number(capacity_gb) - Number(free_gb)) * 100) / 100);
  assert.ok(Number(provisioned_gb) >= Number(used_gb));
  assert.equal(host_count, rowsOf(row.hosts).length);
  assert.deepEqual(new Set(column(row.hosts, "access")), new Set(["readWrite"]));
  assert.equal(row.unusable_host_count, 0);
});

simulatorTest("list_datastores tells of one datastore what the server knows", {}, async (simulator) => {
  const { structured, text } = await list(simulator, { name: "gold-02" });
  const [row] = rowsOf(structured.datastores);
  assert.deepEqual(row, {
    name: "gold-02",
    moref: row?.moref,
    datacenter: "DC-East",
    cluster: "Gold-Pod",
    type: "VMFS",
    is_accessible: true,
    maintenance_mode: "normal",
    multiple_host_access: true,
    url: row?.url,
    capacity_gb: 20_480,
    free_gb: 19_589.2,
    used_gb: 890.8,
    free_percent: 95.65,
    provisioned_gb: 1336,
    overcommit_percent: 6.52,
    vm_count: 7,
    host_count: 4,
    hosts: PROD.map((name) => ({ name, access: "readWrite" })),
    unusable_host_count: 0,
    unusable_hosts: [],
  });
  assert.match(String(row?.url), /^ds:\/\/\/vmfs\/volumes\/[\da-f-]+\/$/);
  assert.equal(
    text,
    `1 of 1 datastore(s)\ngold-02 (${row?.moref}), VMFS, in Gold-Pod, 19589.2 of 20480 GB free (95.65 %), ` +
      "1336 GB provisioned (6.52 %), 4 host(s), 7 VM(s)",
  );
});

simulatorTest("list_datastores filters by name, type, host, cluster and access", {}, async (simulator) => {
  assert.deepEqual(await names(simulator, {}), ALL);
  assert.deepEqual(await names(simulator, { name: "GOLD-*" }), ["gold-01", "gold-02"]);
  assert.deepEqual(await names(simulator, { type: "nfs" }), ["nfs-iso"]);
  assert.deepEqual(await names(simulator, { cluster: "Gold-Pod" }), ["gold-01", "gold-02"]);
  assert.deepEqual(await names(simulator, { accessible: false }), ["old-lun-7"]);
  assert.deepEqual(await names(simulator, { accessible: true, host: "esx-dev-01.example.com" }), [
    "nfs-iso",
    "silver-01",
    "silver-02",
  ]);
  const { structured } = await list(simulator, { host: "esx-edge-01.example.com" });
  assert.deepEqual(column(structured.datastores, "name"), ["edge-local-01"]);
  assert.equal(structured.total, 1);
});

simulatorTest("list_datastores refuses a place that is none", {}, async (simulator) => {
  await assert.rejects(list(simulator, { host: "esx-prod-09.example.com" }), {
    kind: "not_found",
    message:
      'Cannot find host "esx-prod-09.example.com": no host has this name; closest: "esx-prod-01.example.com"',
  });
  await assert.rejects(list(simulator, { cluster: "Gold-Pot" }), {
    message:
      'Cannot find datastore cluster "Gold-Pot": no datastore cluster has this name; closest: "Gold-Pod"',
  });
  // A folder is no datastore cluster.
  await assert.rejects(list(simulator, { cluster: "Archive" }), { kind: "not_found" });
});

simulatorTest("list_datastores leaves out the space of an inaccessible one", {}, async (simulator) => {
  const { structured, text } = await list(simulator, { name: "old-lun-7" });
  const [row] = rowsOf(structured.datastores);
  assert.ok(row);
  assert.equal(row.is_accessible, false);
  assert.equal(row.capacity_gb, 2048);
  for (const field of ["free_gb", "used_gb", "free_percent", "provisioned_gb", "overcommit_percent"]) {
    assert.ok(!(field in row), field);
  }
  assert.equal(row.host_count, 0);
  assert.equal(row.unusable_host_count, 3);
  assert.deepEqual(
    row.unusable_hosts,
    [1, 2, 3].map((number) => ({ name: `esx-dev-0${number}.example.com`, reason: "AllPathsDown_Start" })),
  );
  assert.match(text, /VMFS, NOT ACCESSIBLE, 2048 GB, 0 host\(s\), 3 host\(s\) cannot use it, 1 VM\(s\)$/);
});

simulatorTest(
  "list_datastores tells hosts that only read, and those that do not answer",
  {},
  async (simulator) => {
    const { world } = simulator.simulator;
    const gold = world.all(Datastore).find(({ name }) => name === "gold-01");
    const [reader, lost] = world.all(Host);
    assert.ok(gold !== undefined && reader !== undefined && lost !== undefined);
    gold.hosts.set(reader, "readOnly");
    lost.connectionState = "disconnected";
    const [row] = rowsOf((await list(simulator, { name: "gold-01" })).structured.datastores);
    assert.deepEqual(row?.hosts, [
      { name: PROD[0], access: "readOnly" },
      { name: PROD[2], access: "readWrite" },
      { name: PROD[3], access: "readWrite" },
    ]);
    assert.deepEqual(row?.unusable_hosts, [{ name: PROD[1], reason: "host disconnected" }]);
  },
);

simulatorTest("list_datastores sorts by space and pages in that order", {}, async (simulator) => {
  await using vsphere = connectTo(simulator);
  const context = contextOf(vsphere);
  const seen: unknown[] = [];
  let cursor: unknown;
  do {
    const page = { sort_by: "free_percent", limit: 3, ...(cursor === undefined ? {} : { cursor }) };
    const { structured } = await listDatastores.call(page, context);
    assert.equal(structured.total, 7);
    seen.push(...column(structured.datastores, "name"));
    cursor = structured.next_cursor;
  } while (cursor !== undefined);
  assert.deepEqual(seen, [
    "edge-local-01",
    "gold-01",
    "nfs-iso",
    "silver-02",
    "gold-02",
    "silver-01",
    // It tells no free space.
    "old-lun-7",
  ]);
  const most = { sort_by: "capacity_gb", descending: true, limit: 2 };
  assert.deepEqual(await names(simulator, most), ["gold-01", "gold-02"]);
});

simulatorTest("list_datastores says that nothing matches", {}, async (simulator) => {
  const { structured, text } = await list(simulator, { type: "vsan" });
  assert.deepEqual(structured, { datastores: [], total: 0 });
  assert.equal(text, "No datastore matches");
});

simulatorTest(
  "list_datastores reads long lists of hosts in several answers",
  { vms: 10_000 },
  async (simulator) => {
    await using vsphere = connectTo(simulator);
    const context = contextOf(vsphere);
    await listDatastores.call({ limit: 1 }, context);
    await simulator.clearLog();
    const { structured } = await listDatastores.call({ limit: 1000 }, context);
    const methods = (await simulator.log()).map(({ method }) => method);
    // 71 datastores that each list up to 170 hosts.
    assert.equal(rowsOf(structured.datastores).length, 71);
    assert.equal(methods.filter((method) => method === "ContinueRetrievePropertiesEx").length, 7);
    assert.equal(methods.filter((method) => method === "RetrievePropertiesEx").length, 1);
  },
);

simulatorTest("list_datastores reads 11 datastores of 20 hosts at once", { vms: 1000 }, async (simulator) => {
  await using vsphere = connectTo(simulator);
  const context = contextOf(vsphere);
  await listDatastores.call({ limit: 1 }, context);
  await simulator.clearLog();
  const { structured } = await listDatastores.call({}, context);
  assert.equal(rowsOf(structured.datastores).length, 11);
  assert.deepEqual((await simulator.log()).map(({ method }) => method), [
    "WaitForUpdatesEx",
    "RetrievePropertiesEx",
  ]);
});
