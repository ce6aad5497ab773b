import assert from "node:assert/strict";
import { callTool } from "../../../src/mcp/call.ts";
import { TOOLS } from "../../../src/tools/registry.ts";
import { ADMIN } from "../../support/callers.ts";
import { serviceOf } from "../../support/service_of.ts";
import { simulatorTest } from "../../support/simulator.ts";
import { connectTo } from "../../support/vsphere.ts";

simulatorTest("who may not write to a machine may not cancel a job on it either", {
  model: "esxi",
  pace: 1,
}, async (simulator) => {
  await using vsphere = connectTo(simulator, { taskTimeoutMs: 0 });
  const service = serviceOf({ tools: TOOLS, resources: [], vsphere });
  const { signal } = new AbortController();
  const list = await callTool(service, {
    name: "list_vms",
    args: { power_state: "poweredOff", limit: 1 },
    signal,
    caller: ADMIN,
  });
  assert.ok(list.status === "ok");
  const source = /^.*\n([^,]+),/.exec(list.text)?.[1] ?? "";
  const args = { template_name: source, new_name: "twin" };
  const clone = await callTool(service, { name: "clone_vm", args, signal, caller: ADMIN });
  assert.ok(clone.status === "ok", JSON.stringify(clone));
  assert.equal(clone.structured.task, "job-1");
  const cancel = { name: "cancel_task", args: { task: "job-1" }, signal };
  const held = await callTool(service, {
    ...cancel,
    caller: { ...ADMIN, name: "held", protected: [source] },
  });
  assert.ok(held.status === "failed" && held.kind === "denied", JSON.stringify(held));
  assert.match(held.message, /is protected by/);
  assert.equal((await callTool(service, { ...cancel, caller: ADMIN })).status, "ok");
});
