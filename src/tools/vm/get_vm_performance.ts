import * as z from "../../deps/zod.ts";
import { findVm } from "../../vsphere/find.ts";
import { readVmStats, type VmStats, vmStats } from "../../vsphere/perf/vm_stats.ts";
import type { Vsphere } from "../../vsphere/vsphere.ts";
import { vmName } from "../arguments.ts";
import { defineTool } from "../tool.ts";

/** Reads the load of the virtual machine with that name. */
export async function getVmPerformance(
  vsphere: Vsphere,
  name: string,
  signal?: AbortSignal,
): Promise<VmStats> {
  return await readVmStats(vsphere, await findVm(vsphere, name, signal), signal);
}

/** The numbers in a few lines, with units. */
export function describeVmStats(stats: VmStats): string {
  const lines = [
    `${stats.vm} (${stats.moref}) is ${stats.power_state}${upFor(stats.uptime_seconds)}`,
    `CPU: ${stats.cpu_usage} MHz, ${known(stats.cpu_usage_percent, "%")} of its vCPUs, ` +
    `ready ${known(stats.cpu_ready_percent, "%")}`,
    `Memory: ${stats.memory_usage} MB active, ${known(stats.memory_consumed_mb, "MB")} consumed, ` +
    `${known(stats.memory_balloon_mb, "MB")} ballooned, ${known(stats.memory_swapped_mb, "MB")} swapped`,
    `Network: ${stats.network_transmit_KBps} KB/s sent, ${stats.network_receive_KBps} KB/s received`,
    `Disk: ${known(stats.disk_read_KBps, "KB/s")} read, ${known(stats.disk_write_KBps, "KB/s")} written, ` +
    `latency ${known(stats.disk_latency_ms, "ms")}; ${stats.storage_usage} GB used on datastores`,
  ];
  if (stats.sample_time !== undefined) {
    lines.push(`Sample: ${stats.sample_time}, over ${known(stats.interval_seconds, "s")}`);
  }
  if (stats.note !== undefined) lines.push(`Note: ${stats.note}`);
  return lines.join("\n");
}

function known(value: number | undefined, unit: string): string {
  return value === undefined ? "unknown" : `${value} ${unit}`;
}

function upFor(seconds: number | undefined): string {
  if (!seconds) return "";
  const hours = Math.floor(seconds / 3600);
  return `, up ${Math.floor(hours / 24)} d ${hours % 24} h ${Math.floor(seconds % 3600 / 60)} min`;
}

export default defineTool({
  name: "get_vm_performance",
  title: "Performance of a virtual machine",
  description:
    "Reads how busy one virtual machine is right now: CPU, ready time, memory, network, disk throughput and latency, storage " +
    "used, uptime, from the newest 20-second sample. Not for its configuration: that is get_vm. A machine that is off answers " +
    "with zeros and a note.",
  effect: "read",
  privileges: ["System.Read"],
  input: z.object({ name: vmName }),
  output: vmStats,
  run: ({ name }, { vsphere, signal }) => getVmPerformance(vsphere, name, signal),
  text: describeVmStats,
});
