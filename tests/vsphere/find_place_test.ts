import assert from "node:assert/strict";
import { UserError } from "../../src/errors.ts";
import { placeIn, type PlaceKind } from "../../src/vsphere/find_place.ts";
import { contextOf } from "../support/context.ts";
import { farSideTest } from "../support/far_sides.ts";
import { inventoryFeed } from "../support/inventory_xml.ts";
import { connectSoap, objectXml, refXml, serveVcenter } from "../support/soap_server.ts";
import { connectTo } from "../support/vsphere.ts";

const folder = refXml("Folder", "group-s3");

function datastore(id: string, name: string, parent = folder): string {
  return objectXml("Datastore", id, { properties: { name, parent } });
}

const inventory = [
  objectXml("Datacenter", "dc-2", { properties: { name: "DC", parent: refXml("Folder", "group-d1") } }),
  objectXml("Folder", "group-s3", {
    properties: { name: "datastore", parent: refXml("Datacenter", "dc-2") },
  }),
  objectXml("StoragePod", "group-p4", { properties: { name: "Pod", parent: folder } }),
  datastore("datastore-1", "gold-1"),
  datastore("datastore-2", "twin"),
  datastore("datastore-3", "twin", refXml("StoragePod", "group-p4")),
  datastore("datastore-4", "a%2fb"),
  datastore("datastore-5", "datastore-1"),
  datastore("datastore-6", "100%25 \"&amp;&lt;x&gt;' 🚀"),
  datastore("datastore-7", "two\nlines"),
  datastore("datastore-8", "case"),
  datastore("datastore-9", "CASE"),
  objectXml("Datastore", "datastore-10", { missing: { name: "NoPermission" } }),
  objectXml("ClusterComputeResource", "domain-c1", { properties: { name: "Prod" } }),
];

async function find(kind: PlaceKind, wanted: string): Promise<string> {
  await using server = await serveVcenter({ WaitForUpdatesEx: inventoryFeed(inventory) });
  await using vsphere = connectSoap(server);
  const mirror = await vsphere.inventory.current();
  return placeIn(mirror, kind, wanted).ref.value;
}

for (
  const [how, wanted, id] of [
    ["its name", "gold-1", "datastore-1"],
    ["its name in another case", "GOLD-1", "datastore-1"],
    ["its name in this case although there is another", "CASE", "datastore-9"],
    ["its name with a slash", "a/b", "datastore-4"],
    ["its escaped name", "a%2fb", "datastore-4"],
    ["its escaped name in capitals", "A%2FB", "datastore-4"],
    ["a name of all kinds of characters", "100% \"&<x>' 🚀", "datastore-6"],
    ["a name with a line break", "two\nlines", "datastore-7"],
    ["its path", "/DC/datastore/gold-1", "datastore-1"],
    ["its path without the first slash", "DC/datastore/gold-1", "datastore-1"],
    ["its path through a datastore cluster", "/DC/datastore/Pod/twin", "datastore-3"],
    ["its moref", "datastore-2", "datastore-2"],
    ["its moref when its name cannot be read", "datastore-10", "datastore-10"],
  ] as const
) {
  Deno.test(`placeIn() finds a datastore by ${how}`, async () => {
    assert.equal(await find("Datastore", wanted), id);
  });
}

Deno.test("placeIn() lists the candidates when a name is ambiguous", async () => {
  await assert.rejects(find("Datastore", "twin"), (error) => {
    assert(error instanceof UserError);
    assert.equal(error.kind, "ambiguous");
    assert.equal(
      error.message,
      'Cannot tell which datastore "twin" is: 2 have this name or id; use the path or moref of one: ' +
        "/DC/datastore/twin (datastore-2), /DC/datastore/Pod/twin (datastore-3)",
    );
    assert.deepEqual(error.details, {
      candidates: [
        { path: "/DC/datastore/twin", moref: "datastore-2" },
        { path: "/DC/datastore/Pod/twin", moref: "datastore-3" },
      ],
    });
    return true;
  });
});

for (
  const [what, wanted, remedy] of [
    ["a name that fits two in another case", "CaSe", "path or moref"],
    ["a moref that is another's name", "datastore-1", "path"],
  ] as const
) {
  Deno.test(`placeIn() does not guess at ${what}`, async () => {
    await assert.rejects(find("Datastore", wanted), {
      kind: "ambiguous",
      message: new RegExp(`: 2 have this name or id; use the ${remedy} of one: /DC`),
    });
  });
}

Deno.test("placeIn() names the closest, or what there is, when nothing fits", async () => {
  await assert.rejects(find("Datastore", "gold-2"), {
    kind: "not_found",
    message: 'Cannot find datastore "gold-2": no datastore has this name, path or id; ' +
      'list_datastores shows the names in use (closest: "gold-1")',
  });
  await assert.rejects(find("HostSystem", "gold-1"), {
    message:
      'Cannot find host "gold-1": no host has this name, path or id; list_hosts shows the names in use',
  });
  await assert.rejects(find("ComputeResource", "Dev"), {
    message: 'Cannot find cluster "Dev": no cluster has this name, path or id; known: "Prod"',
  });
});

farSideTest("placeIn() finds what the far side has by name and by path", {}, async (farSide, known) => {
  await using vsphere = connectTo(farSide);
  const mirror = await vsphere.inventory.current(contextOf(vsphere).signal);
  const found = placeIn(mirror, "Datastore", known.datastore);
  assert.equal(placeIn(mirror, "Datastore", mirror.tree.path(found.ref)), found);
  assert.equal(placeIn(mirror, "Datastore", found.ref.value), found);
});
