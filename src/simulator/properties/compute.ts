import type { DataObject } from "../core/value.ts";
import { computeLoad } from "../perf/load.ts";
import type { Host } from "../world/host.ts";
import type { PropertyTable } from "../world/managed_object.ts";
import type { Compute } from "../world/places.ts";
import type { Vm } from "../world/vm.ts";
import type { World } from "../world/world.ts";
import { evcMode } from "./host_hardware.ts";
import { effectiveCapacity, sumReservations } from "./pool_usage.ts";

export { POOL_PROPERTIES } from "./pool.ts";

/** Properties of ComputeResource and ClusterComputeResource. */
export const COMPUTE_PROPERTIES: PropertyTable<Compute> = {
  resourcePool: ({ pool }) => pool.ref,
  host: ({ hosts }) => [...hosts].map(({ ref }) => ref),
  datastore: ({ datastores }) => [...datastores].map(({ ref }) => ref),
  network: ({ networks }) => [...networks].map(({ ref }) => ref),
  summary: (compute, { world }) => compute.isCluster ? clusterSummary(compute, world) : plainSummary(compute),
  environmentBrowser: ({ environmentBrowser }) => environmentBrowser.ref,
  configurationEx: (compute) => compute.isCluster ? clusterConfigEx(compute) : PLAIN_CONFIG,
  configuration: (compute) =>
    compute.isCluster ? { $type: "ClusterConfigInfo", ...availability(compute) } : undefined,
  recommendation: () => [],
  drsRecommendation: () => [],
  migrationHistory: () => [],
  actionHistory: () => [],
  drsFault: () => [],
};

const PLAIN_CONFIG: DataObject = {
  $type: "ComputeResourceConfigInfo",
  vmSwapPlacement: "vmDirectory",
  spbmEnabled: false,
};

function plainSummary(compute: Compute): DataObject {
  return { $type: "ComputeResourceSummary", ...totals(compute) };
}

function clusterSummary(compute: Compute, world: World): DataObject {
  const [first] = compute.hosts;
  const usable = [...compute.hosts].filter(({ isUsable }) => isUsable).length;
  return {
    $type: "ClusterComputeResourceSummary",
    ...totals(compute),
    currentFailoverLevel: compute.hasHa ? Math.max(0, usable - 1) : 0,
    numVmotions: 0,
    usageSummary: () => usageSummary(compute, world),
    currentEVCModeKey: first === undefined ? undefined : evcMode(first.hardware),
  };
}

function totals(compute: Compute): Omit<DataObject, "$type"> {
  const hosts = [...compute.hosts];
  const cores = sum(hosts, ({ hardware }) => hardware.sockets * hardware.coresPerSocket);
  const { cpuMhz, memoryMib } = effectiveCapacity(compute);
  return {
    totalCpu: sum(hosts, ({ cpuCapacityMhz }) => cpuCapacityMhz),
    totalMemory: sum(hosts, ({ hardware }) => hardware.memoryBytes),
    numCpuCores: cores,
    numCpuThreads: cores * 2,
    effectiveCpu: cpuMhz,
    // Alone among its neighbours this one is in MB.
    effectiveMemory: memoryMib,
    numHosts: hosts.length,
    numEffectiveHosts: hosts.filter(({ isUsable }) => isUsable).length,
    overallStatus: compute.status,
  };
}

function usageSummary(compute: Compute, world: World): DataObject {
  const vms = machines(compute);
  const running = vms.filter(({ powerState }) => powerState === "poweredOn");
  const load = computeLoad(compute, world.clock.now());
  const reserved = sumReservations(running);
  const { cpuMhz, memoryMib } = effectiveCapacity(compute);
  const demandMhz = Math.round(load.cpuMhz);
  const demandMib = Math.round(load.activeKb / 1024);
  return {
    $type: "ClusterUsageSummary",
    totalCpuCapacityMhz: cpuMhz,
    totalMemCapacityMB: memoryMib,
    cpuReservationMhz: reserved.cpuMhz,
    memReservationMB: reserved.memoryMib,
    poweredOffCpuReservationMhz: 0,
    poweredOffMemReservationMB: 0,
    cpuDemandMhz: demandMhz,
    memDemandMB: demandMib,
    statsGenNumber: world.beat,
    cpuEntitledMhz: Math.min(demandMhz, cpuMhz),
    memEntitledMB: Math.min(demandMib, memoryMib),
    poweredOffVmCount: vms.length - running.length,
    totalVmCount: vms.length,
  };
}

function clusterConfigEx(compute: Compute): DataObject {
  return {
    $type: "ClusterConfigInfoEx",
    vmSwapPlacement: "vmDirectory",
    spbmEnabled: true,
    ...availability(compute),
  };
}

/** What both forms of a cluster's configuration say. */
function availability({ hasHa, hasDrs }: Compute): Omit<DataObject, "$type"> {
  return {
    dasConfig: {
      $type: "ClusterDasConfigInfo",
      enabled: hasHa,
      vmMonitoring: "vmMonitoringDisabled",
      hostMonitoring: "enabled",
      vmComponentProtecting: "disabled",
      failoverLevel: 1,
      admissionControlEnabled: hasHa,
      hBDatastoreCandidatePolicy: "allFeasibleDsWithUserPreference",
    },
    drsConfig: {
      $type: "ClusterDrsConfigInfo",
      enabled: hasDrs,
      enableVmBehaviorOverrides: true,
      defaultVmBehavior: "fullyAutomated",
      vmotionRate: 3,
      scaleDescendantsShares: "disabled",
    },
    dasVmConfig: [],
    drsVmConfig: [],
    rule: [],
  };
}

function machines({ hosts }: Compute): readonly Vm[] {
  return [...hosts].flatMap(({ vms }) => [...vms]);
}

function sum(hosts: readonly Host[], amountOf: (host: Host) => number): number {
  return hosts.reduce((total, host) => total + amountOf(host), 0);
}
