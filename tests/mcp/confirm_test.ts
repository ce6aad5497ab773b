import assert from "node:assert/strict";
import { type Binding, Confirmations, planDigest } from "../../src/mcp/confirm.ts";
import type { Plan } from "../../src/tools/plan.ts";

const SECRET = "shared by all replicas";
const MINUTE_MS = 60_000;

function planOf(fingerprint: unknown, moref = "vm-1"): Plan {
  const object = { type: "VirtualMachine", name: "web-1", moref, state: {}, summary: [], fingerprint };
  return { action: 'delete virtual machine "web-1"', objects: [object], effects: [], irreversible: [] };
}

function bindingOf(other: Partial<Binding> = {}): Binding {
  const args = { name: "web-1", mode: "hard" };
  return { tool: "delete_vm", args, caller: "robot", plan: planOf({ v: 1 }), way: "token", ...other };
}

Deno.test("Confirmations.redeem() takes a token once", () => {
  const confirmations = new Confirmations(SECRET);
  const token = confirmations.issue(bindingOf());
  assert.equal(confirmations.redeem(token, bindingOf()), "valid");
  assert.equal(confirmations.redeem(token, bindingOf()), "used");
});

for (
  const [what, other] of [
    ["another tool", { tool: "power_off_vm" }],
    ["other arguments", { args: { name: "web-2", mode: "hard" } }],
    ["an argument more", { args: { name: "web-1", mode: "hard", force: true } }],
    ["another caller", { caller: "admin" }],
    ["another object of the same name", { plan: planOf({ v: 1 }, "vm-2") }],
    ["the human's answer", { way: "human" }],
  ] as const
) {
  Deno.test(`Confirmations.redeem() takes no token for ${what}, and does not use it up`, () => {
    const confirmations = new Confirmations(SECRET);
    const token = confirmations.issue(bindingOf());
    assert.equal(confirmations.redeem(token, bindingOf(other)), "wrong");
    assert.equal(confirmations.redeem(token, bindingOf()), "valid");
  });
}

Deno.test("Confirmations.issue() makes tokens of their own for the same call at the same moment", () => {
  const confirmations = new Confirmations(SECRET, { now: () => 1_000_000 });
  const [one, other] = [confirmations.issue(bindingOf()), confirmations.issue(bindingOf())];
  assert.equal(confirmations.redeem(one, bindingOf()), "valid");
  assert.equal(confirmations.redeem(other, bindingOf()), "valid");
  assert.equal(confirmations.redeem(one, bindingOf()), "used");
});

Deno.test("Confirmations.redeem() tells that the object has changed", () => {
  const confirmations = new Confirmations(SECRET);
  const token = confirmations.issue(bindingOf());
  assert.equal(confirmations.redeem(token, bindingOf({ plan: planOf({ v: 2 }) })), "changed");
});

Deno.test("Confirmations.redeem() takes a token for five minutes", () => {
  let now = Date.parse("2026-01-01T00:00:00Z");
  const confirmations = new Confirmations(SECRET, { now: () => now });
  const [early, late] = [confirmations.issue(bindingOf()), confirmations.issue(bindingOf({ caller: "b" }))];
  now += 5 * MINUTE_MS;
  assert.equal(confirmations.redeem(early, bindingOf()), "valid");
  now += 1000;
  assert.equal(confirmations.redeem(late, bindingOf({ caller: "b" })), "expired");
});

Deno.test("Confirmations.redeem() takes what another server with the same secret issued, and nobody else", () => {
  const token = new Confirmations(SECRET).issue(bindingOf());
  assert.equal(new Confirmations(SECRET).redeem(token, bindingOf()), "valid");
  assert.equal(new Confirmations("another secret").redeem(token, bindingOf()), "wrong");
  assert.equal(new Confirmations().redeem(token, bindingOf()), "wrong");
  assert.equal(new Confirmations().redeem(new Confirmations().issue(bindingOf()), bindingOf()), "wrong");
});

Deno.test("Confirmations.redeem() takes no token that was changed anywhere", () => {
  const confirmations = new Confirmations(SECRET);
  const token = confirmations.issue(bindingOf());
  for (let at = 0; at < token.length; at++) {
    const other = token[at] === "A" ? "B" : "A";
    const changed = token.slice(0, at) + other + token.slice(at + 1);
    assert.equal(confirmations.redeem(changed, bindingOf()), "wrong", `character ${at}`);
  }
  for (const text of ["", ".", "a.b.c", token + "A", ` ${token}`, token.slice(0, -1), "x".repeat(100_000)]) {
    assert.equal(confirmations.redeem(text, bindingOf()), "wrong", text.slice(0, 20));
  }
});

Deno.test("Confirmations.issue() does not care in which order arguments stand", () => {
  const confirmations = new Confirmations(SECRET);
  const token = confirmations.issue(bindingOf({ args: { a: 1, b: { c: 2, d: 3 } } }));
  assert.equal(confirmations.redeem(token, bindingOf({ args: { b: { d: 3, c: 2 }, a: 1 } })), "valid");
});

Deno.test("planDigest() depends on objects and their state, not on how the plan is put", () => {
  const digest = planDigest(planOf({ v: 1 }));
  assert.equal(planDigest({ ...planOf({ v: 1 }), action: "x", effects: ["y"], irreversible: ["z"] }), digest);
  assert.notEqual(planDigest(planOf({ v: 2 })), digest);
  assert.notEqual(planDigest(planOf({ v: 1 }, "vm-2")), digest);
});
