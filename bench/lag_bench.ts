/** For how long work on a large inventory holds up everything else. */
import * as z from "../src/deps/zod.ts";
import { startSimulator } from "./far_sides.ts";
import { LineProcess } from "./line_process.ts";
import { median } from "./measure.ts";
import { PERMISSIONS, type Place } from "./servers.ts";
import { ruled, type Section } from "./table.ts";

const LIMIT_MS = 25;
const ROUNDS = 7;

/** The longest hold-up of the event loop, at the first look and under load. */
export async function benchLag(): Promise<Section> {
  await using simulator = await startSimulator(10_000);
  const first: number[] = [];
  const load: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const { firstMs, loadMs } = await holdUps(simulator);
    first.push(firstMs);
    load.push(loadMs);
  }
  const row = (what: string, all: readonly number[]) => {
    const ours = median(all);
    return ruled(what, { ours, peer: LIMIT_MS }, { must: `<= ${LIMIT_MS} ms`, isReached: ours <= LIMIT_MS });
  };
  return {
    title: "Hold-ups",
    text:
      "The longest time in which a timer of one millisecond got no turn, in a process of its own each time, median of " +
      `${ROUNDS}; the peer is the limit. At the first look at 10,000 machines on the simulator, and then under twelve ` +
      "calls at a time: lists, filters, a search, the tree.",
    rows: [row("first look", first), row("under load", load)],
  };
}

const report = z.object({ firstMs: z.number(), loadMs: z.number() });

async function holdUps({ url, user, password }: Place): Promise<z.output<typeof report>> {
  const said = Promise.withResolvers<string>();
  const script = new URL("lag_process.ts", import.meta.url).pathname;
  const args = ["run", "--quiet", ...PERMISSIONS, script, url, user, password];
  await using process = LineProcess.start(
    { command: Deno.execPath(), args },
    ({ text }) => said.resolve(text),
  );
  process.ended.then(() => said.reject(new Error(`No hold-ups were measured: ${process.errors}`)));
  return report.parse(JSON.parse(await said.promise));
}
