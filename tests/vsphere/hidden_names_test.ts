import assert from "node:assert/strict";
import { findVm } from "../../src/vsphere/find.ts";
import { placeIn } from "../../src/vsphere/find_place.ts";
import { newVmName } from "../../src/vsphere/placement/vm_name.ts";
import { runTask } from "../../src/vsphere/tasks.ts";
import type { Vsphere } from "../../src/vsphere/vsphere.ts";
import { simulatorTest } from "../support/simulator.ts";
import { connectTo } from "../support/vsphere.ts";
import { refusal } from "./protection/support.ts";

const HIDDEN = "\u200b";
const TURNED = "\u202e";

async function rename(vsphere: Vsphere, from: string, newName: string): Promise<string> {
  const { ref: target } = await findVm(vsphere, from);
  const { signal } = new AbortController();
  await runTask(vsphere, { method: "Rename_Task", target, args: { newName } }, {
    signal,
    action: "rename it",
  });
  return target.value;
}

simulatorTest("a name is found by what is shown of it", {}, async (simulator) => {
  await using vsphere = connectTo(simulator);
  const moref = await rename(vsphere, "web-02", `in${TURNED}voice`);
  for (const wanted of ["invoice", "INVOICE", `in${TURNED}voice`, "/DC-East/vm/Production/Web/invoice"]) {
    assert.equal((await findVm(vsphere, wanted)).ref.value, moref, wanted);
  }
});

simulatorTest("two machines that look alike are not taken for each other", {}, async (simulator) => {
  await using vsphere = connectTo(simulator);
  const moref = await rename(vsphere, "web-02", `web-03${HIDDEN}`);
  await assert.rejects(findVm(vsphere, "web-03"), {
    kind: "ambiguous",
    message: /^Cannot tell which virtual machine "web-03" is: 2 have this name.*; use the moref of one: /,
  });
  assert.equal((await findVm(vsphere, moref)).ref.value, moref);
  const call = {
    method: "PowerOffVM_Task",
    target: { type: "VirtualMachine", value: moref },
    action: "power it off",
  } as const;
  assert.match(await refusal(vsphere, call, { protected: ["web-03"] }) ?? "", /is protected by "web-03"/);
  assert.match(await refusal(vsphere, call, { protected: ["/*/Web/web-03"] }) ?? "", /is protected by/);
  assert.equal(await refusal(vsphere, call, { protected: ["web-04"] }), undefined);
});

simulatorTest("a place is found by what is shown of its name", {}, async (simulator) => {
  await using vsphere = connectTo(simulator);
  const mirror = await vsphere.inventory.current();
  const [first] = mirror.rows("Datastore");
  assert.ok(first?.name !== undefined);
  assert.equal(placeIn(mirror, "Datastore", `${first.name}${HIDDEN}`).ref.value, first.ref.value);
});

Deno.test("newVmName() refuses what nobody would see", () => {
  for (const name of [`a${TURNED}b`, `wiki${HIDDEN}`, HIDDEN, "a\u00adb", "a\tb", "a\nb", "a\u0007"]) {
    assert.throws(() => newVmName(name), { kind: "invalid", message: /a character that nobody sees/ }, name);
  }
  for (const name of ["Büro 1", "メール", "👩‍💻", "می‌خواهم"]) assert.equal(newVmName(name), name);
});
