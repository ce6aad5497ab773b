import { hostLoad } from "../perf/load.ts";
import type { Host } from "../world/host.ts";
import type { World } from "../world/world.ts";

/** What is used of a host now, as its statistics say too; nothing of one that cannot be asked. */
export function hostUsage(
  host: Host,
  { clock }: World,
): { readonly cpuMhz: number; readonly memoryMib: number } {
  if (host.connectionState !== "connected") return { cpuMhz: 0, memoryMib: 0 };
  const { cpuMhz, consumedKb } = hostLoad(host, clock.now());
  return { cpuMhz: Math.round(cpuMhz), memoryMib: Math.round(consumedKb / 1024) };
}
