import assert from "node:assert/strict";
import listVms from "../../../src/tools/vm/list_vms.ts";
import { contextOf } from "../../support/context.ts";
import { vcsimTest } from "../../support/vcsim.ts";
import { connectTo } from "../../support/vsphere.ts";

/** Rows of an answer, read without trusting its type. */
function rowsOf(structured: Readonly<Record<string, unknown>>): readonly Record<string, unknown>[] {
  assert.ok(Array.isArray(structured.vms));
  return structured.vms;
}

vcsimTest(
  "list_vms pages through all machines, each once, in order of the name",
  { vms: 6 },
  async (vcsim) => {
    await using vsphere = connectTo(vcsim);
    const context = contextOf(vsphere);
    const names: unknown[] = [];
    let cursor: unknown;
    do {
      const { structured } = await listVms.call(
        { limit: 5, ...(cursor === undefined ? {} : { cursor }) },
        context,
      );
      assert.equal(structured.total, 12);
      names.push(...rowsOf(structured).map(({ name }) => name));
      cursor = structured.next_cursor;
    } while (cursor !== undefined);
    assert.equal(names.length, 12);
    assert.deepEqual(names, [...new Set(names)].sort());
  },
);

vcsimTest(
  "list_vms costs one round trip, and one more for what changes with the load",
  { vms: 50 },
  async (vcsim) => {
    await using vsphere = connectTo(vcsim);
    const context = contextOf(vsphere);
    await listVms.call({ limit: 1 }, context);
    await vcsim.clearLog();
    await listVms.call({ limit: 1000 }, context);
    const methods = (await vcsim.log()).map(({ method }) => method);
    assert.deepEqual(methods, ["WaitForUpdatesEx"]);
    await vcsim.clearLog();
    await listVms.call({ limit: 1000, fields: ["cpu_usage_mhz", "storage_used_gb", "host"] }, context);
    const loaded = (await vcsim.log()).map(({ method }) => method);
    assert.deepEqual(loaded, ["WaitForUpdatesEx", "RetrievePropertiesEx"]);
  },
);

vcsimTest(
  "list_vms filters by name, power state, host, datastore, network, folder and template",
  {},
  async (vcsim) => {
    await using vsphere = connectTo(vcsim);
    const context = contextOf(vsphere);
    const names = async (args: Record<string, unknown>) =>
      rowsOf((await listVms.call(args, context)).structured).map(({ name }) => name);
    const all = ["DC0_C0_RP0_VM0", "DC0_C0_RP0_VM1", "DC0_H0_VM0", "DC0_H0_VM1"];
    assert.deepEqual(await names({ name: "dc0_h0_*" }), ["DC0_H0_VM0", "DC0_H0_VM1"]);
    assert.deepEqual(await names({ name: "DC0_?0_VM1" }), ["DC0_H0_VM1"]);
    assert.deepEqual(await names({ power_state: "suspended" }), []);
    assert.deepEqual(await names({ power_state: "poweredOn" }), all);
    assert.deepEqual(await names({ host: "DC0_H0" }), ["DC0_H0_VM0", "DC0_H0_VM1"]);
    assert.deepEqual(await names({ datastore: "LocalDS_0" }), all);
    assert.deepEqual(await names({ network: "DC0_DVPG0" }), all);
    assert.deepEqual(await names({ network: "VM Network" }), []);
    assert.deepEqual(await names({ folder: "/DC0/vm" }), all);
    assert.deepEqual(await names({ folder: "host" }), []);
    assert.deepEqual(await names({ template: true }), []);
    assert.deepEqual(await names({ template: false, name: "*VM0" }), ["DC0_C0_RP0_VM0", "DC0_H0_VM0"]);
  },
);

vcsimTest("list_vms answers with the fields that are asked for", {}, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  const args = { name: "DC0_H0_VM0", fields: ["folder", "datastores", "networks", "power_state"] };
  const { structured, text } = await listVms.call(args, contextOf(vsphere));
  const [row] = rowsOf(structured);
  assert.deepEqual(row, {
    name: "DC0_H0_VM0",
    moref: row?.moref,
    power_state: "poweredOn",
    folder: "/DC0/vm",
    datastores: ["LocalDS_0"],
    networks: ["DC0_DVPG0"],
  });
  assert.match(text, /^1 of 1 virtual machine\(s\)\nDC0_H0_VM0, moref=vm-\d+, /);
});

vcsimTest("list_vms refuses an unknown host and a foreign cursor", {}, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  const context = contextOf(vsphere);
  await assert.rejects(listVms.call({ host: "DC0_H9" }, context), {
    message: 'Cannot find host "DC0_H9": no host has this name; closest: "DC0_H0"',
  });
  await assert.rejects(listVms.call({ cursor: "bm9uZQ" }, context), {
    message: 'Cannot continue at cursor "bm9uZQ": it is none of ours; use next_cursor as it came',
  });
});

vcsimTest(
  "list_vms of an empty ESXi host says that nothing matches",
  { model: "esx", vms: 0 },
  async (vcsim) => {
    await using vsphere = connectTo(vcsim);
    const { structured, text } = await listVms.call({}, contextOf(vsphere));
    assert.deepEqual(structured, { vms: [], total: 0 });
    assert.equal(text, "No virtual machine matches");
  },
);
