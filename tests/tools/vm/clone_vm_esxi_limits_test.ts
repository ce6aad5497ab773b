/** Power, names and refusals of clone_vm on standalone ESXi. */
import assert from "node:assert/strict";
import cloneVm from "../../../src/tools/vm/clone_vm.ts";
import getVm from "../../../src/tools/vm/get_vm.ts";
import { UserError } from "../../../src/errors.ts";
import { contextOf } from "../../support/context.ts";
import { connectTo } from "../../support/vsphere.ts";
import {
  addDisk,
  createBareVm,
  esxiTest,
  powerOff,
  reconfigure,
  run,
  RUNNING,
  traces,
  writes,
} from "../../vsphere/clone/fixture.ts";

esxiTest("clone_vm on ESXi powers the clone on, or says why it could not", async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  const context = contextOf(vsphere);
  const args = { template_name: RUNNING, power_on: true };
  const on = await cloneVm.call({ ...args, new_name: "on" }, context);
  assert.equal(on.structured.power_state, "poweredOn");
  await vcsim.fault({ method: "PowerOnVM_Task", fault: "InsufficientMemoryResourcesFault" });
  const off = await cloneVm.call({ ...args, new_name: "off" }, context);
  assert.equal(off.structured.power_state, "poweredOff");
  assert.match(String(off.structured.power_on_error), /^Cannot power on virtual machine "off": /);
  assert.match(off.text, /It exists, but: Cannot power on/);
  await getVm.call({ name: "off" }, context);
});

esxiTest("clone_vm on ESXi escapes names in paths", async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  const context = contextOf(vsphere);
  // The simulator doubles devices when it has to escape a name: this one has none.
  await createBareVm(vsphere, "bare");
  await cloneVm.call({ template_name: "bare", new_name: "50% a/b" }, context);
  const names = [
    ['ünï 🎈 "q" & <x>', "ünï 🎈 _q_ & _x_"],
    ["x".repeat(80), "x".repeat(80)],
    ["..", "_"],
  ] as const;
  for (const [new_name, file] of names) {
    const { structured } = await cloneVm.call({ template_name: "ha-host_VM1", new_name }, context);
    const { structured: copy } = await getVm.call({ name: new_name }, context);
    assert.equal(structured.moref, copy.moref);
    assert.equal(copy.vmx_path, `[LocalDS_0] ${file}/${file}.vmx`);
  }
  assert.ok((await traces(vsphere)).includes("file [LocalDS_0]/50%25 a%2fb/50%25 a%2fb.vmx"));
});

const REFUSALS: readonly (readonly [what: string, args: Record<string, unknown>, message: RegExp])[] = [
  [
    "a linked clone",
    { linked: true },
    /^Cannot make a linked clone of ".*": standalone ESXi has no linked clones/,
  ],
  ["a name that is taken", { new_name: "ha-host_VM1" }, /folder \/ha-datacenter\/vm has VirtualMachine/],
  ["an unknown source", { template_name: "ha-host_VM9" }, /^Cannot find virtual machine "ha-host_VM9"/],
  ["an unknown datastore", { datastore: "LocalDS_9" }, /^Cannot find datastore "LocalDS_9"/],
  ["a name that is too long", { new_name: "x".repeat(81) }, /at most 80/],
];
for (const [what, args, message] of REFUSALS) {
  esxiTest(`clone_vm on ESXi refuses ${what} before it changes anything`, async (vcsim) => {
    await using vsphere = connectTo(vcsim);
    const call = cloneVm.call({ template_name: RUNNING, new_name: "web-2", ...args }, contextOf(vsphere));
    await assert.rejects(call, (error) => error instanceof UserError && message.test(error.message));
    assert.deepEqual(writes(await vcsim.log()), []);
  });
}

const UNCOPYABLE = [
  ["a virtual TPM", { $type: "VirtualTPM", key: -1 }, /is encrypted or has a virtual TPM/],
] as const;
for (const [what, device, message] of UNCOPYABLE) {
  esxiTest(`clone_vm on ESXi refuses a machine with ${what}`, async (vcsim) => {
    await using vsphere = connectTo(vcsim);
    const vm = await powerOff(vsphere, RUNNING);
    await reconfigure(vsphere, vm, { deviceChange: [{ operation: "add", device }] });
    await vcsim.clearLog();
    const call = cloneVm.call({ template_name: RUNNING, new_name: "web-2" }, contextOf(vsphere));
    await assert.rejects(call, (error) => error instanceof UserError && message.test(error.message));
    assert.deepEqual(writes(await vcsim.log()), []);
  });
}

esxiTest("clone_vm on ESXi refuses an independent disk of a running machine only", async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  const context = contextOf(vsphere);
  const vm = await powerOff(vsphere, RUNNING);
  await addDisk(vsphere, vm, { unitNumber: 1, diskMode: "independent_persistent" });
  await cloneVm.call({ template_name: RUNNING, new_name: "web-2" }, context);
  await run(vsphere, "PowerOnVM_Task", { target: vm });
  await assert.rejects(
    cloneVm.call({ template_name: RUNNING, new_name: "web-3" }, context),
    /disk-202-1 is independent, .*; power it off first with power_off_vm/,
  );
});
