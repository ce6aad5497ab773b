import type { DataObject } from "../core/value.ts";
import type { Datastore } from "./datastore.ts";
import { folderOf } from "./file_tree.ts";
import { guestOs } from "./guest_os.ts";
import type { Network } from "./network.ts";
import type { Vm } from "./vm.ts";

/** Keys of the controllers that every machine has. */
const IDE_KEY = 200;
export const PCI_KEY = 100;
const SCSI_KEY = 1000;
const FIRST_DISK_KEY = 2000;
const CDROM_KEY = 3000;
const FIRST_NIC_KEY = 4000;
const SIO_KEY = 400;
const PS2_KEY = 300;

/** What machines come with beside the devices of their specification. */
export function fixedDevices(): readonly DataObject[] {
  return [
    controller("VirtualIDEController", { key: IDE_KEY, busNumber: 0, label: "IDE 0", summary: "IDE 0" }),
    controller("VirtualIDEController", { key: IDE_KEY + 1, busNumber: 1, label: "IDE 1", summary: "IDE 1" }),
    controller("VirtualPS2Controller", {
      key: PS2_KEY,
      busNumber: 0,
      label: "PS2 controller 0",
      summary: "PS2 controller 0",
    }),
    controller("VirtualPCIController", {
      key: PCI_KEY,
      busNumber: 0,
      label: "PCI controller 0",
      summary: "PCI controller 0",
    }),
    controller("VirtualSIOController", {
      key: SIO_KEY,
      busNumber: 0,
      label: "SIO controller 0",
      summary: "SIO controller 0",
    }),
    {
      $type: "VirtualKeyboard",
      key: 600,
      deviceInfo: description("Keyboard", "Keyboard"),
      controllerKey: PS2_KEY,
      unitNumber: 0,
    },
    {
      $type: "VirtualPointingDevice",
      key: 700,
      deviceInfo: description("Pointing device", "Pointing device; Device"),
      backing: {
        $type: "VirtualPointingDeviceDeviceBackingInfo",
        deviceName: "",
        useAutoDetect: false,
        hostPointingDevice: "autodetect",
      },
      controllerKey: PS2_KEY,
      unitNumber: 1,
    },
    {
      $type: "VirtualMachineVideoCard",
      key: 500,
      deviceInfo: description("Video card ", "Video card"),
      controllerKey: PCI_KEY,
      unitNumber: 0,
      videoRamSizeInKB: 4096,
      numDisplays: 1,
      useAutoDetect: false,
      enable3DSupport: false,
      use3dRenderer: "automatic",
      graphicsMemorySizeInKB: 262_144,
    },
    {
      $type: "VirtualMachineVMCIDevice",
      key: 12_000,
      deviceInfo: description(
        "VMCI device",
        "Device on the virtual machine PCI bus that provides support for the virtual machine communication interface",
      ),
      controllerKey: PCI_KEY,
      unitNumber: 17,
      allowUnrestrictedCommunication: false,
      filterEnable: true,
    },
  ];
}

/** The disks and network cards of a machine that was there when the world began. */
export interface SeedDevices {
  readonly disks: readonly { readonly gb: number; readonly datastore: Datastore; readonly isThin: boolean }[];
  readonly nics: readonly { readonly network: Network; readonly mac: string }[];
  /** `[iso] debian-12.iso` in its CD-ROM drive. */
  readonly iso?: { readonly datastore: Datastore; readonly path: string };
}

/** All devices of such a machine. */
export function seedDevices(vm: Vm, { disks, nics, iso }: SeedDevices): readonly DataObject[] {
  const os = guestOs(vm.guestId);
  const kind = os?.diskController ?? "ParaVirtualSCSIController";
  const label = "SCSI controller 0";
  const scsi: DataObject = {
    ...controller(kind, {
      key: SCSI_KEY,
      busNumber: 0,
      label,
      summary: CONTROLLER_NAMES[kind] ?? "LSI Logic",
    }),
    controllerKey: PCI_KEY,
    unitNumber: 3,
    device: disks.map((_, at) => FIRST_DISK_KEY + at),
    hotAddRemove: true,
    sharedBus: "noSharing",
    scsiCtlrUnitNumber: 7,
  };
  return [
    ...fixedDevices(),
    scsi,
    ...(iso === undefined ? [] : [cdrom(iso)]),
    ...disks.map((disk, at) => seedDisk(vm, disk, at)),
    ...nics.map((nic, at) => seedNic(os?.ethernetCard ?? "VirtualVmxnet3", nic, at)),
  ];
}

