/** The load of 500 machines at once, beside asking for one after the other. */
import * as z from "../src/deps/zod.ts";
import { startSimulator } from "./far_sides.ts";
import { delayRequests } from "./delay_proxy.ts";
import { median, medians, timeMs } from "./measure.ts";
import type { McpStdio, ToolAnswer } from "./mcp_stdio.ts";
import { someNames, startLoggedIn } from "./product_client.ts";
import { RawSoap } from "./raw_soap.ts";
import { at, type Place } from "./servers.ts";
import { atLeast, inNumber, type Row, ruled, type Section, skipped } from "./table.ts";
import { tapWire } from "./wire_tap.ts";

const VMS = 500;
/** Latency of a target that is not in the next rack. */
const DELAY_MS = 5;
const MAX_REQUESTS = 12;
const TOOL = "get_performance";
const WHAT = `${TOOL} of ${VMS} machines`;

const toolList = z.looseObject({
  tools: z.array(z.looseObject({
    name: z.string(),
    inputSchema: z.looseObject({
      properties: z.record(z.string(), z.looseObject({ maximum: z.number().optional() })).default({}),
    }),
  })),
});
const machineList = z.looseObject({ vms: z.array(z.looseObject({ moref: z.string() })) });

/** Time and requests of the newest sample of all machines. */
export async function benchPerformance(): Promise<Section> {
  await using simulator = await startSimulator(VMS);
  return {
    title: "Performance of many machines",
    text:
      `The newest sample of ${VMS} machines on the simulator in one call, warm, beside one QueryPerf for each that is on, one ` +
      "after the other, with the counters that get_vm_performance asks for, from a client that looks at nothing.",
    rows: await compare(simulator),
  };
}

async function compare(place: Place): Promise<readonly Row[]> {
  await using tap = await tapWire(place.url);
  await using client = await startLoggedIn(at(place, tap.url));
  const args = await argumentsOf(client);
  const must = `<= ${MAX_REQUESTS} requests, >= 20x better`;
  if (args === undefined) return [skipped(WHAT, "there is no such tool yet", must)];
  const first = await client.tryTool(TOOL, args);
  if (first.isError) return [skipped(WHAT, first.text, must)];
  const { query, morefs } = await recordQuery(client, tap);
  const counts: number[] = [];
  for (let round = 0; round < 5; round++) {
    tap.clear();
    await client.tool(TOOL, args);
    counts.push(tap.exchanges.length);
  }
  const requests = median(counts);
  await using far = await delayRequests(place.url, DELAY_MS);
  const rows: Row[] = [];
  for (
    const [where, there] of [["", place], [
      `, ${DELAY_MS} ms away`,
      at(place, `http://${far.host}/sdk`),
    ]] as const
  ) {
    await using direct = await startLoggedIn(there);
    await using soap = await RawSoap.open(there);
    await direct.tool(TOOL, args);
    const of = await medians({
      ours: async () => (await direct.tool(TOOL, args)).ms,
      peer: () => timeMs(() => oneByOne(soap, { query, morefs })),
    });
    const what = `${WHAT} (${rowsOf(first)} rows, ${morefs.length} machines are on)${where}`;
    rows.push(atLeast(what, { ours: of("ours"), peer: of("peer") }, 20));
  }
  return [
    ruled(`${WHAT}: requests`, { ours: requests, peer: morefs.length, show: inNumber }, {
      must: `<= ${MAX_REQUESTS}`,
      isReached: requests <= MAX_REQUESTS,
    }),
    ...rows,
  ];
}

/** As many machines as the tool lets one ask for; undefined without the tool. */
async function argumentsOf(client: McpStdio): Promise<Readonly<Record<string, unknown>> | undefined> {
  const { tools } = toolList.parse((await client.request("tools/list")).result);
  const tool = tools.find(({ name }) => name === TOOL);
  if (tool === undefined) return undefined;
  const { limit } = tool.inputSchema.properties;
  // As many samples as get_vm_performance looks at.
  return {
    kind: "vm",
    last: "60s",
    ...(limit === undefined ? {} : { limit: Math.min(VMS, limit.maximum ?? VMS) }),
  };
}

interface Query {
  readonly request: string;
  readonly action: string;
}

/** What the product asks for one machine, and the ids of all. */
async function recordQuery(
  client: McpStdio,
  tap: { readonly exchanges: readonly (Query & { readonly method: string })[] },
): Promise<{ readonly query: Query; readonly morefs: readonly string[] }> {
  for (const name of await someNames(client, 50)) {
    await client.tryTool("get_vm_performance", { name });
    const query = tap.exchanges.findLast(({ method }) => method === "QueryPerf");
    if (query === undefined || query.request.split("<querySpec>").length !== 2) continue;
    const { structured } = await client.tool("list_vms", { limit: VMS, power_state: "poweredOn" });
    return { query, morefs: machineList.parse(structured).vms.map(({ moref }) => moref) };
  }
  throw new Error("get_vm_performance never asked with one QueryPerf");
}

async function oneByOne(
  soap: RawSoap,
  { query, morefs }: { readonly query: Query; readonly morefs: readonly string[] },
): Promise<void> {
  for (const moref of morefs) {
    const request = query.request.replace(/(<entity [^>]*>)[^<]*/, (_, open) => `${open}${moref}`);
    await soap.post(request, query.action);
  }
}

/** The longest list in the answer, whatever it is called. */
function rowsOf({ structured }: ToolAnswer): number {
  const lists = z.record(z.string(), z.unknown()).safeParse(structured).data ?? {};
  return Math.max(0, ...Object.values(lists).map((value) => Array.isArray(value) ? value.length : 0));
}
