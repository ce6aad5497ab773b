import assert from "node:assert/strict";
import { measuredLoad } from "../../../src/vsphere/perf/vm_load.ts";
import { everything, reading } from "./load_reading.ts";

Deno.test("measuredLoad() takes transmit and receive from their own counters", () => {
  const load = measuredLoad(reading({ "net.received.average": 5, "net.transmitted.average": 7 }), 1);
  assert.deepEqual([load.network_transmit_KBps, load.network_receive_KBps], [7, 5]);
});

Deno.test("measuredLoad() adds up the disks and tells the latency of the slowest", () => {
  const load = measuredLoad(reading(everything), 1);
  assert.deepEqual([load.disk_read_KBps, load.disk_write_KBps, load.disk_latency_ms], [3, 90, 11]);
});

Deno.test("measuredLoad() falls back to the aggregates where the server has no virtualDisk counters", () => {
  const load = measuredLoad(
    reading({ "disk.read.average": 70, "disk.write.average": 80, "disk.maxTotalLatency.latest": 9 }),
    1,
  );
  assert.deepEqual([load.disk_read_KBps, load.disk_write_KBps, load.disk_latency_ms], [70, 80, 9]);
});

Deno.test("measuredLoad() takes no latency of 0 for none", () => {
  const zeros = { "scsi0:0": 0 };
  const sent = { "virtualDisk.totalReadLatency.average": zeros, "disk.maxTotalLatency.latest": 9 };
  assert.equal(measuredLoad(reading(sent), 1).disk_latency_ms, 0);
});

Deno.test("measuredLoad() spreads the ready time over the vCPUs and tells none without their number", () => {
  const ready = (cpuCount: number | undefined) =>
    measuredLoad(reading(everything), cpuCount).cpu_ready_percent;
  assert.deepEqual([ready(1), ready(4), ready(undefined), ready(0)], [8, 2, undefined, undefined]);
});
