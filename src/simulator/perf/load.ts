import { noise } from "../core/random.ts";
import type { Datastore } from "../world/datastore.ts";
import type { Host } from "../world/host.ts";
import type { Compute, Pool } from "../world/places.ts";
import type { Vm } from "../world/vm.ts";
import { BEAT_MS } from "../world/world.ts";
import { addedLoads, type Load, NO_LOAD } from "./load_sum.ts";

/** The load of a machine. */
export interface VmLoad extends Load {
  /** Of all its vCPUs. */
  readonly cpuPercent: number;
  readonly uptimeSeconds: number;
}

/** The load of hosts, with what they take themselves. */
export interface HostLoad extends Load {
  readonly cpuPercent: number;
  readonly memoryPercent: number;
  readonly runningVms: number;
  /** 0 for several hosts. */
  readonly uptimeSeconds: number;
}

/** Nothing runs. */
const OFF: VmLoad = { ...NO_LOAD, cpuPercent: 0, uptimeSeconds: 0 };

const DAY_MS = 86_400_000;
const BOOT_MS = 60_000;
const RAMP_MS = 240_000;
/** So long machines ran before somebody started them anew. */
const RUN_MS = 50 * DAY_MS;
const BEATS_PER_SPELL = 15;

/** How the past is told. */
export interface Past {
  /**
   * What was started before that time is taken to have run ever since it was made. Without it, nothing is known of the
   * time before the last start.
   */
  readonly startedAt?: number;
  /** Only every so many machines are looked at and stand for the others. */
  readonly step?: number;
}

/** The load of a machine at a point in time (ms since 1970); the same throughout 20 seconds. */
export function vmLoad(vm: Vm, at: number, past: Past = {}): VmLoad {
  const { load: profile, numCpu } = vm;
  const bootedAt = lastStart(vm, at, past);
  if (bootedAt === undefined) return OFF;
  const { seed, isStarved } = profile;
  const beat = Math.floor(at / BEAT_MS);
  const age = Math.max(0, beat * BEAT_MS - bootedAt);
  const day = dayShare(beat * BEAT_MS);
  const spell = noise(seed, Math.floor(beat / BEATS_PER_SPELL));
  const jitter = noise(seed + 1, beat);
  const wave = (0.85 + 0.2 * spell + 0.1 * jitter) * Math.min(1, 0.2 + age / RAMP_MS);
  const boot = age < BOOT_MS ? 1 - age / BOOT_MS : 0;
  const busy = Math.min(0.99, (profile.cpuLow + (profile.cpuHigh - profile.cpuLow) * day) * wave);
  const wanted = Math.min(0.99, busy + 0.6 * boot);
  const ready = isStarved ? 0.06 + (0.15 + 0.14 * jitter) * day : 0.001 + 0.03 * wanted * wanted * spell;
  const cpu = Math.min(wanted, 1 - ready);
  const io = (0.3 + 0.7 * day) * wave * (0.7 + 0.6 * noise(seed + 2, beat));
  const reads = 0.3 + 0.4 * noise(seed, 1);
  const diskReadKbps = Math.round(profile.diskKbps * io * reads + 30_000 * boot);
  const diskWriteKbps = Math.round(profile.diskKbps * io * (1 - reads) + 4000 * boot);
  const sends = 0.35 + 0.3 * noise(seed, 2);
  const networkKbps = profile.networkKbps * (0.25 + 0.75 * day) * wave * (0.6 + 0.8 * noise(seed + 3, beat));
  // The slowest of its requests wait in the same queue, whatever they are.
  const latencyMs = isStarved ? 12 + (38 + 60 * jitter) * day : 0.6 + 5 * wanted * (0.5 + spell) + 4 * boot;
  const memory = memoryLoad(vm, { age, day, jitter });
  return {
    cpuMhz: Math.round(numCpu * vm.host.hardware.cpuMhz * cpu),
    cpuPercent: cpu * 100,
    readyMs: Math.round(ready * numCpu * BEAT_MS),
    coStopMs: numCpu === 1 ? 0 : Math.round(ready * 0.04 * numCpu * BEAT_MS),
    activeKb: memory.activeKb,
    consumedKb: memory.consumedKb,
    grantedKb: memory.grantedKb,
    balloonKb: memory.balloonKb,
    swappedKb: memory.swappedKb,
    overheadKb: memory.overheadKb,
    transmitKbps: Math.round(networkKbps * sends),
    receiveKbps: Math.round(networkKbps * (1 - sends)),
    diskReadKbps,
    diskWriteKbps,
    readIops: Math.round(diskReadKbps / (12 + 20 * noise(seed, 3))),
    writeIops: Math.round(diskWriteKbps / (8 + 12 * noise(seed, 4))),
    readLatencyMs: Math.round(latencyMs),
    writeLatencyMs: Math.round(latencyMs * (isStarved ? 1.15 : 0.8)),
    uptimeSeconds: Math.floor(age / 1000),
  };
}

type MemoryLoad = Pick<
  Load,
  "activeKb" | "consumedKb" | "grantedKb" | "balloonKb" | "swappedKb" | "overheadKb"
>;

