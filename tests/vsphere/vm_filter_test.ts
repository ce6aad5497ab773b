import assert from "node:assert/strict";
import { selectVms, type VmFilter } from "../../src/vsphere/vm_filter.ts";
import { connectSoap, type ObjectXml, objectXml, refXml, serveVcenter } from "../support/soap_server.ts";
import { inventoryFeed } from "../support/inventory_xml.ts";
import { vcsimTest } from "../support/vcsim.ts";
import { connectTo } from "../support/vsphere.ts";

const nothing: VmFilter = {
  name: undefined,
  powerState: undefined,
  host: undefined,
  datastore: undefined,
  network: undefined,
  folder: undefined,
  isTemplate: undefined,
};

const refs = (type: string, ...ids: readonly string[]) =>
  `<val xsi:type="ArrayOfManagedObjectReference">${
    ids.map((id) => `<ManagedObjectReference type="${type}">${id}</ManagedObjectReference>`).join("")
  }</val>`;

const named = (type: string, id: string, name: string, properties: ObjectXml["properties"] = {}) =>
  objectXml(type, id, { properties: { name, ...properties } });

const vmFolder = refXml("Folder", "group-v3");

const inventory = [
  named("Datacenter", "dc-2", "DC", { parent: refXml("Folder", "group-d1") }),
  named("Folder", "group-v3", "vm", { parent: refXml("Datacenter", "dc-2") }),
  named("Folder", "group-v4", "web%2ffront", { parent: vmFolder }),
  named("VirtualApp", "resgroup-v5", "shop", { parentFolder: refXml("Folder", "group-v4") }),
  named("HostSystem", "host-1", "esx-1"),
  named("Datastore", "ds-1", "fast"),
  named("DistributedVirtualPortgroup", "dvp-1", "lan"),
  named("Network", "net-1", "lan"),
  named("VirtualMachine", "vm-3", "b", {
    parent: refXml("Folder", "group-v4"),
    "runtime.powerState": "poweredOn",
    "runtime.host": refXml("HostSystem", "host-1"),
    "config.template": "<val>false</val>",
    datastore: refs("Datastore", "ds-0", "ds-1"),
    network: refs("Network", "net-1"),
  }),
  named("VirtualMachine", "vm-2", "b", {
    parentVApp: refXml("VirtualApp", "resgroup-v5"),
    network: refs("Network", "dvp-1"),
  }),
  named("VirtualMachine", "vm-1", "a%2fb", { parent: vmFolder, "config.template": "<val>true</val>" }),
  objectXml("VirtualMachine", "vm-0", { missing: { name: "NoPermission" } }),
];

async function select(filter: Partial<VmFilter>) {
  await using server = await serveVcenter({ WaitForUpdatesEx: inventoryFeed(inventory) });
  await using vsphere = connectSoap(server);
  const vms = selectVms(await vsphere.inventory.current(), { ...nothing, ...filter });
  return vms.map(({ ref }) => ref.value);
}

for (
  const [what, filter, expected] of [
    ["all, by name and id, without a filter", {}, ["vm-1", "vm-2", "vm-3", "vm-0"]],
    ["by name as people write it", { name: "A/*" }, ["vm-1"]],
    ["one without a name by its id", { name: "vm-?" }, ["vm-0"]],
    ["by power state", { powerState: "poweredOn" }, ["vm-3"]],
    ["templates", { isTemplate: true }, ["vm-1"]],
    ["those that are no templates or tell nothing", { isTemplate: false }, ["vm-2", "vm-3", "vm-0"]],
    ["by host name", { host: "esx-1" }, ["vm-3"]],
    ["by host moref", { host: "host-1" }, ["vm-3"]],
    ["by datastore", { datastore: "fast" }, ["vm-3"]],
    ["by network, of all kinds with that name", { network: "lan" }, ["vm-2", "vm-3"]],
    ["by folder and what is below it, vApps included", { folder: "web/front" }, ["vm-2", "vm-3"]],
    ["by folder path", { folder: "DC/vm/web%2ffront" }, ["vm-2", "vm-3"]],
    ["by the folder of all", { folder: "/DC/vm" }, ["vm-1", "vm-2", "vm-3"]],
    ["by several at once", { folder: "vm", powerState: "poweredOn", isTemplate: true }, []],
  ] as const
) {
  Deno.test(`selectVms() selects ${what}`, async () => {
    assert.deepEqual(await select(filter), expected);
  });
}

Deno.test("selectVms() names the closest when a filter means nothing", async () => {
  await assert.rejects(select({ host: "esx-2" }), {
    kind: "not_found",
    message: 'Cannot find host "esx-2": no host has this name; closest: "esx-1"',
  });
  await assert.rejects(select({ network: "something else" }), {
    message:
      'Cannot find network "something else": no network has this name; leave the filter out to see all',
  });
});

vcsimTest("selectVms() selects in a real inventory", {}, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  const mirror = await vsphere.inventory.current();
  const vms = selectVms(mirror, { ...nothing, host: "DC0_H0", folder: "/DC0/vm" });
  assert.deepEqual(vms.map(({ name }) => name), ["DC0_H0_VM0", "DC0_H0_VM1"]);
});
