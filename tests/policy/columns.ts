import assert from "node:assert/strict";
import { LISTING } from "../../src/mcp/listing.ts";
import type { Column } from "./cases.ts";
import { play, type Stage } from "./play.ts";

/** Plays all cases of a column, a step each; what is offered has to be what may be called. */
export async function playColumn(column: Column, stage: Stage, t: Deno.TestContext): Promise<void> {
  assert.deepEqual([...column.outcomes.keys()], LISTING.tools.map(({ name }) => name), "tools of the table");
  await t.step(`${column.role}: the list has what may be called`, async () => {
    const callable = [...column.outcomes].filter(([, outcome]) => outcome !== "not offered");
    assert.deepEqual(await stage.door.offered(), callable.map(([tool]) => tool));
  });
  await playTools(column, stage, t);
  await t.step(`${column.role}: the audit trail is intact`, () => stage.witness.verify());
}

/** The cases alone. */
export async function playTools(column: Column, stage: Stage, t: Deno.TestContext): Promise<void> {
  for (const [tool, outcome] of column.outcomes) {
    await t.step(`${column.role}: ${tool}: ${outcome}`, () => play({ tool, outcome, stage }));
  }
}
