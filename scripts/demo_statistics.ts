import * as z from "../src/deps/zod.ts";
import { expectEqual, expectThat } from "./demo_checks.ts";
import { block, type Column } from "./demo_text.ts";
import type { Tour } from "./demo_tour.ts";

/** The machines whose load is shown; each runs. */
const NAMES = ["db-01", "db-02", "etl-starved", "pos-server", "web-02", "wiki"] as const;
const STARVED = "etl-starved";

/** Above it, machines compete for the processors. */
const CONTENTION_PERCENT = 5;
const MAX_AGE_MS = 120_000;

const load = z.object({
  vm: z.enum(NAMES),
  power_state: z.literal("poweredOn"),
  cpu_usage_percent: z.number().min(0).max(100),
  cpu_ready_percent: z.number().min(0).max(100),
  disk_latency_ms: z.number().min(0),
  network_transmit_KBps: z.number().min(0),
  network_receive_KBps: z.number().min(0),
  sample_time: z.iso.datetime({ offset: true }),
  interval_seconds: z.literal(20),
});
type Load = z.output<typeof load>;

/** Reads the load of several machines at once and says which of them suffers. */
export async function readStatistics(tour: Tour): Promise<void> {
  const calls = NAMES.map((name) => ({ tool: "get_vm_performance", args: { name } }));
  const loads = await tour.askAtOnce(calls, load);
  tour.screen.table(columnsFor(loads), loads, (one) => isStarved(one) ? "warning" : "plain");
  expectEqual("get_vm_performance: vm", loads.map(({ vm }) => vm), NAMES);
  const oldest = Math.min(...loads.map(({ sample_time }) => Date.parse(sample_time)));
  expectThat("get_vm_performance: sample_time", {
    holds: Math.abs(Date.now() - oldest) < MAX_AGE_MS,
    expected: "samples of the last two minutes",
    got: new Date(oldest).toISOString(),
  });
  const starved = loads.filter(isStarved);
  for (const one of starved) {
    tour.screen.text(remark(one, loads.filter((other) => !isStarved(other))), "warning");
  }
  expectEqual("get_vm_performance: machines that are starved", starved.map(({ vm }) => vm), [STARVED]);
}

function isStarved({ cpu_ready_percent }: Load): boolean {
  return cpu_ready_percent > CONTENTION_PERCENT;
}

function remark(starved: Load, others: readonly Load[]): string {
  const { vm, cpu_ready_percent, cpu_usage_percent, disk_latency_ms } = starved;
  const highest = Math.max(0, ...others.map((other) => other.cpu_ready_percent));
  const slowest = Math.max(0, ...others.map((other) => other.disk_latency_ms));
  return `${vm} is starved: ready to run, it waits ${cpu_ready_percent} % of the time for a processor ` +
    `(above ${CONTENTION_PERCENT} % is contention; the others: ${highest} % at most) and gets ` +
    `${cpu_usage_percent} % of its CPUs. ` +
    (disk_latency_ms > slowest ? `Its disks are the slowest too: ${disk_latency_ms} ms.` : "");
}

/** What is measured, with the value that fills a block where that is not the highest of all. */
const MEASURES: readonly {
  readonly title: string;
  readonly digits: number;
  readonly highest?: number;
  readonly value: (one: Load) => number;
}[] = [
  { title: "CPU %", digits: 1, highest: 100, value: (one) => one.cpu_usage_percent },
  { title: "READY %", digits: 1, value: (one) => one.cpu_ready_percent },
  { title: "DISK ms", digits: 0, value: (one) => one.disk_latency_ms },
  { title: "NETWORK KB/s", digits: 0, value: networkOf },
];

/** The numbers, and a sparkline over them that shows a machine's trouble at a glance. */
function columnsFor(loads: readonly Load[]): readonly Column<Load>[] {
  const numbers = MEASURES.map(({ title, digits, value }): Column<Load> => (
    { title, value: (one) => value(one).toFixed(digits), align: "right" }
  ));
  const sparkline = (one: Load) =>
    MEASURES.map(({ value, highest }) => block(value(one), highest ?? Math.max(...loads.map(value)))).join(
      "",
    );
  return [
    { title: "MACHINE", value: ({ vm }) => vm },
    ...numbers,
    { title: "", value: sparkline },
    { title: "", value: (one) => isStarved(one) ? "<- starved" : "" },
  ];
}

function networkOf({ network_transmit_KBps, network_receive_KBps }: Load): number {
  return network_transmit_KBps + network_receive_KBps;
}
