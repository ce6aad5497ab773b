import assert from "node:assert/strict";
import { type ClientResult, OPERATIONS } from "../../scripts/client_results.ts";
import * as z from "../../src/deps/zod.ts";
import { type ClientSet, type NpmClients, versionOf } from "./npm_clients.ts";
import { openStage, type Stage } from "./stage.ts";

/** What the answer to each thing that a client does has to show, whoever prints it. */
const EXPECTED = {
  // As agents say that they reach a server.
  connect: /[✔✓].*connected/i,
  list: /\blist_vms\b/,
  // The first machine by name of the simulated vCenter.
  call: /leading and trailing/,
  resource: /db-01.*poweredOn/s,
  prompt: /Call `get_vm`/,
} as const;

/** What a client printed, for each thing that it did. */
export const Said = z.partialRecord(z.enum(["connect", ...OPERATIONS]), z.string());
export type Said = z.output<typeof Said>;

/** A client of others on one of its ways to the product. */
export interface Trial extends Pick<ClientResult, "client" | "transport" | "bridge"> {
  /** Where it is installed. */
  readonly set: ClientSet;
  readonly run: (clients: NpmClients, stage: Stage) => Promise<Said>;
}

/** Tries a client; throws when an answer does not show what it has to. */
export async function tryClient(trial: Trial, clients: NpmClients): Promise<ClientResult> {
  const { client, set, transport, bridge } = trial;
  await using stage = await openStage(transport);
  const said = await trial.run(clients, stage);
  for (const name of Said.keyType.options) {
    if (said[name] !== undefined) assert.match(said[name], EXPECTED[name], name);
  }
  const { methods, revisions } = await stage.heard();
  return {
    client,
    version: versionOf(client, set),
    transport,
    ...(bridge === undefined ? {} : { bridge }),
    // Agents keep the list for their model: that they asked for it is in the log.
    did: OPERATIONS.filter((name) =>
      said[name] !== undefined || (name === "list" && methods.includes("tools/list"))
    ),
    revisions: [...revisions],
    tried: set === "others" ? "on demand" : "in every run",
  };
}
