/** What a list costs when the inventory is known, beside a question that has no answer. */
import { startSimulator, startThousand } from "./far_sides.ts";
import { delayRequests } from "./delay_proxy.ts";
import { median, medians } from "./measure.ts";
import type { McpStdio } from "./mcp_stdio.ts";
import { FIFTY_ROWS, someNames, startLoggedIn, timeList } from "./product_client.ts";
import { EmptyWaits, RawSoap } from "./raw_soap.ts";
import { at, type Place } from "./servers.ts";
import { inMs, inNumber, type Row, ruled, type Section } from "./table.ts";
import { tapWire, type WireTap } from "./wire_tap.ts";

const ROUNDS = 25;
/** Latency of a target that is not in the next rack. */
const DELAY_MS = 5;

/** Time, requests and bytes of later calls. */
export async function benchLaterLists(): Promise<Section> {
  const rows: Row[] = [];
  {
    await using vcsim = await startThousand();
    rows.push(await compareList("list_vms, 1,000 machines on vcsim", vcsim));
  }
  await using small = await startSimulator(1_000);
  await using large = await startSimulator(10_000);
  rows.push(await compareList("list_vms, 10,000 machines on the simulator", large));
  rows.push(...await compareGet(large));
  rows.push(await compareBytes(small, large));
  return {
    title: "Later lists",
    text:
      "Calls that come after a first list, beside a raw WaitForUpdatesEx of a collector of its own that has " +
      "nothing to tell, on the same server in turn. Requests and bytes are counted by a proxy: bodies of requests " +
      "and answers.",
    rows,
  };
}

async function compareList(what: string, place: Place): Promise<Row> {
  const { ours, empty } = await beside(place, (client) => timeList(client, FIFTY_ROWS, 50));
  const isReached = ours <= 2 * empty + 3;
  return ruled(what, { ours, peer: empty }, { must: `<= 2x + 3 ms (${inMs(2 * empty + 3)})`, isReached });
}

/** Counted, and timed where a round trip is what costs. */
async function compareGet(place: Place): Promise<readonly Row[]> {
  await using far = await delayRequests(place.url, DELAY_MS);
  const { ours, empty } = await beside(at(place, `http://${far.host}/sdk`), timeGet);
  await using tap = await tapWire(place.url);
  await using client = await startLoggedIn(at(place, tap.url));
  await timeGet(client);
  tap.clear();
  await timeGet(client);
  const requests = tap.exchanges.length;
  const what = "get_vm by name, 10,000 machines on the simulator";
  return [
    ruled(`${what}: round trips`, { ours: requests, peer: 1, show: inNumber }, {
      must: "<= 2.5",
      isReached: requests <= 2.5,
    }),
    ruled(`${what}, ${DELAY_MS} ms away`, { ours, peer: empty }, {
      must: "<= 2.5x",
      isReached: ours <= 2.5 * empty,
    }),
  ];
}

/** The name comes from the middle of a list, so that the inventory is known when the call is timed. */
async function timeGet(client: McpStdio): Promise<number> {
  const name = (names.get(client) ?? await someNames(client, 50))[25] ?? "";
  names.set(client, [...Array(25), name]);
  return (await client.tool("get_vm", { name })).ms;
}

const names = new WeakMap<McpStdio, readonly string[]>();

async function beside(place: Place, time: (client: McpStdio) => Promise<number>) {
  await using client = await startLoggedIn(place);
  await using soap = await RawSoap.open(place);
  const waits = await EmptyWaits.open(soap);
  await time(client);
  const of = await medians({ ours: () => time(client), empty: () => waits.timeMs() }, {
    rounds: ROUNDS,
    warmUps: 5,
  });
  return { ours: of("ours"), empty: of("empty") };
}

async function compareBytes(small: Place, large: Place): Promise<Row> {
  const [ours, peer] = [await laterBytes(large), await laterBytes(small)];
  return ruled("bytes of a later list_vms: 10,000 machines beside 1,000", { ours, peer, show: inNumber }, {
    must: "equal",
    // Numbers in ids and versions may have a digit more.
    isReached: ours <= peer + 32,
  });
}

async function laterBytes(place: Place): Promise<number> {
  await using tap = await tapWire(place.url);
  await using client = await startLoggedIn(at(place, tap.url));
  await timeList(client, FIFTY_ROWS, 50);
  const all: number[] = [];
  for (let round = 0; round < 5; round++) {
    all.push(await bytesOf(tap, () => timeList(client, FIFTY_ROWS, 50)));
  }
  return median(all);
}

async function bytesOf(tap: WireTap, run: () => Promise<unknown>): Promise<number> {
  tap.clear();
  await run();
  return tap.exchanges.reduce((sum, { bytes }) => sum + bytes, 0);
}
