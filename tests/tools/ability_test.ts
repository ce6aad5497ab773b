import assert from "node:assert/strict";
import { UserError } from "../../src/errors.ts";
import { callTool } from "../../src/mcp/call.ts";
import { READ_PRIVILEGES } from "../../src/simulator/world/session.ts";
import { abilityOf, privilegesOf, refuseInability } from "../../src/tools/ability.ts";
import { TOOLS } from "../../src/tools/registry.ts";
import type { Tool } from "../../src/tools/tool.ts";
import type { Capability } from "../../src/vsphere/capability.ts";
import { ADMIN } from "../support/callers.ts";
import { contextOf } from "../support/context.ts";
import { nowhere } from "../support/nowhere.ts";
import { serviceOf } from "../support/service_of.ts";
import { type RunningSimulator, simulatorTest } from "../support/simulator.ts";
import { connectTo } from "../support/vsphere.ts";

const capability: Capability = {
  type: "esxi",
  fullName: "VMware ESXi 8.0.3",
  apiVersion: "8.0.3.0",
  licence: "paid",
  licenceNames: [],
  privileges: new Map(privilegesOf(TOOLS).map((id) => [id, true])),
  lookedAt: "root",
};

function tool(name: string): Tool {
  const found = TOOLS.find((one) => one.name === name);
  assert.ok(found !== undefined, name);
  return found;
}

/** A tool that works on one kind of target alone. */
function only(requires: Tool["requires"], effect: Tool["effect"] = "read"): Tool {
  return { ...tool("list_vms"), effect, requires };
}

const methods = async (simulator: RunningSimulator) => (await simulator.log()).map(({ method }) => method);

Deno.test("privilegesOf() gives each privilege once, of one kind of target or of both", () => {
  const tools = [
    { privileges: { vcenter: ["c", "a"], esxi: ["b"] } },
    { privileges: { vcenter: ["a"], esxi: ["a"] } },
  ];
  assert.deepEqual(privilegesOf(tools), ["a", "b", "c"]);
  assert.deepEqual(privilegesOf(tools, "vcenter"), ["a", "c"]);
  assert.deepEqual(privilegesOf(tools, "esxi"), ["a", "b"]);
});

Deno.test("abilityOf() finds that every tool works for an account that holds everything", () => {
  const others = TOOLS.map((one) => abilityOf(one, capability)).filter(({ state }) => state !== "works");
  assert.deepEqual(others, []);
});

Deno.test("abilityOf() is not certain of a privilege that lacks where it was looked up", () => {
  const privileges = new Map([
    ...capability.privileges,
    ["VirtualMachine.Inventory.Delete", false] as const,
  ]);
  assert.deepEqual(abilityOf(tool("delete_vm"), { ...capability, privileges }), {
    tool: "delete_vm",
    state: "unknown",
    missing: ["VirtualMachine.Inventory.Delete"],
    reason: "lacks VirtualMachine.Inventory.Delete",
  });
});

Deno.test("abilityOf() looks at the privileges that the kind of target asks for", () => {
  const privileges = new Map([
    ...capability.privileges,
    ["VirtualMachine.Provisioning.Clone", false] as const,
  ]);
  const stateOn = (type: Capability["type"]) =>
    abilityOf(tool("clone_vm"), { ...capability, type, privileges }).state;
  assert.deepEqual([stateOn("esxi"), stateOn("vcenter")], ["works", "unknown"]);
});

Deno.test("abilityOf() says that the server does not tell", () => {
  const { state, missing, reason } = abilityOf(tool("get_vm"), { ...capability, privileges: new Map() });
  assert.deepEqual({ state, missing }, { state: "unknown", missing: [] });
  assert.match(reason ?? "", /does not tell/);
});

Deno.test("abilityOf() is certain of the licence and of the kind of target", () => {
  const states = (one: Tool, changes: Partial<Capability>) => abilityOf(one, { ...capability, ...changes });
  assert.match(states(tool("create_vm"), { licence: "free" }).reason ?? "", /^the free licence .* read-only/);
  assert.equal(states(tool("create_vm"), { licence: "free" }).state, "refused");
  assert.equal(states(tool("list_vms"), { licence: "free" }).state, "works");
  assert.equal(states(tool("create_vm"), { licence: "unknown" }).state, "works");
  assert.equal(states(only("vcenter"), {}).state, "refused");
  assert.equal(states(only("vcenter"), { type: "vcenter" }).state, "works");
});

