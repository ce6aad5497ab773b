import assert from "node:assert/strict";
import { UserError } from "../../../src/errors.ts";
import {
  copyFileName,
  needBytes,
  planDisks,
  refuseUncopyable,
} from "../../../src/vsphere/clone/copy_disks.ts";
import { sourceOf } from "./fixture.ts";

/** A disk of 4 KB on the SCSI controller, as the server writes it. */
function disk(key: number, backing: string, type = "VirtualDiskFlatVer2BackingInfo"): string {
  return `<device xsi:type="VirtualDisk"><key>${key}</key><deviceInfo><label>Hard disk ${key - 1999}</label>
    </deviceInfo><backing xsi:type="${type}"><fileName>[datastore1] web-1/web-1_${key}.vmdk</fileName>
    <diskMode>persistent</diskMode>${backing}</backing><controllerKey>1000</controllerKey><unitNumber>0</unitNumber>
    <capacityInKB>4</capacityInKB></device>`;
}

const CONTROLLER =
  `<device xsi:type="ParaVirtualSCSIController"><key>1000</key><busNumber>0</busNumber></device>`;
const hardware = (...devices: readonly string[]) => `<hardware>${devices.join("")}</hardware>`;

Deno.test("planDisks() keeps how each disk takes its space, that of a snapshot's base included", () => {
  const source = sourceOf(hardware(
    disk(2000, "<thinProvisioned>true</thinProvisioned>"),
    disk(2001, "<thinProvisioned>false</thinProvisioned><eagerlyScrub>true</eagerlyScrub>"),
    disk(2002, "<thinProvisioned>false</thinProvisioned>"),
    disk(
      2003,
      `<parent xsi:type="VirtualDiskSeSparseBackingInfo"><parent xsi:type="VirtualDiskFlatVer2BackingInfo">
        <eagerlyScrub>true</eagerlyScrub></parent></parent>`,
      "VirtualDiskSeSparseBackingInfo",
    ),
    disk(2004, "", "VirtualDiskSparseVer2BackingInfo"),
  ));
  const disks = planDisks(source, { name: "web-2", isThin: undefined, directoryFor: () => "[ds] web-2" });
  assert.deepEqual(disks.map(({ isThin, isEager }) => isThin ? "thin" : isEager ? "eager" : "lazy"), [
    "thin",
    "eager",
    "lazy",
    "eager",
    "thin",
  ]);
  assert.deepEqual(disks.slice(0, 2).map(({ file }) => file), [
    "[ds] web-2/web-2.vmdk",
    "[ds] web-2/web-2_1.vmdk",
  ]);
});

Deno.test("needBytes() counts thick disks on the datastore of the copy", () => {
  const elsewhere = disk(2001, "").replace("[datastore1]", "[datastore2]");
  const source = sourceOf(
    hardware(disk(2000, ""), elsewhere, disk(2002, "<thinProvisioned>1</thinProvisioned>")),
  );
  assert.equal(needBytes(source, { isOneDatastore: false, isThin: undefined }), 4096);
  assert.equal(needBytes(source, { isOneDatastore: true, isThin: undefined }), 8192);
  assert.equal(needBytes(source, { isOneDatastore: true, isThin: false }), 12288);
  assert.equal(needBytes(source, { isOneDatastore: true, isThin: true }), 0);
});

const rdm = "VirtualDiskRawDiskMappingVer1BackingInfo";
const UNCOPYABLE = [
  ["an encrypted machine", "<keyId><keyId>1</keyId></keyId>", /encrypted or has a virtual TPM/],
  ["a virtual TPM", hardware('<device xsi:type="VirtualTPM"/>'), /encrypted or has a virtual TPM/],
  ["a raw device mapping", hardware(CONTROLLER, disk(2000, "", rdm)), /Hard disk 1 is a raw device mapping/],
  [
    "a disk that is no file",
    hardware(CONTROLLER, disk(2000, "", "VirtualDiskLocalPMemBackingInfo")),
    /PMem.*detach/,
  ],
  ["an unknown controller", hardware(disk(2000, "")), /Hard disk 1 is on a controller that is not known/],
] as const;
for (const [what, config, message] of UNCOPYABLE) {
  Deno.test(`refuseUncopyable() refuses ${what}`, () => {
    assert.throws(() => refuseUncopyable(sourceOf(config)), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, /^Cannot clone virtual machine "web-1": /);
      assert.match(error.message, message);
      return true;
    });
  });
}

Deno.test("refuseUncopyable() takes an ordinary machine", () => {
  refuseUncopyable(sourceOf(hardware(CONTROLLER, disk(2000, ""))));
});

const NAMES = [
  ["web-1", "web-1"],
  ["50% a/b", "50%25 a%2fb"],
  [" ..", "_"],
  [".hidden", "_hidden"],
  ["../x", "_%2fx"],
  ['a"b:c\n', "a_b_c"],
] as const;
for (const [name, file] of NAMES) {
  Deno.test(`copyFileName() makes ${JSON.stringify(file)} of ${JSON.stringify(name)}`, () => {
    assert.equal(copyFileName(name), file);
  });
}
