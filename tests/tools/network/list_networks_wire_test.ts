import assert from "node:assert/strict";
import listNetworks from "../../../src/tools/network/list_networks.ts";
import { contextOf } from "../../support/context.ts";
import { inventoryFeed } from "../../support/inventory_xml.ts";
import { column, rowsOf } from "../../support/rows.ts";
import { connectSoap, objectXml, retrieved, serveVcenter } from "../../support/soap_server.ts";

function refsXml(...ids: readonly string[]): string {
  const refs = ids.map((id) => `<ManagedObjectReference type="HostSystem">${id}</ManagedObjectReference>`);
  return `<val xsi:type="ArrayOfManagedObjectReference">${refs.join("")}</val>`;
}

function groupXml(name: string, vlanId: number, vswitchName: string): string {
  return `<HostPortGroup><key>k</key><vswitch>v</vswitch><spec><name>${name}</name><vlanId>${vlanId}</vlanId>` +
    `<vswitchName>${vswitchName}</vswitchName><policy></policy></spec></HostPortGroup>`;
}

/** A host with the port groups that it tells; without any it tells nothing. */
function hostXml(id: string, groups: readonly string[]): string {
  const properties: Record<string, string> = {};
  if (groups.length > 0) {
    properties["config.network.portgroup"] = `<val xsi:type="ArrayOfHostPortGroup">${groups.join("")}</val>`;
  }
  return objectXml("HostSystem", id, { properties });
}

async function listWith(
  { known, told, args = {} }: {
    readonly known: readonly string[];
    readonly told: readonly string[];
    readonly args?: Readonly<Record<string, unknown>>;
  },
) {
  const hosts = ["host-1", "host-2", "host-3", "host-4"].map((id) =>
    objectXml("HostSystem", id, { properties: { name: id.replace("host", "esx") } })
  );
  await using server = await serveVcenter({
    WaitForUpdatesEx: inventoryFeed([...known, ...hosts]),
    RetrievePropertiesEx: () => retrieved(told),
  });
  await using vsphere = connectSoap(server);
  const { structured, text } = await listNetworks.call(args, contextOf(vsphere));
  const { body = "" } = server.requests.findLast(({ method }) => method === "RetrievePropertiesEx") ?? {};
  return { rows: rowsOf(structured.networks), text, body };
}

const DIFFERING = {
  known: [objectXml("Network", "network-1", { properties: { name: "app%2fweb" } })],
  told: [
    objectXml("Network", "network-1", {
      properties: { host: refsXml("host-3", "host-2", "host-1", "host-4") },
    }),
    hostXml("host-1", [groupXml("app/web", 10, "vSwitch0"), groupXml("other", 99, "vSwitch9")]),
    hostXml("host-2", [groupXml("app/web", 10, "vSwitch0")]),
    hostXml("host-3", [groupXml("app/web", 20, "vSwitch1")]),
    // It does not answer.
    hostXml("host-4", []),
  ],
};

Deno.test("list_networks shows a standard network whose VLAN differs between hosts as such", async () => {
  const { rows, text } = await listWith(DIFFERING);
  assert.deepEqual(rows, [{
    name: "app/web",
    moref: "network-1",
    kind: "standard",
    variants: [
      { switch: "vSwitch1", vlan_id: 20, host_count: 1, hosts: ["esx-3"] },
      { switch: "vSwitch0", vlan_id: 10, host_count: 2, hosts: ["esx-1", "esx-2"] },
    ],
    host_count: 4,
    hosts: ["esx-1", "esx-2", "esx-3", "esx-4"],
    vm_count: 0,
  }]);
  assert.equal(
    text,
    "1 of 1 network(s)\napp/web (network-1), standard, " +
      "DIFFERS: VLAN 20 on vSwitch1 at esx-3; VLAN 10 on vSwitch0 at esx-1, esx-2, 4 host(s), 0 VM(s)",
  );
});

