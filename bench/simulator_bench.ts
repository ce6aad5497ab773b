/** How soon and how large the simulator is, and what it costs who does not use it. */
import { hasGo } from "../tests/vcsim/build.ts";
import { startSimulator, startThousand } from "./far_sides.ts";
import { root } from "./line_process.ts";
import { median, medians, timeMs } from "./measure.ts";
import { residentMib } from "./process_cost.ts";
import { RawSoap } from "./raw_soap.ts";
import { retrieveEight } from "./raw_retrieve.ts";
import { PERMISSIONS, type Place } from "./servers.ts";
import { atMost, markdownTable, type Row, type Section } from "./table.ts";

interface Figures {
  readonly readyMs: number;
  readonly readyMib: number;
  readonly readMs: number;
  readonly afterMib: number;
}

/** The simulator as a process, and the bundle with and without it. */
export async function benchSimulator(): Promise<Section> {
  const lines: (readonly string[])[] = [];
  for (const [vms, rounds] of [[48, 5], [1_000, 5], [10_000, 5], [100_000, 3]] as const) {
    const all: Figures[] = [];
    for (let round = 0; round < rounds; round++) all.push(await measureSimulator(vms));
    lines.push(line("simulator", vms, all));
  }
  if (hasGo) {
    const all: Figures[] = [];
    for (let round = 0; round < 5; round++) all.push(await measureVcsim());
    lines.push(line("vcsim 0.56", 1_000, all));
  }
  const head = ["far side", "machines", "ready (ms)", "memory (MiB)", "read (ms)", "memory then (MiB)"];
  return {
    title: "Simulator",
    text:
      "A process of its own over HTTP, medians of five (of three at 100,000): from its start to the line that says " +
      "where it is, then a raw client that reads eight properties of all machines in pages of 1,000. Who does not use it " +
      "does not pay for it: the bundle is split, and its first part starts without the simulator (15 pairs in turn).",
    rows: [await compareStarts()],
    more: markdownTable(head, lines),
  };
}

async function measureSimulator(vms: number): Promise<Figures> {
  await using simulator = await startSimulator(vms);
  const readyMib = residentMib(simulator.pid);
  const readMs = await readAll(simulator);
  return { readyMs: simulator.readyMs, readyMib, readMs, afterMib: residentMib(simulator.pid) };
}

async function measureVcsim(): Promise<Figures> {
  const start = performance.now();
  await using vcsim = await startThousand();
  const readyMs = performance.now() - start;
  return { readyMs, readyMib: NaN, readMs: await readAll(vcsim), afterMib: NaN };
}

async function readAll(place: Place): Promise<number> {
  await using soap = await RawSoap.open(place);
  return await timeMs(() => retrieveEight(soap));
}

/** The split bundle against one file with everything in it, in turn. */
async function compareStarts(): Promise<Row> {
  const folder = await Deno.makeTempDir();
  try {
    await bundle("--code-splitting", "--outdir", `${folder}/split`);
    await bundle("--output", `${folder}/whole.js`);
    const [split, whole] = [`${folder}/split/main.js`, `${folder}/whole.js`];
    const of = await medians({ split: () => timeVersion(split), whole: () => timeVersion(whole) }, {
      rounds: 15,
    });
    const size = (path: string) => (Deno.statSync(path).size / 1e3).toFixed(0);
    const what = `--version, split bundle (reads ${size(split)} KB) beside one file (${size(whole)} KB)`;
    return atMost(what, { ours: of("split"), peer: of("whole") });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function bundle(...where: readonly string[]): Promise<void> {
  const args = ["bundle", "--quiet", "--minify", ...where, "main.ts"];
  const { success, stderr } = await new Deno.Command(Deno.execPath(), { args, cwd: root }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}

async function timeVersion(path: string): Promise<number> {
  const args = ["run", "--quiet", ...PERMISSIONS, path, "--version"];
  return await timeMs(() => new Deno.Command(Deno.execPath(), { args }).output());
}

function line(name: string, vms: number, all: readonly Figures[]): readonly string[] {
  const of = (key: keyof Figures) => {
    const middle = median(all.map((figures) => figures[key]));
    return Number.isNaN(middle) ? "-" : middle.toFixed(0);
  };
  return [name, vms.toLocaleString("en-US"), of("readyMs"), of("readyMib"), of("readMs"), of("afterMib")];
}
