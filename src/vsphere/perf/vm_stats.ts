import * as z from "../../deps/zod.ts";
import { UserError } from "../../errors.ts";
import { foreign } from "../../foreign.ts";
import { number, word } from "../../soap/decode.ts";
import { together } from "../../together.ts";
import { VimFault } from "../faults.ts";
import type { FoundVm } from "../find.ts";
import { queryRealtime } from "./realtime.ts";
import { newestSample, type PerfReading } from "./reading.ts";
import { type Properties, type PropertyShape, retrieveObjects } from "../properties.ts";
import {
  LOAD_METRICS,
  LOAD_NAMES,
  type LoadName,
  measuredLoad,
  quickLoad,
  readQuickStats,
} from "./vm_load.ts";
import { inGb } from "../units.ts";
import type { Vsphere } from "../vsphere.ts";

/** The load of one virtual machine. Numbers that the server does not have are absent, seed fields 0 with a note. */
export const vmStats = z.looseObject({
  vm: foreign(z.string()),
  moref: z.string(),
  power_state: z.string(),
  cpu_usage: z.number().describe("MHz"),
  memory_usage: z.number().describe("MB that the guest actively uses"),
  storage_usage: z.number().describe("GB committed on datastores"),
  network_transmit_KBps: z.number(),
  network_receive_KBps: z.number(),
  cpu_usage_percent: z.number().optional().describe("of all its vCPUs"),
  cpu_ready_percent: z.number().optional().describe(
    "waiting for a physical CPU, average over the vCPUs; above 5 is contention",
  ),
  memory_consumed_mb: z.number().optional().describe("host memory given to it"),
  memory_active_mb: z.number().optional(),
  memory_balloon_mb: z.number().optional(),
  memory_swapped_mb: z.number().optional(),
  disk_read_KBps: z.number().optional(),
  disk_write_KBps: z.number().optional(),
  disk_latency_ms: z.number().optional().describe("slowest of its disks, reading or writing"),
  uptime_seconds: z.number().optional(),
  sample_time: z.string().optional().describe("ISO 8601; absent when nothing was measured"),
  interval_seconds: z.number().optional(),
  note: foreign(z.string()).optional().describe("why numbers are 0, absent or from another source"),
});

/** The load of one virtual machine. */
export type VmStats = z.output<typeof vmStats>;

/** What the server says of a machine beside its samples. */
const vmStatsShape = {
  "runtime.powerState": word,
  "runtime.connectionState": word,
  "summary.config.numCpu": number,
  "summary.storage.committed": number,
  "summary.quickStats": readQuickStats,
} as const satisfies PropertyShape;

/** Where the numbers of one machine come from. */
export interface VmStatsSources {
  readonly vm: Pick<FoundVm, "ref" | "name">;
  readonly properties: Properties<typeof vmStatsShape>;
  readonly reading?: PerfReading | undefined;
  /** Why there is no reading. */
  readonly problem?: string | undefined;
}

/**
 * Reads the load of a virtual machine: the newest real-time sample, and the server's quick statistics for what the
 * sample lacks. A machine that does not run is not asked for samples.
 */
export async function readVmStats(vsphere: Vsphere, vm: FoundVm, signal?: AbortSignal): Promise<VmStats> {
  const [[properties], measured] = await together([
    retrieveObjects(vsphere.session, [vm.ref], { shape: vmStatsShape, signal }),
    isStopped(vm.powerState) ? {} : measure(vsphere, vm, signal),
  ]);
  if (properties === undefined) {
    throw new UserError(
      "not_found",
      `Cannot read the load of virtual machine "${vm.name}": it was deleted meanwhile; list_vms shows what is left`,
    );
  }
  return toVmStats({ vm, properties, ...measured });
}

/** Puts the numbers together; the note says what is missing and what did not come from the sample. */
export function toVmStats(sources: VmStatsSources): VmStats {
  const { vm, properties } = sources;
  const powerState = properties["runtime.powerState"] ?? "unknown";
  const committed = properties["summary.storage.committed"];
  // What cannot be reached only looks as if it were off.
  const isConnected = (properties["runtime.connectionState"] ?? "connected") === "connected";
  const isOff = isStopped(powerState) && isConnected;
  const { notes, ...load } = isOff ? noLoad(powerState) : runningLoad(sources);
  const known = {
    ...load,
    ...(committed === undefined ? {} : { storage_usage: inGb(committed) }),
  };
  const unknown = Object.keys(SEED_ZEROS).filter((name) => !(name in known));
  const note = [...notes, ...named("Unknown and shown as 0", unknown)].join(". ");
  return {
    vm: vm.name,
    moref: vm.ref.value,
    power_state: powerState,
    ...SEED_ZEROS,
    ...known,
    ...(note === "" ? {} : { note }),
  };
}

/** Clients know these numbers from the seed and expect them in every answer. */
const SEED_ZEROS = {
  cpu_usage: 0,
  memory_usage: 0,
  storage_usage: 0,
  network_transmit_KBps: 0,
  network_receive_KBps: 0,
} as const;

/** Enough to bridge the gap that a busy host leaves. */
const SAMPLES = 3;

/** The newest samples, or why there are none: without them there is still something to tell. */
async function measure(
  vsphere: Vsphere,
  vm: FoundVm,
  signal: AbortSignal | undefined,
): Promise<Pick<VmStatsSources, "reading" | "problem">> {
  try {
    const query = { metrics: LOAD_METRICS, samples: SAMPLES, signal };
    const [reading] = await queryRealtime(vsphere, [vm.ref], query);
    return { reading };
  } catch (error) {
    if (!(error instanceof VimFault)) throw error;
    return { problem: error.message };
  }
}

type NotedLoad = Partial<Record<LoadName, number>> & {
  readonly notes: readonly string[];
  readonly sample_time?: string;
  readonly interval_seconds?: number;
};

function noLoad(powerState: string): NotedLoad {
  const zeros: Partial<Record<LoadName, number>> = {};
  for (const name of LOAD_NAMES) zeros[name] = 0;
  return { ...zeros, notes: [`It is ${powerState}: nothing runs, so its load is 0`] };
}

function runningLoad({ properties, reading, problem }: VmStatsSources): NotedLoad {
  const sample = reading === undefined ? undefined : newestSample(reading);
  const measured = reading === undefined ? {} : measuredLoad(reading, properties["summary.config.numCpu"]);
  const quick = quickLoad(properties["summary.quickStats"]);
  const load: Partial<Record<LoadName, number>> = {};
  for (const name of LOAD_NAMES) {
    const value = measured[name] ?? quick[name];
    if (value !== undefined) load[name] = rounded(value);
  }
  // Uptime is no statistic: it has no sample to come from.
  const fromQuick = LOAD_NAMES.filter((name) =>
    name !== "uptime_seconds" && measured[name] === undefined && quick[name] !== undefined
  );
  const connection = properties["runtime.connectionState"] ?? "connected";
  const notes = [
    ...(connection === "connected"
      ? []
      : [`Its connection state is ${connection}: numbers may be old or absent`]),
    ...(sample === undefined ? [problem ?? NO_SAMPLE] : []),
    ...named("From quick statistics, not from the sample", fromQuick),
  ];
  if (sample === undefined) return { ...load, notes };
  return { ...load, sample_time: sample.time, interval_seconds: sample.intervalSeconds, notes };
}

const NO_SAMPLE = "The server has no real-time sample of it, as in the first seconds after power-on";

function named(what: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [`${what}: ${names.join(", ")}`];
}

function isStopped(powerState: string | undefined): boolean {
  return powerState === "poweredOff" || powerState === "suspended";
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
