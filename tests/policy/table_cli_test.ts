import { inFolder } from "../audit/stage.ts";
import { RunningSimulator } from "../support/simulator.ts";
import { columnsOf, variablesOf } from "./cases.ts";
import { playTools } from "./columns.ts";
import { cliDoor } from "./doors.ts";
import { Witness } from "./witness.ts";

Deno.test.sanitizer({ ops: false, resources: false });

/** Small and fast: there are many. */
const WORLD = { vms: 24, pace: 0.002 };

for (const column of columnsOf("cli")) {
  const { policy, role } = column;
  Deno.test(`table: command line, ${policy}`, async (t) => {
    await inFolder(async (audit) => {
      await using simulator = await RunningSimulator.start(WORLD);
      // The role of stdio is none of the command line.
      const env = { ...variablesOf(column), MCP_STDIO_ROLE: "read", MCP_AUDIT_FILE: audit };
      await using door = cliDoor({ farSide: simulator, env });
      const witness = new Witness(simulator, audit);
      await playTools(column, { simulator, witness, door, caller: `cli/${role}/cli` }, t);
      await t.step("the audit trail is intact", () => witness.verify());
    });
  });
}
