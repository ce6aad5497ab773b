import assert from "node:assert/strict";
import cloneVm from "../../../src/tools/vm/clone_vm.ts";
import createVm from "../../../src/tools/vm/create_vm.ts";
import getVm from "../../../src/tools/vm/get_vm.ts";
import { contextOf } from "../../support/context.ts";
import { connectTo } from "../../support/vsphere.ts";
import {
  addDisk,
  esxiTest,
  powerOff,
  reconfigure,
  recorder,
  run,
  RUNNING,
  takeSnapshot,
  traces,
  writes,
} from "../../vsphere/clone/fixture.ts";

esxiTest("clone_vm on ESXi copies a running machine by a temporary snapshot", async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  const context = contextOf(vsphere);
  const before = await traces(vsphere);
  await vcsim.clearLog();
  const { structured, text } = await cloneVm.call({ template_name: RUNNING, new_name: "web 2" }, context);
  assert.deepEqual(writes(await vcsim.log()), [
    "MakeDirectory",
    "CreateSnapshot_Task",
    "CopyVirtualDisk_Task",
    "RemoveSnapshot_Task",
    "CreateVM_Task",
  ]);
  const { moref, ...rest } = structured;
  assert.deepEqual(rest, {
    name: "web 2",
    path: "/ha-datacenter/vm/web 2",
    source: `/ha-datacenter/vm/${RUNNING}`,
    method: "disk copy",
    datacenter: "ha-datacenter",
    host: "localhost.localdomain",
    resource_pool: "/ha-datacenter/host/localhost.localdomain/Resources",
    folder: "/ha-datacenter/vm",
    datastores: ["LocalDS_0"],
    linked: false,
    power_state: "poweredOff",
    placement: [
      "As at the source: datastore, folder /ha-datacenter/vm, " +
      "resource pool /ha-datacenter/host/localhost.localdomain/Resources, host localhost.localdomain",
    ],
    notes: [],
    status: "done",
    task: "job-1",
  });
  assert.match(
    text,
    /^Cloned \/ha-datacenter\/vm\/ha-host_VM0 to .*\/web 2 \(.+\) by disk copy, poweredOff\n/,
  );
  const made = (await traces(vsphere)).filter((line) => !before.includes(line) && !line.endsWith(".log"));
  assert.deepEqual(
    made,
    [
      "file [LocalDS_0] web 2/web 2-flat.vmdk",
      "file [LocalDS_0] web 2/web 2.nvram",
      "file [LocalDS_0] web 2/web 2.vmdk",
      "file [LocalDS_0] web 2/web 2.vmx",
      "file [LocalDS_0]/web 2",
      "machine web 2",
    ].map((line) => line.replace("] web", "]/web")).sort(),
  );
  const messages = context.reported.map(({ message }) => message);
  assert.match(
    messages.join("\n"),
    /taking a temporary snapshot of ha-host_VM0, which is running\ncopying disk 1 of 1/,
  );
  const { structured: vm } = await getVm.call({ name: String(moref) }, context);
  assert.equal(vm.vmx_path, "[LocalDS_0] web 2/web 2.vmx");
});

