import assert from "node:assert/strict";
import { findVm } from "../../../src/vsphere/find.ts";
import type { Placement } from "../../../src/vsphere/placement/placement.ts";
import { type PlacementRows, placesOf, readPlaces } from "../../../src/vsphere/placement/rows.ts";
import { type CopyRequest, placeCopy } from "../../../src/vsphere/clone/copy_placement.ts";
import { readCopySource } from "../../../src/vsphere/clone/copy_source.ts";
import type { Vsphere } from "../../../src/vsphere/vsphere.ts";
import { vcsimTest } from "../../support/vcsim.ts";
import { connectTo } from "../../support/vsphere.ts";
import { addDisk } from "./fixture.ts";

/** Places a copy of the machine in the inventory that `change` makes of the real one. */
async function placed(
  vsphere: Vsphere,
  name: string,
  { change = (rows) => rows, ...request }: Partial<CopyRequest> & {
    readonly change?: (rows: PlacementRows) => PlacementRows;
  },
): Promise<Placement> {
  const [source, places] = await Promise.all([
    readCopySource(vsphere, await findVm(vsphere, name)),
    readPlaces(vsphere),
  ]);
  return placeCopy(placesOf(change(places.rows)), source, {
    request: { needBytes: 0, ...request },
    defaults: vsphere.defaults,
  });
}

/** The inventory with the datastore only on the hosts whose names begin like this. */
function only(hosts: string): (rows: PlacementRows) => PlacementRows {
  return (rows) => {
    const ids = rows.HostSystem.filter(({ name }) => name?.startsWith(hosts)).map(({ ref }) => ref.value);
    const Datastore = rows.Datastore.map((row) => ({
      ...row,
      host: row.host?.filter(({ key }) => ids.includes(key?.value ?? "")),
    }));
    return { ...rows, Datastore };
  };
}

vcsimTest("placeCopy() says which datastore of the source the chosen host cannot see", {}, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  await assert.rejects(placed(vsphere, "DC0_H0_VM0", { host: "DC0_C0_H0", change: only("DC0_H0") }), {
    kind: "conflict",
    message: /^Cannot use datastore ".*LocalDS_0" there: host "DC0_C0_H0" does not have it/,
  });
});

vcsimTest("placeCopy() chooses another host when that of the source is in maintenance", {}, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  const change = (rows: PlacementRows): PlacementRows => ({
    ...rows,
    ComputeResource: rows.ComputeResource.map((row) => ({ ...row, configurationEx: undefined })),
    HostSystem: rows.HostSystem.map((row) => ({
      ...row,
      "runtime.inMaintenanceMode": row.name === "DC0_C0_H0",
    })),
  });
  const { host, resourcePool } = await placed(vsphere, "DC0_C0_RP0_VM0", { change });
  assert.notEqual(host, undefined);
  assert.notEqual(host?.name, "DC0_C0_H0");
  assert.equal(resourcePool.path, "/DC0/host/DC0_C0/Resources");
});

vcsimTest(
  "placeCopy() keeps the folder only within the datacenter",
  { args: ["-dc", "2"] },
  async (vcsim) => {
    await using vsphere = connectTo(vcsim);
    const here = await placed(vsphere, "DC0_H0_VM0", {});
    const there = await placed(vsphere, "DC0_H0_VM0", {
      host: "DC1_H0",
      datastore: "/DC1/datastore/LocalDS_0",
    });
    assert.equal(here.folder.path, "/DC0/vm");
    assert.deepEqual([there.datacenter.name, there.folder.path], ["DC1", "/DC1/vm"]);
    const datastore = "/DC1/datastore/LocalDS_0";
    const byFolder = await placed(vsphere, "DC0_H0_VM0", { folder: "/DC1/vm", datastore });
    assert.deepEqual([byFolder.datacenter.name, byFolder.folder.path], ["DC1", "/DC1/vm"]);
  },
);

vcsimTest(
  "placeCopy() wants the datastores of all disks on the host, unless the disks leave them",
  { args: ["-datastore", "2"] },
  async (vcsim) => {
    await using vsphere = connectTo(vcsim);
    const { ref } = await findVm(vsphere, "DC0_H0_VM0");
    await addDisk(vsphere, ref, { unitNumber: 1, fileName: "[LocalDS_1] second.vmdk" });
    const change = (rows: PlacementRows): PlacementRows => ({
      ...rows,
      Datastore: rows.Datastore.map((row) => row.name === "LocalDS_1" ? { ...row, host: [] } : row),
    });
    await assert.rejects(placed(vsphere, "DC0_H0_VM0", { host: "DC0_C0_H0", change }), {
      message: /^Cannot use datastore "LocalDS_1" there: host "DC0_C0_H0" does not have it/,
    });
    const { host } = await placed(vsphere, "DC0_H0_VM0", {
      host: "DC0_C0_H0",
      datastore: "LocalDS_0",
      change,
    });
    assert.equal(host?.name, "DC0_C0_H0");
  },
);
