import assert from "node:assert/strict";
import { callTool } from "../../../src/mcp/call.ts";
import type { Policy } from "../../../src/mcp/policy.ts";
import type { CallOutcome } from "../../../src/mcp/result.ts";
import { TOOLS } from "../../../src/tools/registry.ts";
import type { Vsphere } from "../../../src/vsphere/vsphere.ts";
import { ADMIN } from "../../support/callers.ts";
import { serviceOf } from "../../support/service_of.ts";
import { simulatorTest } from "../../support/simulator.ts";
import { connectTo } from "../../support/vsphere.ts";

const PARENT = "jira-test";

async function planOf(vsphere: Vsphere, name: string, policy: Partial<Policy> = {}): Promise<CallOutcome> {
  return await call(vsphere, ["delete_vm", { name }], { confirm: "auto", ...policy });
}

async function call(
  vsphere: Vsphere,
  [name, args]: readonly [string, Readonly<Record<string, unknown>>],
  policy: Partial<Policy> = {},
): Promise<CallOutcome> {
  const service = serviceOf({ tools: TOOLS, resources: [], vsphere }, policy);
  const { signal } = new AbortController();
  return await callTool(service, { name, args, signal, caller: ADMIN });
}

async function cloneLinked(vsphere: Vsphere, names: readonly string[]): Promise<void> {
  for (const new_name of names) {
    const { status } = await call(vsphere, ["clone_vm", { template_name: PARENT, new_name, linked: true }]);
    assert.equal(status, "ok");
  }
}

simulatorTest(
  "delete_vm names the linked clones of a parent, and none for a clone",
  {},
  async (simulator) => {
    await using vsphere = connectTo(simulator);
    await cloneLinked(vsphere, ["clone-1", "clone-2"]);
    const parent = await planOf(vsphere, PARENT);
    assert.equal(parent.status === "failed" && parent.kind, "confirmation_required");
    assert.match(messageOf(parent), /2 linked clone\(s\) stand on its disks: clone-1, clone-2\./);
    assert.match(messageOf(parent), /Its linked clones do not start any more\./);
    const clone = await planOf(vsphere, "clone-1");
    assert.equal(clone.status === "failed" && clone.kind, "confirmation_required");
    assert.doesNotMatch(messageOf(clone), /linked clone/);
  },
);

simulatorTest("delete_vm spares the disks that a protected linked clone stands on", {}, async (simulator) => {
  await using vsphere = connectTo(simulator);
  await cloneLinked(vsphere, ["clone-1", "clone-2"]);
  const policy = { protected: ["clone-2"] };
  const parent = await planOf(vsphere, PARENT, policy);
  assert.equal(parent.status === "failed" && parent.kind, "denied");
  assert.match(
    messageOf(parent),
    /^Cannot delete virtual machine "jira-test": virtual machine "clone-2" is protected by "clone-2"; no tool/,
  );
  // What stands beside it on the same disks is no business of it.
  assert.match(messageOf(await planOf(vsphere, "clone-1", policy)), /has to be confirmed/);
});

function messageOf(outcome: CallOutcome): string {
  return outcome.status === "failed" ? outcome.message : "";
}
