import assert from "node:assert/strict";
import { roleText } from "../../src/cli/role.ts";
import { UserError } from "../../src/errors.ts";
import { privilegesOf } from "../../src/tools/ability.ts";
import { TOOLS, TOOLSETS } from "../../src/tools/registry.ts";
import { type Ended, RUN, spawn, startProduct } from "../support/product.ts";
import { simulatorTest } from "../support/simulator.ts";

/** The privileges in the commands for govc and for PowerCLI. */
function privilegesIn(
  text: string,
): { readonly govc: readonly string[]; readonly powerCli: readonly string[] } {
  const [, govc = "", powerCli = ""] = /\n# govc\n(.*)\n# PowerCLI\n(.*)$/s.exec(text) ?? [];
  return {
    govc: [...govc.matchAll(/^ {2}([\w.]+)/gm)].map(([, id = ""]) => id),
    powerCli: [...powerCli.matchAll(/^ {2}'([\w.]+)'/gm)].map(([, id = ""]) => id),
  };
}

/** Runs the product without any configuration of a target. */
async function runBare(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const home = { PATH: Deno.env.get("PATH") ?? "", HOME: Deno.env.get("HOME") ?? "" };
  const product = spawn([...RUN, ...args], { env: { ...home, ...env } });
  return await product.ended;
}

for (const kind of ["vcenter", "esxi"] as const) {
  Deno.test(`roleText() names what the tools need on ${kind}, for govc and PowerCLI alike`, () => {
    const wanted = privilegesOf(TOOLS, kind);
    const text = roleText(TOOLS, kind);
    assert.deepEqual(privilegesIn(text), { govc: wanted, powerCli: wanted });
    assert.deepEqual(wanted, [...new Set(wanted)].sort());
  });
}

Deno.test("roleText() names no more than the given tools need", () => {
  const { govc } = privilegesIn(roleText(TOOLSETS.task, "vcenter"));
  assert.deepEqual(govc, ["Global.CancelTask", "System.Read"]);
});

Deno.test("roleText() has what both kinds need where the target could not be asked, and says why", () => {
  const text = roleText(TOOLS, new UserError("unavailable", 'Cannot reach "a":\n refused\x1b[2J'));
  assert.deepEqual(privilegesIn(text).govc, privilegesOf(TOOLS));
  assert.match(text, /\n# Cannot reach "a": refused\[2J\n# With --role=vcenter or --role=esxi/);
  for (const line of text.slice(0, text.indexOf("\n\n")).split("\n")) assert.match(line, /^# /);
});

Deno.test("check --role=esxi needs no target", async () => {
  const { code, stdout, stderr } = await runBare(["check", "--role=esxi"]);
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
  assert.equal(stdout, roleText(TOOLS, "esxi"));
});

Deno.test("check --role=vcenter obeys the policy, from flags and variables", async () => {
  const { stdout } = await runBare(["check", "--role=vcenter", "--toolsets", "host,task"]);
  assert.deepEqual(privilegesIn(stdout).govc, ["Global.CancelTask", "System.Read"]);
  const readOnly = await runBare(["check", "--role=vcenter"], { MCP_READ_ONLY: "true" });
  assert.deepEqual(privilegesIn(readOnly.stdout).govc, ["System.Read"]);
});

for (const model of ["vcenter", "esxi"] as const) {
  simulatorTest(`check --role asks the target which it is (${model})`, { model }, async (simulator) => {
    const product = startProduct(["check", "--role"], { farSide: simulator });
    const { code, stdout } = await product.ended;
    assert.equal(code, 0);
    assert.equal(stdout, roleText(TOOLS, model));
  });
}

simulatorTest("check --role gives the role of both kinds when it cannot log in", {}, async (simulator) => {
  const env = { VCENTER_PASSWORD: "battery-staple" };
  const { code, stdout } = await startProduct(["check", "--role"], { farSide: simulator, env }).ended;
  assert.equal(code, 0);
  assert.deepEqual(privilegesIn(stdout).govc, privilegesOf(TOOLS));
  assert.match(stdout, /\n# Cannot log in to .*user name or password is wrong/);
});
