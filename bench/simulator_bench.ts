/** How soon and how large the simulator is, and what it costs who does not use it: `deno run -A bench/simulator_bench.ts`. */
import { number, text, word } from "../src/soap/decode.ts";
import { createFetch } from "../src/soap/fetch.ts";
import { retrieveAll } from "../src/vsphere/properties.ts";
import { openTarget } from "../src/vsphere/target.ts";
import { startVcsim } from "../tests/support/vcsim.ts";
import { hasGo } from "../tests/vcsim/build.ts";

/** Eight properties of a machine, as a list shows them. */
const SHAPES = {
  VirtualMachine: {
    name: text,
    "runtime.powerState": word,
    "runtime.host": text,
    "summary.config.numCpu": number,
    "summary.config.memorySizeMB": number,
    "config.guestFullName": text,
    "guest.ipAddress": word,
    "summary.quickStats.overallCpuUsage": number,
  },
};

interface Figures {
  readonly readyMs: number;
  readonly readyMib: number | undefined;
  readonly readMs: number;
  readonly afterMib: number | undefined;
}

interface Place {
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

const root = new URL("..", import.meta.url);
const permissions = ["--allow-net", "--allow-env", "--allow-read", "--allow-write"];

write(
  "| far side | machines | ready (ms) | memory (MiB) | eight properties of all (ms) | memory then (MiB) |",
);
write("|---|---|---|---|---|---|");
for (const [vms, rounds] of [[48, 5], [1_000, 5], [10_000, 5], [100_000, 3]] as const) {
  const all: Figures[] = [];
  for (let round = 0; round < rounds; round++) all.push(await measureSimulator(vms));
  row("simulator", vms, all);
}
if (hasGo) {
  const all: Figures[] = [];
  for (let round = 0; round < 5; round++) all.push(await measureVcsim());
  row("vcsim 0.56", 1_000, all);
}
await compareStarts();

async function measureSimulator(vms: number): Promise<Figures> {
  const start = performance.now();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", ...permissions, "main.ts", "simulate", "--vms", String(vms)],
    cwd: root,
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let line = "";
  while (!line.includes("\n")) line += (await reader.read()).value ?? "";
  const readyMs = performance.now() - start;
  const readyMib = residentMib(child.pid);
  const [url = "", user = "", password = ""] = line.trim().split(/ \w+=/);
  const readMs = await readAll({ url, user, password });
  const afterMib = residentMib(child.pid);
  child.kill("SIGTERM");
  await reader.cancel();
  await child.status;
  return { readyMs, readyMib, readMs, afterMib };
}

async function measureVcsim(): Promise<Figures> {
  const start = performance.now();
  // Two pools of this many.
  await using vcsim = await startVcsim({ vms: 500 });
  const readyMs = performance.now() - start;
  return { readyMs, readyMib: undefined, readMs: await readAll(vcsim), afterMib: undefined };
}

async function readAll({ url, user, password }: Place): Promise<number> {
  const fetch = createFetch({ tls: { kind: "verify" } });
  const options = { requestTimeoutMs: 60_000, taskTimeoutMs: 60_000, defaults: { network: "VM Network" } };
  await using target = openTarget({ url: new URL(url), user, password, fetch, ...options });
  await retrieveAll(target.session, { Datacenter: { name: text } });
  const start = performance.now();
  await retrieveAll(target.session, SHAPES);
  const ms = performance.now() - start;
  await target[Symbol.asyncDispose]();
  fetch[Symbol.dispose]();
  return ms;
}

/** The split bundle against one file with everything in it, in turn. */
async function compareStarts(): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await bundle("--code-splitting", "--outdir", `${folder}/split`);
    await bundle("--output", `${folder}/whole.js`);
    const [split, whole]: [number[], number[]] = [[], []];
    for (let round = -1; round < 15; round++) {
      const times = [await timeVersion(`${folder}/split/main.js`), await timeVersion(`${folder}/whole.js`)];
      if (round < 0) continue;
      split.push(times[0] ?? NaN);
      whole.push(times[1] ?? NaN);
    }
    const size = (path: string) => (Deno.statSync(path).size / 1e3).toFixed(0);
    write("\n| bundle | read at start (KB) | `--version` (ms) |\n|---|---|---|");
    write(`| split, simulator apart | ${size(`${folder}/split/main.js`)} | ${median(split).toFixed(0)} |`);
    write(`| one file with the simulator | ${size(`${folder}/whole.js`)} | ${median(whole).toFixed(0)} |`);
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
  const start = performance.now();
  await new Deno.Command(Deno.execPath(), { args: ["run", ...permissions, path, "--version"] }).output();
  return performance.now() - start;
}

/** Memory that a process holds now; undefined where the system does not tell it like Linux. */
function residentMib(pid: number): number | undefined {
  try {
    const kib = /VmRSS:\s+(\d+)/.exec(Deno.readTextFileSync(`/proc/${pid}/status`))?.[1];
    return kib === undefined ? undefined : Number(kib) / 1024;
  } catch {
    return undefined;
  }
}

function row(name: string, vms: number, all: readonly Figures[]): void {
  const of = (pick: (figures: Figures) => number | undefined) => {
    const known = all.map(pick).filter((value) => value !== undefined);
    return known.length === 0 ? "-" : median(known).toFixed(0);
  };
  const columns = [
    of((one) => one.readyMs),
    of((one) => one.readyMib),
    of((one) => one.readMs),
    of((one) => one.afterMib),
  ];
  write(`| ${name} | ${vms.toLocaleString("en-US")} | ${columns.join(" | ")} |`);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

function write(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}
