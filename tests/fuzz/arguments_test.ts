import assert from "node:assert/strict";
import fc from "fast-check";
import { type CallOutcome, TEXT_LIMIT } from "../../src/mcp/result.ts";
import { callTool } from "../../src/mcp/call.ts";
import { LISTING } from "../../src/mcp/listing.ts";
import type { Simulator } from "../../src/simulator/simulator.ts";
import { ADMIN } from "../support/callers.ts";
import { assertNoSecret, run } from "./campaign.ts";
import { namesOf, NEWEST_TASK } from "./names.ts";
import { argumentsFor } from "./schema_values.ts";
import { ThrowAways } from "./throw_away.ts";

/** Calls before the simulator is exchanged for a new one. */
const USES = 150;

for (const [model, share] of [["vcenter", 0.6], ["esxi", 0.4]] as const) {
  Deno.test(`callTool() carries out what it is given or refuses it in words (${model})`, async () => {
    const names = namesOf(model);
    const calls = LISTING.tools.map(({ name, input }) =>
      fc.record({ name: fc.constant(name), args: argumentsFor(input, (parameter) => names(name, parameter)) })
    );
    await using targets = new ThrowAways(model, USES);
    const ended = new Set<string>();
    await run({
      subject: "arguments",
      share,
      values: fc.oneof(...calls),
      async check({ name, args }) {
        const { service, simulator } = await targets.next();
        const { signal } = new AbortController();
        const outcome = await callTool(service, {
          name,
          args: withNewestTask(args, simulator),
          signal,
          caller: ADMIN,
        });
        checkOutcome(outcome);
        ended.add(`${name} ${outcome.status}`);
      },
    });
    // Arguments that are all refused at the door prove nothing about what is behind it.
    for (const { name } of LISTING.tools) {
      assert.ok(["ok", "confirmation_required"].some((status) => ended.has(`${name} ${status}`)), name);
      assert.ok(ended.has(`${name} failed`), name);
    }
  });
}

function checkOutcome(outcome: CallOutcome): void {
  assertNoSecret(JSON.stringify(outcome));
  if (outcome.status === "ok") assert.ok(outcome.text.length <= TEXT_LIMIT);
  if (outcome.status !== "failed") return;
  assert.notEqual(outcome.kind, "internal", outcome.message);
  assert.match(outcome.message, /^Cannot /);
}

function withNewestTask(args: unknown, { world }: Simulator): unknown {
  if (typeof args !== "object" || args === null || !("task" in args)) return args;
  return args.task === NEWEST_TASK
    ? { ...args, task: world.tasks.recent.at(-1)?.ref.value ?? "task-1" }
    : args;
}