/** A guest touches its memory bit by bit after power-on; what it once had it keeps until the host takes it back. */
function memoryLoad(
  { memoryMib, numCpu, load: { memoryActive, isStarved } }: Vm,
  { age, day, jitter }: { readonly age: number; readonly day: number; readonly jitter: number },
): MemoryLoad {
  const totalKb = memoryMib * 1024;
  const touched = Math.min(1, 0.15 + age / RAMP_MS);
  const grantedKb = Math.round(totalKb * (0.4 + 0.58 * memoryActive) * touched);
  const balloonKb = isStarved ? Math.round(grantedKb * (0.12 + 0.1 * day)) : 0;
  const swappedKb = isStarved ? Math.round(grantedKb * (0.03 + 0.03 * day)) : 0;
  const consumedKb = Math.round((grantedKb - balloonKb - swappedKb) * 0.96);
  const active = memoryActive * (0.6 + 0.3 * day + 0.1 * jitter) * touched;
  return {
    activeKb: Math.min(consumedKb, Math.round(totalKb * active)),
    consumedKb,
    grantedKb,
    balloonKb,
    swappedKb,
    overheadKb: Math.round(28_000 + 7000 * numCpu + totalKb * 0.006),
  };
}

/** When something was started that runs at a time; undefined when it did not run. */
function lastStart(
  { bootedAt, createdAt }: { readonly bootedAt: number | undefined; readonly createdAt: number },
  at: number,
  { startedAt = -Infinity }: Past,
): number | undefined {
  if (bootedAt === undefined || at >= bootedAt) return bootedAt;
  if (bootedAt >= startedAt || at < createdAt) return undefined;
  return Math.max(createdAt, bootedAt - Math.ceil((bootedAt - at) / RUN_MS) * RUN_MS);
}

/** 0 at midnight, 1 at noon UTC. */
function dayShare(at: number): number {
  return 0.5 - 0.5 * Math.cos(2 * Math.PI * (at % DAY_MS) / DAY_MS);
}

/** The load of a host: its machines and what the hypervisor takes itself. */
export function hostLoad(host: Host, at: number, past: Past = {}): HostLoad {
  const bootedAt = lastStart({ bootedAt: host.bootedAt, createdAt: -Infinity }, at, past);
  if (host.powerState !== "poweredOn" || bootedAt === undefined) {
    return { ...OFF, memoryPercent: 0, runningVms: 0 };
  }
  const { sum, runningVms } = added(host.vms, at, past);
  const capacityMhz = host.cpuCapacityMhz;
  const totalKb = host.hardware.memoryBytes / 1024;
  const cpuMhz = Math.min(0.98 * capacityMhz, sum.cpuMhz + 0.008 * capacityMhz + 5 * runningVms);
  const consumedKb = Math.min(0.97 * totalKb, sum.consumedKb + sum.overheadKb + 0.012 * totalKb + 1_500_000);
  return {
    ...sum,
    cpuMhz: Math.round(cpuMhz),
    consumedKb: Math.round(consumedKb),
    activeKb: Math.min(sum.activeKb, Math.round(consumedKb)),
    cpuPercent: 100 * cpuMhz / capacityMhz,
    memoryPercent: 100 * consumedKb / totalKb,
    runningVms,
    uptimeSeconds: Math.max(0, Math.floor((Math.floor(at / BEAT_MS) * BEAT_MS - bootedAt) / 1000)),
  };
}

/** The load of all hosts of a cluster together. */
export function computeLoad(compute: Compute, at: number, past: Past = {}): HostLoad {
  const hosts = [...compute.hosts].filter(({ connectionState }) => connectionState === "connected");
  const loads = hosts.map((host) => hostLoad(host, at, past));
  const sum = addedLoads(loads);
  const capacityMhz = hosts.reduce((total, host) => total + host.cpuCapacityMhz, 0);
  const totalKb = hosts.reduce((total, { hardware }) => total + hardware.memoryBytes / 1024, 0);
  return {
    ...sum,
    cpuPercent: capacityMhz === 0 ? 0 : 100 * sum.cpuMhz / capacityMhz,
    memoryPercent: totalKb === 0 ? 0 : 100 * sum.consumedKb / totalKb,
    runningVms: loads.reduce((total, { runningVms }) => total + runningVms, 0),
    uptimeSeconds: 0,
  };
}

/** The load of all machines of a resource pool and of the pools in it. */
export function poolLoad(pool: Pool, at: number, past: Past = {}): Load {
  const loads: Load[] = [added(pool.vms, at, past).sum];
  for (const child of pool.pools) loads.push(poolLoad(child, at, past));
  return addedLoads(loads);
}

/** What the machines on a datastore read and write there; those on several spread it evenly. */
export type DatastoreLoad = Pick<
  Load,
  "diskReadKbps" | "diskWriteKbps" | "readIops" | "writeIops" | "readLatencyMs" | "writeLatencyMs"
>;

/** The load of a datastore. */
export function datastoreLoad(datastore: Datastore, at: number, past: Past = {}): DatastoreLoad {
  const loads: Load[] = [];
  for (const vm of datastore.vms) {
    const load = vmLoad(vm, at, past);
    const share = Math.max(1, vm.datastores.length);
    loads.push({
      ...load,
      diskReadKbps: load.diskReadKbps / share,
      diskWriteKbps: load.diskWriteKbps / share,
      readIops: load.readIops / share,
      writeIops: load.writeIops / share,
    });
  }
  return addedLoads(loads);
}

function added(
  vms: Iterable<Vm>,
  at: number,
  past: Past,
): { readonly sum: Load; readonly runningVms: number } {
  const { step = 1 } = past;
  const loads: Load[] = [];
  let runningVms = 0;
  for (const vm of vms) {
    if (lastStart(vm, at, past) === undefined) continue;
    if (runningVms++ % step === 0) loads.push(vmLoad(vm, at, past));
  }
  return { sum: addedLoads(loads, runningVms / Math.max(1, loads.length)), runningVms };
}
