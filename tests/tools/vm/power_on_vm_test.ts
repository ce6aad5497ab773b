import assert from "node:assert/strict";
import powerOffVm from "../../../src/tools/vm/power_off_vm.ts";
import powerOnVm from "../../../src/tools/vm/power_on_vm.ts";
import { contextOf } from "../../support/context.ts";
import { vcsimTest } from "../../support/vcsim.ts";
import { connectTo, markAsTemplate } from "../../support/vsphere.ts";

for (const [model, name] of [["vpx", "DC0_H0_VM0"], ["esx", "ha-host_VM0"]] as const) {
  vcsimTest(`power_on_vm tells the state before and after (${model})`, { model }, async (vcsim) => {
    await using vsphere = connectTo(vcsim);
    const context = contextOf(vsphere);
    await powerOffVm.call({ name }, context);
    const { structured, text } = await powerOnVm.call({ name }, context);
    assert.equal(structured.power_state_before, "poweredOff");
    assert.equal(structured.power_state, "poweredOn");
    assert.equal(structured.status, "done");
    assert.match(text, /is poweredOn \(before: poweredOff\)$/);
  });
}

vcsimTest("power_on_vm of a running machine succeeds without a write", {}, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  const { structured, text } = await powerOnVm.call({ name: "DC0_H0_VM0" }, contextOf(vsphere));
  assert.equal(structured.power_state, "poweredOn");
  assert.match(text, /was already poweredOn; nothing was done$/);
  assert.ok(!(await vcsim.log()).some(({ method }) => method === "PowerOnVM_Task"));
});

vcsimTest("power_on_vm refuses a template and names clone_vm", {}, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  const context = contextOf(vsphere);
  const { structured } = await powerOffVm.call({ name: "DC0_H0_VM0" }, context);
  const target = { type: "VirtualMachine", value: String(structured.moref) };
  await markAsTemplate(vsphere, target);
  await assert.rejects(powerOnVm.call({ name: "DC0_H0_VM0" }, context), {
    message: 'Cannot power on "DC0_H0_VM0": it is a template; clone_vm makes a virtual machine from it',
  });
});

vcsimTest(
  "power_on_vm answers running with the task's id when the time is over",
  { args: ["-method-delay", "PowerOn:1500"] },
  async (vcsim) => {
    await using vsphere = connectTo(vcsim, { taskTimeoutMs: 100 });
    const context = contextOf(vsphere);
    await powerOffVm.call({ name: "DC0_H0_VM0" }, context);
    const { structured, text } = await powerOnVm.call({ name: "DC0_H0_VM0" }, context);
    assert.equal(structured.status, "running");
    assert.equal(structured.power_state, "poweredOff");
    assert.match(String(structured.task), /^task-\d+$/);
    assert.match(text, /still running as task "task-\d+": this is no failure/);
  },
);
