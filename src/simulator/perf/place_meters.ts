import type { Compute, Datacenter, Pool } from "../world/places.ts";
import type { Datastore } from "../world/datastore.ts";
import type { DatastoreLoad, HostLoad } from "./load.ts";
import type { Load } from "./load_sum.ts";
import { both, type Meter, type MeterTable, whole } from "./meter.ts";

/** The counters of a resource pool. */
export const POOL_METERS: MeterTable<Pool, Load> = {
  "cpu.usagemhz.average": whole(({ load }) => load.cpuMhz),
  "cpu.cpuentitlement.latest": whole(({ load }) => load.cpuMhz * 1.05),
  "mem.active.average": whole(({ load }) => load.activeKb),
  "mem.consumed.average": whole(({ load }) => load.consumedKb),
  "mem.granted.average": whole(({ load }) => load.grantedKb),
  "mem.overhead.average": whole(({ load }) => load.overheadKb),
  "mem.shared.average": whole(({ load }) => load.grantedKb * 0.04),
  "mem.swapped.average": whole(({ load }) => load.swappedKb),
  "mem.vmmemctl.average": whole(({ load }) => load.balloonKb),
  "mem.zero.average": whole(({ load }) => load.grantedKb * 0.01),
  "mem.compressed.average": whole(({ load }) => load.swappedKb * 0.2),
  "mem.compressionRate.average": whole(({ load }) => load.swappedKb * 0.0002),
  "mem.decompressionRate.average": whole(({ load }) => load.swappedKb * 0.0001),
  "mem.mementitlement.latest": whole(({ load }) => load.grantedKb / 1024),
  "power.power.average": whole(({ load }) => load.cpuMhz * 0.003),
  "power.energy.summation": whole(({ load, seconds }) => load.cpuMhz * 0.003 * seconds),
};

const OPERATIONS: Readonly<Record<string, number>> = {
  numPoweron: 9,
  numPoweroff: 6,
  numSuspend: 0.2,
  numReset: 1,
  numRebootGuest: 2,
  numStandbyGuest: 0,
  numShutdownGuest: 3,
  numCreate: 1.5,
  numDestroy: 1.2,
  numRegister: 0.3,
  numUnregister: 0.2,
  numReconfigure: 12,
  numClone: 0.5,
  numDeploy: 1,
  numChangeHost: 0.1,
  numChangeDS: 0.1,
  numChangeHostDS: 0,
  numVMotion: 25,
  numSVMotion: 0.6,
  numXVMotion: 0.1,
};

const DAY_MS = 86_400_000;
const COUNTED_SINCE = Date.UTC(2026, 0, 1);

/** Operations on machines: counted on and on, so many a day. */
function operations<Of, L>(factor: number): MeterTable<Of, L> {
  const entries = Object.entries(OPERATIONS).map(([name, perDay]): [string, Meter<Of, L>] => [
    `vmop.${name}.latest`,
    whole(({ at }) => Math.max(0, Math.floor(perDay * factor * (at - COUNTED_SINCE) / DAY_MS))),
  ]);
  return Object.fromEntries(entries);
}

function capacityMhz(compute: Compute): number {
  let sum = 0;
  for (const host of compute.hosts) if (host.isUsable) sum += host.cpuCapacityMhz;
  return sum;
}

function capacityMb(compute: Compute): number {
  let sum = 0;
  for (const host of compute.hosts) if (host.isUsable) sum += host.hardware.memoryBytes / 1024 ** 2;
  return sum;
}

