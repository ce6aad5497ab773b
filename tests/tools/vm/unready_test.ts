import assert from "node:assert/strict";
import { callTool } from "../../../src/mcp/call.ts";
import { TOOLS } from "../../../src/tools/registry.ts";
import { ADMIN } from "../../support/callers.ts";
import { serviceOf } from "../../support/service_of.ts";
import { simulatorTest } from "../../support/simulator.ts";
import { connectTo } from "../../support/vsphere.ts";
import { countWrites } from "../../support/writes.ts";

for (
  const [tool, args, message] of [
    [
      "delete_vm",
      { name: "lost-and-found" },
      /it is inaccessible, so that vSphere can do nothing to it; mend/,
    ],
    [
      "delete_vm",
      { name: "build-agent-7" },
      /it waits for an answer to ".+"; answer it in the vSphere Client/,
    ],
  ] as const
) {
  simulatorTest(
    `nobody is asked to agree to ${tool} of ${args.name}, which cannot be`,
    {},
    async (simulator) => {
      await using vsphere = connectTo(simulator);
      const service = serviceOf({ tools: TOOLS, resources: [], vsphere }, { confirm: "auto" });
      const { signal } = new AbortController();
      const outcome = await callTool(service, { name: tool, args, signal, caller: ADMIN });
      assert.ok(outcome.status === "failed" && outcome.kind === "conflict", JSON.stringify(outcome));
      assert.match(outcome.message, message);
      assert.equal(await countWrites(simulator), 0);
    },
  );
}

simulatorTest("the plan of a shutdown says when VMware Tools do not run", {}, async (simulator) => {
  await using vsphere = connectTo(simulator);
  const service = serviceOf({ tools: TOOLS, resources: [], vsphere }, { confirm: "auto" });
  const { signal } = new AbortController();
  for (const [name, runs] of [["installer", false], ["web-02", true]] as const) {
    const args = { name, mode: "guest" };
    const outcome = await callTool(service, { name: "power_off_vm", args, signal, caller: ADMIN });
    assert.ok(outcome.status === "failed" && outcome.kind === "confirmation_required");
    assert.equal(/VMware Tools do not run in it now/.test(outcome.message), !runs, name);
  }
});

simulatorTest(
  "get_vm_performance does not take a machine that cannot be reached for one that is off",
  {},
  async (simulator) => {
    await using vsphere = connectTo(simulator);
    const service = serviceOf({ tools: TOOLS, resources: [], vsphere });
    const { signal } = new AbortController();
    const args = { name: "lost-and-found" };
    const outcome = await callTool(service, { name: "get_vm_performance", args, signal, caller: ADMIN });
    assert.ok(outcome.status === "ok");
    assert.doesNotMatch(String(outcome.structured.note), /nothing runs/);
    assert.match(String(outcome.structured.note), /Its connection state is inaccessible/);
  },
);