esxiTest("clone_vm on ESXi copies all disks of a machine that is off, without a snapshot", async (vcsim) => {
  using record = recorder("CopyVirtualDisk_Task");
  await using vsphere = connectTo(vcsim, { fetch: record.fetch });
  const context = contextOf(vsphere);
  const vm = await powerOff(vsphere, RUNNING);
  await addDisk(vsphere, vm, { unitNumber: 3, thinProvisioned: false, eagerlyScrub: true });
  await addDisk(vsphere, vm, { unitNumber: 4, thinProvisioned: false, eagerlyScrub: false });
  await vcsim.clearLog();
  const { structured } = await cloneVm.call({ template_name: RUNNING, new_name: "web-2" }, context);
  const log = writes(await vcsim.log());
  const copies = ["CopyVirtualDisk_Task", "CopyVirtualDisk_Task", "CopyVirtualDisk_Task"];
  assert.deepEqual(log, ["MakeDirectory", ...copies, "CreateVM_Task"]);
  assert.match(record.sent[0] ?? "", /<destName>\[LocalDS_0\] web-2\/web-2.vmdk<.*<diskType>thin<.*lsiLogic/);
  assert.match(
    record.sent[1] ?? "",
    /<destName>\[LocalDS_0\] web-2\/web-2_1.vmdk<.*<diskType>eagerZeroedThick</,
  );
  assert.match(record.sent[2] ?? "", /web-2_2.vmdk<.*<diskType>preallocated<.*<capacityKb>2048</);
  const { structured: copy } = await getVm.call({ name: String(structured.moref) }, context);
  assert.ok(Array.isArray(copy.disks));
  assert.deepEqual(copy.disks.map(({ label, file }) => `${label} ${file}`), [
    "disk-202-0 [LocalDS_0] web-2/web-2.vmdk",
    "disk-202-3 [LocalDS_0] web-2/web-2_1.vmdk",
    "disk-202-4 [LocalDS_0] web-2/web-2_2.vmdk",
  ]);
  const percents = context.reported.flatMap(({ percent }) => percent ?? []);
  assert.deepEqual(percents, [...percents].sort((a, b) => a - b));
  assert.equal(percents.at(-1), 100);
});

esxiTest("clone_vm on ESXi makes thin disks when asked to", async (vcsim) => {
  using record = recorder("CopyVirtualDisk_Task");
  await using vsphere = connectTo(vcsim, { fetch: record.fetch });
  const vm = await powerOff(vsphere, RUNNING);
  await addDisk(vsphere, vm, { unitNumber: 1, eagerlyScrub: true });
  await cloneVm.call({ template_name: RUNNING, new_name: "web-2", thin: true }, contextOf(vsphere));
  assert.equal(record.sent.length, 2);
  for (const body of record.sent) assert.match(body, /<diskType>thin</);
});

esxiTest(
  "clone_vm on ESXi leaves each disk on its datastore, or puts all on the one that is named",
  async (vcsim) => {
    await using vsphere = connectTo(vcsim, {
      defaults: { network: "VM Network", datastore: "LocalDS_1" },
    });
    const context = contextOf(vsphere);
    const vm = await powerOff(vsphere, RUNNING);
    await addDisk(vsphere, vm, { unitNumber: 1, fileName: "[LocalDS_1] second.vmdk" });
    const apart = await cloneVm.call({ template_name: RUNNING, new_name: "apart" }, context);
    const together = await cloneVm.call(
      { template_name: RUNNING, new_name: "together", datastore: "LocalDS_1" },
      context,
    );
    assert.deepEqual(apart.structured.datastores, ["LocalDS_0", "LocalDS_1"]);
    assert.deepEqual(together.structured.datastores, ["LocalDS_1"]);
    const disks = (await traces(vsphere)).filter((line) => /(apart|together)[^/]*\.vmdk$/.test(line));
    assert.deepEqual(
      disks.filter((line) => !line.includes("flat")),
      [
        "file [LocalDS_0] apart/apart.vmdk",
        "file [LocalDS_1] apart/apart_1.vmdk",
        "file [LocalDS_1] together/together.vmdk",
        "file [LocalDS_1] together/together_1.vmdk",
      ].map((line) => line.replace("] ", "]/")),
    );
  },
  { args: ["-datastore", "2"] },
);

esxiTest("clone_vm on ESXi copies a machine with a chain of snapshots and keeps the chain", async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  const vm = await powerOff(vsphere, RUNNING);
  for (const name of ["first", "second"]) await takeSnapshot(vsphere, vm, name);
  await run(vsphere, "PowerOnVM_Task", { target: vm });
  const before = await traces(vsphere);
  await cloneVm.call({ template_name: RUNNING, new_name: "web-2" }, contextOf(vsphere));
  const snapshots = (lines: readonly string[]) => lines.filter((line) => line.startsWith("snapshot"));
  assert.deepEqual(snapshots(await traces(vsphere)), snapshots(before));
  assert.equal(snapshots(before).length, 2);
});

