import { UserError } from "../../errors.ts";
import { KIND_LABELS, type PerfKind } from "./kinds.ts";

/** Names of the ready-made lists of metrics. */
export const PRESETS = ["overview", "cpu", "memory", "disk", "network"] as const;
/** One of the lists. */
export type PresetName = typeof PRESETS[number];

const NETWORK = [
  "net.usage.average",
  "net.transmitted.average",
  "net.received.average",
  "net.droppedTx.summation",
  "net.droppedRx.summation",
];

/**
 * The first of a list is what entities are compared by. Of disks there are two views: `disk` knows block storage only,
 * but history has it at level 1; `virtualDisk` knows NFS and vSAN too, for each disk.
 */
const METRICS: Readonly<Record<PerfKind, Readonly<Partial<Record<PresetName, readonly string[]>>>>> = {
  vm: {
    overview: [
      "cpu.usage.average",
      "cpu.ready.summation",
      "mem.usage.average",
      "mem.vmmemctl.average",
      "disk.usage.average",
      "disk.maxTotalLatency.latest",
      "virtualDisk.totalReadLatency.average",
      "virtualDisk.totalWriteLatency.average",
      "net.usage.average",
    ],
    cpu: [
      "cpu.usage.average",
      "cpu.usagemhz.average",
      "cpu.ready.summation",
      "cpu.costop.summation",
      "cpu.demand.average",
      "cpu.latency.average",
    ],
    memory: [
      "mem.usage.average",
      "mem.active.average",
      "mem.consumed.average",
      "mem.vmmemctl.average",
      "mem.swapped.average",
      "mem.swapinRate.average",
      "mem.swapoutRate.average",
    ],
    disk: [
      "disk.usage.average",
      "disk.maxTotalLatency.latest",
      "virtualDisk.read.average",
      "virtualDisk.write.average",
      "virtualDisk.numberReadAveraged.average",
      "virtualDisk.numberWriteAveraged.average",
      "virtualDisk.totalReadLatency.average",
      "virtualDisk.totalWriteLatency.average",
    ],
    network: NETWORK,
  },
  host: {
    overview: [
      "cpu.usage.average",
      "mem.usage.average",
      "mem.vmmemctl.average",
      "mem.swapused.average",
      "disk.usage.average",
      "disk.maxTotalLatency.latest",
      "net.usage.average",
    ],
    cpu: [
      "cpu.usage.average",
      "cpu.usagemhz.average",
      "cpu.utilization.average",
      "cpu.coreUtilization.average",
      "cpu.ready.summation",
      "cpu.costop.summation",
    ],
    memory: [
      "mem.usage.average",
      "mem.consumed.average",
      "mem.active.average",
      "mem.vmmemctl.average",
      "mem.swapused.average",
      "mem.swapinRate.average",
      "mem.swapoutRate.average",
    ],
    disk: [
      "disk.usage.average",
      "disk.read.average",
      "disk.write.average",
      "disk.maxTotalLatency.latest",
      "datastore.totalReadLatency.average",
      "datastore.totalWriteLatency.average",
    ],
    network: NETWORK,
  },
  datastore: {
    overview: [
      "datastore.numberReadAveraged.average",
      "datastore.numberWriteAveraged.average",
      "datastore.totalReadLatency.average",
      "datastore.totalWriteLatency.average",
      "disk.used.latest",
      "disk.capacity.latest",
    ],
    disk: [
      "datastore.numberReadAveraged.average",
      "datastore.numberWriteAveraged.average",
      "datastore.read.average",
      "datastore.write.average",
      "datastore.totalReadLatency.average",
      "datastore.totalWriteLatency.average",
      "disk.used.latest",
      "disk.provisioned.latest",
      "disk.capacity.latest",
    ],
  },
  cluster: {
    overview: [
      "cpu.usage.average",
      "cpu.usagemhz.average",
      "mem.usage.average",
      "mem.consumed.average",
      "clusterServices.effectivecpu.average",
      "clusterServices.effectivemem.average",
    ],
    cpu: [
      "cpu.usage.average",
      "cpu.usagemhz.average",
      "cpu.totalmhz.average",
      "clusterServices.effectivecpu.average",
    ],
    memory: [
      "mem.usage.average",
      "mem.consumed.average",
      "mem.active.average",
      "mem.vmmemctl.average",
      "mem.swapused.average",
      "clusterServices.effectivemem.average",
    ],
  },
};

/** The metrics of a preset. Throws UserError "unsupported" where entities of that kind have none of them. */
export function presetMetrics(kind: PerfKind, preset: PresetName): readonly string[] {
  const metrics = METRICS[kind][preset];
  if (metrics !== undefined) return metrics;
  const others = Object.keys(METRICS[kind]).join(", ");
  throw new UserError(
    "unsupported",
    `Cannot read preset "${preset}" of a ${
      KIND_LABELS[kind]
    }: it has no such metrics; use one of ${others}, or another kind`,
  );
}
