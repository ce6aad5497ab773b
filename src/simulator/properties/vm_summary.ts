import { type DataObject, isoTime } from "../core/value.ts";
import { vmLoad } from "../perf/load.ts";
import { guestFullName } from "../world/guest_os.ts";
import { filesFor, uncommittedBytes } from "../world/vm_files.ts";
import type { Vm } from "../world/vm.ts";
import type { World } from "../world/world.ts";
import { guestNow } from "../world/guest.ts";
import { toolsFields } from "./vm_guest.ts";
import { runtimeInfo } from "./vm_runtime.ts";

/** VirtualMachineSummary. */
export function summary(vm: Vm, world: World): DataObject {
  return {
    $type: "VirtualMachineSummary",
    vm: vm.ref,
    runtime: () => runtimeInfo(vm),
    guest: () => guestSummary(vm, world),
    config: () => configSummary(vm),
    storage: () => storageSummary(vm, world),
    quickStats: () => quickStats(vm, world),
    overallStatus: vm.status,
  };
}

function configSummary(vm: Vm): DataObject {
  const base = {
    $type: "VirtualMachineConfigSummary",
    name: vm.name,
    template: vm.isTemplate,
    vmPathName: vm.vmxPath,
  };
  if (!vm.isAccessible) return base;
  return {
    ...base,
    memorySizeMB: vm.memoryMib,
    cpuReservation: 0,
    memoryReservation: 0,
    numCpu: vm.numCpu,
    numEthernetCards: () => vm.devices.filter((device) => "macAddress" in device).length,
    numVirtualDisks: () => vm.devices.filter(({ $type }) => $type === "VirtualDisk").length,
    uuid: vm.uuid,
    instanceUuid: vm.instanceUuid,
    guestId: vm.guestId,
    guestFullName: guestFullName(vm.guestId),
    annotation: vm.annotation,
    product: vm.product === undefined ? undefined : {
      $type: "VAppProductInfo",
      key: 0,
      name: vm.product,
      vendor: "VMware, Inc.",
    },
    installBootRequired: false,
    tpmPresent: false,
    numVmiopBackings: 0,
    hwVersion: vm.version,
  };
}

function guestSummary(vm: Vm, world: World): DataObject {
  const { toolsRun, hostName, ip } = guestNow(vm, world);
  return {
    $type: "VirtualMachineGuestSummary",
    guestId: toolsRun ? vm.guestId : undefined,
    guestFullName: toolsRun ? guestFullName(vm.guestId) : undefined,
    ...toolsFields(vm, toolsRun),
    hostName,
    ipAddress: ip,
    hwVersion: vm.version,
  };
}

function storageSummary(vm: Vm, world: World): DataObject {
  return {
    $type: "VirtualMachineStorageSummary",
    committed: vm.committedBytes,
    uncommitted: () => uncommittedBytes(vm),
    unshared: vm.committedBytes,
    timestamp: isoTime(world.startedAt),
  };
}

function quickStats(vm: Vm, world: World): DataObject {
  const load = vmLoad(vm, world.clock.now());
  const mib = (kb: number) => Math.round(kb / 1024);
  return {
    $type: "VirtualMachineQuickStats",
    overallCpuUsage: Math.round(load.cpuMhz),
    overallCpuDemand: Math.round(load.cpuMhz * (vm.load.isStarved ? 1.4 : 1)),
    guestMemoryUsage: mib(load.activeKb),
    hostMemoryUsage: mib(load.consumedKb),
    guestHeartbeatStatus: guestNow(vm, world).toolsRun ? "green" : "gray",
    distributedCpuEntitlement: Math.round(load.cpuMhz),
    distributedMemoryEntitlement: mib(load.activeKb),
    staticCpuEntitlement: vm.numCpu * vm.host.hardware.cpuMhz,
    staticMemoryEntitlement: vm.memoryMib,
    grantedMemory: mib(load.grantedKb),
    privateMemory: mib(load.consumedKb),
    sharedMemory: 0,
    swappedMemory: mib(load.swappedKb),
    balloonedMemory: mib(load.balloonKb),
    consumedOverheadMemory: mib(load.overheadKb),
    ftLogBandwidth: -1,
    ftSecondaryLatency: -1,
    ftLatencyStatus: "gray",
    compressedMemory: 0,
    uptimeSeconds: Math.round(load.uptimeSeconds),
    ssdSwappedMemory: 0,
  };
}

const LAYOUT_TYPES: Readonly<Record<string, string>> = {
  config: "config",
  nvram: "nvram",
  log: "log",
  snapshot: "snapshotData",
  swap: "swap",
  other: "snapshotList",
  disk: "diskDescriptor",
};

/** VirtualMachineFileLayoutEx: its files as they are now. */
export function layoutEx(vm: Vm, world: World): DataObject {
  const files = filesFor(vm);
  return {
    $type: "VirtualMachineFileLayoutEx",
    file: files.flatMap((file, key) => {
      const name = `[${file.datastore.name}] ${file.path}`;
      const entry = { $type: "VirtualMachineFileLayoutExFileInfo", uniqueSize: file.bytes, accessible: true };
      const type = LAYOUT_TYPES[file.kind] ?? "log";
      if (file.kind !== "disk") return [{ ...entry, key, name, type, size: file.bytes }];
      // A disk is two files: its description and its blocks.
      return [
        { ...entry, key, name, type, size: 0, uniqueSize: 0 },
        {
          ...entry,
          key: key + 1000,
          name: name.replace(/\.vmdk$/, "-flat.vmdk"),
          type: "diskExtent",
          size: file.bytes,
        },
      ];
    }),
    disk: [],
    snapshot: [],
    timestamp: isoTime(world.startedAt),
  };
}

/** VirtualMachineStorageInfo. */
export function storageInfo(vm: Vm, world: World): DataObject {
  return {
    $type: "VirtualMachineStorageInfo",
    perDatastoreUsage: vm.datastores.map(({ ref }, at) => ({
      $type: "VirtualMachineUsageOnDatastore",
      datastore: ref,
      committed: at === 0 ? vm.committedBytes : 0,
      uncommitted: at === 0 ? uncommittedBytes(vm) : 0,
      unshared: at === 0 ? vm.committedBytes : 0,
    })),
    timestamp: isoTime(world.startedAt),
  };
}
