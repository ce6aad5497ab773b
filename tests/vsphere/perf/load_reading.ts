import assert from "node:assert/strict";
import { parseXml } from "../../../src/soap/xml.ts";
import { type PerfReading, readPerf } from "../../../src/vsphere/perf/reading.ts";
import { LOAD_METRICS } from "../../../src/vsphere/perf/vm_load.ts";
import { perfCsv } from "./perf_xml.ts";

/** The value of a counter's aggregate, or of each of its instances. */
type Sent = number | Readonly<Record<string, number>>;

/** One sample of every counter, with disks and NICs as servers break them down. */
export const everything = {
  "cpu.usagemhz.average": 2500,
  "cpu.usage.average": 6250,
  "cpu.ready.summation": 1600,
  "mem.consumed.average": 4 * 1024 * 1024,
  "mem.active.average": 1024 * 1024,
  "mem.vmmemctl.average": 2048,
  "mem.swapped.average": 1536,
  "net.transmitted.average": { "4000": 10, "": 30, "4001": 20 },
  "net.received.average": { "4000": 100, "4001": 200 },
  "virtualDisk.read.average": { "scsi0:0": 1, "scsi0:1": 2 },
  "virtualDisk.write.average": { "scsi0:0": 40, "scsi0:1": 50 },
  "virtualDisk.totalReadLatency.average": { "scsi0:0": 3, "scsi0:1": 8 },
  "virtualDisk.totalWriteLatency.average": { "scsi0:0": 11, "scsi0:1": 2 },
  "disk.read.average": 7000,
  "disk.write.average": 8000,
  "disk.maxTotalLatency.latest": 900,
} as const;

/** The reading of one sample, as a server sends it. */
export function reading(sent: Readonly<Record<string, Sent>>): PerfReading {
  const counters = LOAD_METRICS.map(({ counter }, index) => ({
    name: counter,
    id: 1000 - index,
    unit: counter === "cpu.usage.average" ? "percent" : "number",
  }));
  const series = counters.flatMap(({ name, id }) => {
    const value = sent[name] ?? {};
    const instances = typeof value === "number" ? { "": value } : value;
    return Object.entries(instances).map(([instance, number]) => ({ id, instance, values: [number] }));
  });
  const result = readPerf(parseXml(perfCsv(["2026-03-01T10:00:20Z"], series)), counters);
  assert(result !== undefined);
  return result;
}
