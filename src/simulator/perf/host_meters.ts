import type { Host } from "../world/host.ts";
import { BEAT_MS } from "../world/world.ts";
import type { HostLoad } from "./load.ts";
import { memoryMeters } from "./memory_meters.ts";
import { both, each, type Meter, type MeterTable, type PartKind, type Sample, whole } from "./meter.ts";

type HostMeter = Meter<Host, HostLoad>;
type HostSample = Sample<Host, HostLoad>;

function coreMs({ of: { hardware }, seconds }: HostSample): number {
  return hardware.sockets * hardware.coresPerSocket * seconds * 1000;
}

function usedMs(sample: HostSample): number {
  return coreMs(sample) * sample.load.cpuPercent / 100;
}

function readyMs({ load, seconds }: HostSample): number {
  return load.readyMs * seconds * 1000 / BEAT_MS;
}

function memoryKb({ of }: HostSample): number {
  return of.hardware.memoryBytes / 1024;
}

/** Hundredths of a percent, of the host and of every logical CPU. */
function perThread(factor: number): HostMeter {
  return both(
    "cpu",
    ({ load }, { share, count }) => Math.min(10_000, load.cpuPercent * 100 * factor * share * count),
  );
}

const CPU: MeterTable<Host, HostLoad> = {
  "cpu.usage.average": perThread(1),
  "cpu.utilization.average": perThread(0.9),
  "cpu.coreUtilization.average": perThread(1.2),
  "cpu.usagemhz.average": whole(({ load }) => load.cpuMhz),
  "cpu.demand.average": whole(({ load }) => load.cpuMhz * 1.03),
  "cpu.totalCapacity.average": whole(({ of }) => of.cpuCapacityMhz * 0.97),
  "cpu.reservedCapacity.average": whole(({ of }) => of.cpuCapacityMhz * 0.01),
  "cpu.used.summation": both("cpu", (sample, { share }) => usedMs(sample) * share),
  "cpu.idle.summation": both("cpu", (sample, { share }) => (coreMs(sample) - usedMs(sample)) * share),
  "cpu.wait.summation": whole((sample) => coreMs(sample) - usedMs(sample)),
  "cpu.ready.summation": whole(readyMs),
  "cpu.readiness.average": whole((sample) => Math.min(10_000, 10_000 * readyMs(sample) / coreMs(sample))),
  "cpu.costop.summation": whole(({ load, seconds }) => load.coStopMs * seconds * 1000 / BEAT_MS),
  "cpu.swapwait.summation": whole((sample) => sample.load.swappedKb === 0 ? 0 : readyMs(sample) * 0.02),
  "cpu.latency.average": whole((sample) => Math.min(10_000, 2 + 9000 * readyMs(sample) / coreMs(sample))),
};

function kb(read: (load: HostLoad) => number): HostMeter {
  return whole(({ load }) => read(load));
}

const MEMORY: MeterTable<Host, HostLoad> = {
  ...memoryMeters<Host, HostLoad>(),
  "mem.usage.average": whole(({ load }) => load.memoryPercent * 100),
  "mem.shared.average": kb(({ grantedKb }) => grantedKb * 0.04),
  "mem.sharedcommon.average": kb(({ grantedKb }) => grantedKb * 0.01),
  "mem.swapused.average": kb(({ swappedKb }) => swappedKb),
  "mem.latency.average": kb(({ swappedKb }) => swappedKb === 0 ? 0 : 40),
  "mem.sysUsage.average": whole((sample) => 1_500_000 + memoryKb(sample) * 0.012),
  "mem.totalCapacity.average": whole((sample) => memoryKb(sample) * 0.95 / 1024),
  "mem.reservedCapacity.average": kb(({ overheadKb }) => overheadKb / 1024),
  "mem.unreserved.average": whole((sample) => memoryKb(sample) * 0.95 - sample.load.overheadKb),
  "mem.lowfreethreshold.average": whole((sample) => memoryKb(sample) * 0.01),
  "mem.heap.average": whole(() => 120_000),
  "mem.heapfree.average": whole(() => 30_000),
  "mem.state.latest": whole(() => 0),
};

function perNic(read: (load: HostLoad) => number): HostMeter {
  return both("nic", ({ load }, { share }) => read(load) * share);
}

function packets(read: (load: HostLoad) => number, bytes: number): HostMeter {
  return both("nic", ({ load, seconds }, { share }) => read(load) * share * seconds * 1024 / bytes);
}

const NO_PACKETS = perNic(() => 0);

