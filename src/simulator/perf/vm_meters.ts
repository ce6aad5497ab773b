import type { Vm } from "../world/vm.ts";
import type { VmLoad } from "./load.ts";
import { memoryMeters } from "./memory_meters.ts";
import { both, each, type Meter, type MeterTable, type PartKind, type Sample, whole } from "./meter.ts";
import { BEAT_MS } from "../world/world.ts";

type VmMeter = Meter<Vm, VmLoad>;
type VmSample = Sample<Vm, VmLoad>;

/** Milliseconds of all its vCPUs in the interval. */
function cpuMs({ of: { numCpu }, seconds }: VmSample): number {
  return numCpu * seconds * 1000;
}

function readyMs({ load, seconds }: VmSample): number {
  return load.readyMs * seconds * 1000 / BEAT_MS;
}

function coStopMs({ load, seconds }: VmSample): number {
  return load.coStopMs * seconds * 1000 / BEAT_MS;
}

function usedMs(sample: VmSample): number {
  return cpuMs(sample) * sample.load.cpuPercent / 100;
}

function idleMs(sample: VmSample): number {
  return Math.max(0, cpuMs(sample) - usedMs(sample) - readyMs(sample) - coStopMs(sample));
}

/** Something of which every vCPU has its share. */
function perCpu(read: (sample: VmSample) => number): VmMeter {
  return both("cpu", (sample, { share }) => read(sample) * share);
}

/** Of a vCPU no more than there is time. */
function perCpuUpTo(limit: (sample: VmSample) => number, read: (sample: VmSample) => number): VmMeter {
  return both("cpu", (sample, { share, count }) => Math.min(read(sample) * share, limit(sample) / count));
}

/** Percentages in hundredths. */
function percent(read: (sample: VmSample) => number): VmMeter {
  return whole((sample) => read(sample) * 100);
}

function kb(read: (load: VmLoad, vm: Vm) => number): VmMeter {
  return whole(({ load, of }) => read(load, of));
}

const NONE: VmMeter = whole(() => 0);

const CPU: MeterTable<Vm, VmLoad> = {
  "cpu.usage.average": percent(({ load }) => load.cpuPercent),
  "cpu.usagemhz.average": perCpuUpTo(
    ({ of }) => of.numCpu * of.host.hardware.cpuMhz,
    ({ load }) => load.cpuMhz,
  ),
  "cpu.ready.summation": perCpu(readyMs),
  "cpu.readiness.average": both(
    "cpu",
    (sample, { share, count }) => 10_000 * readyMs(sample) / cpuMs(sample) * share * count,
  ),
  "cpu.costop.summation": perCpu(coStopMs),
  "cpu.used.summation": perCpuUpTo(cpuMs, usedMs),
  "cpu.run.summation": perCpuUpTo(cpuMs, usedMs),
  "cpu.idle.summation": perCpuUpTo(cpuMs, idleMs),
  "cpu.wait.summation": perCpuUpTo(cpuMs, idleMs),
  "cpu.system.summation": whole((sample) => usedMs(sample) * 0.01),
  "cpu.overlap.summation": perCpu((sample) => usedMs(sample) * 0.002),
  "cpu.maxlimited.summation": perCpu(() => 0),
  "cpu.swapwait.summation": perCpu((sample) => sample.load.swappedKb === 0 ? 0 : readyMs(sample) * 0.05),
  "cpu.demand.average": whole((sample) => demandMhz(sample)),
  "cpu.entitlement.latest": whole(({ load }) => load.cpuMhz * 1.05 + 50),
  "cpu.demandEntitlementRatio.latest": percent((sample) =>
    100 * demandMhz(sample) / (sample.load.cpuMhz * 1.05 + 50)
  ),
  "cpu.latency.average": percent((sample) => 0.02 + 95 * readyMs(sample) / cpuMs(sample)),
};

function demandMhz(sample: VmSample): number {
  return sample.load.cpuMhz * (1 + readyMs(sample) / cpuMs(sample));
}

