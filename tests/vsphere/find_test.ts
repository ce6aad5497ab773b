import assert from "node:assert/strict";
import { UserError } from "../../src/errors.ts";
import { findVm } from "../../src/vsphere/find.ts";
import { connectSoap, type ObjectXml, objectXml, refXml, serveVcenter } from "../support/soap_server.ts";
import { inventoryFeed } from "../support/inventory_xml.ts";
import { vcsimTest } from "../support/vcsim.ts";
import { connectTo } from "../support/vsphere.ts";

const UUID = "5035b9a5-2a39-4b8c-9e4f-aaaaaaaaaaa1";
const BIOS_UUID = "42350000-0000-0000-0000-00000000000b";

const parent = refXml("Folder", "group-v3");

function machine(id: string, name: string, { properties = {}, missing = {} }: ObjectXml = {}): string {
  const known = { name, parent, "runtime.powerState": "poweredOff", ...properties };
  return objectXml("VirtualMachine", id, { properties: known, missing });
}

const inventory = [
  objectXml("Datacenter", "dc-2", { properties: { name: "DC", parent: refXml("Folder", "group-d1") } }),
  objectXml("Folder", "group-v3", { properties: { name: "vm", parent: refXml("Datacenter", "dc-2") } }),
  objectXml("Folder", "group-v4", { properties: { name: "old", parent } }),
  objectXml("VirtualApp", "resgroup-v5", { properties: { name: "shop", parentFolder: parent } }),
  machine("vm-1", "web-1", {
    properties: {
      "summary.config.instanceUuid": UUID,
      "summary.config.uuid": BIOS_UUID,
      "config.template": "<val>true</val>",
    },
  }),
  machine("vm-2", "Web-2"),
  machine("vm-3", "twin", {
    properties: { "runtime.powerState": "poweredOn", "summary.config.uuid": "same" },
  }),
  machine("vm-4", "twin", {
    properties: { parent: refXml("Folder", "group-v4"), "summary.config.uuid": "same" },
  }),
  machine("vm-5", "a%2fb"),
  machine("vm-6", "vm-1"),
  machine("vm-7", "100%25 %252f"),
  objectXml("VirtualMachine", "vm-8", {
    properties: {
      name: "db",
      parentVApp: refXml("VirtualApp", "resgroup-v5"),
      "runtime.powerState": "suspended",
    },
  }),
  machine("vm-9", "broken", {
    missing: { "summary.config.uuid": "InvalidProperty", "summary.config.instanceUuid": "InvalidProperty" },
  }),
  objectXml("VirtualMachine", "vm-10", { missing: { name: "NoPermission" } }),
  machine("vm-11", "case"),
  machine("vm-12", "CASE"),
  machine("vm-13", "Cäsé 🚀 &amp; &lt;x&gt; \"'"),
];

async function find(wanted: string) {
  await using server = await serveVcenter({ WaitForUpdatesEx: inventoryFeed(inventory) });
  await using vsphere = connectSoap(server);
  const vm = await findVm(vsphere, wanted);
  assert.equal(server.count("WaitForUpdatesEx"), 1);
  return vm;
}

for (
  const [how, wanted, id] of [
    ["its name", "web-1", "vm-1"],
    ["its name in another case", "WEB-2", "vm-2"],
    ["its name in this case although there is another", "CASE", "vm-12"],
    ["a name of all kinds of characters", "Cäsé 🚀 & <x> \"'", "vm-13"],
    ["its name with a slash", "a/b", "vm-5"],
    ["its escaped name", "a%2fb", "vm-5"],
    ["its escaped name in capitals", "a%2Fb", "vm-5"],
    ["its name with percent signs", "100% %2f", "vm-7"],
    ["its name with escaped percent signs", "100%25 %252f", "vm-7"],
    ["its path", "/DC/vm/web-1", "vm-1"],
    ["its path without the first slash", "DC/vm/old/twin", "vm-4"],
    ["its escaped path", "/DC/vm/a%2fb", "vm-5"],
    ["its path with the slash of its name", "/DC/vm/a/b", "vm-5"],
    ["its path through a vApp", "/DC/vm/shop/db", "vm-8"],
    ["its moref", "vm-3", "vm-3"],
    ["its instance UUID", UUID, "vm-1"],
    ["its instance UUID in capitals", UUID.toUpperCase(), "vm-1"],
    ["its BIOS UUID", BIOS_UUID.toUpperCase(), "vm-1"],
    ["its name when it has no config", "broken", "vm-9"],
    ["its moref when its name cannot be read", "vm-10", "vm-10"],
  ] as const
) {
  Deno.test(`findVm() finds a machine by ${how}`, async () => {
    assert.equal((await find(wanted)).ref.value, id);
  });
}

