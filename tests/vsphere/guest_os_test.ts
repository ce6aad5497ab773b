import assert from "node:assert/strict";
import { checkGuestLimits, coresPerSocket, hardwareFor, pickGuestOs } from "../../src/vsphere/guest_os.ts";

Deno.test("hardwareFor() takes what the server recommends", () => {
  const hardware = hardwareFor("windows2019srvNext_64Guest", {
    family: "windowsGuest",
    recommendedDiskController: "VirtualNVMEController",
    recommendedSCSIController: "VirtualLsiLogicSASController",
    recommendedCdromController: "VirtualAHCIController",
    recommendedEthernetCard: "VirtualE1000e",
    recommendedFirmware: "efi",
  });

  assert.deepEqual(hardware, {
    diskController: "VirtualNVMEController",
    cdromController: "VirtualAHCIController",
    nicType: "VirtualE1000e",
    firmware: "efi",
  });
});

Deno.test("hardwareFor() takes devices that every installer knows where the server recommends nothing", () => {
  const linux = hardwareFor("debian10_64Guest", { family: "linuxGuest" });
  const windows = hardwareFor("windows9_64Guest", {
    family: "windowsGuest",
    recommendedEthernetCard: "VirtualNew",
  });
  const silent = hardwareFor("otherLinux64Guest", {});

  assert.deepEqual([linux.diskController, linux.nicType], ["ParaVirtualSCSIController", "VirtualVmxnet3"]);
  assert.deepEqual([windows.diskController, windows.nicType], [
    "VirtualLsiLogicSASController",
    "VirtualE1000e",
  ]);
  assert.equal(silent.diskController, "ParaVirtualSCSIController");
  assert.deepEqual([silent.cdromController, silent.firmware], ["VirtualIDEController", "bios"]);
});

Deno.test("pickGuestOs() accepts a server that tells nothing", () => {
  assert.deepEqual(pickGuestOs([], "otherLinux64Guest"), {});
});

Deno.test("checkGuestLimits() names the bound that is exceeded", () => {
  const guest = {
    supportedMaxCPUs: 4,
    supportedMinMemMB: 512,
    supportedMaxMemMB: 8192,
    supportedFirmware: ["bios"],
  };
  const fine = { guestId: "g", cpu: 4, memoryMib: 512, firmware: "bios" } as const;

  checkGuestLimits(guest, fine);
  checkGuestLimits({ supportedMaxCPUs: 0, supportedMaxMemMB: 0 }, fine);
  assert.throws(
    () => checkGuestLimits(guest, { ...fine, cpu: 5 }),
    /5 CPUs exceed the limit .*; give at most 4/,
  );
  assert.throws(
    () => checkGuestLimits(guest, { ...fine, memoryMib: 508 }),
    /below the minimum .*; give at least 512/,
  );
  assert.throws(() => checkGuestLimits(guest, { ...fine, memoryMib: 8196 }), /give at most 8192/);
  assert.throws(
    () => checkGuestLimits(guest, { ...fine, firmware: "efi" }),
    /firmware efi is none .*; use bios/,
  );
});

Deno.test("coresPerSocket() spreads CPUs over the sockets that the guest uses", () => {
  const desktop = { numSupportedPhysicalSockets: 2, numSupportedCoresPerSocket: 8 };

  assert.equal(coresPerSocket(desktop, 2), undefined);
  assert.equal(coresPerSocket(desktop, 6), 3);
  assert.equal(coresPerSocket(desktop, 7), 7);
  assert.equal(coresPerSocket(desktop, 34), undefined);
  assert.equal(coresPerSocket({}, 16), undefined);
});
