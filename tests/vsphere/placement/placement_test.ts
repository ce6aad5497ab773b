import assert from "node:assert/strict";
import { place } from "../../../src/vsphere/placement/placement.ts";
import { vcsimTest } from "../../support/vcsim.ts";
import { connectTo } from "../../support/vsphere.ts";
import {
  computeRow,
  datacenter,
  datastoreRow,
  decide,
  folderRow,
  hostRow,
  moref,
  refusal,
  withNic,
} from "./fixture.ts";

Deno.test("decidePlacement() takes the datastore with most free space and leaves the host to DRS", () => {
  const placement = decide(
    { Datastore: [datastoreRow("ds1"), datastoreRow("ds2", { freeGib: 200 })] },
    withNic,
  );

  assert.deepEqual(
    {
      datacenter: placement.datacenter.path,
      compute: placement.computeResource.path,
      pool: placement.resourcePool.path,
      folder: placement.folder.path,
      datastore: placement.datastore.name,
      network: placement.network?.name,
      host: placement.host,
    },
    {
      datacenter: "/DC",
      compute: "/DC/host/c1",
      pool: "/DC/host/c1/Resources",
      folder: "/DC/vm",
      datastore: "ds2",
      network: "VM Network",
      host: undefined,
    },
  );
  assert.deepEqual(placement.reasons, [
    'Datastore "ds2": most free space (200 GB) of those that can be used there',
    'Host: chosen by DRS among the 2 usable hosts of "c1"',
    'Network "VM Network": the default',
  ]);
});

Deno.test("decidePlacement() chooses the host with most free memory where the cluster has no DRS", () => {
  const placement = decide({
    ComputeResource: [computeRow("c1", { hasDrs: false })],
    HostSystem: [hostRow("h1"), hostRow("h2", { freeGib: 16 })],
  });

  assert.equal(placement.host?.name, "h2");
  assert.match(placement.reasons.join(), /Host "h2": most free memory .* no DRS/);
});

Deno.test("decidePlacement() passes over hosts that are disconnected, in maintenance or in standby", () => {
  const placement = decide({
    ComputeResource: [computeRow("c1", { hasDrs: false })],
    Datastore: [datastoreRow("ds1", { hosts: { h1: {}, h2: {}, h3: {}, h4: {} } })],
    HostSystem: [
      hostRow("h1", { freeGib: 64, "runtime.connectionState": "notResponding" }),
      hostRow("h2", { freeGib: 64, "runtime.inMaintenanceMode": true }),
      hostRow("h3", { freeGib: 64, "runtime.powerState": "standBy" }),
      hostRow("h4"),
    ],
  });

  assert.equal(placement.host?.name, "h4");
});

Deno.test("decidePlacement() refuses a named host that is in maintenance", () => {
  assert.throws(
    () => decide({ HostSystem: [hostRow("h1", { "runtime.inMaintenanceMode": true })] }, { host: "h1" }),
    refusal("conflict", /host "h1": it is in maintenance mode; name another host/),
  );
});

Deno.test("decidePlacement() goes to the next cluster when no host of the first is usable", () => {
  const placement = decide({
    ComputeResource: [computeRow("c1", { hasDrs: true }), computeRow("c2", { hasDrs: true })],
    HostSystem: [
      hostRow("h1", { "runtime.inMaintenanceMode": true }),
      hostRow("h2", { parent: moref("ClusterComputeResource", "c2") }),
    ],
  });

  assert.equal(placement.computeResource.name, "c2");
  assert.match(placement.reasons.join(), /Cluster "\/DC\/host\/c2": the first of 2 that has what is needed/);
});

Deno.test("decidePlacement() obeys the configured cluster and datastore and says so", () => {
  const rows = {
    ComputeResource: [computeRow("c1", { hasDrs: true }), computeRow("c2", { hasDrs: true })],
    HostSystem: [hostRow("h1"), hostRow("h2", { parent: moref("ClusterComputeResource", "c2") })],
    Datastore: [datastoreRow("ds1"), datastoreRow("ds2", { freeGib: 900 })],
  };

  const placement = decide(rows, {}, { datacenter: "DC", cluster: "c2", datastore: "ds1" });

  assert.deepEqual([placement.computeResource.name, placement.datastore.name], ["c2", "ds1"]);
  assert.match(placement.reasons.join("\n"), /"c2": configured\n.*"ds1": configured/);
  assert.equal(decide(rows, {}, { cluster: "h2" }).host?.name, "h2");
  assert.throws(
    () => decide(rows, {}, { cluster: "c3" }),
    refusal("not_found", /Cannot find configured cluster or host "c3": .*known: "c1", "c2"/),
  );
  assert.throws(
    () => decide(rows, {}, { datacenter: "nowhere" }),
    refusal("not_found", /Cannot find configured datacenter "nowhere"/),
  );
});

