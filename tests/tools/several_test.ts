import assert from "node:assert/strict";
import * as z from "../../src/deps/zod.ts";
import { findVm } from "../../src/vsphere/find.ts";
import { callTool } from "../../src/mcp/call.ts";
import { RESOURCES } from "../../src/resources/registry.ts";
import { TOOLS } from "../../src/tools/registry.ts";
import { ADMIN } from "../support/callers.ts";
import { farSideTest } from "../support/far_sides.ts";
import { serviceOf } from "../support/service_of.ts";
import { simulatorTest } from "../support/simulator.ts";
import { connectTo } from "../support/vsphere.ts";
import type { Vsphere } from "../../src/vsphere/vsphere.ts";
import type { Policy } from "../../src/mcp/policy.ts";

function stage(vsphere: Vsphere, policy: Partial<Policy> = {}) {
  const service = serviceOf({ tools: TOOLS, resources: RESOURCES, vsphere }, policy);
  const { signal } = new AbortController();
  return async (name: string, args: Readonly<Record<string, unknown>>) =>
    await callTool(service, { name, args, signal, caller: ADMIN });
}

farSideTest(
  "power_off_vm, power_on_vm and delete_vm do the same to several machines in one call",
  { on: ["vcsim vCenter", "simulator vCenter"] },
  async (farSide, { others: [first, second] }) => {
    await using vsphere = connectTo(farSide);
    const call = stage(vsphere);
    const names = { name: first, more_names: [second] };
    const off = await call("power_off_vm", names);
    assert.ok(off.status === "ok", JSON.stringify(off));
    assert.partialDeepStrictEqual(off.structured, {
      name: first,
      power_state: "poweredOff",
      others: [{ name: second, power_state: "poweredOff", status: "done" }],
    });
    assert.equal(off.text.split("\n").length, 2);
    const on = await call("power_on_vm", names);
    assert.ok(on.status === "ok");
    await call("power_off_vm", names);
    const gone = await call("delete_vm", names);
    assert.ok(gone.status === "ok");
    assert.match(gone.text, new RegExp(`Deleted .*/${first} .*\n(- .*\n)*Deleted .*/${second} `));
    await assert.rejects(findVm(vsphere, second), { kind: "not_found" });
  },
);

farSideTest("one plan is made for all that are named, and max_objects bounds it", {
  on: ["vcsim vCenter", "simulator vCenter"],
}, async (farSide, { vm, others: [first, second] }) => {
  await using vsphere = connectTo(farSide);
  const args = { name: vm, more_names: [first, second] };
  const asked = await stage(vsphere, { confirm: "auto", maxObjects: 3 })("power_off_vm", args);
  assert.ok(asked.status === "failed" && asked.kind === "confirmation_required");
  for (const name of [vm, first, second]) {
    assert.match(asked.message, new RegExp(`^VirtualMachine "${name}"`, "m"));
    assert.match(asked.message, new RegExp(`^- ${name}: Its power is cut at once`, "m"));
  }
  const refused = await stage(vsphere, { confirm: "auto", maxObjects: 2 })("power_off_vm", args);
  assert.ok(refused.status === "failed" && refused.kind === "denied");
  assert.match(refused.message, /these are 3 objects, and max_objects allows 2 in one call; name fewer$/);
});

simulatorTest(
  "nobody is asked to agree to a plan that is too long to be shown",
  { vms: 100 },
  async (simulator) => {
    await using vsphere = connectTo(simulator);
    const call = stage(vsphere, { confirm: "auto", maxObjects: 100 });
    const list = await call("list_vms", { power_state: "poweredOn", limit: 60 });
    assert.ok(list.status === "ok", JSON.stringify(list));
    const [name, ...more_names] = z.object({ vms: z.array(z.object({ moref: z.string() })) })
      .parse(list.structured).vms.map(({ moref }) => moref);
    assert.ok(more_names.length > 50);
    const outcome = await call("power_off_vm", { name, more_names });
    assert.ok(
      outcome.status === "failed" && outcome.kind === "invalid",
      JSON.stringify(outcome).slice(0, 500),
    );
    assert.match(outcome.message, /^Cannot show the plan for \d+ objects whole: .* name fewer$/);
    const few = await call("power_off_vm", { name, more_names: more_names.slice(0, 9) });
    assert.ok(few.status === "failed" && few.kind === "confirmation_required");
    assert.ok(few.message.includes(String(few.details.confirmation)), "the token is cut off");
  },
);

farSideTest("a machine that is named twice, in whatever way, is refused", {}, async (farSide, { vm }) => {
  await using vsphere = connectTo(farSide);
  const { ref } = await findVm(vsphere, vm);
  const outcome = await stage(vsphere)("power_off_vm", { name: vm, more_names: [ref.value] });
  assert.ok(outcome.status === "failed" && outcome.kind === "invalid");
  assert.equal(outcome.message, `Cannot do this twice to "${vm}": two of the names mean it; name it once`);
});

farSideTest(
  "a name of nobody stops the call before anything is done to the others",
  {},
  async (farSide, { vm }) => {
    await using vsphere = connectTo(farSide);
    const outcome = await stage(vsphere)("power_off_vm", { name: vm, more_names: ["nobody-has-this"] });
    assert.ok(outcome.status === "failed" && outcome.kind === "not_found");
    assert.equal((await findVm(vsphere, vm)).powerState, "poweredOn");
  },
);