const NETWORK: MeterTable<Host, HostLoad> = {
  "net.usage.average": perNic(({ transmitKbps, receiveKbps }) => transmitKbps + receiveKbps),
  "net.transmitted.average": perNic(({ transmitKbps }) => transmitKbps),
  "net.received.average": perNic(({ receiveKbps }) => receiveKbps),
  "net.bytesTx.average": perNic(({ transmitKbps }) => transmitKbps),
  "net.bytesRx.average": perNic(({ receiveKbps }) => receiveKbps),
  "net.packetsTx.summation": packets(({ transmitKbps }) => transmitKbps, 700),
  "net.packetsRx.summation": packets(({ receiveKbps }) => receiveKbps, 900),
  "net.broadcastTx.summation": both("nic", ({ seconds }, { share }) => seconds * share),
  "net.broadcastRx.summation": both("nic", ({ seconds }, { share }) => 4 * seconds * share),
  "net.multicastTx.summation": both("nic", ({ seconds }, { share }) => 0.5 * seconds * share),
  "net.multicastRx.summation": both("nic", ({ seconds }, { share }) => 2 * seconds * share),
  "net.droppedTx.summation": NO_PACKETS,
  "net.droppedRx.summation": NO_PACKETS,
  "net.errorsTx.summation": NO_PACKETS,
  "net.errorsRx.summation": NO_PACKETS,
  "net.unknownProtos.summation": NO_PACKETS,
};

/** The same numbers are told of LUNs, of datastores and of adapters. */
function storage(group: string, kind: PartKind): MeterTable<Host, HostLoad> {
  const rate = (read: (load: HostLoad) => number): HostMeter =>
    each(kind, ({ load }, { share }) => read(load) * share);
  return {
    [`${group}.read.average`]: rate(({ diskReadKbps }) => diskReadKbps),
    [`${group}.write.average`]: rate(({ diskWriteKbps }) => diskWriteKbps),
    [`${group}.numberReadAveraged.average`]: rate(({ readIops }) => readIops),
    [`${group}.numberWriteAveraged.average`]: rate(({ writeIops }) => writeIops),
    [`${group}.commandsAveraged.average`]: rate(({ readIops, writeIops }) => readIops + writeIops),
    [`${group}.totalReadLatency.average`]: each(kind, ({ load }) => load.readLatencyMs),
    [`${group}.totalWriteLatency.average`]: each(kind, ({ load }) => load.writeLatencyMs),
    [`${group}.maxTotalLatency.latest`]: whole(({ load }) =>
      Math.max(load.readLatencyMs, load.writeLatencyMs) * 2
    ),
  };
}

const DISKS: MeterTable<Host, HostLoad> = {
  ...storage("disk", "lun"),
  "disk.usage.average": whole(({ load }) => load.diskReadKbps + load.diskWriteKbps),
  "disk.read.average": both("lun", ({ load }, { share }) => load.diskReadKbps * share),
  "disk.write.average": both("lun", ({ load }, { share }) => load.diskWriteKbps * share),
  "disk.numberRead.summation": each("lun", ({ load, seconds }, { share }) => load.readIops * seconds * share),
  "disk.numberWrite.summation": each(
    "lun",
    ({ load, seconds }, { share }) => load.writeIops * seconds * share,
  ),
  "disk.totalLatency.average": each("lun", ({ load }) => (load.readLatencyMs + load.writeLatencyMs) / 2),
  "disk.deviceLatency.average": each("lun", ({ load }) => (load.readLatencyMs + load.writeLatencyMs) * 0.45),
  "disk.deviceReadLatency.average": each("lun", ({ load }) => load.readLatencyMs * 0.9),
  "disk.deviceWriteLatency.average": each("lun", ({ load }) => load.writeLatencyMs * 0.9),
  "disk.kernelLatency.average": each("lun", ({ load }) => (load.readLatencyMs + load.writeLatencyMs) * 0.03),
  "disk.queueLatency.average": each("lun", () => 0),
  "disk.maxQueueDepth.average": each("lun", () => 64),
  "disk.commandsAborted.summation": each("lun", () => 0),
  "disk.busResets.summation": each("lun", () => 0),
};

function watts({ load, of }: HostSample): number {
  return 60 * of.hardware.sockets + 1.6 * load.cpuPercent * of.hardware.sockets;
}

/** The counters of a host. */
export const HOST_METERS: MeterTable<Host, HostLoad> = {
  ...CPU,
  ...MEMORY,
  ...NETWORK,
  ...DISKS,
  ...storage("datastore", "datastore"),
  "datastore.datastoreIops.average": each(
    "datastore",
    ({ load }, { share }) => (load.readIops + load.writeIops) * share,
  ),
  "datastore.sizeNormalizedDatastoreLatency.average": each(
    "datastore",
    ({ load }) => (load.readLatencyMs + load.writeLatencyMs) * 500,
  ),
  ...storage("storageAdapter", "adapter"),
  "power.power.average": whole(watts),
  "power.powerCap.average": whole(() => 0),
  "power.energy.summation": whole((sample) => watts(sample) * sample.seconds),
  "sys.uptime.latest": whole(({ load }) => load.uptimeSeconds),
  "rescpu.actav1.latest": whole(({ load }) => load.cpuPercent * 100),
  "rescpu.actav5.latest": whole(({ load }) => load.cpuPercent * 98),
  "rescpu.actav15.latest": whole(({ load }) => load.cpuPercent * 95),
  "hbr.hbrNumVms.average": whole(() => 0),
  "hbr.hbrNetTx.average": whole(() => 0),
  "hbr.hbrNetRx.average": whole(() => 0),
};
