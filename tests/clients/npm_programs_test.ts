import assert from "node:assert/strict";
import { startDemo } from "../support/product.ts";
import { npmClients, withOthers } from "./npm_clients.ts";
import { PROGRAMS } from "./npm_programs.ts";
import { mustRunClients } from "./place.ts";
import { resultTable } from "./result_table.ts";

// Ending the process that it started, the SDK's client leaves timers behind.
Deno.test.sanitizer({ ops: false, resources: false });

const installed = {
  tested: await npmClients("tested"),
  others: withOthers ? await npmClients("others") : undefined,
};

for (const { name, set, way, listOne } of PROGRAMS) {
  const clients = installed[set];
  Deno.test({
    name: `${name} calls a tool (${way})`,
    ignore: clients === undefined && (set === "others" ? !withOthers : !mustRunClients),
    async fn() {
      assert.ok(clients !== undefined);
      await using product = await startDemo();
      // The first machine by name of the simulated vCenter.
      assert.match(await listOne(clients, product.url), /leading and trailing/);
    },
  });
}

Deno.test("docs/client-results.md names the clients that are tried", async () => {
  const written = await Deno.readTextFile(new URL("../../docs/client-results.md", import.meta.url));
  assert.equal(written, resultTable());
});