function seedDisk(vm: Vm, { gb, datastore, isThin }: SeedDevices["disks"][number], at: number): DataObject {
  const home = /^\[[^\]]*\] /.exec(vm.vmxPath)?.[0].length ?? 0;
  const folder = folderOf(vm.vmxPath.slice(home));
  const file = `${folder}/${folder}${at === 0 ? "" : `_${at}`}.vmdk`;
  const capacityInKB = gb * 1024 ** 2;
  return {
    $type: "VirtualDisk",
    key: FIRST_DISK_KEY + at,
    deviceInfo: description(`Hard disk ${at + 1}`, `${capacityInKB.toLocaleString("en-US")} KB`),
    backing: {
      $type: "VirtualDiskFlatVer2BackingInfo",
      fileName: `[${datastore.name}] ${file}`,
      datastore: datastore.ref,
      diskMode: "persistent",
      split: false,
      writeThrough: false,
      thinProvisioned: isThin,
      eagerlyScrub: isThin ? undefined : false,
      uuid: `6000C29${vm.uuid.slice(7, 8)}${vm.uuid.slice(8)}`,
      contentId: vm.uuid.replaceAll("-", ""),
      digestEnabled: false,
      sharing: "sharingNone",
    },
    controllerKey: SCSI_KEY,
    // 7 is the controller itself.
    unitNumber: at < 7 ? at : at + 1,
    capacityInKB,
    capacityInBytes: capacityInKB * 1024,
    shares: { $type: "SharesInfo", shares: 1000, level: "normal" },
  };
}

function seedNic(kind: string, { network, mac }: SeedDevices["nics"][number], at: number): DataObject {
  return {
    $type: kind,
    key: FIRST_NIC_KEY + at,
    deviceInfo: description(
      `Network adapter ${at + 1}`,
      network.distributed === undefined ? network.name : `DVSwitch: ${network.distributed.home.uuid}`,
    ),
    backing: networkBacking(network, at),
    connectable: connectInfo(true),
    controllerKey: PCI_KEY,
    unitNumber: 7 + at,
    addressType: "assigned",
    macAddress: mac,
    wakeOnLanEnabled: true,
    uptCompatibilityEnabled: kind === "VirtualVmxnet3",
  };
}

/** The backing of a network card on a network. */
export function networkBacking(network: Network, port: number): DataObject {
  if (network.distributed === undefined) {
    return {
      $type: "VirtualEthernetCardNetworkBackingInfo",
      deviceName: network.name,
      useAutoDetect: false,
      network: network.ref,
    };
  }
  return {
    $type: "VirtualEthernetCardDistributedVirtualPortBackingInfo",
    port: {
      $type: "DistributedVirtualSwitchPortConnection",
      switchUuid: network.distributed.home.uuid,
      portgroupKey: network.ref.value,
      portKey: String(port),
      connectionCookie: 1000 + port,
    },
  };
}

function cdrom({ datastore, path }: NonNullable<SeedDevices["iso"]>): DataObject {
  const fileName = `[${datastore.name}] ${path}`;
  return {
    $type: "VirtualCdrom",
    key: CDROM_KEY,
    deviceInfo: description("CD/DVD drive 1", `ISO ${fileName}`),
    backing: { $type: "VirtualCdromIsoBackingInfo", fileName, datastore: datastore.ref },
    connectable: connectInfo(true),
    controllerKey: IDE_KEY,
    unitNumber: 0,
  };
}

/** VirtualDeviceConnectInfo of a device that is plugged in or not. */
export function connectInfo(isConnected: boolean): DataObject {
  return {
    $type: "VirtualDeviceConnectInfo",
    migrateConnect: "unset",
    startConnected: isConnected,
    allowGuestControl: true,
    connected: isConnected,
    status: "ok",
  };
}

/** Label and summary of a device. */
export function description(label: string, summary: string): DataObject {
  return { $type: "Description", label, summary };
}

function controller(
  $type: string,
  { key, busNumber, label, summary }: {
    readonly key: number;
    readonly busNumber: number;
    readonly label: string;
    readonly summary: string;
  },
): DataObject {
  return { $type, key, deviceInfo: description(label, summary), busNumber };
}

/** What the server calls a controller. */
export const CONTROLLER_NAMES: Readonly<Record<string, string>> = {
  ParaVirtualSCSIController: "VMware paravirtual SCSI",
  VirtualLsiLogicController: "LSI Logic",
  VirtualLsiLogicSASController: "LSI Logic SAS",
  VirtualBusLogicController: "BusLogic",
  VirtualAHCIController: "AHCI",
  VirtualNVMEController: "NVME Controller",
};
