import assert from "node:assert/strict";
import { findVm } from "../../../src/vsphere/find.ts";
import { runTask } from "../../../src/vsphere/tasks.ts";
import type { Vsphere } from "../../../src/vsphere/vsphere.ts";
import listDatastores from "../../../src/tools/datastore/list_datastores.ts";
import listHosts from "../../../src/tools/host/list_hosts.ts";
import getInventoryTree from "../../../src/tools/inventory/get_inventory_tree.ts";
import listNetworks from "../../../src/tools/network/list_networks.ts";
import listVms from "../../../src/tools/vm/list_vms.ts";
import { contextOf } from "../../support/context.ts";
import { farSideTest } from "../../support/far_sides.ts";
import { column, rowsOf } from "../../support/rows.ts";
import { connectTo } from "../../support/vsphere.ts";

/** What the tools answer that keep an answer, or a part of it, for as long as nothing changes. */
async function answers(vsphere: Vsphere) {
  const context = contextOf(vsphere);
  const vms = (await listVms.call({ limit: 1000, fields: ["power_state"] }, context)).structured;
  const hosts = (await listHosts.call({}, context)).structured.hosts;
  const datastores = (await listDatastores.call({}, context)).structured.datastores;
  const networks = (await listNetworks.call({}, context)).structured.networks;
  const tree = (await getInventoryTree.call({ depth: 0 }, context)).structured.nodes;
  return {
    total: vms.total,
    states: new Map(rowsOf(vms.vms).map((vm) => [vm.name, vm.power_state])),
    hosts: column(hosts, "vm_count"),
    poweredOn: column(hosts, "vm_powered_on_count"),
    datastores: column(datastores, "vm_count"),
    networks: column(networks, "vm_count"),
    tree,
  };
}

const wait = { signal: new AbortController().signal, action: "act" };

farSideTest("what tools keep is forgotten with the next change", {}, async (farSide, { vm: name }) => {
  await using vsphere = connectTo(farSide);
  await using other = connectTo(farSide);
  const { ref: target } = await findVm(other, name);
  const before = await answers(vsphere);
  assert.equal(before.states.get(name), "poweredOn");

  await runTask(other, { method: "PowerOffVM_Task", target }, wait);
  const off = await answers(vsphere);
  assert.equal(off.states.get(name), "poweredOff");
  assert.equal(sum(off.poweredOn), sum(before.poweredOn) - 1);

  await runTask(other, { method: "Destroy_Task", target }, wait);
  const gone = await answers(vsphere);
  assert.equal(gone.total, Number(before.total) - 1);
  assert.equal(sum(gone.hosts), sum(before.hosts) - 1);
  assert.notDeepEqual(gone.datastores, before.datastores);
  assert.notDeepEqual(gone.networks, before.networks);
  assert.notDeepEqual(gone.tree, before.tree);
});

farSideTest("machines are counted by host, by datastore and by network", {}, async (farSide) => {
  await using vsphere = connectTo(farSide);
  const found = await answers(vsphere);
  const vms = (await vsphere.inventory.current()).vms();
  const links = (property: "datastore" | "network") =>
    vms.reduce((count, vm) => count + (vm[property]?.length ?? 0), 0);
  assert.equal(sum(found.hosts), vms.length);
  assert.equal(sum(found.datastores), links("datastore"));
  assert.equal(sum(found.networks), links("network"));
});

function sum(numbers: readonly unknown[]): number {
  return numbers.reduce<number>((total, number) => total + Number(number), 0);
}
