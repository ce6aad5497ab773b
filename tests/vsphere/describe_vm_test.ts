import assert from "node:assert/strict";
import { describeVm } from "../../src/vsphere/describe_vm.ts";
import { runTask } from "../../src/vsphere/tasks.ts";
import { farSideTest } from "../support/far_sides.ts";
import { inventoryFeed, told } from "../support/inventory_xml.ts";
import { connectSoap, objectXml, retrieved, serveVcenter } from "../support/soap_server.ts";
import { connectTo } from "../support/vsphere.ts";

const { signal } = new AbortController();

Deno.test("describeVm() reads the machine that a known name meant while it asks what it means now", async () => {
  const inventory = [objectXml("VirtualMachine", "vm-1", { properties: { name: "web-1" } })];
  const feed = inventoryFeed(inventory);
  const { promise: isRead, resolve } = Promise.withResolvers<void>();
  await using server = await serveVcenter({
    WaitForUpdatesEx: async (method, body, more) => {
      // Where the machine is read only after this answer, the call runs out of time.
      if (!body.includes("<version></version>")) await isRead;
      return await feed(method, body, more);
    },
    RetrievePropertiesEx: () => {
      resolve();
      return retrieved([objectXml("VirtualMachine", "vm-1", { properties: { "config.uuid": "42" } })]);
    },
  });
  await using vsphere = connectSoap(server, { requestTimeoutMs: 2000 });
  await vsphere.inventory.current();
  assert.equal((await describeVm(vsphere, "web-1", signal)).bios_uuid, "42");
  assert.deepEqual([server.count("WaitForUpdatesEx"), server.count("RetrievePropertiesEx")], [2, 1]);
});

Deno.test("describeVm() guesses at nothing where a name meant several", async () => {
  const twin = (id: string) => objectXml("VirtualMachine", id, { properties: { name: "twin" } });
  const last = '<objectSet><kind>leave</kind><obj type="VirtualMachine">vm-1</obj></objectSet>';
  await using server = await serveVcenter({
    WaitForUpdatesEx: (_, body) => {
      if (body.includes("<version></version>")) return told([twin("vm-1"), twin("vm-2")]);
      return told([last], { version: "2" });
    },
    RetrievePropertiesEx: (_, body) => {
      assert.ok(body.includes(">vm-2<"));
      return retrieved([objectXml("VirtualMachine", "vm-2", { properties: { "config.uuid": "42" } })]);
    },
  });
  await using vsphere = connectSoap(server);
  await vsphere.inventory.current();
  assert.equal((await describeVm(vsphere, "twin", signal)).moref, "vm-2");
  assert.equal(server.count("RetrievePropertiesEx"), 1);
});

farSideTest(
  "describeVm() describes the machine that has the name now",
  {},
  async (farSide, { vm: name, others: [, other] }) => {
    await using vsphere = connectTo(farSide);
    await using elsewhere = connectTo(farSide);
    const rename = async (from: string, to: string) => {
      const { moref } = await describeVm(elsewhere, from, signal);
      const target = { type: "VirtualMachine", value: moref };
      const call = { method: "Rename_Task", target, args: { newName: to } } as const;
      await runTask(elsewhere, call, { signal, action: "rename" });
    };
    const before = await describeVm(vsphere, name, signal);
    const second = await describeVm(vsphere, other, signal);
    assert.notEqual(before.bios_uuid, second.bios_uuid);
    await rename(name, "somebody else");
    await rename(other, name);
    const after = await describeVm(vsphere, name, signal);
    assert.deepEqual([after.moref, after.bios_uuid], [second.moref, second.bios_uuid]);
    assert.equal((await describeVm(vsphere, "somebody else", signal)).bios_uuid, before.bios_uuid);
  },
);
