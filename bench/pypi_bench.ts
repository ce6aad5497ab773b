/** list_vms of two servers for the same protocol, over stdio. */
import * as z from "../src/deps/zod.ts";
import { delayRequests } from "./delay_proxy.ts";
import { startThousand, VCSIM_VMS } from "./far_sides.ts";
import { medians } from "./measure.ts";
import { McpStdio } from "./mcp_stdio.ts";
import { pypiCommand } from "./peers.ts";
import { startLoggedIn, timeList } from "./product_client.ts";
import { at, type Place } from "./servers.ts";
import { atLeast, type Row, type Section } from "./table.ts";

const DELAY_MS = 5;

/** Warm calls: what the peer tells are names, so the first row of each pair asks for names only. */
export async function benchPypi(): Promise<Section> {
  await using vcsim = await startThousand({ tls: true });
  await using far = await delayRequests(vcsim.url, DELAY_MS);
  return {
    title: "esxi-mcp-server 0.2.0",
    text:
      "`list_vms` of 1,000 machines on vcsim with TLS, both servers over stdio and warm. The peer's tool tells the " +
      `names of all machines. Delayed: every request arrives ${DELAY_MS} ms later.`,
    rows: [
      ...await compare("", vcsim, { must: 50, rounds: 5 }),
      ...await compare(", delayed", at(vcsim, `https://${far.host}/sdk`), { must: 400, rounds: 5 }),
    ],
  };
}

async function compare(
  what: string,
  place: Place,
  { must, rounds }: { readonly must: number; readonly rounds: number },
): Promise<readonly Row[]> {
  await using client = await startLoggedIn(place);
  await using peer = await McpStdio.start(await pypiCommand(place));
  const of = await medians({
    names: () => timeList(client, { limit: 1000, fields: [] }, VCSIM_VMS),
    rows: () => timeList(client, { limit: 1000 }, VCSIM_VMS),
    peer: () => timePeer(peer),
  }, { rounds });
  return [
    atLeast(`names of 1,000 machines${what}`, { ours: of("names"), peer: of("peer") }, must),
    atLeast(`names, and ours with its usual fields${what}`, { ours: of("rows"), peer: of("peer") }),
  ];
}

async function timePeer(peer: McpStdio): Promise<number> {
  const { text, ms } = await peer.tool("list_vms");
  const names = z.array(z.string()).parse(JSON.parse(text));
  if (names.length !== VCSIM_VMS) throw new Error(`The peer's list has ${names.length} names`);
  return ms;
}
