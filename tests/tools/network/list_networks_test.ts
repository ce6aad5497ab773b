import assert from "node:assert/strict";
import listNetworks from "../../../src/tools/network/list_networks.ts";
import { contextOf } from "../../support/context.ts";
import type { FarSide } from "../../support/far_side.ts";
import { farSideTest, VCENTERS } from "../../support/far_sides.ts";
import { column, rowsOf } from "../../support/rows.ts";
import { simulatorTest } from "../../support/simulator.ts";
import { connectTo } from "../../support/vsphere.ts";

const ALL = [
  "DSwitch-Prod-DVUplinks",
  "Storage",
  "VM Network",
  "VM Network",
  "app-vlan120",
  "db-vlan130",
  "dmz-isolated",
  "trunk-appliances",
];
const EAST = [
  ...[1, 2, 3].map((number) => `esx-dev-0${number}.example.com`),
  ...[1, 2, 3, 4].map((number) => `esx-prod-0${number}.example.com`),
];

async function list(farSide: FarSide, args: Readonly<Record<string, unknown>>) {
  await using vsphere = connectTo(farSide);
  return await listNetworks.call(args, contextOf(vsphere));
}

async function names(farSide: FarSide, args: Readonly<Record<string, unknown>>) {
  return column((await list(farSide, args)).structured.networks, "name");
}

farSideTest("list_networks costs two round trips, however it filters", {}, async (farSide) => {
  await using vsphere = connectTo(farSide);
  const context = contextOf(vsphere);
  await listNetworks.call({}, context);
  for (const args of [{}, { vlan: 0, switch: "*" }]) {
    await farSide.clearLog();
    await listNetworks.call(args, context);
    const methods = (await farSide.log()).map(({ method }) => method);
    assert.deepEqual(methods, ["WaitForUpdatesEx", "RetrievePropertiesEx"]);
  }
});

farSideTest("list_networks tells kind and machines of a standard network", {}, async (farSide, { model }) => {
  const { structured } = await list(farSide, { kind: "standard" });
  const row = rowsOf(structured.networks).find(({ name }) => name === "VM Network");
  assert.equal(row?.kind, "standard");
  assert.equal(typeof row?.vm_count, "number");
  if (model === "esxi") assert.equal(row?.datacenter, "ha-datacenter");
});

farSideTest(
  "list_networks tells switch, VLAN and hosts of a distributed port group",
  { on: VCENTERS }, // ESXi alone has no distributed switch
  async (farSide, known) => {
    const { structured } = await list(farSide, { name: known.portGroup });
    const [row] = rowsOf(structured.networks);
    assert.ok(row);
    const isSimulator = known.portGroup === "app-vlan120";
    assert.equal(row.kind, "distributed");
    assert.equal(row.switch, isSimulator ? "DSwitch-Prod" : "DVS0");
    assert.equal(row.vlan_id, isSimulator ? 120 : 0);
    assert.equal(row.host_count, isSimulator ? 7 : 4);
    assert.equal(row.vm_count, isSimulator ? 15 : 4);
  },
);

simulatorTest("list_networks tells all kinds of VLANs", {}, async (simulator) => {
  const { structured, text } = await list(simulator, { name: "*d*" });
  const rows = rowsOf(structured.networks);
  assert.deepEqual(
    rows.map(({ name, kind, vlan_id, trunk_ranges, private_vlan_id }) => (
      { name, kind, vlan_id, trunk_ranges, private_vlan_id }
    )),
    [
      {
        name: "DSwitch-Prod-DVUplinks",
        kind: "uplink",
        vlan_id: undefined,
        trunk_ranges: ["0-4094"],
        private_vlan_id: undefined,
      },
      {
        name: "db-vlan130",
        kind: "distributed",
        vlan_id: 130,
        trunk_ranges: undefined,
        private_vlan_id: undefined,
      },
      {
        name: "dmz-isolated",
        kind: "distributed",
        vlan_id: undefined,
        trunk_ranges: undefined,
        private_vlan_id: 501,
      },
    ],
  );
  assert.equal(
    text,
    [
      "3 of 3 network(s)",
      `DSwitch-Prod-DVUplinks (${
        rows[0]?.moref
      }), uplink on DSwitch-Prod, VLAN trunk 0-4094, 7 host(s), 0 VM(s)`,
      `db-vlan130 (${rows[1]?.moref}), distributed on DSwitch-Prod, VLAN 130, 7 host(s), 7 VM(s)`,
      `dmz-isolated (${rows[2]?.moref}), distributed on DSwitch-Prod, private VLAN 501, 7 host(s), 0 VM(s)`,
    ].join("\n"),
  );
});

