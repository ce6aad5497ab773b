import assert from "node:assert/strict";
import { InventoryTree } from "../../../src/vsphere/inventory/tree.ts";
import type { Moref } from "../../../src/soap/encode.ts";

const moref = (type: string, value: string): Moref => ({ type, value });

const root = moref("Folder", "group-d1");
const datacenter = moref("Datacenter", "datacenter-2");
const folder = moref("Folder", "group-v3");
const app = moref("VirtualApp", "resgroup-v4");
const inner = moref("VirtualApp", "resgroup-v5");
const vm = moref("VirtualMachine", "vm-6");
const inApp = moref("VirtualMachine", "vm-7");

const tree = InventoryTree.of(
  [{ ref: root, name: "Datacenters" }],
  [
    { ref: datacenter, name: "DC%2f0", parent: root },
    { ref: folder, name: "vm", parent: datacenter },
  ],
  [
    { ref: app, name: "shop", parentFolder: folder, parent: moref("ResourcePool", "resgroup-1") },
    { ref: inner, name: "back", parentVApp: app, parent: app },
  ],
  [{ ref: vm, name: "a%2fb", parent: folder }, {
    ref: inApp,
    name: "db",
    parentVApp: inner,
  }],
);

Deno.test("InventoryTree.path() leaves out the root folder and keeps names escaped", () => {
  assert.equal(tree.path(vm), "/DC%2f0/vm/a%2fb");
  assert.equal(tree.path(datacenter), "/DC%2f0");
  assert.equal(tree.path(root), "/");
});

Deno.test("InventoryTree.path() goes through vApps to their folder", () => {
  assert.equal(tree.path(inApp), "/DC%2f0/vm/shop/back/db");
});

Deno.test("InventoryTree.path() tells as much as is known when ancestors cannot be seen", () => {
  const partial = InventoryTree.of([{ ref: vm, name: "web", parent: folder }]);
  assert.equal(partial.path(vm), "/web");
  assert.equal(partial.path(folder), "/");
});

Deno.test("InventoryTree.name() decodes, and gives the id of what is unknown", () => {
  assert.equal(tree.name(vm), "a/b");
  assert.equal(tree.name(moref("VirtualMachine", "vm-9")), "vm-9");
});

Deno.test("InventoryTree.datacenter() and lineage() look upwards", () => {
  assert.deepEqual(tree.datacenter(inApp), datacenter);
  assert.equal(tree.datacenter(root), undefined);
  assert.deepEqual(tree.lineage(vm), [vm, folder, datacenter, root]);
});

Deno.test("InventoryTree.lineage() ends on a cycle", () => {
  const cycle = InventoryTree.of([{ ref: folder, name: "a", parent: folder }]);
  assert(cycle.lineage(folder).length <= 100);
});
