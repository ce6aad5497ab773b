import assert from "node:assert/strict";
import { Vm } from "../../../src/simulator/world/vm.ts";
import { findEntities, type PerfEntity, type PerfScope } from "../../../src/vsphere/perf/entities.ts";
import { farSideTest, VCENTERS } from "../../support/far_sides.ts";
import { type RunningSimulator, simulatorTest } from "../../support/simulator.ts";
import { connectTo } from "../../support/vsphere.ts";

const namesOf = (entities: readonly PerfEntity[]) => entities.map(({ name }) => name);

async function find(simulator: RunningSimulator, scope: PerfScope): Promise<readonly PerfEntity[]> {
  await using vsphere = connectTo(simulator);
  return await findEntities(vsphere, scope);
}

function rename({ simulator }: RunningSimulator, from: string, to: string): void {
  const vm = simulator.world.all(Vm).find(({ name }) => name === from);
  assert(vm !== undefined);
  vm.name = to;
}

farSideTest("findEntities() finds by name, any case, by moref and by path", {}, async (farSide, { vm }) => {
  await using vsphere = connectTo(farSide);
  const [found] = await findEntities(vsphere, { kind: "vm", names: [vm] });
  assert(found !== undefined);
  assert.deepEqual([found.name, found.idle, found.cpuCount !== undefined], [vm, undefined, true]);
  const path = (await vsphere.inventory.current()).tree.path(found.ref);
  for (const name of [vm.toUpperCase(), found.ref.value, path, path.slice(1)]) {
    assert.deepEqual(await findEntities(vsphere, { kind: "vm", names: [name] }), [found], name);
  }
});

farSideTest("findEntities() finds all hosts and datastores", {}, async (farSide, { model, datastore }) => {
  await using vsphere = connectTo(farSide);
  const hosts = await findEntities(vsphere, { kind: "host" });
  assert.ok(model === "esxi" ? hosts.length === 1 : hosts.length > 3);
  assert.ok(namesOf(await findEntities(vsphere, { kind: "datastore" })).includes(datastore));
});

farSideTest("findEntities() finds clusters and no lone hosts", { on: VCENTERS }, async (farSide) => {
  await using vsphere = connectTo(farSide);
  const clusters = await findEntities(vsphere, { kind: "cluster" });
  assert.ok(clusters.length > 0);
  assert.deepEqual(new Set(clusters.map(({ ref }) => ref.type)), new Set(["ClusterComputeResource"]));
});

simulatorTest(
  "findEntities() takes the machines that run, without templates, in order",
  {},
  async (simulator) => {
    const vms = simulator.simulator.world.all(Vm);
    const running = vms.filter(({ powerState, isAccessible }) => powerState === "poweredOn" && isAccessible);
    const found = await find(simulator, { kind: "vm" });
    assert.deepEqual(
      new Set(namesOf(found)),
      new Set(running.filter(({ host }) => host.connectionState === "connected").map(({ name }) => name)),
    );
    assert.deepEqual(namesOf(found), namesOf(found).toSorted());
  },
);

simulatorTest(
  "findEntities() takes globs for those that run, names for whatever has them",
  {},
  async (simulator) => {
    rename(simulator, "web-01", "shop-a1");
    rename(simulator, "web-02", "shop-a2");
    rename(simulator, "db-02", "shop-b1");
    const off = simulator.simulator.world.all(Vm).find(({ name }) => name === "shop-a1");
    assert(off !== undefined);
    off.powerState = "poweredOff";
    assert.deepEqual(namesOf(await find(simulator, { kind: "vm", names: ["shop-*"] })), [
      "shop-a2",
      "shop-b1",
    ]);
    assert.deepEqual(namesOf(await find(simulator, { kind: "vm", names: ["SHOP-?1"] })), ["shop-b1"]);
    const [named, ...others] = await find(simulator, { kind: "vm", names: ["shop-a1", "shop-a1"] });
    assert.deepEqual([named?.name, named?.idle, others], ["shop-a1", "poweredOff", []]);
    // Where nothing runs the glob tells of what is off.
    assert.deepEqual(namesOf(await find(simulator, { kind: "vm", names: ["*hop-a1"] })), ["shop-a1"]);
  },
);

simulatorTest("findEntities() takes a star in a name for a star", {}, async (simulator) => {
  rename(simulator, "web-02", "web-*");
  assert.deepEqual(namesOf(await find(simulator, { kind: "vm", names: ["web-*"] })), ["web-*"]);
  rename(simulator, "web-03", "100%25 a%2fb");
  for (const name of ["100% a/b", "100%25 a%2fb"]) {
    assert.deepEqual(namesOf(await find(simulator, { kind: "vm", names: [name] })), ["100% a/b"]);
  }
});

simulatorTest("findEntities() names the closest of what there is not", {}, async (simulator) => {
  await assert.rejects(find(simulator, { kind: "vm", names: ["web-02", "wbe-02"] }), {
    kind: "not_found",
    message:
      'Cannot find virtual machine "wbe-02": no object has this name, path, id, UUID or address; list_vms shows the names in use (closest: "web-02")',
  });
  await assert.rejects(find(simulator, { kind: "cluster", names: ["*nothing*"] }), {
    kind: "not_found",
    message:
      'Cannot find cluster "*nothing*": no cluster has this name, path or id; known: "Dev-Cluster", "Prod-Cluster", "esx-edge-01.example.com", "esx-edge-02.example.com"',
  });
});

simulatorTest("findEntities() lists the candidates of an ambiguous name", {}, async (simulator) => {
  rename(simulator, "web-02", "db-01");
  const twins = simulator.simulator.world.all(Vm).filter(({ name }) => name === "db-01");
  await assert.rejects(find(simulator, { kind: "vm", names: ["db-01"] }), (error: Error) => {
    assert.match(
      error.message,
      /^Cannot tell which virtual machine "db-01" is: 2 have this name, id, UUID or address; use the path or/,
    );
    for (const { ref } of twins) assert.ok(error.message.includes(`(${ref.value}, `));
    return true;
  });
});
