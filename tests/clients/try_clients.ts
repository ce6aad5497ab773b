/** Tries every client of others that is pinned here, prints what came of it and keeps it for docs/clients.md. */
import { RESULTS_FILE, resultTable } from "../../scripts/client_results.ts";
import { nameOf, TRIALS } from "./all_clients.ts";
import { npmClients } from "./npm_clients.ts";
import { tryClient } from "./trial.ts";

const results = [];
for (const trial of TRIALS) {
  const clients = await npmClients(trial.set);
  if (clients === undefined) throw new Error(`Cannot try ${nameOf(trial)}: it cannot be installed here`);
  results.push(await tryClient(trial, clients));
  await say(`Tried: ${nameOf(trial)}\n`);
}
await Deno.writeTextFile(RESULTS_FILE, JSON.stringify(results, null, 2) + "\n");
await say(`\n${resultTable(results)}\n\nKept; deno task gen writes it to docs/clients.md\n`);
// Some of what ran with this process leaves timers behind.
Deno.exit(0);

async function say(text: string): Promise<void> {
  await Deno.stdout.write(new TextEncoder().encode(text));
}