const MEMORY: MeterTable<Vm, VmLoad> = {
  ...memoryMeters<Vm, VmLoad>(),
  "mem.usage.average": whole(({ load, of }) => 10_000 * load.activeKb / (of.memoryMib * 1024)),
  "mem.shared.average": kb((load) =>
    Math.max(0, load.grantedKb - load.consumedKb - load.balloonKb - load.swappedKb)
  ),
  "mem.vmmemctltarget.average": kb(({ balloonKb }) => balloonKb),
  "mem.swapped.average": kb(({ swappedKb }) => swappedKb),
  "mem.swaptarget.average": kb(({ swappedKb }) => swappedKb),
  "mem.llSwapUsed.average": NONE,
  "mem.llSwapInRate.average": NONE,
  "mem.llSwapOutRate.average": NONE,
  "mem.overheadMax.average": kb(({ overheadKb }) => overheadKb * 1.3),
  "mem.overheadTouched.average": kb(({ overheadKb }) => overheadKb * 0.8),
  "mem.zipped.latest": kb(({ swappedKb }) => swappedKb * 0.2),
  "mem.zipSaved.latest": kb(({ swappedKb }) => swappedKb * 0.1),
  "mem.latency.average": percent(({ load }) => load.swappedKb === 0 ? 0 : 4),
  "mem.entitlement.average": kb(({ grantedKb }) => grantedKb),
};

function perNic(read: (sample: VmSample) => number): VmMeter {
  return both("nic", (sample, { share }) => read(sample) * share);
}

/** Packets of the interval, of some size. */
function packets(read: (load: VmLoad) => number, bytes: number): VmMeter {
  return perNic(({ load, seconds }) => read(load) * seconds * 1024 / bytes);
}

const NETWORK: MeterTable<Vm, VmLoad> = {
  "net.usage.average": perNic(({ load }) => load.transmitKbps + load.receiveKbps),
  "net.transmitted.average": perNic(({ load }) => load.transmitKbps),
  "net.received.average": perNic(({ load }) => load.receiveKbps),
  "net.bytesTx.average": perNic(({ load }) => load.transmitKbps),
  "net.bytesRx.average": perNic(({ load }) => load.receiveKbps),
  "net.pnicBytesTx.average": perNic(({ load }) => load.transmitKbps * 0.9),
  "net.pnicBytesRx.average": perNic(({ load }) => load.receiveKbps * 0.9),
  "net.packetsTx.summation": packets(({ transmitKbps }) => transmitKbps, 700),
  "net.packetsRx.summation": packets(({ receiveKbps }) => receiveKbps, 900),
  "net.broadcastRx.summation": perNic(({ seconds }) => seconds * 1.5),
  "net.broadcastTx.summation": perNic(({ seconds }) => seconds * 0.05),
  "net.multicastRx.summation": perNic(({ seconds }) => seconds * 0.4),
  "net.multicastTx.summation": perNic(({ seconds }) => seconds * 0.02),
  "net.droppedRx.summation": perNic(({ of }) => of.load.isStarved ? 40 : 0),
  "net.droppedTx.summation": perNic(() => 0),
};

/** The same numbers are told of virtual disks, of datastores and of LUNs. */
function storage(group: string, kind: PartKind): MeterTable<Vm, VmLoad> {
  const rate = (read: (load: VmLoad) => number): VmMeter =>
    each(kind, ({ load }, { share }) => read(load) * share);
  return {
    [`${group}.read.average`]: rate(({ diskReadKbps }) => diskReadKbps),
    [`${group}.write.average`]: rate(({ diskWriteKbps }) => diskWriteKbps),
    [`${group}.numberReadAveraged.average`]: rate(({ readIops }) => readIops),
    [`${group}.numberWriteAveraged.average`]: rate(({ writeIops }) => writeIops),
    // Latency is no sum: every part takes as long as the whole.
    [`${group}.totalReadLatency.average`]: each(kind, ({ load }) => load.readLatencyMs),
    [`${group}.totalWriteLatency.average`]: each(kind, ({ load }) => load.writeLatencyMs),
  };
}

const highestLatency: VmMeter = whole(({ load }) => Math.max(load.readLatencyMs, load.writeLatencyMs) * 1.4);