/** The counters of a cluster. */
export const CLUSTER_METERS: MeterTable<Compute, HostLoad> = {
  "cpu.usage.average": whole(({ load }) => load.cpuPercent * 100),
  "cpu.usagemhz.average": whole(({ load }) => load.cpuMhz),
  "cpu.totalmhz.average": whole(({ of }) => capacityMhz(of)),
  "cpu.reservedCapacity.average": whole(({ of }) => capacityMhz(of) * 0.01),
  "mem.usage.average": whole(({ load }) => load.memoryPercent * 100),
  "mem.consumed.average": whole(({ load }) => load.consumedKb),
  "mem.overhead.average": whole(({ load }) => load.overheadKb),
  "mem.vmmemctl.average": whole(({ load }) => load.balloonKb),
  "mem.totalmb.average": whole(({ of }) => capacityMb(of)),
  "mem.active.average": whole(({ load }) => load.activeKb),
  "mem.granted.average": whole(({ load }) => load.grantedKb),
  "mem.shared.average": whole(({ load }) => load.grantedKb * 0.04),
  "mem.zero.average": whole(({ load }) => load.grantedKb * 0.01),
  "mem.swapused.average": whole(({ load }) => load.swappedKb),
  "mem.compressed.average": whole(({ load }) => load.swappedKb * 0.2),
  "mem.compressionRate.average": whole(({ load }) => load.swappedKb * 0.0002),
  "mem.decompressionRate.average": whole(({ load }) => load.swappedKb * 0.0001),
  "mem.reservedCapacity.average": whole(({ load }) => load.overheadKb / 1024),
  "power.power.average": whole(({ of, load }) => of.hosts.size * (120 + 3.2 * load.cpuPercent)),
  "clusterServices.effectivecpu.average": whole(({ of }) => capacityMhz(of) * 0.95),
  "clusterServices.effectivemem.average": whole(({ of }) => capacityMb(of) * 0.95),
  "clusterServices.cpufairness.latest": whole(() => 1),
  "clusterServices.memfairness.latest": whole(() => 1),
  "clusterServices.failover.latest": whole(({ of }) => of.hasHa ? Math.max(0, of.hosts.size - 1) : 0),
  ...operations(1),
};

/** The counters of a datacenter. */
export const DATACENTER_METERS: MeterTable<Datacenter, undefined> = operations(1.7);

/** A datastore with the space that is in use on it. */
export interface DatastoreSpace {
  readonly datastore: Datastore;
  /** From here backwards it was less and less. */
  readonly filledAt: number;
  readonly usedKb: () => number;
  readonly uncommittedKb: () => number;
}

type SpaceMeter = Meter<DatastoreSpace, DatastoreLoad>;

const GROWTH_PER_DAY = 0.0004;

function usedKb({ of, at }: Parameters<SpaceMeter["read"]>[0]): number {
  const days = Math.max(0, of.filledAt - at) / DAY_MS;
  return of.usedKb() * (1 - GROWTH_PER_DAY * days);
}

/** The counters of a datastore: what it does, and the space on it as a whole and by kinds of files. */
export const DATASTORE_METERS: MeterTable<DatastoreSpace, DatastoreLoad> = {
  "datastore.numberReadAveraged.average": whole(({ load }) => load.readIops),
  "datastore.numberWriteAveraged.average": whole(({ load }) => load.writeIops),
  "datastore.read.average": whole(({ load }) => load.diskReadKbps),
  "datastore.write.average": whole(({ load }) => load.diskWriteKbps),
  "datastore.totalReadLatency.average": whole(({ load }) => load.readLatencyMs),
  "datastore.totalWriteLatency.average": whole(({ load }) => load.writeLatencyMs),
  "datastore.datastoreIops.average": whole(({ load }) => load.readIops + load.writeIops),
  "datastore.sizeNormalizedDatastoreLatency.average": whole(({ load }) =>
    (load.readLatencyMs + load.writeLatencyMs) * 500
  ),
  "datastore.datastoreReadIops.latest": whole(({ load }) => load.readIops),
  "datastore.datastoreWriteIops.latest": whole(({ load }) => load.writeIops),
  "datastore.datastoreVMObservedLatency.latest": whole(({ load }) =>
    (load.readLatencyMs + load.writeLatencyMs) * 500
  ),
  "disk.used.latest": both("fileKind", (sample, { share }) => usedKb(sample) * share),
  "disk.provisioned.latest": both(
    "fileKind",
    (sample, { share }) => (usedKb(sample) + sample.of.uncommittedKb()) * share,
  ),
  "disk.unshared.latest": both("fileKind", (sample, { share }) => usedKb(sample) * share),
  "disk.capacity.latest": whole(({ of }) => of.datastore.capacityBytes / 1024),
};
