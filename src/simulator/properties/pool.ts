import type { DataObject } from "../core/value.ts";
import { poolLoad } from "../perf/load.ts";
import type { Load } from "../perf/load_sum.ts";
import type { PropertyTable } from "../world/managed_object.ts";
import type { Allocation, Pool } from "../world/places.ts";
import type { World } from "../world/world.ts";
import { machinesBelow, MIB, type PoolShare, shareOf } from "./pool_usage.ts";

/** Properties of ResourcePool. */
export const POOL_PROPERTIES: PropertyTable<Pool> = {
  summary: (pool, { world }) => summary(pool, world),
  runtime: (pool, { world }) => runtime(pool, world),
  owner: ({ owner }) => owner.ref,
  resourcePool: ({ pools }) => [...pools].map(({ ref }) => ref),
  vm: ({ vms }) => [...vms].map(({ ref }) => ref),
  config,
  childConfiguration: () => [],
};

function config(pool: Pool): DataObject {
  return {
    $type: "ResourceConfigSpec",
    entity: pool.ref,
    cpuAllocation: () => allocationInfo(pool.cpu, shareOf(pool, "cpuMhz")),
    memoryAllocation: () => allocationInfo(pool.memory, shareOf(pool, "memoryMib")),
    scaleDescendantsShares: "disabled",
  };
}

function allocationInfo(
  { shares, level }: Allocation,
  { reservation, limit, isExpandable }: PoolShare,
): DataObject {
  return {
    $type: "ResourceAllocationInfo",
    reservation,
    expandableReservation: isExpandable,
    limit,
    shares: { $type: "SharesInfo", shares, level },
  };
}

function runtime(pool: Pool, world: World): DataObject {
  const load = loadOf(pool, world);
  return {
    $type: "ResourcePoolRuntimeInfo",
    memory: () => resourceUsage(shareOf(pool, "memoryMib"), load().consumedKb / 1024, MIB),
    cpu: () => resourceUsage(shareOf(pool, "cpuMhz"), load().cpuMhz, 1),
    overallStatus: pool.status,
    sharesScalable: "disabled",
  };
}

/** Memory is told in bytes here, and in MB where it is configured. */
function resourceUsage(share: PoolShare, usage: number, unit: number): DataObject {
  const { used, usedForVms, unreserved, maxUsage } = share;
  return {
    $type: "ResourcePoolResourceUsage",
    reservationUsed: used * unit,
    reservationUsedForVm: usedForVms * unit,
    unreservedForPool: unreserved * unit,
    unreservedForVm: unreserved * unit,
    overallUsage: Math.round(Math.min(usage, maxUsage) * unit),
    maxUsage: maxUsage * unit,
  };
}

function summary(pool: Pool, world: World): DataObject {
  return {
    $type: "ResourcePoolSummary",
    name: pool.name,
    config: () => config(pool),
    runtime: () => runtime(pool, world),
    quickStats: () => quickStats(pool, world),
    configuredMemoryMB: () => machinesBelow(pool).reduce((sum, { memoryMib }) => sum + memoryMib, 0),
  };
}

function quickStats(pool: Pool, world: World): DataObject {
  const load = loadOf(pool, world)();
  const { cpuMhz } = load;
  const mib = (kb: number) => Math.round(kb / 1024);
  return {
    $type: "ResourcePoolQuickStats",
    overallCpuUsage: Math.round(cpuMhz),
    overallCpuDemand: Math.round(cpuMhz),
    guestMemoryUsage: mib(load.activeKb),
    hostMemoryUsage: mib(load.consumedKb),
    distributedCpuEntitlement: Math.round(cpuMhz),
    distributedMemoryEntitlement: mib(load.activeKb),
    staticCpuEntitlement: shareOf(pool, "cpuMhz").maxUsage,
    staticMemoryEntitlement: shareOf(pool, "memoryMib").maxUsage,
    privateMemory: mib(load.consumedKb),
    sharedMemory: 0,
    swappedMemory: mib(load.swappedKb),
    balloonedMemory: mib(load.balloonKb),
    overheadMemory: mib(load.overheadKb),
    consumedOverheadMemory: mib(load.overheadKb),
    compressedMemory: 0,
  };
}

/** The load of all machines below a pool, summed up at most once. */
function loadOf(pool: Pool, { clock }: World): () => Load {
  let known: Load | undefined;
  return () => known ??= poolLoad(pool, clock.now());
}