/** Counters of block storage: a machine on NFS alone has none of them. */
const BLOCKS: MeterTable<Vm, VmLoad> = {
  "disk.usage.average": whole(({ load }) => load.diskReadKbps + load.diskWriteKbps),
  "disk.read.average": both("lun", ({ load }, { share }) => load.diskReadKbps * share),
  "disk.write.average": both("lun", ({ load }, { share }) => load.diskWriteKbps * share),
  "disk.numberRead.summation": each("lun", ({ load, seconds }, { share }) => load.readIops * seconds * share),
  "disk.numberWrite.summation": each(
    "lun",
    ({ load, seconds }, { share }) => load.writeIops * seconds * share,
  ),
  "disk.numberReadAveraged.average": each("lun", ({ load }, { share }) => load.readIops * share),
  "disk.numberWriteAveraged.average": each("lun", ({ load }, { share }) => load.writeIops * share),
  "disk.commandsAveraged.average": each(
    "lun",
    ({ load }, { share }) => (load.readIops + load.writeIops) * share,
  ),
  "disk.commandsAborted.summation": each("lun", () => 0),
  "disk.busResets.summation": each("lun", () => 0),
};

const REST: MeterTable<Vm, VmLoad> = {
  "disk.maxTotalLatency.latest": highestLatency,
  ...storage("virtualDisk", "disk"),
  "virtualDisk.read.average": both("disk", ({ load }, { share }) => load.diskReadKbps * share),
  "virtualDisk.write.average": both("disk", ({ load }, { share }) => load.diskWriteKbps * share),
  "virtualDisk.readOIO.latest": each("disk", ({ load }) => load.readIops * load.readLatencyMs / 1000),
  "virtualDisk.writeOIO.latest": each("disk", ({ load }) => load.writeIops * load.writeLatencyMs / 1000),
  "virtualDisk.readLatencyUS.latest": each("disk", ({ load }) => load.readLatencyMs * 1000),
  "virtualDisk.writeLatencyUS.latest": each("disk", ({ load }) => load.writeLatencyMs * 1000),
  ...storage("datastore", "datastore"),
  "datastore.maxTotalLatency.latest": highestLatency,
  "power.power.average": whole(watts),
  "power.energy.summation": whole((sample) => watts(sample) * sample.seconds),
  "sys.uptime.latest": whole(({ load }) => load.uptimeSeconds),
  "sys.osUptime.latest": whole(({ load }) => Math.max(0, load.uptimeSeconds - 20)),
  "sys.heartbeat.latest": whole(({ of }) => of.guest.hasTools ? 1 : 0),
  "sys.heartbeat.summation": whole(({ of, seconds }) => of.guest.hasTools ? seconds / 20 : 0),
  "rescpu.actav1.latest": percent(({ load }) => load.cpuPercent),
  "rescpu.actav5.latest": percent(({ load }) => load.cpuPercent * 0.98),
  "rescpu.actav15.latest": percent(({ load }) => load.cpuPercent * 0.95),
  "rescpu.runav1.latest": percent(({ load }) => load.cpuPercent),
  "rescpu.runav5.latest": percent(({ load }) => load.cpuPercent * 0.98),
  "rescpu.runav15.latest": percent(({ load }) => load.cpuPercent * 0.95),
  "rescpu.sampleCount.latest": whole(() => 180),
  "rescpu.samplePeriod.latest": whole(() => 6000),
};

function watts({ load }: VmSample): number {
  return 2 + load.cpuMhz * 0.003;
}

const WITHOUT_BLOCKS: MeterTable<Vm, VmLoad> = { ...CPU, ...MEMORY, ...NETWORK, ...REST };
const WITH_BLOCKS: MeterTable<Vm, VmLoad> = { ...WITHOUT_BLOCKS, ...BLOCKS };

/** The counters of a machine. */
export function vmMeters({ datastores }: Vm): MeterTable<Vm, VmLoad> {
  return datastores.some(({ kind }) => kind === "VMFS") ? WITH_BLOCKS : WITHOUT_BLOCKS;
}