Deno.test("decidePlacement() finds nested folders by the end of their path and lists twins", () => {
  const childType = ["VirtualMachine", "Folder"];
  const vm = folderRow("vm", { parent: datacenter, childType });
  const blue = folderRow("blue", { parent: vm.ref, childType });
  const green = folderRow("green", { parent: vm.ref, childType });
  const inBlue = { ...folderRow("f1", { parent: blue.ref, childType }), name: "web" };
  const inGreen = { ...folderRow("f2", { parent: green.ref, childType }), name: "web" };
  const rows = {
    Folder: [vm, blue, green, inBlue, inGreen, folderRow("host", { parent: datacenter })],
  };

  assert.equal(decide(rows, { folder: "green/web" }).folder.ref.value, "f2");
  assert.equal(decide(rows, { folder: "/DC/vm/blue/web" }).folder.ref.value, "f1");
  assert.throws(
    () => decide(rows, { folder: "web" }),
    refusal("ambiguous", /2 have this name; .*\/DC\/vm\/blue\/web.*\/DC\/vm\/green\/web/),
  );
  assert.throws(() => decide(rows, { folder: "host" }), refusal("not_found", /Cannot find folder "host"/));
});

Deno.test("decidePlacement() refuses a resource pool that the host does not belong to", () => {
  const rows = {
    ComputeResource: [computeRow("c1", { hasDrs: true }), computeRow("c2", { hasDrs: true })],
  };

  assert.equal(decide(rows, { resourcePool: "c1-pool" }).resourcePool.path, "/DC/host/c1/Resources");
  assert.equal(decide(rows, { resourcePool: "Resources", host: "h1" }).resourcePool.ref.value, "c1-pool");
  assert.throws(
    () => decide(rows, { resourcePool: "c2-pool", host: "h1" }),
    refusal("conflict", /resource pool "c2-pool": it belongs to another compute resource/),
  );
});

Deno.test("decidePlacement() says that an empty inventory has no place", () => {
  assert.throws(
    () => decide({ ComputeResource: [], HostSystem: [] }),
    refusal("conflict", /Cannot place a virtual machine: there is no cluster or host/),
  );
});

const pods = ["-pod", "1", "-folder", "1", "-datastore", "2", "-cluster", "2"];
vcsimTest("place() finds everything in nested folders by one retrieval", { args: pods }, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  await vsphere.session.content();
  await vcsim.clearLog();

  const placement = await place(vsphere, { ...withNic, folder: "vm/F0", datastore: "LocalDS_1" });

  assert.equal(placement.datacenter.path, "/F0/DC0");
  assert.equal(placement.computeResource.path, "/F0/DC0/host/F0/DC0_C0");
  assert.equal(placement.resourcePool.path, "/F0/DC0/host/F0/DC0_C0/Resources");
  assert.equal(placement.folder.path, "/F0/DC0/vm/F0");
  assert.equal(placement.datastore.path, "/F0/DC0/datastore/F0/LocalDS_1");
  assert.equal(placement.network?.path, "/F0/DC0/network/VM Network");
  assert.equal(placement.host, undefined);
  assert.deepEqual((await vcsim.log()).map(({ method }) => method), [
    "CreateContainerView",
    "RetrievePropertiesEx",
  ]);
});

vcsimTest("place() places on the only host of an ESXi", { model: "esx" }, async (vcsim) => {
  await using vsphere = connectTo(vcsim);

  const placement = await place(vsphere, withNic);

  assert.deepEqual(
    [placement.host?.name, placement.datastore.name, placement.network?.name, placement.folder.path],
    ["localhost.localdomain", "LocalDS_0", "VM Network", "/ha-datacenter/vm"],
  );
});

vcsimTest(
  "place() keeps to the datacenter that folder, host or configuration name",
  { args: ["-dc", "2"] },
  async (vcsim) => {
    await using vsphere = connectTo(vcsim);
    await using configured = connectTo(vcsim, { defaults: { network: "VM Network", datacenter: "DC1" } });

    assert.equal((await place(vsphere, {})).datacenter.path, "/DC0");
    assert.equal((await place(configured, {})).folder.path, "/DC1/vm");
    assert.equal((await place(configured, { folder: "vm" })).folder.path, "/DC1/vm");
    const inOther = await place(configured, { ...withNic, folder: "/DC0/vm" });
    assert.equal(inOther.computeResource.path, "/DC0/host/DC0_C0");
    assert.equal(inOther.network?.path, "/DC0/network/VM Network");
    assert.equal((await place(configured, { host: "DC0_H0" })).folder.path, "/DC0/vm");
    await assert.rejects(
      place(vsphere, { folder: "vm" }),
      refusal("ambiguous", /folder "vm" is: 2 have this name; .*\/DC0\/vm .*\/DC1\/vm /),
    );
    await assert.rejects(
      place(vsphere, { host: "DC0_H0", folder: "/DC1/vm" }),
      refusal("conflict", /folder "\/DC1\/vm": it belongs to another datacenter than the host/),
    );
  },
);
