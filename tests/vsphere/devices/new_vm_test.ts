import assert from "node:assert/strict";
import { createEncoder, type WireObject } from "../../../src/soap/encode.ts";
import { DISK_CONTROLLERS } from "../../../src/vsphere/devices/controllers.ts";
import { type NewHardware, newVmDevices } from "../../../src/vsphere/devices/new_vm.ts";
import { NIC_TYPES } from "../../../src/vsphere/devices/nics.ts";
import { METHODS } from "../../../src/vsphere/wire/methods.ts";
import { TYPES } from "../../../src/vsphere/wire/types.ts";

const hardware: NewHardware = {
  diskController: "ParaVirtualSCSIController",
  cdromController: "VirtualIDEController",
  disk: { fileName: "[ds1]", capacityBytes: 2 ** 34, isThin: true },
  iso: undefined,
  nic: undefined,
};

/** Type, key, controller and unit of each device. */
function layout(devices: readonly WireObject[]): readonly unknown[] {
  return devices.map(({ device }) => {
    const { $type, key, controllerKey, unitNumber } = Object(device);
    return [$type, key, controllerKey, unitNumber];
  });
}

Deno.test("newVmDevices() puts the disk on a controller of its own and the drive on the IDE controller", () => {
  assert.deepEqual(layout(newVmDevices(hardware)), [
    ["ParaVirtualSCSIController", -1, undefined, undefined],
    ["VirtualDisk", -3, -1, 0],
    ["VirtualCdrom", -4, 200, 0],
  ]);
});

Deno.test("newVmDevices() shares one controller where disk and drive want the same", () => {
  const sata = {
    ...hardware,
    diskController: "VirtualAHCIController",
    cdromController: "VirtualAHCIController",
  } as const;
  const ide = { ...hardware, diskController: "VirtualIDEController" } as const;

  assert.deepEqual(layout(newVmDevices(sata)), [
    ["VirtualAHCIController", -1, undefined, undefined],
    ["VirtualDisk", -3, -1, 0],
    ["VirtualCdrom", -4, -1, 1],
  ]);
  assert.deepEqual(layout(newVmDevices(ide)), [["VirtualDisk", -3, 200, 0], ["VirtualCdrom", -4, 200, 1]]);
});

Deno.test("newVmDevices() makes the second controller that an NVMe disk and a SATA drive need", () => {
  const devices = newVmDevices({
    ...hardware,
    diskController: "VirtualNVMEController",
    cdromController: "VirtualAHCIController",
  });

  assert.deepEqual(layout(devices), [
    ["VirtualNVMEController", -1, undefined, undefined],
    ["VirtualAHCIController", -2, undefined, undefined],
    ["VirtualDisk", -3, -1, 0],
    ["VirtualCdrom", -4, -2, 0],
  ]);
});

Deno.test("newVmDevices() makes nothing that the order table would refuse", () => {
  const encoder = createEncoder({ types: TYPES, methods: METHODS });
  const backing = { $type: "VirtualEthernetCardNetworkBackingInfo", deviceName: "VM Network" };
  for (const diskController of DISK_CONTROLLERS) {
    for (const type of NIC_TYPES) {
      const deviceChange = newVmDevices({ ...hardware, diskController, nic: { type, backing } });
      const xml = encoder.encodeCall({
        method: "ReconfigVM_Task",
        target: { type: "VirtualMachine", value: "vm-1" },
        args: { spec: { deviceChange } },
        version: "6.5",
      });
      assert.ok(xml.includes(`<device xsi:type="${type}">`));
      assert.equal(
        xml.includes(`<device xsi:type="${diskController}">`),
        diskController !== "VirtualIDEController",
      );
    }
  }
});

Deno.test("newVmDevices() leaves the drive empty and unconnected without an image", () => {
  const cdrom = newVmDevices(hardware).at(-1);

  assert.deepEqual(cdrom, {
    operation: "add",
    device: {
      $type: "VirtualCdrom",
      key: -4,
      backing: { $type: "VirtualCdromRemotePassthroughBackingInfo", deviceName: "", exclusive: false },
      connectable: { startConnected: false, allowGuestControl: true, connected: false },
      controllerKey: 200,
      unitNumber: 0,
    },
  });
});
