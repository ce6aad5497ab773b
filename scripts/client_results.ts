/** What docs/clients.md says of clients that were tried; tests/clients/try_clients.ts writes what stands beside this file. */
import * as z from "../src/deps/zod.ts";
import { markdownTable } from "./markdown.ts";

/** What a client can do with a server, in the order of the table. */
export const OPERATIONS = ["list", "call", "resource", "prompt"] as const;

const ClientResult = z.strictObject({
  /** Its package. */
  client: z.string(),
  version: z.string(),
  /** The server's end of the way. */
  transport: z.enum(["stdio", "http"]),
  /** What the client is where it stands between the server and others. */
  bridge: z.string().optional(),
  did: z.array(z.enum(OPERATIONS)),
  /** Of the protocol, as it was spoken. */
  revisions: z.array(z.string()),
  tried: z.enum(["in every run", "on demand"]),
});

/** What came of trying a client on one of its ways to the server. */
export type ClientResult = z.output<typeof ClientResult>;

/** Where the results are kept. */
export const RESULTS_FILE: URL = new URL("client_results.json", import.meta.url);

/** The results as they were written last. */
export function clientResults(): readonly ClientResult[] {
  return z.array(ClientResult).parse(JSON.parse(Deno.readTextFileSync(RESULTS_FILE)));
}

/** The results as a table in Markdown. */
export function resultTable(results: readonly ClientResult[]): string {
  return markdownTable(
    ["Client", "Version", "Server over", ...OPERATIONS.map(titled), "Protocol", "Tried"],
    results.map(({ client, version, transport, bridge, did, revisions, tried }) => [
      `\`${client}\``,
      version,
      [transport === "stdio" ? "stdio" : "HTTP", bridge].filter((part) => part !== undefined).join(", "),
      ...OPERATIONS.map((operation) => did.includes(operation) ? "yes" : "-"),
      revisions.join(", "),
      tried,
    ]),
  );
}

function titled(operation: string): string {
  return operation.slice(0, 1).toUpperCase() + operation.slice(1);
}
