import { type DataObject, isoTime } from "../core/value.ts";
import type { Datastore } from "../world/datastore.ts";
import type { Host } from "../world/host.ts";
import type { PropertyTable } from "../world/managed_object.ts";
import type { World } from "../world/world.ts";
import { uncommittedBytes } from "../world/vm_files.ts";

const TIB = 1024 ** 4;
/** The largest file of VMFS 6 and of NFS. */
const MAX_FILE_BYTES = 64 * TIB;
/** The largest virtual disk. */
const MAX_DISK_BYTES = 62 * TIB;

/** Properties of Datastore. */
export const DATASTORE_PROPERTIES: PropertyTable<Datastore> = {
  info: (datastore, { world }) => info(datastore, world),
  summary,
  host: (datastore) =>
    [...datastore.hosts.keys()].map((host) => (
      { $type: "DatastoreHostMount", key: host.ref, mountInfo: mountInfo(datastore, host) }
    )),
  vm: ({ vms }) => [...vms].map(({ ref }) => ref),
  browser: ({ browser }) => browser.ref,
  capability,
};

/** HostMountInfo: how a host sees a datastore. */
export function mountInfo(datastore: Datastore, host: Host): DataObject {
  const isConnected = host.connectionState === "connected";
  return {
    $type: "HostMountInfo",
    path: `/vmfs/volumes/${datastore.uuid}`,
    accessMode: datastore.hosts.get(host) ?? "readWrite",
    mounted: true,
    accessible: datastore.isAccessible && isConnected,
    inaccessibleReason: datastore.isAccessible ? undefined : "AllPathsDown_Start",
  };
}

/** HostVmfsVolume or HostNasVolume. */
export function volume(datastore: Datastore): DataObject {
  const { kind, name, capacityBytes, remote } = datastore;
  const base = { type: kind, name, capacity: capacityBytes };
  if (kind === "NFS") {
    const remoteHost = remote?.host ?? "";
    return {
      $type: "HostNasVolume",
      ...base,
      remoteHost,
      remotePath: remote?.path ?? "",
      remoteHostNames: [remoteHost],
      securityType: "AUTH_SYS",
      protocolEndpoint: false,
    };
  }
  return {
    $type: "HostVmfsVolume",
    ...base,
    blockSizeMb: 1,
    blockSize: 1024,
    unmapGranularity: 1024,
    unmapPriority: "low",
    maxBlocks: 61 * 1024 ** 2,
    majorVersion: 6,
    version: "6.82",
    uuid: datastore.uuid,
    extent: [{ $type: "HostScsiDiskPartition", diskName: datastore.diskName, partition: 1 }],
    vmfsUpgradable: false,
    ssd: true,
    local: isLocal(datastore),
  };
}

/** True when one host alone has it. */
export function isLocal({ hosts }: Datastore): boolean {
  return hosts.size === 1;
}

function summary(datastore: Datastore): DataObject {
  return {
    $type: "DatastoreSummary",
    datastore: datastore.ref,
    name: datastore.name,
    url: datastore.url,
    capacity: datastore.capacityBytes,
    freeSpace: () => freeSpace(datastore),
    uncommitted: () => uncommitted(datastore),
    accessible: datastore.isAccessible,
    multipleHostAccess: !isLocal(datastore),
    type: datastore.kind,
    maintenanceMode: datastore.maintenanceMode,
  };
}

function info(datastore: Datastore, world: World): DataObject {
  const { name, url, kind } = datastore;
  const base = {
    name,
    url,
    freeSpace: () => freeSpace(datastore),
    maxFileSize: MAX_FILE_BYTES,
    maxVirtualDiskCapacity: MAX_DISK_BYTES,
    maxMemoryFileSize: MAX_FILE_BYTES,
    timestamp: isoTime(world.startedAt),
  };
  if (kind === "NFS") return { $type: "NasDatastoreInfo", ...base, nas: volume(datastore) };
  return {
    $type: "VmfsDatastoreInfo",
    ...base,
    maxPhysicalRDMFileSize: MAX_FILE_BYTES,
    maxVirtualRDMFileSize: MAX_DISK_BYTES,
    vmfs: volume(datastore),
  };
}

function capability({ kind }: Datastore): DataObject {
  const isVmfs = kind === "VMFS";
  return {
    $type: "DatastoreCapability",
    directoryHierarchySupported: true,
    rawDiskMappingsSupported: isVmfs,
    perFileThinProvisioningSupported: true,
    storageIORMSupported: true,
    nativeSnapshotSupported: false,
    topLevelDirectoryCreateSupported: true,
    seSparseSupported: isVmfs,
    vmfsSparseSupported: !isVmfs,
    vsanSparseSupported: false,
    upitSupported: false,
    vmdkExpandSupported: true,
    clusteredVmdkSupported: false,
  };
}

function freeSpace(datastore: Datastore): number {
  return datastore.isAccessible ? datastore.freeBytes : 0;
}

/** What the thin disks may still take of those machines whose home it is. */
function uncommitted(datastore: Datastore): number {
  let sum = 0;
  for (const vm of datastore.vms) if (vm.datastores[0] === datastore) sum += uncommittedBytes(vm);
  return sum;
}
