import assert from "node:assert/strict";
import { copyDevices } from "../../../src/vsphere/clone/copy_devices.ts";
import { planDisks } from "../../../src/vsphere/clone/copy_disks.ts";
import { sourceOf } from "./fixture.ts";

function device(type: string, content: string): string {
  return `<device xsi:type="${type}">${content}</device>`;
}

/** The changes for a machine with these devices, whose disks go to `[ds] new`. */
function copy(...devices: readonly string[]): ReturnType<typeof copyDevices> {
  const source = sourceOf(`<hardware>${devices.join("")}</hardware>`);
  return copyDevices(
    source,
    planDisks(source, { name: "new", isThin: false, directoryFor: () => "[ds] new" }),
  );
}

Deno.test("copyDevices() keeps controllers, buses and units, and attaches the copied disks without a file operation", () => {
  const { changes, skipped } = copy(
    device("VirtualIDEController", "<key>201</key><busNumber>1</busNumber>"),
    device(
      "VirtualLsiLogicSASController",
      "<key>1001</key><busNumber>1</busNumber><sharedBus>noSharing</sharedBus>",
    ),
    device("VirtualNVMEController", "<key>31000</key><busNumber>0</busNumber>"),
    device(
      "VirtualDisk",
      `<key>2016</key><backing xsi:type="VirtualDiskFlatVer2BackingInfo"><fileName>[a] b/c.vmdk</fileName>
       <diskMode>independent_persistent</diskMode><uuid>6000C29</uuid></backing><controllerKey>31000</controllerKey>
       <unitNumber>5</unitNumber><capacityInKB>1024</capacityInKB>`,
    ),
    device(
      "VirtualCdrom",
      `<key>3002</key><backing xsi:type="VirtualCdromIsoBackingInfo"><fileName>[a] x.iso</fileName></backing>
       <controllerKey>201</controllerKey><unitNumber>0</unitNumber>`,
    ),
  );
  assert.deepEqual(skipped, []);
  assert.deepEqual(changes, [
    {
      operation: "add",
      device: { $type: "VirtualLsiLogicSASController", key: -1001, busNumber: 1, sharedBus: "noSharing" },
    },
    { operation: "add", device: { $type: "VirtualNVMEController", key: -31000, busNumber: 0 } },
    {
      operation: "add",
      device: {
        $type: "VirtualDisk",
        key: -2016,
        backing: {
          $type: "VirtualDiskFlatVer2BackingInfo",
          fileName: "[ds] new/new.vmdk",
          diskMode: "independent_persistent",
          thinProvisioned: false,
          eagerlyScrub: false,
        },
        controllerKey: -31000,
        unitNumber: 5,
        capacityInKB: 1024,
      },
    },
    {
      operation: "add",
      device: {
        $type: "VirtualCdrom",
        key: -3002,
        backing: { $type: "VirtualCdromRemotePassthroughBackingInfo", deviceName: "", exclusive: false },
        connectable: { startConnected: false, allowGuestControl: true, connected: false },
        controllerKey: 201,
        unitNumber: 0,
      },
    },
  ]);
});

const port = "<switchUuid>50 2e</switchUuid><portgroupKey>dvpg-1</portgroupKey><portKey>7</portKey>";
const NICS = [
  [
    "VirtualEthernetCardNetworkBackingInfo",
    '<deviceName>VM Network</deviceName><network type="Network">n-1</network>',
    { deviceName: "VM Network", network: { type: "Network", value: "n-1" } },
  ],
  [
    "VirtualEthernetCardDistributedVirtualPortBackingInfo",
    `<port>${port}</port>`,
    { port: { switchUuid: "50 2e", portgroupKey: "dvpg-1" } },
  ],
  [
    "VirtualEthernetCardOpaqueNetworkBackingInfo",
    "<opaqueNetworkId>id</opaqueNetworkId><opaqueNetworkType>nsx.LogicalSwitch</opaqueNetworkType>",
    { opaqueNetworkId: "id", opaqueNetworkType: "nsx.LogicalSwitch" },
  ],
] as const;
for (const [type, content, backing] of NICS) {
  Deno.test(`copyDevices() gives a card with ${type} the same network and a new address`, () => {
    const { changes } = copy(device(
      "VirtualVmxnet3",
      `<key>4000</key><backing xsi:type="${type}">${content}</backing><connectable>
       <startConnected>false</startConnected><allowGuestControl>true</allowGuestControl></connectable>
       <addressType>manual</addressType><macAddress>00:50:56:00:00:01</macAddress>`,
    ));
    assert.deepEqual(changes, [{
      operation: "add",
      device: {
        $type: "VirtualVmxnet3",
        key: -4000,
        backing: { $type: type, ...backing },
        connectable: { startConnected: false, allowGuestControl: true, connected: false },
        addressType: "generated",
        wakeOnLanEnabled: undefined,
      },
    }]);
  });
}

Deno.test("copyDevices() tells what it skips, but not what every machine has", () => {
  const { changes, skipped } = copy(
    device("VirtualKeyboard", "<key>600</key>"),
    device("VirtualMachineVideoCard", "<key>500</key>"),
    device(
      "VirtualUSBXHCIController",
      "<key>14000</key><deviceInfo><label>USB xHCI controller</label></deviceInfo>",
    ),
    device("VirtualSerialPort", "<key>9000</key><deviceInfo><label>Serial port 1</label></deviceInfo>"),
    device(
      "VirtualSriovEthernetCard",
      "<key>4001</key><deviceInfo><label>Network adapter 2</label></deviceInfo>",
    ),
  );
  assert.deepEqual(changes, []);
  assert.deepEqual(skipped, ["USB xHCI controller", "Serial port 1", "Network adapter 2"]);
});
