import assert from "node:assert/strict";
import { createEncoder, type WireObject } from "../../../src/soap/encode.ts";
import { METHODS } from "../../../src/vsphere/wire/methods.ts";
import { TYPES } from "../../../src/vsphere/wire/types.ts";

Deno.test("encodeCall() writes CreateVM_Task in wire order, whatever the order of the arguments", () => {
  const encoder = createEncoder({ types: TYPES, methods: METHODS });
  const xml = encoder.encodeCall({
    method: "CreateVM_Task",
    target: { type: "Folder", value: "group-v3" },
    args: {
      host: { type: "HostSystem", value: "host-9" },
      pool: { type: "ResourcePool", value: "resgroup-8" },
      config: createVmConfig,
    },
    version: "7.0.3.0",
  });

  assert.equal(xml, createVmXml.replaceAll(/\n\s*/g, ""));
});

const connectable = { connected: true, allowGuestControl: true, startConnected: true };

function addNic(key: number, backing: WireObject): WireObject {
  const device = { connectable, addressType: "generated", backing, key, $type: "VirtualVmxnet3" };
  return { device, operation: "add" };
}

const createVmConfig = {
  firmware: "efi",
  extraConfig: [{ value: "TRUE", key: "disk.EnableUUID" }],
  deviceChange: [
    {
      device: { sharedBus: "noSharing", busNumber: 0, key: -1, $type: "ParaVirtualSCSIController" },
      operation: "add",
    },
    {
      device: {
        capacityInKB: 16777216n,
        $type: "VirtualDisk",
        unitNumber: 0,
        controllerKey: -1,
        backing: {
          thinProvisioned: true,
          diskMode: "persistent",
          fileName: "[ds 1]",
          $type: "VirtualDiskFlatVer2BackingInfo",
        },
        key: -2,
      },
      fileOperation: "create",
      operation: "add",
    },
    addNic(-3, {
      network: { type: "Network", value: "network-7" },
      deviceName: "VM & Network",
      $type: "VirtualEthernetCardNetworkBackingInfo",
    }),
    addNic(-4, {
      port: { portgroupKey: "dvportgroup-5", switchUuid: "50 2e" },
      $type: "VirtualEthernetCardDistributedVirtualPortBackingInfo",
    }),
    addNic(-5, {
      opaqueNetworkType: "nsx.LogicalSwitch",
      opaqueNetworkId: "ab-12",
      $type: "VirtualEthernetCardOpaqueNetworkBackingInfo",
    }),
    {
      device: {
        $type: "VirtualCdrom",
        unitNumber: 0,
        controllerKey: 200,
        connectable,
        backing: { fileName: "[ds 1] iso/a.iso", $type: "VirtualCdromIsoBackingInfo" },
        key: -6,
      },
      operation: "add",
    },
  ],
  memoryMB: 4096n,
  numCPUs: 2,
  files: { vmPathName: "[ds 1]" },
  annotation: undefined,
  guestId: "debian12_64Guest",
  name: "web <1>",
};

const createVmXml = `
  <CreateVM_Task xmlns="urn:vim25">
    <_this type="Folder">group-v3</_this>
    <config>
      <name>web &lt;1&gt;</name>
      <guestId>debian12_64Guest</guestId>
      <files><vmPathName>[ds 1]</vmPathName></files>
      <numCPUs>2</numCPUs>
      <memoryMB>4096</memoryMB>
      <deviceChange>
        <operation>add</operation>
        <device xsi:type="ParaVirtualSCSIController">
          <key>-1</key>
          <busNumber>0</busNumber>
          <sharedBus>noSharing</sharedBus>
        </device>
      </deviceChange>
      <deviceChange>
        <operation>add</operation>
        <fileOperation>create</fileOperation>
        <device xsi:type="VirtualDisk">
          <key>-2</key>
          <backing xsi:type="VirtualDiskFlatVer2BackingInfo">
            <fileName>[ds 1]</fileName>
            <diskMode>persistent</diskMode>
            <thinProvisioned>true</thinProvisioned>
          </backing>
          <controllerKey>-1</controllerKey>
          <unitNumber>0</unitNumber>
          <capacityInKB>16777216</capacityInKB>
        </device>
      </deviceChange>
      <deviceChange>
        <operation>add</operation>
        <device xsi:type="VirtualVmxnet3">
          <key>-3</key>
          <backing xsi:type="VirtualEthernetCardNetworkBackingInfo">
            <deviceName>VM &amp; Network</deviceName>
            <network type="Network">network-7</network>
          </backing>
          <connectable>
            <startConnected>true</startConnected>
            <allowGuestControl>true</allowGuestControl>
            <connected>true</connected>
          </connectable>
          <addressType>generated</addressType>
        </device>
      </deviceChange>
      <deviceChange>
        <operation>add</operation>
        <device xsi:type="VirtualVmxnet3">
          <key>-4</key>
          <backing xsi:type="VirtualEthernetCardDistributedVirtualPortBackingInfo">
            <port>
              <switchUuid>50 2e</switchUuid>
              <portgroupKey>dvportgroup-5</portgroupKey>
            </port>
          </backing>
          <connectable>
            <startConnected>true</startConnected>
            <allowGuestControl>true</allowGuestControl>
            <connected>true</connected>
          </connectable>
          <addressType>generated</addressType>
        </device>
      </deviceChange>
      <deviceChange>
        <operation>add</operation>
        <device xsi:type="VirtualVmxnet3">
          <key>-5</key>
          <backing xsi:type="VirtualEthernetCardOpaqueNetworkBackingInfo">
            <opaqueNetworkId>ab-12</opaqueNetworkId>
            <opaqueNetworkType>nsx.LogicalSwitch</opaqueNetworkType>
          </backing>
          <connectable>
            <startConnected>true</startConnected>
            <allowGuestControl>true</allowGuestControl>
            <connected>true</connected>
          </connectable>
          <addressType>generated</addressType>
        </device>
      </deviceChange>
      <deviceChange>
        <operation>add</operation>
        <device xsi:type="VirtualCdrom">
          <key>-6</key>
          <backing xsi:type="VirtualCdromIsoBackingInfo">
            <fileName>[ds 1] iso/a.iso</fileName>
          </backing>
          <connectable>
            <startConnected>true</startConnected>
            <allowGuestControl>true</allowGuestControl>
            <connected>true</connected>
          </connectable>
          <controllerKey>200</controllerKey>
          <unitNumber>0</unitNumber>
        </device>
      </deviceChange>
      <extraConfig>
        <key>disk.EnableUUID</key>
        <value xsi:type="xsd:string">TRUE</value>
      </extraConfig>
      <firmware>efi</firmware>
    </config>
    <pool type="ResourcePool">resgroup-8</pool>
    <host type="HostSystem">host-9</host>
  </CreateVM_Task>
`;
