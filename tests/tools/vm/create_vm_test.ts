import assert from "node:assert/strict";
import createVm from "../../../src/tools/vm/create_vm.ts";
import getVm from "../../../src/tools/vm/get_vm.ts";
import { isFault } from "../../../src/vsphere/faults.ts";
import { contextOf } from "../../support/context.ts";
import { type Vcsim, vcsimTest } from "../../support/vcsim.ts";
import { connectTo } from "../../support/vsphere.ts";

async function wasCreateSent(vcsim: Vcsim): Promise<boolean> {
  return (await vcsim.log()).some(({ method }) => method === "CreateVM_Task");
}

const SEED = { name: "web-1", cpu: 2, memory: 1024 } as const;

const PLACES = [
  ["vpx", { datacenter: "DC0", folder: "/DC0/vm", resource_pool: "/DC0/host/DC0_C0/Resources" }],
  ["esx", {
    datacenter: "ha-datacenter",
    host: "localhost.localdomain",
    folder: "/ha-datacenter/vm",
    resource_pool: "/ha-datacenter/host/localhost.localdomain/Resources",
  }],
] as const;

for (const [model, place] of PLACES) {
  vcsimTest(
    `create_vm makes a machine of the seed's arguments alone (${model})`,
    { model },
    async (vcsim) => {
      await using vsphere = connectTo(vcsim);
      const { structured, text } = await createVm.call(SEED, contextOf(vsphere));
      const { moref, task, placement, ...rest } = structured;
      assert.deepEqual(rest, {
        name: "web-1",
        path: `${place.folder}/web-1`,
        ...place,
        datastore: "LocalDS_0",
        network: "VM Network",
        guest_id: "otherLinux64Guest",
        firmware: "bios",
        disk_controller: "ParaVirtualSCSIController",
        nic_type: "VirtualVmxnet3",
        power_state: "poweredOff",
        status: "done",
      });
      assert.match(String(task), /^task-\d+$/);
      assert.match(String(placement), /Datastore "LocalDS_0": most free space/);
      assert.match(text, /^Created \/.*\/vm\/web-1 \(.+\), poweredOff\nOn .*\n- /);
      const { structured: vm } = await getVm.call({ name: String(moref) }, contextOf(vsphere));
      assert.deepEqual([vm.name, vm.power_state, vm.guest_id], ["web-1", "poweredOff", "otherLinux64Guest"]);
    },
  );
}

vcsimTest(
  "create_vm asks three times beside the write, and answers with the host that was named",
  {},
  async (vcsim) => {
    await using vsphere = connectTo(vcsim);
    const context = contextOf(vsphere);
    await createVm.call(SEED, context);
    await vcsim.clearLog();

    const { structured } = await createVm.call(
      { ...SEED, name: "web-2", host: "DC0_C0_H1", power_on: true },
      context,
    );

    assert.equal(structured.host, "DC0_C0_H1");
    assert.equal(structured.power_state, "poweredOn");
    const calls = (await vcsim.log()).map(({ method }) => method).filter((name) =>
      !/WaitForUpdates|Filter|ListView/.test(name)
    );
    assert.deepEqual(calls.toSorted(), [
      "CreateVM_Task",
      "FindChild",
      "PowerOnVM_Task",
      "QueryConfigOptionEx",
      "RetrievePropertiesEx",
    ]);
  },
);

vcsimTest("create_vm tells of the machine although it cannot be powered on", {}, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  await vcsim.fault({ method: "PowerOnVM_Task", fault: "InsufficientMemoryResourcesFault" });
  const { structured, text } = await createVm.call({ ...SEED, power_on: true }, contextOf(vsphere));
  assert.equal(structured.power_state, "poweredOff");
  assert.equal(structured.status, "done");
  assert.match(String(structured.power_on_error), /^Cannot power on virtual machine "web-1": /);
  assert.match(text, /^Created .*\nIt exists, but: Cannot power on/);
});

vcsimTest(
  "create_vm answers running with the task's id when the time is over",
  { args: ["-method-delay", "CreateVm:1500"] },
  async (vcsim) => {
    await using vsphere = connectTo(vcsim, { taskTimeoutMs: 100 });
    const { structured, text } = await createVm.call({ ...SEED, power_on: true }, contextOf(vsphere));
    assert.deepEqual([structured.status, structured.power_state, structured.moref], [
      "running",
      "unknown",
      undefined,
    ]);
    assert.match(text, /still running as task "task-\d+".*It is not powered on by this call$/);
  },
);

vcsimTest("create_vm makes names with signs and emoji, and refuses their twins", {}, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  const context = contextOf(vsphere);
  for (const name of ["🚀 <'&\">", "n".repeat(80)]) {
    const { structured } = await createVm.call({ ...SEED, name }, context);
    const { structured: vm } = await getVm.call({ name: String(structured.moref) }, context);
    assert.equal(vm.name, name);
    assert.equal(vm.path, structured.path);
    await assert.rejects(
      createVm.call({ ...SEED, name }, context),
      /of this name; choose another name or folder$/,
    );
  }
});

const REFUSALS: readonly [string, Readonly<Record<string, unknown>>, RegExp][] = [
  [
    "a twin",
    { name: "DC0_H0_VM0" },
    /^Cannot create virtual machine "DC0_H0_VM0": folder \/DC0\/vm has VirtualMachine "vm-\d+" of this name/,
  ],
  [
    "a name of 81 stored characters",
    { name: "/" + "n".repeat(78) },
    /it has 81 characters \(each of .* counts as three\)/,
  ],
  ["an invisible name", { name: " " }, /^Cannot name a virtual machine " ": it is empty/],
  [
    "an unknown datastore",
    { datastore: "LocalDS_9" },
    /^Cannot find datastore "LocalDS_9": .*closest: "LocalDS_0"/,
  ],
  [
    "an unknown network",
    { network: "VM Netwerk" },
    /^Cannot find network "VM Netwerk": .*closest: "VM Network"/,
  ],
  [
    "an unknown guest",
    { guest_id: "debian10_46Guest" },
    /guest_id "debian10_46Guest": .*closest: "debian10_64Guest"/,
  ],
  [
    "an ISO image without datastore",
    { iso: "iso/a.iso" },
    /^Cannot use ISO image "iso\/a.iso": it is no datastore path/,
  ],
  ["an ISO image on an unknown datastore", { iso: "[none] a.iso" }, /^Cannot find datastore "none"/],
  [
    "a thick disk that does not fit",
    { disk_size_gb: 5000, thin: false },
    /^Cannot place 5000 GB on datastore "LocalDS_0"/,
  ],
  ["memory that is no multiple of 4", { memory: 1023 }, /multiple/],
];
vcsimTest("create_vm refuses before it sends anything", {}, async (vcsim, t) => {
  await using vsphere = connectTo(vcsim);
  for (const [what, args, message] of REFUSALS) {
    await t.step(what, async () => {
      await assert.rejects(createVm.call({ ...SEED, ...args }, contextOf(vsphere)), { message });
      assert.equal(await wasCreateSent(vcsim), false);
    });
  }
});

vcsimTest("create_vm throws the fault of the server", {}, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  await vcsim.fault({ method: "CreateVM_Task", fault: "RestrictedVersion" });
  await assert.rejects(createVm.call(SEED, contextOf(vsphere)), (error) => {
    assert.ok(isFault(error, "RestrictedVersion"));
    assert.match(error.message, /^Cannot create virtual machine "web-1": /);
    return true;
  });
});
