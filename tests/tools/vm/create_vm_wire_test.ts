import assert from "node:assert/strict";
import { createFetch, type Fetch } from "../../../src/soap/fetch.ts";
import createVm from "../../../src/tools/vm/create_vm.ts";
import { contextOf } from "../../support/context.ts";
import { vcsimTest } from "../../support/vcsim.ts";
import { connectTo } from "../../support/vsphere.ts";

const SEED = { name: "web-1", cpu: 2, memory: 1024 } as const;

/** A fetch that keeps the CreateVM_Task calls that pass. */
function recorder(fetch: Fetch): { readonly sent: readonly string[]; readonly record: Fetch } {
  const sent: string[] = [];
  const record: Fetch = async (request, options) => {
    const body = await request.clone().text();
    if (body.includes("<CreateVM_Task")) sent.push(body);
    return await fetch(request, options);
  };
  return { sent, record };
}

const networks = ["-nsx", "1", "-nsx-pg", "1"];
const BACKINGS = [
  [
    "VM Network",
    /<backing xsi:type="VirtualEthernetCardNetworkBackingInfo"><deviceName>VM Network<\/deviceName><network type="Network">network-\d+</,
  ],
  [
    "DC0_DVPG0",
    /DistributedVirtualPortBackingInfo"><port><switchUuid>[\w-]+<\/switchUuid><portgroupKey>dvportgroup-\d+</,
  ],
  [
    "DC0_NSXPG0",
    /DistributedVirtualPortBackingInfo"><port><switchUuid>[\w-]+<\/switchUuid><portgroupKey>dvportgroup-\d+</,
  ],
  [
    "DC0_NSX0",
    /OpaqueNetworkBackingInfo"><opaqueNetworkId>[\w-]+<\/opaqueNetworkId><opaqueNetworkType>nsx.LogicalSwitch</,
  ],
] as const;
vcsimTest(
  "create_vm backs the network card by the kind of the network",
  { args: networks },
  async (vcsim) => {
    using fetch = createFetch({ tls: { kind: "insecure" } });
    const { sent, record } = recorder(fetch);
    await using vsphere = connectTo(vcsim, { fetch: record });
    for (const [network, backing] of BACKINGS) {
      const { structured } = await createVm.call(
        { ...SEED, name: `on ${network}`, network },
        contextOf(vsphere),
      );
      assert.equal(structured.network, network);
      assert.match(sent.at(-1) ?? "", backing);
    }
  },
);

vcsimTest(
  "create_vm escapes the name, and finds the twin that has it escaped",
  { model: "esx" },
  async (vcsim) => {
    using fetch = createFetch({ tls: { kind: "insecure" } });
    const { sent, record } = recorder(fetch);
    await using vsphere = connectTo(vcsim, { fetch: record });
    // The simulator takes the devices of a machine twice when it has to escape the name, so it never gets that far.
    await vcsim.fault({ method: "CreateVM_Task", fault: "NoPermission", count: 2 });
    for (const name of ["a/b \\ 50%", "a%2fb \\ 50%"]) {
      await assert.rejects(createVm.call({ ...SEED, name }, contextOf(vsphere)));
      assert.match(sent.at(-1) ?? "", /<name>a%2fb %5c 50%25<\/name>/);
    }
    const config = { name: "a/b", files: { vmPathName: "[LocalDS_0]" } };
    const args = { config, pool: { type: "ResourcePool", value: "ha-root-pool" } };
    await vsphere.session.call({
      method: "CreateVM_Task",
      target: { type: "Folder", value: "ha-folder-vm" },
      args,
    });
    for (const name of ["a/b", "a%2fb"]) {
      await assert.rejects(createVm.call({ ...SEED, name }, contextOf(vsphere)), {
        message:
          /^Cannot create virtual machine "a\/b": folder \/ha-datacenter\/vm has VirtualMachine "[\w-]+" of this name/,
      });
    }
  },
);

vcsimTest("create_vm sends everything that was asked for, in wire order", { model: "esx" }, async (vcsim) => {
  using fetch = createFetch({ tls: { kind: "insecure" } });
  const { sent, record } = recorder(fetch);
  await using vsphere = connectTo(vcsim, { fetch: record });
  await createVm.call({
    name: 'a <"&"> b',
    cpu: 4,
    memory: 4096,
    datastore: "LocalDS_0",
    network: "VM Network",
    disk_size_gb: 40,
    thin: false,
    guest_id: "windows9Server64Guest",
    firmware: "efi",
    iso: "[LocalDS_0]  iso/a b.iso",
    notes: "first & last",
  }, contextOf(vsphere));
  assert.equal(sent.length, 1);
  assert.ok(sent[0]?.includes(CREATE_XML.replaceAll(/\n\s*/g, "")), sent[0]);
});

const CREATE_XML = `
  <CreateVM_Task xmlns="urn:vim25">
    <_this type="Folder">ha-folder-vm</_this>
    <config>
      <name>a &lt;"&amp;"&gt; b</name>
      <guestId>windows9Server64Guest</guestId>
      <annotation>first &amp; last</annotation>
      <files><vmPathName>[LocalDS_0]</vmPathName></files>
      <numCPUs>4</numCPUs>
      <memoryMB>4096</memoryMB>
      <deviceChange>
        <operation>add</operation>
        <device xsi:type="VirtualLsiLogicSASController">
          <key>-1</key>
          <busNumber>0</busNumber>
          <sharedBus>noSharing</sharedBus>
        </device>
      </deviceChange>
      <deviceChange>
        <operation>add</operation>
        <fileOperation>create</fileOperation>
        <device xsi:type="VirtualDisk">
          <key>-3</key>
          <backing xsi:type="VirtualDiskFlatVer2BackingInfo">
            <fileName>[LocalDS_0]</fileName>
            <diskMode>persistent</diskMode>
            <thinProvisioned>false</thinProvisioned>
          </backing>
          <controllerKey>-1</controllerKey>
          <unitNumber>0</unitNumber>
          <capacityInKB>41943040</capacityInKB>
        </device>
      </deviceChange>
      <deviceChange>
        <operation>add</operation>
        <device xsi:type="VirtualCdrom">
          <key>-4</key>
          <backing xsi:type="VirtualCdromIsoBackingInfo">
            <fileName>[LocalDS_0] iso/a b.iso</fileName>
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
      <deviceChange>
        <operation>add</operation>
        <device xsi:type="VirtualE1000e">
          <key>-5</key>
          <backing xsi:type="VirtualEthernetCardNetworkBackingInfo">
            <deviceName>VM Network</deviceName>
            <network type="Network">HaNetwork-VM Network</network>
          </backing>
          <connectable>
            <startConnected>true</startConnected>
            <allowGuestControl>true</allowGuestControl>
            <connected>true</connected>
          </connectable>
          <addressType>generated</addressType>
        </device>
      </deviceChange>
      <firmware>efi</firmware>
    </config>
    <pool type="ResourcePool">ha-root-pool</pool>
    <host type="HostSystem">ha-host</host>
  </CreateVM_Task>
`;
