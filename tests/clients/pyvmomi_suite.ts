import assert from "node:assert/strict";
import type { Place } from "./place.ts";
import { type Checks, runScript } from "./pyvmomi.ts";
import { LIFECYCLE } from "./pyvmomi_lifecycle.ts";
import { READS } from "./pyvmomi_reads.ts";
import { SESSION } from "./pyvmomi_session.ts";

const SCRIPTS: Readonly<Record<string, Checks>> = {
  "session.py": SESSION,
  "reads.py": READS,
  "lifecycle.py": LIFECYCLE,
};

/** Runs pyVmomi against an endpoint, a step for each thing that it is to see there. */
export async function runPyvmomiSuite(place: Place, t: Deno.TestContext): Promise<void> {
  for (const [script, checks] of Object.entries(SCRIPTS)) {
    await t.step(script, async (t) => {
      const reports = await runScript(script, place);
      // First what it said before it ended: that tells more than how it ended.
      for (const [name, check] of Object.entries(checks)) await t.step(name, () => check(reports, place));
      assert.equal(reports.code, 0, reports.stderr);
    });
  }
}
