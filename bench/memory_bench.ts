/** How much memory the server holds, idle and when it knows large inventories. */
import { startSimulator } from "./far_sides.ts";
import { median, pause } from "./measure.ts";
import { McpStdio } from "./mcp_stdio.ts";
import { residentMib } from "./process_cost.ts";
import { V8_FLAGS } from "../scripts/compile.ts";
import { FIFTY_ROWS, timeList } from "./product_client.ts";
import { bareCommand, type Place, productCommand } from "./servers.ts";
import { atMost, inMib, type Row, ruled, type Section } from "./table.ts";
import type { Command } from "./line_process.ts";

/** What is over soon is not counted. */
const SETTLE_MS = 1_000;
const MB_PER_MIB = 1.048_576;

/** Resident memory, each figure the median of processes of their own. */
export async function benchMemory(): Promise<Section> {
  const rows: Row[] = [];
  await using small = await startSimulator(48);
  const [ours, bare]: [number[], number[]] = [[], []];
  for (let round = 0; round < 5; round++) {
    ours.push(await idle(await productCommand(small)));
    bare.push(await idle(await bareCommand()));
  }
  rows.push(atMost("idle, beside the bare SDK server", {
    ours: median(ours),
    peer: median(bare),
    show: inMib,
  }, 1.35));
  for (const [vms, rounds, limitMb] of [[10_000, 5, 100], [100_000, 3, 700]] as const) {
    await using simulator = await startSimulator(vms);
    rows.push(await afterList(simulator, { vms, rounds, limitMb }));
    rows.push(await afterList(simulator, { vms, rounds, limitMb, flags: [V8_FLAGS] }));
  }
  return {
    title: "Memory",
    text:
      "Resident memory of the server over stdio, a second after its answer to `tools/list` and a second after its " +
      "first `list_vms` with 50 rows against the simulator; the peer of the latter is the same process before it. " +
      `Executables are compiled with \`${V8_FLAGS}\`.`,
    rows,
  };
}

async function idle(command: Command): Promise<number> {
  await using client = await McpStdio.start(command);
  return await idleMib(client);
}

async function idleMib(client: McpStdio): Promise<number> {
  await client.request("tools/list");
  await pause(SETTLE_MS);
  return residentMib(client.pid);
}

interface AfterList {
  readonly vms: number;
  readonly rounds: number;
  readonly limitMb: number;
  /** More for the runtime. */
  readonly flags?: readonly string[];
}

async function afterList(
  place: Place,
  { vms, rounds, limitMb, flags = [] }: AfterList,
): Promise<Row> {
  const [before, after]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    const command = await productCommand(place);
    const [run = "", ...args] = command.args;
    await using client = await McpStdio.start({ ...command, args: [run, ...flags, ...args] });
    before.push(await idleMib(client));
    await timeList(client, FIFTY_ROWS, 50);
    await pause(SETTLE_MS);
    after.push(residentMib(client.pid));
  }
  const [ours, peer] = [median(after), median(before)];
  const how = flags.length === 0 ? "" : ", as executables are compiled";
  return ruled(`after list_vms with ${vms.toLocaleString("en-US")} machines${how}`, {
    ours,
    peer,
    show: inMib,
  }, {
    must: `<= ${limitMb} MB more`,
    isReached: (ours - peer) * MB_PER_MIB <= limitMb,
  });
}
