import assert from "node:assert/strict";
import { startProduct } from "../support/product.ts";
import { type Vcsim, vcsimTest } from "../support/vcsim.ts";

async function call(vcsim: Vcsim, ...args: readonly string[]) {
  return await startProduct(["call", ...args], { farSide: vcsim }).ended;
}

vcsimTest("call prints the answer as text, or as JSON when asked for", {}, async (vcsim) => {
  const text = await call(vcsim, "list_vms", "--name", "DC0_H0_*", "--fields", "power_state,folder");
  assert.equal(text.code, 0);
  assert.match(
    text.stdout,
    /^2 of 2 virtual machine\(s\)\nDC0_H0_VM0, moref=vm-\d+, power_state=poweredOn, folder=\/DC0\/vm\n/,
  );
  assert.equal(text.stderr, "");
  const json = await call(vcsim, "list_vms", "--args", '{"limit":1}', "--json");
  assert.equal(json.code, 0);
  assert.equal(JSON.parse(json.stdout).total, 4);
});

vcsimTest("call exits with 2 for what does not fit the tool and with 1 for what fails", {}, async (vcsim) => {
  const misspelt = await call(vcsim, "list_vm");
  assert.equal(misspelt.code, 2);
  assert.match(misspelt.stderr, /Cannot call tool "list_vm": no tool has this name; closest: "list_vms"/);
  const wrong = await call(vcsim, "list_vms", "--limit", "many", "--powerstate", "poweredOn");
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /powerstate: no argument has this name; closest: "power_state"\nlimit: /);
  const empty = await call(vcsim, "create_vm", "--name", "--cpu", "1");
  assert.equal(empty.code, 2);
  assert.match(empty.stderr, /Cannot read flag "--name": its value is missing; write --name VALUE/);
  const missing = await call(vcsim, "get_vm", "--name", "nobody", "--json");
  assert.equal(missing.code, 1);
  assert.equal(JSON.parse(missing.stdout).error.kind, "not_found");
});

vcsimTest(
  "call waits for a task however long the server itself would wait",
  { args: ["-method-delay", "PowerOff:1500"] },
  async (vcsim) => {
    const args = ["call", "power_off_vm", "--name", "DC0_H0_VM0", "--yes"];
    const { code, stdout } = await startProduct(args, {
      farSide: vcsim,
      env: { MCP_TASK_TIMEOUT_SECONDS: "1" },
    })
      .ended;
    assert.equal(code, 0);
    assert.match(stdout, /is poweredOff \(before: poweredOn, mode: hard\)\n$/);
  },
);

vcsimTest("call prints the plan as JSON where nobody can agree to it, and no token", {}, async (vcsim) => {
  const words = ["call", "power_off_vm", "--name", "DC0_H0_VM0", "--json"];
  const { code, stdout } = await startProduct(words, { farSide: vcsim, env: { MCP_CONFIRM: "auto" } }).ended;
  assert.equal(code, 1);
  const { error } = JSON.parse(stdout);
  assert.equal(error.kind, "confirmation_required");
  assert.equal(error.plan.objects[0].name, "DC0_H0_VM0");
  assert.equal(error.confirmation, undefined);
});

vcsimTest("tools lists every tool with its effect and needs no target", {}, async (vcsim) => {
  const { code, stdout } = await startProduct(["tools"], { farSide: vcsim, env: { VCENTER_HOST: "" } }).ended;
  assert.equal(code, 0);
  assert.match(stdout, /^list_vms +read +Lists virtual machines/);
  assert.match(stdout, /\ndelete_vm +destroy /);
  assert.deepEqual(await vcsim.log(), []);
});
