import assert from "node:assert/strict";
import { VimFault } from "../../../src/vsphere/faults.ts";
import powerOffVm from "../../../src/tools/vm/power_off_vm.ts";
import { contextOf } from "../../support/context.ts";
import { vcsimTest } from "../../support/vcsim.ts";
import { connectTo } from "../../support/vsphere.ts";

vcsimTest("power_off_vm cuts the power by default, and once is enough", {}, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  const context = contextOf(vsphere);
  const first = await powerOffVm.call({ name: "DC0_H0_VM0" }, context);
  const second = await powerOffVm.call({ name: "DC0_H0_VM0" }, context);
  assert.equal(first.structured.power_state, "poweredOff");
  assert.match(first.text, /is poweredOff \(before: poweredOn, mode: hard\)$/);
  assert.match(second.text, /was already poweredOff; nothing was done$/);
  const writes = (await vcsim.log()).filter(({ method }) => method === "PowerOffVM_Task");
  assert.equal(writes.length, 1);
});

vcsimTest("power_off_vm mode guest shuts the guest down and waits until it is off", {}, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  const { structured } = await powerOffVm.call({ name: "DC0_H0_VM0", mode: "guest" }, contextOf(vsphere));
  assert.equal(structured.power_state, "poweredOff");
  assert.equal(structured.status, "done");
  assert.ok(!(await vcsim.log()).some(({ method }) => method === "PowerOffVM_Task"));
});

vcsimTest("power_off_vm mode guest never falls back to hard without Tools", {}, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  await vcsim.fault({ method: "ShutdownGuest", fault: "ToolsUnavailable" });
  await assert.rejects(
    powerOffVm.call({ name: "DC0_H0_VM0", mode: "guest" }, contextOf(vsphere)),
    (error) =>
      error instanceof VimFault && error.fault === "ToolsUnavailable" && error.message.includes("hard mode"),
  );
  assert.ok(!(await vcsim.log()).some(({ method }) => method === "PowerOffVM_Task"));
});
