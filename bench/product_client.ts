/** The product over stdio as the benchmarks drive it. */
import * as z from "../src/deps/zod.ts";
import { McpStdio, type ToolAnswer } from "./mcp_stdio.ts";
import { type Place, productCommand } from "./servers.ts";

/** The eight properties that lists of machines are compared by, all kept in memory; the name is in every row. */
export const EIGHT: readonly string[] = [
  "power_state",
  "host",
  "guest_os",
  "memory_mb",
  "cpu_count",
  "ip_address",
  "tools_status",
];

/** Everything about 1,000 machines in one answer. */
export const ALL_ROWS: Readonly<Record<string, unknown>> = { limit: 1000, fields: EIGHT };
/** What a model asks for first. */
export const FIFTY_ROWS: Readonly<Record<string, unknown>> = { limit: 50 };

const list = z.looseObject({ vms: z.array(z.looseObject({ name: z.string() })), total: z.number() });

/** Starts the product and has it log in, which is in no figure: with a call that then finds nothing. */
export async function startLoggedIn(place: Place): Promise<McpStdio> {
  const client = await McpStdio.start(await productCommand(place));
  await client.tryTool("get_task", { task: "task-0" });
  return client;
}

/** Milliseconds of a list_vms that has to have so many rows. */
export async function timeList(
  client: McpStdio,
  args: Readonly<Record<string, unknown>>,
  rows: number,
): Promise<number> {
  const answer = await client.tool("list_vms", args);
  checkRows(answer, rows);
  return answer.ms;
}

/** Milliseconds of the first list_vms of a process of its own, after its login. */
export async function timeFirstList(
  place: Place,
  args: Readonly<Record<string, unknown>>,
  rows: number,
): Promise<number> {
  await using client = await startLoggedIn(place);
  return await timeList(client, args, rows);
}

/** The names of so many machines. */
export async function someNames(client: McpStdio, limit: number): Promise<readonly string[]> {
  const { structured } = await client.tool("list_vms", { limit, fields: [] });
  return list.parse(structured).vms.map(({ name }) => name);
}

function checkRows({ structured }: ToolAnswer, rows: number): void {
  const { vms } = list.parse(structured);
  if (vms.length !== rows) throw new Error(`list_vms has ${vms.length} rows, not ${rows}`);
}
