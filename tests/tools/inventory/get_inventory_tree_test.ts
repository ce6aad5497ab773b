import assert from "node:assert/strict";
import getInventoryTree from "../../../src/tools/inventory/get_inventory_tree.ts";
import { contextOf } from "../../support/context.ts";
import { farSideTest } from "../../support/far_sides.ts";
import { simulatorTest } from "../../support/simulator.ts";
import { connectTo } from "../../support/vsphere.ts";

simulatorTest("get_inventory_tree outlines datacenters with what is in them", {}, async (simulator) => {
  await using vsphere = connectTo(simulator);
  const context = contextOf(vsphere);
  const { text } = await getInventoryTree.call({ depth: 0 }, context);
  assert.deepEqual(text.split("\n"), [
    'datacenter "DC-East" (datacenter-1001): 14 folder, 41 vm, 2 cluster, 7 host, 3 resource_pool, 1 datastore_cluster, ' +
    "6 datastore, 7 network, 1 distributed_switch",
    'datacenter "DC-West" (datacenter-1006): 4 folder, 7 vm, 2 standalone_host, 2 host, 2 resource_pool, 1 datastore, 1 network',
  ]);
});

simulatorTest(
  "get_inventory_tree begins at a name, a path or an id, as deep as it is told",
  {},
  async (simulator) => {
    await using vsphere = connectTo(simulator);
    const context = contextOf(vsphere);
    const lines = async (args: Readonly<Record<string, unknown>>) =>
      (await getInventoryTree.call(args, context)).text.split("\n");
    const production = [
      'folder "Production" (group-v1052): 2 folder, 15 vm',
      '  folder "Database" (group-v1055): 7 vm',
      '  folder "Web" (group-v1053): 8 vm',
    ];
    for (const root of ["group-v1052", "/DC-East/vm/Production", "DC-East/vm/Production"]) {
      assert.deepEqual(await lines({ root, depth: 1 }), production);
    }
    const web = await lines({ root: "Web", leaves: true });
    assert.equal(web.length, 9);
    assert.equal(web[1], '  vm "app-00028" (vm-1095)');
    await assert.rejects(lines({ root: "Production" }), {
      kind: "ambiguous",
      message: /^Cannot tell which place "Production" is: 2 have .*\/DC-East\/vm\/Production \(group-v1052\)/,
    });
    await assert.rejects(lines({ root: "Prod-Clustr" }), {
      kind: "not_found",
      message:
        'Cannot find place "Prod-Clustr": no folder, datacenter, cluster, host or pool has this name, path or id; closest: "Prod-Cluster"',
    });
  },
);

simulatorTest(
  "get_inventory_tree stops at a thousand nodes and says so",
  { vms: 3000 },
  async (simulator) => {
    await using vsphere = connectTo(simulator);
    const { structured, text } = await getInventoryTree.call({ depth: 10, leaves: true }, contextOf(vsphere));
    const nodes = text.split("\n").length - 1;
    assert.equal(nodes, 1000);
    assert.match(text, /\n\d+ more left out: begin at a root further down or with less depth$/);
    assert.equal(typeof structured.omitted, "number");
  },
);

farSideTest("get_inventory_tree counts each machine once, in one round trip", {}, async (farSide) => {
  await using vsphere = connectTo(farSide);
  const context = contextOf(vsphere);
  const vms = (await vsphere.inventory.current()).vms().length;
  await farSide.clearLog();
  const { text } = await getInventoryTree.call({ depth: 0 }, context);
  assert.deepEqual((await farSide.log()).map(({ method }) => method), ["WaitForUpdatesEx"]);
  const counted = [...text.matchAll(/(\d+) vm\b/g)].reduce((sum, [, count]) => sum + Number(count), 0);
  assert.equal(counted, vms);
});
