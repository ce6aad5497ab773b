import { type DataObject, isoTime } from "../core/value.ts";
import type { Host } from "../world/host.ts";
import type { World } from "../world/world.ts";
import { evcMode, hardwareSummary } from "./host_hardware.ts";
import { healthRuntime } from "./host_health.ts";
import { hostUsage } from "./host_load.ts";
import { hostProduct } from "./host_product.ts";

/** The address of the vCenter Server that manages the hosts. */
const VCENTER_IP = "10.10.0.5";

const MAX_DISK_BYTES = 62 * 1024 ** 4;

/** HostListSummary. */
export function hostSummary(host: Host, world: World): DataObject {
  return {
    $type: "HostListSummary",
    host: host.ref,
    hardware: () => hardwareSummary(host),
    runtime: () => hostRuntime(host, world),
    config: () => ({
      $type: "HostConfigSummary",
      name: host.name,
      port: 443,
      product: hostProduct(),
      vmotionEnabled: world.isVcenter,
      faultToleranceEnabled: false,
    }),
    quickStats: () => quickStats(host, world),
    overallStatus: host.status,
    rebootRequired: false,
    managementServerIp: world.isVcenter ? VCENTER_IP : undefined,
    maxEVCModeKey: evcMode(host.hardware),
  };
}

/** HostRuntimeInfo. */
export function hostRuntime(host: Host, world: World): DataObject {
  const isConnected = host.connectionState === "connected";
  return {
    $type: "HostRuntimeInfo",
    connectionState: host.connectionState,
    powerState: isConnected ? host.powerState : "unknown",
    standbyMode: host.powerState === "standBy" ? "in" : "none",
    inMaintenanceMode: host.isInMaintenance,
    inQuarantineMode: false,
    bootTime: isConnected ? isoTime(host.bootedAt) : undefined,
    healthSystemRuntime: isConnected ? () => healthRuntime(host, world) : undefined,
    dasHostState: host.compute.hasHa ? () => dasHostState(host) : undefined,
    hostMaxVirtualDiskCapacity: MAX_DISK_BYTES,
    cryptoState: "incapable",
  };
}

function quickStats(host: Host, world: World): DataObject {
  const { cpuMhz, memoryMib } = hostUsage(host, world);
  const isConnected = host.connectionState === "connected";
  return {
    $type: "HostListSummaryQuickStats",
    overallCpuUsage: cpuMhz,
    overallMemoryUsage: memoryMib,
    distributedCpuFairness: 1000,
    distributedMemoryFairness: 1000,
    availablePMemCapacity: 0,
    uptime: isConnected ? Math.floor((world.clock.now() - host.bootedAt) / 1000) : 0,
  };
}

/** The first host that answers leads the others of a cluster with HA. */
function dasHostState(host: Host): DataObject {
  const main = [...host.compute.hosts].find(({ isUsable }) => isUsable);
  const state = host === main
    ? "master"
    : host.connectionState !== "connected"
    ? "hostDown"
    : host.isInMaintenance
    ? "uninitialized"
    : "connectedToMaster";
  return { $type: "ClusterDasFdmHostState", state, stateReporter: main?.ref };
}
