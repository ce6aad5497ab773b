import assert from "node:assert/strict";
import { touchedBy } from "../../../src/vsphere/protection/touched.ts";

const vm = { type: "VirtualMachine", value: "vm-1" };
const folder = { type: "Folder", value: "group-v1" };
const pool = { type: "ResourcePool", value: "resgroup-1" };
const datastore = { type: "Datastore", value: "datastore-1" };
const fileManager = { type: "FileManager", value: "FileManager" };

Deno.test("touchedBy() finds the target and every object among the arguments, however deep", () => {
  const { objects } = touchedBy({
    method: "RelocateVM_Task",
    target: vm,
    args: { spec: { pool, disk: [{ diskId: 1, datastore }] }, priority: "defaultPriority" },
  });
  assert.deepEqual(objects, [vm, pool, datastore]);
});

Deno.test("touchedBy() leaves out what a clone only reads", () => {
  const { objects, reachesInside } = touchedBy({
    method: "CloneVM_Task",
    target: vm,
    args: {
      folder,
      name: "copy",
      spec: { location: { pool }, snapshot: { type: "VirtualMachineSnapshot", value: "snapshot-1" } },
    },
  });
  assert.deepEqual(objects, [folder, pool]);
  assert.equal(reachesInside, false);
});

Deno.test("touchedBy() reaches inside a container unless the call only adds to it", () => {
  assert.equal(touchedBy({ method: "Destroy_Task", target: folder }).reachesInside, true);
  assert.equal(
    touchedBy({ method: "CreateFolder", target: folder, args: { name: "a" } }).reachesInside,
    false,
  );
  assert.equal(touchedBy({ method: "CreateVM_Task", target: folder, args: { pool } }).reachesInside, false);
});

Deno.test("touchedBy() finds the files that are written, not those that are read", () => {
  const { files } = touchedBy({
    method: "CopyVirtualDisk_Task",
    target: fileManager,
    args: { sourceName: "[ssd] a/a.vmdk", destName: "[ssd] b/b.vmdk", force: false },
  });
  assert.deepEqual(files, ["[ssd] b/b.vmdk"]);
  const backing = { $type: "VirtualCdromIsoBackingInfo", fileName: "[iso] debian.iso" };
  const spec = { deviceChange: [{ device: { $type: "VirtualCdrom", key: -1, backing } }] };
  assert.deepEqual(touchedBy({ method: "ReconfigVM_Task", target: vm, args: { spec } }).files, []);
});
