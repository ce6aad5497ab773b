import { ADMIN } from "../support/callers.ts";
import assert from "node:assert/strict";
import fc from "fast-check";
import { callTool } from "../../src/mcp/call.ts";
import type { CallOutcome } from "../../src/mcp/result.ts";
import { assertNoSecret, run } from "./campaign.ts";
import { mangles } from "./mangle.ts";
import { type MangledSimulator, openMangled } from "./mangled_simulator.ts";

/** Calls before the simulator is exchanged for a new one. */
const USES = 40;

/** What works on a simulator that nobody lies about. */
const CALLS: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ["list_vms", { limit: 100 }],
  ["list_vms", { fields: ["snapshot_count", "ip_address", "notes"] }],
  ["get_vm", { name: "web-02" }],
  ["get_vm_performance", { name: "web-02" }],
  ["list_hosts", {}],
  ["get_host", { name: "esx-prod-01.example.com" }],
  ["list_datastores", {}],
  ["list_networks", {}],
  ["get_performance", { kind: "vm", preset: "cpu", top: 3 }],
  ["get_performance", { kind: "cluster", last: "24h" }],
  ["list_metrics", { filter: "cpu" }],
  ["find", { query: "10.0." }],
  ["get_inventory_tree", { leaves: true }],
  ["create_vm", { name: "fuzz-1", cpu: 1, memory: 512, power_on: true }],
  ["clone_vm", { template_name: "web-02", new_name: "fuzz-2", power_on: true }],
  ["delete_vm", { name: "fuzz-1" }],
  ["power_on_vm", { name: "fuzz-2" }],
  ["power_off_vm", { name: "fuzz-2" }],
  ["power_off_vm", { name: "web-02", mode: "guest" }],
  ["power_on_vm", { name: "web-02" }],
  ["get_task", { task: "task-1" }],
  ["cancel_task", { task: "task-1" }],
];

const AT_LOGIN: readonly string[] = ["RetrieveServiceContent", "/sdk/vimServiceVersions.xml", "Login"];

const WAITS = ["task", "poll"] as const;

const cases = fc.record({
  call: fc.constantFrom(...CALLS),
  plan: fc.array(fc.tuple(fc.oneof(fc.nat(3), fc.nat(8), fc.constantFrom(...WAITS)), mangles()), {
    minLength: 1,
    maxLength: 3,
  }),
});

Deno.test("callTool() survives any answer of vSphere, and the next call works", async () => {
  let current: MangledSimulator | undefined;
  let uses = 0;
  const methods = new Set<string>();
  try {
    await run({
      subject: "soap",
      share: 1,
      values: cases,
      async check({ call: [name, args], plan }) {
        if (current === undefined || uses++ % USES === 0) {
          await current?.[Symbol.asyncDispose]();
          current = await openMangled();
        }
        const { service } = current;
        const { signal } = new AbortController();
        const call = (name: string, args: unknown) =>
          callTool(service, { name, args, signal, caller: ADMIN });
        current.plan(new Map(plan));
        checkOutcome(await call(name, args));
        const mangled = current.mangled();
        mangled.forEach((method) => methods.add(method));
        // What is said at the login counts for the whole session, and a refused password for good.
        if (mangled.some((method) => AT_LOGIN.includes(method))) uses = 0;
        current.plan(new Map());
        const next = await call("list_hosts", { limit: 1 });
        checkOutcome(next);
        if (uses > 0) assert.equal(next.status, "ok", JSON.stringify(next));
      },
    });
  } finally {
    await current?.[Symbol.asyncDispose]();
  }
  for (
    const method of ["Login", "WaitForUpdatesEx", "RetrievePropertiesEx", "CloneVM_Task", "CreateVM_Task"]
  ) {
    assert.ok(methods.has(method), `no answer to ${method} was changed`);
  }
});

function checkOutcome(outcome: CallOutcome): void {
  assertNoSecret(JSON.stringify(outcome));
  if (outcome.status === "failed") assert.notEqual(outcome.kind, "internal", outcome.message);
}
