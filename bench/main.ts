/** All benchmarks but the longest, or the named ones, and their tables in RESULTS.md: `deno task bench [part ...]`. */
import { benchFirstList } from "./first_list_bench.ts";
import { benchLaterLists } from "./later_list_bench.ts";
import { benchLag } from "./lag_bench.ts";
import { root } from "./line_process.ts";
import { benchMemory } from "./memory_bench.ts";
import { benchPerformance } from "./performance_bench.ts";
import { benchPypi } from "./pypi_bench.ts";
import { benchPyvmomi } from "./pyvmomi_bench.ts";
import { writeSection } from "./results.ts";
import { benchSimulator } from "./simulator_bench.ts";
import { benchSoak } from "./soak_bench.ts";
import { benchStart } from "./start_bench.ts";
import { markdown, type Section } from "./table.ts";
import { benchTasks } from "./tasks_bench.ts";
import { benchThroughput } from "./throughput_bench.ts";
import { benchXml } from "./xml_bench.ts";

const parts: Readonly<Record<string, () => Promise<Section>>> = {
  start: benchStart,
  first: benchFirstList,
  later: benchLaterLists,
  pyvmomi: benchPyvmomi,
  pypi: benchPypi,
  performance: benchPerformance,
  tasks: benchTasks,
  throughput: benchThroughput,
  lag: benchLag,
  memory: benchMemory,
  xml: benchXml,
  simulator: benchSimulator,
  soak: benchSoak,
};
/** Run only when they are named. */
const LONG = ["soak"];

const wanted = Deno.args.length === 0 ? Object.keys(parts).filter((name) => !LONG.includes(name)) : Deno.args;
const unknown = wanted.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) {
  write(`Cannot run "${unknown.join(" ")}": the parts are ${Object.keys(parts).join(", ")}`);
  Deno.exit(2);
}
let failed = 0;
for (const name of wanted) {
  try {
    await run(name);
  } catch (error) {
    // A peer that cannot be had must not cost the figures of the others.
    failed++;
    write(`${name} failed: ${error instanceof Error ? error.stack : error}\n`);
  }
}
await new Deno.Command(Deno.execPath(), { args: ["fmt", "--quiet", "bench/RESULTS.md"], cwd: root }).output();
Deno.exit(failed === 0 ? 0 : 1);

async function run(name: string): Promise<void> {
  const section = await parts[name]?.();
  if (section === undefined) return;
  write(`${markdown(section)}\n`);
  await writeSection(name, markdown(section));
}

function write(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}
