import assert from "node:assert/strict";
import deleteVm from "../../../src/tools/vm/delete_vm.ts";
import powerOffVm from "../../../src/tools/vm/power_off_vm.ts";
import { findVm } from "../../../src/vsphere/find.ts";
import { contextOf } from "../../support/context.ts";
import { vcsimTest } from "../../support/vcsim.ts";
import { connectTo } from "../../support/vsphere.ts";

for (const [model, name] of [["vpx", "DC0_H0_VM0"], ["esx", "ha-host_VM0"]] as const) {
  vcsimTest(`delete_vm deletes a machine and names its disks (${model})`, { model }, async (vcsim) => {
    await using vsphere = connectTo(vcsim);
    const context = contextOf(vsphere);
    await powerOffVm.call({ name }, context);
    const { structured, text } = await deleteVm.call({ name }, context);
    assert.equal(structured.status, "done");
    assert.ok(Array.isArray(structured.disks) && structured.disks.length === 1);
    assert.match(
      text,
      new RegExp(`^Deleted /.*${name} \\(vm-\\d+\\) with 1 disk\\(s\\)\\n- .*\\[LocalDS_0\\].*vmdk`),
    );
    await assert.rejects(findVm(vsphere, name), { kind: "not_found" });
  });
}

vcsimTest("delete_vm refuses a running machine with the remedy and sends no write", {}, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  await assert.rejects(deleteVm.call({ name: "DC0_H0_VM0" }, contextOf(vsphere)), {
    message:
      'Cannot delete virtual machine "DC0_H0_VM0": it is poweredOn; power it off first with power_off_vm',
  });
  assert.ok(!(await vcsim.log()).some(({ method }) => method === "Destroy_Task"));
});
