import assert from "node:assert/strict";
import { callTool } from "../../src/mcp/call.ts";
import type { Caller } from "../../src/mcp/caller.ts";
import { LISTING } from "../../src/mcp/listing.ts";
import type { Policy } from "../../src/mcp/policy.ts";
import type { Service } from "../../src/mcp/service.ts";
import { serviceFor } from "../../src/mcp/service_for.ts";
import { ADMIN, OPERATOR, READER } from "../support/callers.ts";
import { OPEN_POLICY } from "../support/service_of.ts";

const READS = [
  "list_vms get_vm get_vm_performance list_hosts get_host list_datastores list_networks get_performance",
  "list_metrics find get_inventory_tree get_task get_target",
].join(" ");
const WRITES = "create_vm clone_vm power_on_vm";
const DESTROYS = "delete_vm power_off_vm cancel_task";

for (
  const [what, policy, caller, names] of [
    ["an administrator everything", {}, ADMIN, `${READS} ${WRITES} ${DESTROYS}`],
    ["an operator nothing that destroys", {}, OPERATOR, `${READS} ${WRITES}`],
    ["a reader what reads", {}, READER, READS],
    [
      "read_only what reads, whoever asks and whatever else is on",
      {
        readOnly: true,
        toolsets: ["vm"],
        tools: ["delete_vm"],
      },
      ADMIN,
      "list_vms get_vm get_vm_performance",
    ],
    ["disable_destructive nothing that destroys", { disableDestructive: true }, ADMIN, `${READS} ${WRITES}`],
    ["toolsets theirs", { toolsets: ["host", "task"] }, ADMIN, "list_hosts get_host get_task cancel_task"],
    [
      "toolsets and tools both",
      { toolsets: ["host"], tools: ["get_vm"] },
      ADMIN,
      "list_hosts get_host get_vm",
    ],
    ["exclude_tools less", { tools: ["get_vm", "list_vms"], excludeTools: ["list_vms"] }, ADMIN, "get_vm"],
    ["an empty list nothing", { toolsets: [] }, ADMIN, ""],
    ["a key its own toolsets", {}, { ...ADMIN, toolsets: ["task"] }, "get_task cancel_task"],
    ["a key no toolset that is off", { toolsets: ["host"] }, { ...ADMIN, toolsets: ["vm"] }, ""],
  ] as const satisfies readonly (readonly [string, Partial<Policy>, Caller, string])[]
) {
  Deno.test(`serviceFor() offers ${what}`, () => {
    const { tools } = serviceFor(serviceWith(policy), caller);
    const wanted = names.split(" ").filter((name) => name !== "");
    assert.deepEqual(tools.map(({ name }) => name).sort(), wanted.sort());
  });
}

Deno.test("serviceFor() offers resources with the tools of their toolset", () => {
  const resources = (policy: Partial<Policy>) =>
    serviceFor(serviceWith(policy), ADMIN).resources.map(({ name }) => name).sort();
  assert.deepEqual(resources({}), ["datastore", "host", "vm", "vmstats"]);
  assert.deepEqual(resources({ toolsets: ["host"] }), ["host"]);
  assert.deepEqual(resources({ tools: ["list_vms"] }), ["vm", "vmstats"]);
});

Deno.test("serviceFor() offers prompts with all the tools that they need", () => {
  const prompts = (policy: Partial<Policy>, caller: Caller = ADMIN) =>
    serviceFor(serviceWith(policy), caller).prompts.map(({ name }) => name);
  const all = ["diagnose_vm", "plan_maintenance", "clean_up_snapshots", "capacity_review", "deploy_vm"];
  assert.deepEqual(prompts({}), all);
  assert.deepEqual(prompts({}, READER), all.slice(0, 4));
  assert.deepEqual(prompts({ readOnly: true }), all.slice(0, 4));
  assert.deepEqual(prompts({ toolsets: ["vm"] }), ["diagnose_vm", "clean_up_snapshots"]);
  assert.deepEqual(prompts({ excludeTools: ["get_vm"] }), ["plan_maintenance", "capacity_review"]);
  assert.deepEqual(prompts({}, { ...ADMIN, toolsets: ["host", "datastore"] }), ["capacity_review"]);
});

Deno.test("callTool() says why a tool is off, before anything is loaded", async () => {
  for (
    const [policy, caller, reason] of [
      [{ readOnly: true }, ADMIN, "switched off by read_only"],
      [{ disableDestructive: true }, ADMIN, "switched off by disable_destructive"],
      [{ excludeTools: ["delete_vm"] }, ADMIN, "switched off by exclude_tools"],
      [{ toolsets: ["host"] }, ADMIN, "switched off: neither toolsets nor tools names it"],
      [{}, READER, 'not for the role read, which "reader" has'],
      [{}, { ...ADMIN, toolsets: ["host"] }, 'not among the toolsets of "admin": host'],
    ] as const
  ) {
    const { signal } = new AbortController();
    const call = { name: "delete_vm", args: { name: "web-1" }, signal, caller };
    const outcome = await callTool(serviceWith(policy), call);
    assert.equal(outcome.status === "failed" && outcome.kind, "denied");
    assert.equal(
      outcome.status === "failed" && outcome.message,
      `Cannot call tool "delete_vm": it is ${reason}; tell the user that only the operator can change that`,
    );
  }
});

function serviceWith(policy: Partial<Policy>): Service {
  return {
    ...LISTING,
    policy: { ...OPEN_POLICY, ...policy },
    instructions: "",
    load: () => Promise.reject(new Error("not to be loaded")),
  };
}
