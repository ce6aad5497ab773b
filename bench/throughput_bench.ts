/** Calls a second over HTTP, beside the same stack with a tool that has its answer ready. */
import * as z from "../src/deps/zod.ts";
import { startSimulator } from "./far_sides.ts";
import { type Command, LineProcess } from "./line_process.ts";
import { medians } from "./measure.ts";
import { FIFTY_ROWS, startLoggedIn } from "./product_client.ts";
import { constantCommand, PERMISSIONS, type Place, productCommand } from "./servers.ts";
import { inNumber, type Row, ruled, type Section } from "./table.ts";

const CONNECTIONS = 16;
const SECONDS = 3;
const ERAS = ["2025-11-25", "2026-07-28"] as const;

const list = z.looseObject({ vms: z.array(z.looseObject({ moref: z.string() })) });

/** list_vms with 50 rows, warm, for both eras of the protocol. */
export async function benchThroughput(): Promise<Section> {
  await using place = await startSimulator(1_000);
  const file = await Deno.makeTempFile({ prefix: "bench-" });
  try {
    const marker = await keepAnswer(place, file);
    await using ours = LineProcess.start(await productCommand(place, "http"), () => {});
    await using constant = LineProcess.start(await constantCommand(file), () => {});
    const urls = { ours: await urlOf(ours), constant: await urlOf(constant) };
    const rows: Row[] = [];
    for (const era of ERAS) rows.push(await compare(era, { urls, marker }));
    Deno.kill(ours.pid, "SIGTERM");
    return {
      title: "Throughput over HTTP",
      text:
        `Answers a second to \`list_vms\` with 50 of 1,000 machines on the simulator, warm, on ${CONNECTIONS} connections ` +
        "that are kept, from a process of its own that checks every answer; beside the product's own stack with one " +
        "tool that has the same answer ready and asks nobody. 2025-11-25 with a session, 2026-07-28 without.",
      rows,
    };
  } finally {
    await Deno.remove(file);
  }
}

/** Writes the answer that the constant tool gives; what every answer has to hold comes back. */
async function keepAnswer(place: Place, file: string): Promise<string> {
  await using client = await startLoggedIn(place);
  const { structured, text } = await client.tool("list_vms", FIFTY_ROWS);
  await Deno.writeTextFile(file, JSON.stringify({ structured, text }));
  return `"moref":"${list.parse(structured).vms.at(-1)?.moref}"`;
}

async function urlOf(server: LineProcess): Promise<string> {
  return (await server.says(/serving MCP url=\S+/)).replace(/^.*url=/, "");
}

interface Pair {
  readonly urls: { readonly ours: string; readonly constant: string };
  readonly marker: string;
}

async function compare(era: string, { urls, marker }: Pair): Promise<Row> {
  const of = await medians({
    ours: () => load({ url: urls.ours, era, marker }),
    constant: () => load({ url: urls.constant, era, marker }),
  });
  const pair = { ours: of("ours"), peer: of("constant"), show: (value: number) => `${inNumber(value)}/s` };
  return ruled(`list_vms, ${era}`, pair, { must: ">= 0.6x", isReached: pair.ours >= 0.6 * pair.peer });
}

async function load(
  job: { readonly url: string; readonly era: string; readonly marker: string },
): Promise<number> {
  const said = Promise.withResolvers<number>();
  const script = new URL("load_process.ts", import.meta.url).pathname;
  const text = JSON.stringify({ ...job, connections: CONNECTIONS, seconds: SECONDS });
  const args = ["run", "--quiet", ...PERMISSIONS, script, text];
  const command: Command = { command: Deno.execPath(), args };
  await using process = LineProcess.start(command, (line) => said.resolve(Number(line.text)));
  process.ended.then(() => said.reject(new Error(`The load has failed: ${process.errors}`)));
  return await said.promise;
}
