import type { WireObject } from "../../soap/encode.ts";
import { addCdrom } from "../devices/cdroms.ts";
import { DISK_CONTROLLERS } from "../devices/controllers.ts";
import type { Slot } from "../devices/disks.ts";
import { NIC_TYPES } from "../devices/nics.ts";
import type { DiskCopy } from "./copy_disks.ts";
import { type CopySource, deviceLabel, type SourceDevice } from "./copy_source.ts";

/** The devices of a copy, and what could not be taken over, as people name it. */
export interface CopiedDevices {
  readonly changes: readonly WireObject[];
  readonly skipped: readonly string[];
}

/** Devices that every machine is made with, or that the server adds where they are needed. */
const GIVEN = [
  "VirtualIDEController",
  "VirtualPCIController",
  "VirtualPS2Controller",
  "VirtualSIOController",
  "VirtualKeyboard",
  "VirtualPointingDevice",
  "VirtualMachineVideoCard",
  "VirtualMachineVMCIDevice",
];

const CONTROLLERS: readonly string[] = DISK_CONTROLLERS.filter((type) => type !== "VirtualIDEController");
const NICS: readonly string[] = NIC_TYPES;
const FIRST_IDE_KEY = 200;

/** The device changes that give a copy the hardware of its source, with the disks that were copied for it. */
export function copyDevices({ devices }: CopySource, disks: readonly DiskCopy[]): CopiedDevices {
  const changes: WireObject[] = [];
  const skipped: string[] = [];
  const keys = newKeys(devices);
  for (const device of devices) {
    const change = copyDevice(device, { keys, disks });
    if (change !== undefined) changes.push(change);
    else if (!GIVEN.includes(device.$type)) skipped.push(deviceLabel(device));
  }
  return { changes, skipped };
}

interface Surroundings {
  /** Key in the request for each key of a controller of the source. */
  readonly keys: ReadonlyMap<number, number>;
  readonly disks: readonly DiskCopy[];
}

/** Keys in a request are negative, but for the controllers that are there from the start. */
function newKeys(devices: readonly SourceDevice[]): ReadonlyMap<number, number> {
  return new Map(
    devices.flatMap(({ $type, key = 0, busNumber = 0 }) => {
      if ($type === "VirtualIDEController") return [[key, FIRST_IDE_KEY + busNumber] as const];
      return CONTROLLERS.includes($type) ? [[key, -key] as const] : [];
    }),
  );
}

function copyDevice(device: SourceDevice, { keys, disks }: Surroundings): WireObject | undefined {
  const { $type, key = 0 } = device;
  if (CONTROLLERS.includes($type)) return copyController(device);
  if (NICS.includes($type)) return copyNic(device);
  const controllerKey = keys.get(device.controllerKey ?? 0);
  if (controllerKey === undefined || device.unitNumber === undefined) return undefined;
  const slot = { controllerKey, unitNumber: device.unitNumber };
  // Connected to nothing: what was in the drive belongs to the source.
  if ($type === "VirtualCdrom") return addCdrom(slot, { key: -key, iso: undefined });
  const disk = disks.find(({ device }) => device.key === key);
  return disk === undefined ? undefined : attachDisk(disk, slot);
}

function copyController({ $type, key = 0, busNumber = 0, sharedBus }: SourceDevice): WireObject {
  // Of the controllers only those for SCSI have had this field from the beginning.
  const isScsi = $type !== "VirtualNVMEController" && $type !== "VirtualAHCIController";
  const shared = isScsi ? { sharedBus: sharedBus ?? "noSharing" } : {};
  return { operation: "add", device: { $type, key: -key, busNumber, ...shared } };
}

/** The copy's disk exists already: no file operation. */
function attachDisk({ device, file, isThin, isEager }: DiskCopy, slot: Slot): WireObject {
  const { key = 0, capacityInKB = 0, backing } = device;
  return {
    operation: "add",
    device: {
      $type: "VirtualDisk",
      key: -key,
      backing: {
        $type: "VirtualDiskFlatVer2BackingInfo",
        fileName: file,
        diskMode: backing?.diskMode ?? "persistent",
        thinProvisioned: isThin,
        eagerlyScrub: isEager,
      },
      ...slot,
      capacityInKB,
    },
  };
}

function copyNic(device: SourceDevice): WireObject | undefined {
  const { $type, key = 0, connectable, wakeOnLanEnabled } = device;
  const backing = nicBackingOf(device);
  if (backing === undefined) return undefined;
  const startConnected = connectable?.startConnected ?? true;
  return {
    operation: "add",
    device: {
      $type,
      key: -key,
      backing,
      connectable: {
        startConnected,
        allowGuestControl: connectable?.allowGuestControl ?? true,
        connected: startConnected,
      },
      // Two machines with one address on one network disturb each other.
      addressType: "generated",
      wakeOnLanEnabled,
    },
  };
}

function nicBackingOf({ backing }: SourceDevice): WireObject | undefined {
  if (backing === undefined) return undefined;
  const { $type, deviceName, network, port, opaqueNetworkId, opaqueNetworkType } = backing;
  if ($type === "VirtualEthernetCardNetworkBackingInfo" && deviceName !== undefined) {
    return { $type, deviceName, network };
  }
  if ($type === "VirtualEthernetCardDistributedVirtualPortBackingInfo" && port?.switchUuid !== undefined) {
    // Not the port: the copy gets one of its own.
    return { $type, port: { switchUuid: port.switchUuid, portgroupKey: port.portgroupKey } };
  }
  if (opaqueNetworkId !== undefined && opaqueNetworkType !== undefined) {
    return { $type, opaqueNetworkId, opaqueNetworkType };
  }
  return undefined;
}