simulatorTest("list_networks tells vSwitch and VLAN of a standard network", {}, async (simulator) => {
  const [row] = rowsOf((await list(simulator, { name: "Storage" })).structured.networks);
  assert.deepEqual(row, {
    name: "Storage",
    moref: row?.moref,
    kind: "standard",
    datacenter: "DC-East",
    switch: "vSwitch1",
    vlan_id: 40,
    host_count: 7,
    hosts: EAST,
    vm_count: 0,
  });
});

simulatorTest("list_networks filters by name, kind, host, VLAN and switch", {}, async (simulator) => {
  assert.deepEqual(await names(simulator, {}), ALL);
  assert.deepEqual(await names(simulator, { name: "VM net*" }), ["VM Network", "VM Network"]);
  assert.deepEqual(await names(simulator, { kind: "uplink" }), ["DSwitch-Prod-DVUplinks"]);
  assert.deepEqual(await names(simulator, { kind: "standard" }), ["Storage", "VM Network", "VM Network"]);
  assert.deepEqual(await names(simulator, { kind: "opaque" }), []);
  assert.deepEqual(await names(simulator, { host: "esx-edge-01.example.com" }), ["VM Network"]);
  assert.deepEqual(await names(simulator, { vlan: 120 }), [
    "DSwitch-Prod-DVUplinks",
    "app-vlan120",
    "trunk-appliances",
  ]);
  assert.deepEqual(await names(simulator, { vlan: 501, kind: "distributed" }), ["dmz-isolated"]);
  assert.deepEqual(await names(simulator, { vlan: 200, kind: "distributed" }), []);
  assert.deepEqual(await names(simulator, { vlan: 40, kind: "standard" }), ["Storage"]);
  assert.deepEqual(await names(simulator, { switch: "VSWITCH1" }), ["Storage"]);
  const { structured } = await list(simulator, { switch: "dswitch-*", kind: "distributed", limit: 3 });
  assert.deepEqual(column(structured.networks, "name"), ["app-vlan120", "db-vlan130", "dmz-isolated"]);
  assert.equal(structured.total, 4);
});

simulatorTest("list_networks refuses an unknown host", {}, async (simulator) => {
  await assert.rejects(list(simulator, { host: "esx-edge-09.example.com" }), {
    kind: "not_found",
    message:
      'Cannot find host "esx-edge-09.example.com": no host has this name; closest: "esx-edge-01.example.com"',
  });
});

for (const [what, args] of [["a page", {}], ["all for a filter", { switch: "*" }]] as const) {
  simulatorTest(`list_networks pages, each network once, when it reads ${what}`, {}, async (simulator) => {
    await using vsphere = connectTo(simulator);
    const context = contextOf(vsphere);
    const ids = new Set<unknown>();
    const seen: unknown[] = [];
    let cursor: unknown;
    do {
      const page = { ...args, limit: 3, ...(cursor === undefined ? {} : { cursor }) };
      const { structured } = await listNetworks.call(page, context);
      assert.equal(structured.total, 8);
      seen.push(...column(structured.networks, "name"));
      for (const id of column(structured.networks, "moref")) ids.add(id);
      cursor = structured.next_cursor;
    } while (cursor !== undefined);
    assert.deepEqual(seen, ALL);
    assert.equal(ids.size, 8);
  });
}

simulatorTest("list_networks of a host alone tells its VLANs", { model: "esxi" }, async (simulator) => {
  const rows = rowsOf((await list(simulator, {})).structured.networks);
  assert.deepEqual(rows.map(({ name, switch: home, vlan_id, vm_count }) => [name, home, vlan_id, vm_count]), [
    ["DMZ", "vSwitch0", 50, 1],
    ["IoT", "vSwitch0", 30, 1],
    ["VM Network", "vSwitch0", 0, 13],
  ]);
});
