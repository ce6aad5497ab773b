import assert from "node:assert/strict";
import getVm from "../../../src/tools/vm/get_vm.ts";
import listVms from "../../../src/tools/vm/list_vms.ts";
import { contextOf } from "../../support/context.ts";
import { connectSoap, objectXml, retrieved, serveVcenter } from "../../support/soap_server.ts";

/** An inaccessible virtual machine, as vCenter shows it: it has a name and a state of its connection, and no config. */
async function serveInaccessible() {
  const properties = { name: "lost &amp; found", "runtime.connectionState": "inaccessible" };
  return await serveVcenter({
    RetrievePropertiesEx: () => retrieved([objectXml("VirtualMachine", "vm-7", { properties })]),
  });
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