Deno.test("findVm() tells what identifies the machine", async () => {
  assert.deepEqual(await find("web-1".toUpperCase()), {
    ref: { type: "VirtualMachine", value: "vm-1" },
    name: "web-1",
    path: "/DC/vm/web-1",
    isTemplate: true,
    powerState: "poweredOff",
  });
  assert.deepEqual(await find("vm-10"), {
    ref: { type: "VirtualMachine", value: "vm-10" },
    name: "vm-10",
    path: "/",
    isTemplate: false,
    powerState: undefined,
  });
});

Deno.test("findVm() lists the candidates when a name is ambiguous", async () => {
  await assert.rejects(find("twin"), (error) => {
    assert(error instanceof UserError);
    assert.equal(error.kind, "ambiguous");
    assert.equal(
      error.message,
      'Cannot tell which virtual machine "twin" is: 2 have this name, id, UUID or address; use the path or moref of one: ' +
        "/DC/vm/twin (vm-3, poweredOn), /DC/vm/old/twin (vm-4, poweredOff)",
    );
    assert.deepEqual(error.details, {
      candidates: [
        { path: "/DC/vm/twin", moref: "vm-3", power_state: "poweredOn" },
        { path: "/DC/vm/old/twin", moref: "vm-4", power_state: "poweredOff" },
      ],
    });
    return true;
  });
});

for (
  const [what, wanted, remedy] of [
    ["a BIOS UUID that clones share", "SAME", "path or moref"],
    ["a name that fits two in another case", "CaSe", "path or moref"],
    ["a moref that is another's name", "vm-1", "path"],
  ] as const
) {
  Deno.test(`findVm() does not guess at ${what}`, async () => {
    await assert.rejects(find(wanted), {
      kind: "ambiguous",
      message: new RegExp(`; use the ${remedy} of one: /DC`),
    });
  });
}

Deno.test("findVm() names at most ten candidates and counts the others", async () => {
  const many = Array.from({ length: 12 }, (_, i) => machine(`vm-${i}`, "same"));
  await using server = await serveVcenter({ WaitForUpdatesEx: inventoryFeed(many) });
  await using vsphere = connectSoap(server);
  await assert.rejects(findVm(vsphere, "same"), (error) => {
    assert(error instanceof UserError);
    assert.match(error.message, /: 12 have .*\(vm-9, poweredOff\), and 2 more$/);
    return true;
  });
});

Deno.test("findVm() names the closest when nothing fits", async () => {
  await assert.rejects(find("web-3"), {
    kind: "not_found",
    message: 'Cannot find virtual machine "web-3": no object has this name, path, id, UUID or address; ' +
      'list_vms shows the names in use (closest: "Web-2")',
  });
  await assert.rejects(find("/DC/vm/nothing"), { message: /list_vms shows the names in use$/ });
});

vcsimTest("findVm() takes one round trip, and three the first time", { model: "vpx" }, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  const { session } = vsphere;
  await session.content();
  await vcsim.clearLog();
  const first = await findVm(vsphere, "DC0_H0_VM0");
  assert.equal(first.path, "/DC0/vm/DC0_H0_VM0");
  assert.deepEqual((await vcsim.log()).map(({ method }) => method).toSorted(), [
    "CreateContainerView",
    "CreateFilter",
    "CreatePropertyCollector",
    "WaitForUpdatesEx",
  ]);
  await vcsim.clearLog();
  assert.deepEqual(await findVm(vsphere, first.path), first);
  assert.deepEqual((await vcsim.log()).map(({ method }) => method), ["WaitForUpdatesEx"]);
});

vcsimTest("findVm() finds machines on an ESXi host", { model: "esx" }, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  const vm = await findVm(vsphere, "/ha-datacenter/vm/ha-host_VM0");
  assert.deepEqual(await findVm(vsphere, vm.ref.value), vm);
});
