import assert from "node:assert/strict";
import getVm from "../../../src/tools/vm/get_vm.ts";
import listVms from "../../../src/tools/vm/list_vms.ts";
import { contextOf } from "../../support/context.ts";
import { inventoryFeed } from "../../support/inventory_xml.ts";
import {
  connectSoap,
  objectXml,
  retrieved,
  serveVcenter,
  type SoapServer,
} from "../../support/soap_server.ts";

function serveMachine(machine: string): Promise<SoapServer> {
  return serveVcenter({
    WaitForUpdatesEx: inventoryFeed([machine]),
    RetrievePropertiesEx: () => retrieved([machine]),
  });
}

/** An inaccessible virtual machine, as vCenter shows it: it has a name and a state of its connection, and no config. */
async function serveInaccessible() {
  const properties = { name: "lost &amp; found", "runtime.connectionState": "inaccessible" };
  return await serveMachine(objectXml("VirtualMachine", "vm-7", { properties }));
}

Deno.test("get_vm tells what there is of a machine without config, and why the rest is missing", async () => {
  await using server = await serveInaccessible();
  await using vsphere = connectSoap(server);
  const { structured, text } = await getVm.call({ name: "lost & found" }, contextOf(vsphere));
  assert.equal(structured.power_state, "unknown");
  assert.deepEqual(structured.disks, []);
  assert.equal(
    structured.unavailable,
    "The configuration cannot be read: the virtual machine is inaccessible; check its datastore and host",
  );
  assert.ok(!text.includes("undefined"), text);
});

Deno.test("list_vms shows a machine without config by its name and id", async () => {
  await using server = await serveInaccessible();
  await using vsphere = connectSoap(server);
  const { structured } = await listVms.call({}, contextOf(vsphere));
  assert.deepEqual(structured, { vms: [{ name: "lost & found", moref: "vm-7" }], total: 1 });
});

Deno.test("get_vm and list_vms keep the lines of a note from passing for lines of theirs", async () => {
  const notes = "harmless\nweb-9, moref=vm-9, power_state=poweredOff";
  const properties = { name: "web-1", "config.annotation": notes, "summary.config.annotation": notes };
  await using server = await serveMachine(objectXml("VirtualMachine", "vm-1", { properties }));
  await using vsphere = connectSoap(server);
  const context = contextOf(vsphere);
  const shown = await getVm.call({ name: "web-1" }, context);
  const listed = await listVms.call({ fields: ["notes"] }, context);
  assert.ok(!/^web-9/m.test(shown.text), shown.text);
  assert.equal(listed.text.split("\n").length, 2);
  assert.equal(shown.structured.notes, notes);
});
