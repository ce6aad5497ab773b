import assert from "node:assert/strict";
import listDatastores from "../../../src/tools/datastore/list_datastores.ts";
import { contextOf } from "../../support/context.ts";
import { inventoryFeed } from "../../support/inventory_xml.ts";
import { rowsOf } from "../../support/rows.ts";
import { connectSoap, objectXml, retrieved, serveVcenter } from "../../support/soap_server.ts";

const GB = 2 ** 30;

/** A datastore that tells what the test says; the properties of the inventory are `name` and `summary.accessible`. */
async function listWith(
  { known = {}, told, hosts = [] }: {
    readonly known?: Readonly<Record<string, string>>;
    readonly told: Readonly<Record<string, string>>;
    readonly hosts?: readonly string[];
  },
) {
  const properties = { name: "ds-1", ...known };
  await using server = await serveVcenter({
    WaitForUpdatesEx: inventoryFeed([objectXml("Datastore", "datastore-1", { properties }), ...hosts]),
    RetrievePropertiesEx: () => retrieved([objectXml("Datastore", "datastore-1", { properties: told })]),
  });
  await using vsphere = connectSoap(server);
  const { structured, text } = await listDatastores.call({}, contextOf(vsphere));
  const [row] = rowsOf(structured.datastores);
  assert.ok(row);
  return { row, text };
}

function mountXml(id: string, fields: string): string {
  return `<DatastoreHostMount><key type="HostSystem">${id}</key><mountInfo>${fields}</mountInfo></DatastoreHostMount>`;
}

Deno.test("list_datastores marks one that is over-committed and nearly full", async () => {
  const { row, text } = await listWith({
    known: { "summary.accessible": "true" },
    told: {
      "summary.capacity": String(1000 * GB),
      "summary.freeSpace": String(99.5 * GB),
      "summary.uncommitted": String(400.25 * GB),
      "summary.maintenanceMode": "inMaintenance",
    },
  });
  assert.deepEqual(row, {
    name: "ds-1",
    moref: "datastore-1",
    is_accessible: true,
    maintenance_mode: "inMaintenance",
    capacity_gb: 1000,
    free_gb: 99.5,
    used_gb: 900.5,
    free_percent: 9.95,
    provisioned_gb: 1300.75,
    overcommit_percent: 130.08,
    vm_count: 0,
  });
  assert.equal(
    text,
    "1 of 1 datastore(s)\nds-1 (datastore-1), inMaintenance, 99.5 of 1000 GB free (9.95 %), NEARLY FULL, " +
      "1300.75 GB provisioned (130.08 %), OVER-COMMITTED, 0 VM(s)",
  );
});

Deno.test("list_datastores marks neither at the edge", async () => {
  const { text } = await listWith({
    told: {
      "summary.capacity": String(1000 * GB),
      "summary.freeSpace": String(100 * GB),
      "summary.uncommitted": String(100 * GB),
    },
  });
  assert.ok(text.endsWith("100 of 1000 GB free (10 %), 1000 GB provisioned (100 %), 0 VM(s)"), text);
});

Deno.test("list_datastores tells no provisioned space where the server tells no uncommitted space", async () => {
  const { row } = await listWith({
    told: { "summary.capacity": String(10 * GB), "summary.freeSpace": "0" },
  });
  assert.deepEqual(row, {
    name: "ds-1",
    moref: "datastore-1",
    capacity_gb: 10,
    free_gb: 0,
    used_gb: 10,
    free_percent: 0,
    vm_count: 0,
  });
});

Deno.test("list_datastores shows one of which nothing can be read", async () => {
  const { row, text } = await listWith({ told: { "summary.url": "" } });
  assert.deepEqual(row, { name: "ds-1", moref: "datastore-1", vm_count: 0 });
  assert.equal(text, "1 of 1 datastore(s)\nds-1 (datastore-1), 0 VM(s)");
});

Deno.test("list_datastores names 20 hosts that can use it and counts all", async () => {
  const ids = Array.from({ length: 25 }, (_, at) => String(at).padStart(2, "0"));
  const mounts = ids.map((id) =>
    mountXml(
      `host-${id}`,
      "<accessMode>readOnly</accessMode><mounted>true</mounted><accessible>true</accessible>",
    )
  );
  const broken = mountXml("host-99", "<accessMode>readWrite</accessMode><mounted>false</mounted>");
  const { row } = await listWith({
    told: { host: `<val xsi:type="ArrayOfDatastoreHostMount">${mounts.join("")}${broken}</val>` },
    hosts: ids.map((id) => objectXml("HostSystem", `host-${id}`, { properties: { name: `esx-${id}` } })),
  });
  assert.equal(row.host_count, 25);
  const shown = rowsOf(row.hosts);
  assert.equal(shown.length, 20);
  assert.deepEqual(shown[19], { name: "esx-19", access: "readOnly" });
  assert.deepEqual(row.unusable_hosts, [{ name: "host-99", reason: "not mounted" }]);
});

Deno.test("list_datastores keeps hostile names from passing for lines of its own", async () => {
  const { row, text } = await listWith({
    known: { name: "a%2fb \"&amp;&lt;x&gt;' 🚀\nds-9 (datastore-9)" },
    told: { "summary.url": "" },
  });
  assert.equal(row.name, "a/b \"&<x>' 🚀\nds-9 (datastore-9)");
  assert.equal(text.split("\n").length, 2);
});
