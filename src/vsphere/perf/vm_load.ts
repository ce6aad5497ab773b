import { number, object, one, type Read } from "../../soap/decode.ts";
import type { PerfMetric } from "./query.ts";
import { newestHighest, newestTotal, type PerfReading } from "./reading.ts";

/** Names of the numbers, in the order of the answer. */
export const LOAD_NAMES = [
  "cpu_usage",
  "cpu_usage_percent",
  "cpu_ready_percent",
  "memory_usage",
  "memory_consumed_mb",
  "memory_active_mb",
  "memory_balloon_mb",
  "memory_swapped_mb",
  "network_transmit_KBps",
  "network_receive_KBps",
  "disk_read_KBps",
  "disk_write_KBps",
  "disk_latency_ms",
  "uptime_seconds",
] as const;

/** One of the numbers. */
export type LoadName = typeof LOAD_NAMES[number];

/** The numbers that are known. */
export type Load = Readonly<Partial<Record<LoadName, number | undefined>>>;

/** The server's quick statistics of a virtual machine. */
export const readQuickStats = object({
  overallCpuUsage: one(number),
  guestMemoryUsage: one(number),
  hostMemoryUsage: one(number),
  balloonedMemory: one(number),
  swappedMemory: one(number),
  uptimeSeconds: one(number),
});

/** The counters behind a machine's load; disks and NICs are asked for one by one where servers keep no aggregate. */
export const LOAD_METRICS: readonly PerfMetric[] = [
  { counter: "cpu.usagemhz.average", instance: "" },
  { counter: "cpu.usage.average", instance: "" },
  { counter: "cpu.ready.summation", instance: "" },
  { counter: "mem.consumed.average", instance: "" },
  { counter: "mem.active.average", instance: "" },
  { counter: "mem.vmmemctl.average", instance: "" },
  { counter: "mem.swapped.average", instance: "" },
  { counter: "net.transmitted.average", instance: "*" },
  { counter: "net.received.average", instance: "*" },
  { counter: "virtualDisk.read.average", instance: "*" },
  { counter: "virtualDisk.write.average", instance: "*" },
  { counter: "virtualDisk.totalReadLatency.average", instance: "*" },
  { counter: "virtualDisk.totalWriteLatency.average", instance: "*" },
  { counter: "disk.read.average", instance: "" },
  { counter: "disk.write.average", instance: "" },
  { counter: "disk.maxTotalLatency.latest", instance: "" },
];

/** The load as the newest samples have it. `cpuCount` spreads the ready time over the vCPUs. */
export function measuredLoad(reading: PerfReading, cpuCount: number | undefined): Load {
  const total = (counter: string) => newestTotal(reading, counter);
  const megabytes = (counter: string) => divided(total(counter), 1024);
  const active = megabytes("mem.active.average");
  // The counters of `disk` know block storage only; a machine on NFS or vSAN has its numbers in `virtualDisk`.
  const latencies = ["virtualDisk.totalReadLatency.average", "virtualDisk.totalWriteLatency.average"]
    .flatMap((counter) => newestHighest(reading, counter) ?? []);
  return {
    cpu_usage: total("cpu.usagemhz.average"),
    cpu_usage_percent: total("cpu.usage.average"),
    cpu_ready_percent: readyPercent(reading, cpuCount),
    memory_usage: active,
    memory_consumed_mb: megabytes("mem.consumed.average"),
    memory_active_mb: active,
    memory_balloon_mb: megabytes("mem.vmmemctl.average"),
    memory_swapped_mb: megabytes("mem.swapped.average"),
    network_transmit_KBps: total("net.transmitted.average"),
    network_receive_KBps: total("net.received.average"),
    disk_read_KBps: total("virtualDisk.read.average") ?? total("disk.read.average"),
    disk_write_KBps: total("virtualDisk.write.average") ?? total("disk.write.average"),
    disk_latency_ms: latencies.length > 0
      ? Math.max(...latencies)
      : newestHighest(reading, "disk.maxTotalLatency.latest"),
  };
}

/** The same numbers as the server's quick statistics have them, as far as they do. */
export function quickLoad(quick: Read<typeof readQuickStats> | undefined): Load {
  return {
    cpu_usage: quick?.overallCpuUsage,
    memory_usage: quick?.guestMemoryUsage,
    memory_consumed_mb: quick?.hostMemoryUsage,
    memory_active_mb: quick?.guestMemoryUsage,
    memory_balloon_mb: quick?.balloonedMemory,
    memory_swapped_mb: quick?.swappedMemory,
    uptime_seconds: quick?.uptimeSeconds,
  };
}

/** The aggregate is the sum over the vCPUs, in milliseconds of an interval. */
function readyPercent(reading: PerfReading, cpuCount: number | undefined): number | undefined {
  const { samples: [sample] } = reading;
  const readyMs = newestTotal(reading, "cpu.ready.summation");
  if (sample === undefined || readyMs === undefined || !sample.intervalSeconds || !cpuCount) return undefined;
  return readyMs / (sample.intervalSeconds * 1000 * cpuCount) * 100;
}

function divided(value: number | undefined, by: number): number | undefined {
  return value === undefined ? undefined : value / by;
}
