import { inFolder } from "../audit/stage.ts";
import { RunningSimulator } from "../support/simulator.ts";
import { columnsOf, variablesOf } from "./cases.ts";
import { playColumn } from "./columns.ts";
import { pipedDoor, processDoor } from "./stdio_door.ts";
import { Witness } from "./witness.ts";

// Ending the process that it started, the SDK's client leaves timers behind.
Deno.test.sanitizer({ ops: false, resources: false });

/** Small and fast: there are many. */
const WORLD = { vms: 24, pace: 0.002 };

/** Each role as a process of its own, too: it is read from the configuration. */
const AS_PROCESS = "confirm auto, a client that can ask";

for (const era of ["2026-07-28", "2025-11-25"] as const) {
  for (const column of columnsOf(`stdio ${era}`)) {
    const { policy, role, canAsk } = column;
    Deno.test(`table: stdio ${era}, role ${role}, ${policy}`, async (t) => {
      await inFolder(async (audit) => {
        await using simulator = await RunningSimulator.start(WORLD);
        const options = { farSide: simulator, env: { ...variablesOf(column), MCP_AUDIT_FILE: audit } };
        const open = policy === AS_PROCESS ? processDoor : pipedDoor;
        await using door = await open({ era, canAsk, role }, options);
        const witness = new Witness(simulator, audit);
        await playColumn(column, { simulator, witness, door, caller: `stdio/${role}/stdio` }, t);
      });
    });
  }
}
