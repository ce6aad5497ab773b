import { inFolder } from "../audit/stage.ts";
import { startHttp } from "../support/product.ts";
import { RunningSimulator } from "../support/simulator.ts";
import { type Column, columnsOf, ROLES, variablesOf } from "./cases.ts";
import { playColumn } from "./columns.ts";
import { type Door, mcpDoor, restDoor } from "./doors.ts";
import { Witness } from "./witness.ts";

// A sanitizer at every step takes more time than the step.
Deno.test.sanitizer({ ops: false, resources: false });

/** Small and fast: there are many. */
const WORLD = { vms: 72, pace: 0.002 };

const columns = (["http 2026-07-28", "http 2025-11-25", "rest"] as const).flatMap(columnsOf);
const keys = ROLES.map((role) => ({ name: `key-${role}`, key: `the-key-of-${role}`, role }));

for (const [variables, group] of Map.groupBy(columns, (column) => JSON.stringify(variablesOf(column)))) {
  Deno.test(`table: HTTP with ${variables}`, async (t) => {
    await inFolder(async (audit) => {
      await using simulator = await RunningSimulator.start(WORLD);
      const env = {
        ...JSON.parse(variables),
        MCP_API_KEYS: JSON.stringify(keys),
        MCP_AUDIT_FILE: audit,
      };
      await using product = await startHttp({ farSide: simulator, env });
      const witness = new Witness(simulator, audit);
      for (const column of group) {
        const { role, way, policy } = column;
        await t.step(`${policy}, ${way}`, async (t) => {
          await using door = await doorOf(column, product.url);
          const transport = way === "rest" ? "rest" : "http";
          await playColumn(
            column,
            { simulator, witness, door, caller: `key-${role}/${role}/${transport}` },
            t,
          );
        });
      }
    });
  });
}

async function doorOf({ way, role, canAsk }: Column, url: string): Promise<Door> {
  const place = { url, headers: { authorization: `Bearer the-key-of-${role}` } };
  if (way === "rest") return restDoor(place);
  return await mcpDoor(way === "http 2026-07-28" ? "2026-07-28" : "2025-11-25", { place, canAsk });
}
