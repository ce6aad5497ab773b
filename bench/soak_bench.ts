/** Ten minutes of calls at a steady rate. */
import { startSimulator } from "./far_sides.ts";
import { LineProcess } from "./line_process.ts";
import { productCommand } from "./servers.ts";
import { soak, type SoakFigures, type SoakWindow } from "./soak_load.ts";
import { inMib, inMs, inNumber, markdownTable, ruled, type Section } from "./table.ts";

/** SOAK_SECONDS and SOAK_RATE make it shorter or harder. */
const SECONDS = Number(Deno.env.get("SOAK_SECONDS") ?? 600);
const PER_SECOND = Number(Deno.env.get("SOAK_RATE") ?? 200);
const WINDOWS = 10;

/** p99, memory and errors over the time, clients of both eras at once. */
export async function benchSoak(): Promise<Section> {
  await using place = await startSimulator(1_000);
  await using server = LineProcess.start(await productCommand(place, "http"), () => {});
  const url = (await server.says(/serving MCP url=\S+/)).replace(/^.*url=/, "");
  const figures = await soak({
    url,
    pid: server.pid,
    seconds: SECONDS,
    perSecond: PER_SECOND,
    windowSeconds: SECONDS / WINDOWS,
  });
  Deno.kill(server.pid, "SIGTERM");
  return sectionOf(figures);
}

function sectionOf({ windows, errors, firstError }: SoakFigures): Section {
  const { first, last } = thirds(windows);
  const calls = windows.reduce((sum, { reads, writes }) => sum + reads + writes, 0);
  const times = { ours: mean(last, "p99Ms"), peer: mean(first, "p99Ms") };
  const memory = { ours: mean(last, "rssMib"), peer: mean(first, "rssMib"), show: inMib };
  const told = firstError === undefined ? "" : ` The first of them: \`${firstError.slice(0, 200)}\`.`;
  return {
    title: "Soak",
    text:
      `${
        SECONDS / 60
      } minutes of ${PER_SECOND} calls a second, started at their moments whether or not those before ` +
      "were answered, by eight clients of 2026-07-28 and 2025-11-25 over HTTP, on 1,000 machines of the simulator: " +
      "all kinds of reads, and one call in fifty changes the power of a machine. Times of reads count from when a call " +
      `was due. Ours is the last third, the peer the first. ${inNumber(calls)} calls, ${
        inNumber(errors)
      } errors.${told}`,
    rows: [
      ruled("p99 of reads in the last third beside the first", times, {
        must: "<= 1.5x",
        isReached: times.ours <= 1.5 * times.peer,
      }),
      ruled("memory in the last third beside the first", memory, {
        must: "<= 1.1x",
        isReached: memory.ours <= 1.1 * memory.peer,
      }),
      ruled("errors", { ours: errors, peer: 0, show: inNumber }, { must: "0", isReached: errors === 0 }),
    ],
    more: markdownTable(
      ["part", "reads", "writes", "p50", "p99", "memory"],
      windows.map(({ reads, writes, p50Ms, p99Ms, rssMib }, at) => [
        String(at + 1),
        inNumber(reads),
        inNumber(writes),
        inMs(p50Ms),
        inMs(p99Ms),
        inMib(rssMib),
      ]),
    ),
  };
}

/** The first and the last third of the windows. */
export function thirds(
  windows: readonly SoakWindow[],
): { readonly first: readonly SoakWindow[]; readonly last: readonly SoakWindow[] } {
  const count = Math.ceil(windows.length / 3);
  return { first: windows.slice(0, count), last: windows.slice(-count) };
}

/** The mean of one figure over windows. */
export function mean(windows: readonly SoakWindow[], figure: "p99Ms" | "rssMib"): number {
  return windows.reduce((sum, window) => sum + window[figure], 0) / windows.length;
}
