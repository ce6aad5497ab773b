import { isData, numberAt } from "../core/value.ts";
import { type Compute, Pool } from "../world/places.ts";
import type { Vm } from "../world/vm.ts";

/** Bytes in one MB as vSphere counts. */
export const MIB = 1024 ** 2;

/** CPU in MHz and memory in MB. */
export interface Amounts {
  readonly cpuMhz: number;
  readonly memoryMib: number;
}

/** What the hosts that can run machines have left beside the hypervisor. */
export function effectiveCapacity({ hosts }: Compute): Amounts {
  let [cpuMhz, memoryMib] = [0, 0];
  for (const host of hosts) {
    if (!host.isUsable) continue;
    cpuMhz += host.cpuCapacityMhz;
    memoryMib += Math.floor(host.hardware.memoryBytes * 0.95 / MIB);
  }
  return { cpuMhz, memoryMib };
}

/** What running machines have for themselves alone. */
export function sumReservations(vms: Iterable<Vm>): Amounts {
  let [cpuMhz, memoryMib] = [0, 0];
  for (const vm of vms) {
    if (vm.powerState !== "poweredOn") continue;
    cpuMhz += reservation(vm, "cpuAllocation");
    memoryMib += vm.settings.memoryReservationLockedToMax === true
      ? vm.memoryMib
      : reservation(vm, "memoryAllocation");
  }
  return { cpuMhz, memoryMib };
}

/** What of CPU (MHz) or memory (MB) a pool has, gives away and may still give away. */
export interface PoolShare {
  readonly reservation: number;
  /** -1: none. */
  readonly limit: number;
  readonly isExpandable: boolean;
  readonly usedForVms: number;
  readonly used: number;
  readonly unreserved: number;
  readonly maxUsage: number;
}

/** The share of a pool; the root pool has all that the hosts have. */
export function shareOf(pool: Pool, resource: keyof Amounts): PoolShare {
  const usedForVms = sumReservations(pool.vms)[resource];
  let used = usedForVms;
  for (const child of pool.pools) used += heldBy(child, resource);
  const above = pool.parent instanceof Pool ? shareOf(pool.parent, resource) : undefined;
  if (above === undefined) {
    const capacity = effectiveCapacity(pool.owner)[resource];
    return {
      reservation: capacity,
      limit: capacity,
      isExpandable: false,
      usedForVms,
      used,
      unreserved: Math.max(0, capacity - used),
      maxUsage: capacity,
    };
  }
  const { reservation, limit } = resource === "cpuMhz" ? pool.cpu : pool.memory;
  const unreserved = Math.max(0, reservation - used) + above.unreserved;
  return {
    reservation,
    limit,
    isExpandable: true,
    usedForVms,
    used,
    unreserved: limit < 0 ? unreserved : Math.min(unreserved, Math.max(0, limit - used)),
    maxUsage: limit < 0 ? above.maxUsage : Math.min(limit, above.maxUsage),
  };
}

/** The machines in a pool and in the pools below it. */
export function machinesBelow(pool: Pool): readonly Vm[] {
  return [...pool.vms, ...[...pool.pools].flatMap(machinesBelow)];
}

/** What a pool takes from the one above: its reservation, or more when it had to expand. */
function heldBy(pool: Pool, resource: keyof Amounts): number {
  let used = sumReservations(pool.vms)[resource];
  for (const child of pool.pools) used += heldBy(child, resource);
  return Math.max(used, (resource === "cpuMhz" ? pool.cpu : pool.memory).reservation);
}

function reservation({ settings }: Vm, name: "cpuAllocation" | "memoryAllocation"): number {
  const allocation = settings[name];
  return isData(allocation) ? numberAt(allocation, "reservation") ?? 0 : 0;
}
