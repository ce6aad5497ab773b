import assert from "node:assert/strict";
import type { DatastoreRow } from "../../../src/vsphere/placement/rows.ts";
import {
  computeRow,
  datacenter,
  datastoreRow,
  decide,
  folderRow,
  GIB,
  hostRow,
  moref,
  refusal,
} from "./fixture.ts";

const UNUSABLE: readonly [string, DatastoreRow, RegExp][] = [
  [
    "inaccessible",
    datastoreRow("ds1", { freeGib: 900, "summary.accessible": false }),
    /it is not accessible/,
  ],
  [
    "in maintenance",
    datastoreRow("ds1", { freeGib: 900, "summary.maintenanceMode": "inMaintenance" }),
    /maintenance mode/,
  ],
  [
    "read-only on every host",
    datastoreRow("ds1", {
      freeGib: 900,
      hosts: { h1: { accessMode: "readOnly" }, h2: { accessMode: "readOnly" } },
    }),
    /mounted read-only on host "h1"/,
  ],
  [
    "unmounted",
    datastoreRow("ds1", { freeGib: 900, hosts: { h1: { mounted: false } } }),
    /not mounted on host "h1"/,
  ],
  [
    "on other hosts only",
    datastoreRow("ds1", { freeGib: 900, hosts: { h9: {} } }),
    /host "h1" does not have it/,
  ],
];

for (const [state, unusable, reason] of UNUSABLE) {
  Deno.test(`decidePlacement() neither chooses nor accepts a datastore that is ${state}`, () => {
    const rows = { Datastore: [unusable, datastoreRow("ds2")] };

    assert.equal(decide(rows).datastore.name, "ds2");
    assert.throws(() => decide(rows, { datastore: "ds1" }), refusal("conflict", reason));
    assert.throws(() => decide(rows, { datastore: "ds1" }), /usable are "ds2"/);
  });
}

Deno.test("decidePlacement() pins the host when the datastore is visible from one host only", () => {
  const rows = { Datastore: [datastoreRow("ds1"), datastoreRow("local", { hosts: { h2: {} } })] };
  const placement = decide(rows, { datastore: "local" });

  assert.equal(placement.host?.name, "h2");
  assert.throws(
    () => decide(rows, { datastore: "local", host: "h1" }),
    refusal("conflict", /Cannot use datastore "local" there: host "h1" does not have it; usable are "ds1"/),
  );
});

Deno.test("decidePlacement() finds the standalone host that has the named datastore", () => {
  const placement = decide({
    ComputeResource: [computeRow("c1", { hasDrs: false }), computeRow("c2", { hasDrs: false })],
    HostSystem: [hostRow("h1"), hostRow("h2", { parent: moref("ClusterComputeResource", "c2") })],
    Datastore: [datastoreRow("ds1"), datastoreRow("local", { hosts: { h2: {} } })],
  }, { datastore: "local" });

  assert.deepEqual([placement.computeResource.name, placement.host?.name], ["c2", "h2"]);
});

Deno.test("decidePlacement() takes the member with most free space of a datastore cluster", () => {
  const pod = moref("StoragePod", "pod");
  const placement = decide({
    Folder: [
      folderRow("vm", { parent: datacenter, childType: ["VirtualMachine"] }),
      folderRow("host", { parent: datacenter }),
      folderRow("pod", { parent: datacenter, type: "StoragePod" }),
    ],
    Datastore: [
      datastoreRow("outside", { freeGib: 900 }),
      datastoreRow("small", { parent: pod, freeGib: 10 }),
      datastoreRow("large", { parent: pod, freeGib: 50 }),
      datastoreRow("broken", { parent: pod, freeGib: 90, "summary.accessible": false }),
    ],
  }, { datastore: "pod" });

  assert.equal(placement.datastore.name, "large");
  assert.match(placement.reasons.join(), /"large": most free space \(50 GB\) in datastore cluster "pod"/);
});

Deno.test("decidePlacement() refuses what does not fit on the datastore", () => {
  assert.throws(
    () => decide({}, { needBytes: 101 * GIB }),
    refusal("conflict", /Cannot place 101 GB on datastore "ds1": 100 GB are free/),
  );
  assert.equal(decide({}, { needBytes: 100 * GIB }).datastore.name, "ds1");
});

Deno.test("decidePlacement() lets the host read an image from a read-only datastore, but it has to see it", () => {
  const images = datastoreRow("isos", { freeGib: 900, hosts: { h2: { accessMode: "readOnly" } } });
  const rows = { Datastore: [datastoreRow("ds1"), images] };

  const placement = decide(rows, { readsFrom: ["isos"] });

  assert.deepEqual([placement.host?.name, placement.datastore.name], ["h2", "ds1"]);
  assert.throws(
    () => decide(rows, { readsFrom: ["isos"], host: "h1" }),
    refusal("conflict", /Cannot use datastore "isos" there: host "h1" does not have it/),
  );
});