simulatorTest(
  "callTool() refuses a write under the free licence before anything is done",
  { model: "esxi", licence: "free" },
  async (simulator) => {
    await using vsphere = connectTo(simulator);
    const service = serviceOf({ tools: TOOLS, resources: [], vsphere });
    const writes = TOOLS.filter(({ effect }) => effect !== "read");
    const args: Readonly<Record<string, unknown>> = {
      create_vm: { name: "new", cpu: 1, memory: 64 },
      clone_vm: { template_name: "pihole", new_name: "new" },
      cancel_task: { task: "task-1" },
    };
    for (const { name } of writes) {
      const call = { name, args: args[name] ?? { name: "pihole" }, caller: ADMIN };
      const outcome = await callTool(service, { ...call, signal: new AbortController().signal });
      assert.ok(outcome.status === "failed", name);
      assert.equal(outcome.kind, "unsupported", outcome.message);
      assert.equal(
        outcome.message,
        `Cannot run ${name} here: the free licence of this ESXi host makes its API read-only; ` +
          "assign a paid or evaluation licence",
      );
    }
    const sent = await methods(simulator);
    assert.ok(!sent.some((method) => /_Task$|CancelTask|CreateFilter/.test(method)), sent.join());
  },
);

simulatorTest(
  "refuseInability() looks again before it refuses, since a licence may have been assigned",
  { model: "esxi", licence: "free" },
  async (simulator) => {
    await using vsphere = connectTo(simulator);
    const context = contextOf(vsphere);
    const write = tool("power_on_vm");
    await assert.rejects(refuseInability(write, context), UserError);
    const { world } = simulator.simulator;
    Object.assign(world, { licence: "standard" });
    await refuseInability(write, context);
  },
);

simulatorTest(
  "refuseInability() asks once for all writes of a login on ESXi",
  { model: "esxi" },
  async (simulator) => {
    await using vsphere = connectTo(simulator);
    const context = contextOf(vsphere);
    await Promise.all(TOOLS.map((one) => refuseInability(one, context)));
    const asked = (await methods(simulator)).filter((method) => method === "HasPrivilegeOnEntities");
    assert.equal(asked.length, 1);
  },
);

simulatorTest("refuseInability() sends nothing for writes on vCenter Server", {}, async (simulator) => {
  await using vsphere = connectTo(simulator);
  const context = contextOf(vsphere);
  for (const one of TOOLS) await refuseInability(one, context);
  assert.deepEqual(await methods(simulator), ["RetrieveServiceContent", "", "Login"]);
});

simulatorTest(
  "callTool() lists machines with one request when it is warm",
  { model: "esxi" },
  async (simulator) => {
    await using vsphere = connectTo(simulator);
    const service = serviceOf({ tools: TOOLS, resources: [], vsphere });
    const call = { name: "list_vms", args: { fields: ["cpu_count"] }, caller: ADMIN };
    const list = () => callTool(service, { ...call, signal: new AbortController().signal });
    await list();
    await simulator.clearLog();
    assert.equal((await list()).status, "ok");
    assert.deepEqual(await methods(simulator), ["WaitForUpdatesEx"]);
  },
);

Deno.test("refuseInability() does not touch the target for reads", async () => {
  for (const one of TOOLS.filter(({ effect }) => effect === "read")) {
    await refuseInability(one, contextOf(nowhere));
  }
});

for (const [model, requires] of [["esxi", "vcenter"], ["vcenter", "esxi"]] as const) {
  simulatorTest(
    `refuseInability() refuses a tool that needs ${requires} on ${model}`,
    { model },
    async (simulator) => {
      await using vsphere = connectTo(simulator);
      for (const effect of ["read", "write", "destroy"] as const) {
        await assert.rejects(refuseInability(only(requires, effect), contextOf(vsphere)), {
          kind: "unsupported",
          message:
            /^Cannot run list_vms here: it (needs vCenter Server|works on an ESXi host alone) .*; connect to/,
        });
      }
      await refuseInability(only(model, "read"), contextOf(vsphere));
    },
  );
}

simulatorTest(
  "refuseInability() lets a call go whose privilege lacks at the root folder",
  { model: "esxi", accounts: [{ user: "carol", password: "c", role: READ_PRIVILEGES }] },
  async (simulator) => {
    await using vsphere = connectTo(simulator, { user: "carol", password: "c" });
    for (const one of TOOLS) await refuseInability(one, contextOf(vsphere));
  },
);
