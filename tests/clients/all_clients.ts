import { AGENTS } from "./agent_clients.ts";
import { BRIDGES } from "./bridge_clients.ts";
import { INSPECTOR } from "./inspector_client.ts";
import { LIBRARIES } from "./library_clients.ts";
import { MCPORTER } from "./mcporter_client.ts";
import type { Trial } from "./trial.ts";

/** Every client of others on every way that it is tried on, in the order of the table. */
export const TRIALS: readonly Trial[] = [...AGENTS, ...INSPECTOR, ...LIBRARIES, ...MCPORTER, ...BRIDGES];

/** A trial in the words of a reader. */
export function nameOf({ client, transport, bridge }: Trial): string {
  return [`${client} over ${transport}`, bridge].filter((part) => part !== undefined).join(" ");
}
