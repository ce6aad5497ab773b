import type { DataObject } from "../core/value.ts";
import type { Datastore } from "../world/datastore.ts";
import type { Host } from "../world/host.ts";
import { isLocal, mountInfo, volume } from "./datastore.ts";

const BLOCK_BYTES = 512;

/** HostFileSystemVolumeInfo: the datastores as the host mounts them. */
export function fileSystemVolumeInfo(host: Host): DataObject {
  return {
    $type: "HostFileSystemVolumeInfo",
    volumeTypeList: ["VMFS", "NFS", "NFS41", "vsan", "VVOL", "VFFS", "OTHER", "PMEM"],
    mountInfo: [...host.datastores].map((datastore) => ({
      $type: "HostFileSystemMountInfo",
      mountInfo: mountInfo(datastore, host),
      volume: volume(datastore),
      vStorageSupport: isLocal(datastore) ? "vStorageUnsupported" : "vStorageSupported",
    })),
  };
}

/** HostStorageDeviceInfo: two adapters and the disks of the VMFS datastores. */
export function storageDeviceInfo(host: Host): DataObject {
  return {
    $type: "HostStorageDeviceInfo",
    hostBusAdapter: [
      {
        $type: "HostBlockHba",
        key: "key-vim.host.BlockHba-vmhba0",
        device: "vmhba0",
        bus: 0,
        status: "unknown",
        model: "C620 Series Chipset Family SATA Controller [AHCI mode]",
        driver: "vmw_ahci",
        pci: "0000:00:17.0",
        storageProtocol: "scsi",
      },
      {
        $type: "HostParallelScsiHba",
        key: "key-vim.host.ParallelScsiHba-vmhba1",
        device: "vmhba1",
        bus: 94,
        status: "online",
        model: "PERC H755 Front",
        driver: "lsi_mr3",
        pci: "0000:5e:00.0",
        storageProtocol: "scsi",
      },
    ],
    scsiLun: [...host.datastores].filter(({ kind }) => kind === "VMFS").map(scsiDisk),
    softwareInternetScsiEnabled: false,
  };
}

function scsiDisk(datastore: Datastore): DataObject {
  const canonicalName = datastore.diskName;
  const uuid = `0200000000${canonicalName.slice("naa.".length)}`;
  return {
    $type: "HostScsiDisk",
    deviceName: `/vmfs/devices/disks/${canonicalName}`,
    deviceType: "disk",
    key: `key-vim.host.ScsiDisk-${uuid}`,
    uuid,
    canonicalName,
    displayName: `${isLocal(datastore) ? "Local DELL" : "DGC Fibre Channel"} Disk (${canonicalName})`,
    lunType: "disk",
    vendor: isLocal(datastore) ? "DELL" : "DGC",
    model: isLocal(datastore) ? "PERC H755 Front" : "VRAID",
    revision: "5300",
    scsiLevel: 4,
    serialNumber: "unavailable",
    queueDepth: 64,
    operationalState: [datastore.isAccessible ? "ok" : "lostCommunication"],
    vStorageSupport: isLocal(datastore) ? "vStorageUnsupported" : "vStorageSupported",
    protocolEndpoint: false,
    perenniallyReserved: false,
    capacity: {
      $type: "HostDiskDimensionsLba",
      blockSize: BLOCK_BYTES,
      block: Math.ceil(datastore.capacityBytes / BLOCK_BYTES),
    },
    devicePath: `/vmfs/devices/disks/${canonicalName}`,
    ssd: true,
    localDisk: isLocal(datastore),
    scsiDiskType: "native512",
  };
}