esxiTest(
  "clone_vm on ESXi takes a free directory when there is one of the name, and never touches that",
  async (vcsim) => {
    await using vsphere = connectTo(vcsim);
    const { fileManager } = await vsphere.session.content();
    assert.ok(fileManager !== undefined);
    await vsphere.session.call({
      method: "MakeDirectory",
      target: fileManager,
      args: { name: "[LocalDS_0] web-2" },
    });
    await vcsim.fault({ method: "CreateVM_Task", fault: "NoDiskSpace", count: 1 });
    const before = await traces(vsphere);
    const args = { template_name: RUNNING, new_name: "web-2" };
    await assert.rejects(cloneVm.call(args, contextOf(vsphere)), /Cannot create virtual machine "web-2"/);
    assert.deepEqual(await traces(vsphere), before);
    const { structured } = await cloneVm.call(args, contextOf(vsphere));
    const { structured: copy } = await getVm.call({ name: String(structured.moref) }, contextOf(vsphere));
    assert.equal(copy.vmx_path, "[LocalDS_0] web-2_1/web-2.vmx");
  },
);

esxiTest(
  "clone_vm on ESXi takes over the settings and gives the copy an identity of its own",
  async (vcsim) => {
    using record = recorder("CreateVM_Task");
    await using vsphere = connectTo(vcsim, { fetch: record.fetch });
    const context = contextOf(vsphere);
    const { structured } = await createVm.call({
      name: "golden",
      cpu: 4,
      memory: 2048,
      firmware: "efi",
      guest_id: "windows9Server64Guest",
      notes: "Ask <Ann> & Bob",
      iso: "[LocalDS_0] iso/setup.iso",
    }, context);
    const vm = { type: "VirtualMachine", value: String(structured.moref) };
    await reconfigure(vsphere, vm, {
      cpuHotAddEnabled: true,
      memoryHotAddEnabled: true,
      extraConfig: [
        { key: "disk.EnableUUID", value: "TRUE" },
        { key: "guestinfo.userdata", value: "I2Nsb3VkLWNvbmZpZw==" },
        { key: "uuid.bios", value: "56 4d" },
        { key: "ethernet0.generatedAddress", value: "00:0c:29:00:00:01" },
        { key: "sched.swap.derivedName", value: "/vmfs/volumes/a/golden.vswp" },
        { key: "scsi0:0.ctkEnabled", value: "TRUE" },
      ],
    });
    await cloneVm.call({ template_name: "golden", new_name: "web-2" }, context);
    const sent = record.sent.at(-1) ?? "";
    for (
      const part of [
        "<guestId>windows9Server64Guest</guestId><annotation>Ask &lt;Ann&gt; &amp; Bob</annotation>",
        "<numCPUs>4</numCPUs>",
        "<memoryMB>2048</memoryMB><memoryHotAddEnabled>true</memoryHotAddEnabled><cpuHotAddEnabled>true<",
        "<key>disk.EnableUUID</key>",
        "<key>guestinfo.userdata</key>",
        "<firmware>efi</firmware>",
        "<addressType>generated</addressType>",
        '<backing xsi:type="VirtualCdromRemotePassthroughBackingInfo"><deviceName></deviceName>',
      ]
    ) assert.ok(sent.includes(part), `${part} in ${sent}`);
    assert.doesNotMatch(
      sent,
      /uuid\.bios|ethernet0|derivedName|ctkEnabled|macAddress|instanceUuid|setup\.iso|fileOperation/,
    );
    assert.match(writes(await vcsim.log()).join(" "), /CreateVM_Task CopyDatastoreFile_Task$/);
  },
);

esxiTest("clone_vm on ESXi says so when the source has no EFI boot entries", async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  const context = contextOf(vsphere);
  await createVm.call({ name: "golden", cpu: 1, memory: 1024, firmware: "efi" }, context);
  await vcsim.fault({ method: "CopyDatastoreFile_Task", fault: "FileNotFound" });
  const { structured } = await cloneVm.call({ template_name: "golden", new_name: "web-2" }, context);
  assert.match(String(structured.notes), /^The EFI boot entries of the source were not found/);
});