Deno.test("list_networks finds a standard network by each of its VLANs and switches", async () => {
  for (const args of [{ vlan: 10 }, { vlan: 20 }, { switch: "vSwitch1" }, { host: "esx-4" }]) {
    assert.equal((await listWith({ ...DIFFERING, args })).rows.length, 1, JSON.stringify(args));
  }
  for (const args of [{ vlan: 99 }, { switch: "vSwitch9" }]) {
    assert.equal((await listWith({ ...DIFFERING, args })).rows.length, 0, JSON.stringify(args));
  }
});

Deno.test("list_networks asks for hosts of standard networks alone", async () => {
  const { body } = await listWith({
    ...DIFFERING,
    known: [
      ...DIFFERING.known,
      objectXml("DistributedVirtualPortgroup", "dvportgroup-1", { properties: { name: "dv" } }),
    ],
  });
  assert.equal(body.match(/xsi:type="TraversalSpec"/g)?.length, 1);
  assert.match(
    body,
    /<obj type="Network">network-1<\/obj><skip>false<\/skip><selectSet xsi:type="TraversalSpec">/,
  );
  assert.match(
    body,
    /<obj type="DistributedVirtualPortgroup">dvportgroup-1<\/obj><skip>false<\/skip><\/objectSet>/,
  );
});

Deno.test("list_networks knows the VLAN by which a standard network passes all on", async () => {
  const all = {
    known: [objectXml("Network", "network-1", { properties: { name: "trunk" } })],
    told: [
      objectXml("Network", "network-1", { properties: { host: refsXml("host-1") } }),
      hostXml("host-1", [groupXml("trunk", 4095, "vSwitch0")]),
    ],
  };
  const { rows, text } = await listWith({ ...all, args: { vlan: 7 } });
  assert.deepEqual(column(rows, "vlan_id"), [4095]);
  assert.ok(text.endsWith("standard on vSwitch0, all VLANs, 1 host(s), 0 VM(s)"), text);
});

Deno.test("list_networks tells networks of NSX, and what tells nothing", async () => {
  const known = [
    objectXml("OpaqueNetwork", "network-o1", { properties: { name: "segment-1" } }),
    objectXml("DistributedVirtualPortgroup", "dvportgroup-1", { properties: { name: "dv" } }),
    objectXml("Network", "network-2", { properties: { name: "gone" } }),
  ];
  const told = [
    objectXml("OpaqueNetwork", "network-o1", { properties: { host: refsXml("host-1") } }),
    objectXml("DistributedVirtualPortgroup", "dvportgroup-1", {
      missing: { host: "NoPermission", "config.defaultPortConfig": "NoPermission" },
    }),
  ];
  const { rows, text } = await listWith({ known, told });
  assert.deepEqual(rows, [
    { name: "dv", moref: "dvportgroup-1", kind: "distributed", vm_count: 0 },
    { name: "segment-1", moref: "network-o1", kind: "opaque", host_count: 1, hosts: ["esx-1"], vm_count: 0 },
  ]);
  assert.ok(!text.includes("undefined"), text);
});

Deno.test("list_networks keeps hostile names from passing for lines of its own", async () => {
  const name = "a%2fb \"&amp;&lt;x&gt;' 🚀\nVM Network (network-9), standard";
  const { rows, text } = await listWith({
    known: [objectXml("Network", "network-1", { properties: { name } })],
    told: [
      objectXml("Network", "network-1", { properties: { host: refsXml("host-1") } }),
      hostXml("host-1", [groupXml("a/b \"&amp;&lt;x&gt;' 🚀\nVM Network (network-9), standard", 5, "v\ns")]),
    ],
  });
  assert.equal(rows[0]?.name, "a/b \"&<x>' 🚀\nVM Network (network-9), standard");
  assert.equal(rows[0]?.vlan_id, 5);
  assert.equal(text.split("\n").length, 2);
});
