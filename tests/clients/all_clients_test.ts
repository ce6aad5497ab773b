import assert from "node:assert/strict";
import { type ClientResult, clientResults } from "../../scripts/client_results.ts";
import { nameOf, TRIALS } from "./all_clients.ts";
import { type ClientSet, isDriven, npmClients, versionOf } from "./npm_clients.ts";
import { mustRunClients } from "./place.ts";
import { type Trial, tryClient } from "./trial.ts";

// Ending the process that it started, the SDK's client leaves timers behind.
Deno.test.sanitizer({ ops: false, resources: false });

const kept = clientResults();
const sets: readonly ClientSet[] = ["programs", "tested", "others"];
const installed = new Map(
  await Promise.all(
    sets.filter(isDriven).map(async (set) => [set, await npmClients(set)] as const),
  ),
);

function keptOf(trial: Trial): ClientResult | undefined {
  return kept.find(({ client, transport }) => client === trial.client && transport === trial.transport);
}

for (const trial of TRIALS) {
  const clients = installed.get(trial.set);
  Deno.test({
    name: `${nameOf(trial)} does what docs/clients.md says of it`,
    ignore: !isDriven(trial.set) || (clients === undefined && !mustRunClients),
    async fn() {
      assert.ok(clients !== undefined);
      assert.deepEqual(await tryClient(trial, clients), keptOf(trial));
    },
  });
}

Deno.test("docs/clients.md has every client that is tried, in the version that is pinned", () => {
  const pinned = TRIALS.map(({ client, set, transport }) =>
    `${client} ${versionOf(client, set)} ${transport}`
  );
  assert.deepEqual(
    kept.map(({ client, version, transport }) => `${client} ${version} ${transport}`),
    pinned,
  );
});
