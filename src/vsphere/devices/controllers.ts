import type { WireObject } from "../../soap/encode.ts";

/** Controllers that a disk can be put on. */
export const DISK_CONTROLLERS = [
  "ParaVirtualSCSIController",
  "VirtualLsiLogicSASController",
  "VirtualLsiLogicController",
  "VirtualBusLogicController",
  "VirtualNVMEController",
  "VirtualAHCIController",
  "VirtualIDEController",
] as const;

/** Controllers that a CD-ROM drive can be put on. */
export const CDROM_CONTROLLERS = ["VirtualIDEController", "VirtualAHCIController"] as const;

/** A type of controller for disks. */
export type DiskController = typeof DISK_CONTROLLERS[number];
/** A type of controller for CD-ROM drives. */
export type CdromController = typeof CDROM_CONTROLLERS[number];

/** A controller of a machine to be: the key that its devices name, and the change that adds it where one is needed. */
export interface NewController {
  readonly key: number;
  readonly changes: readonly WireObject[];
}

/** Every machine is made with its two IDE controllers; this is the key of the first. */
const FIRST_IDE_KEY = 200;

/** A controller of the given type; `key` is negative and unique within the request. */
export function newController(type: DiskController, key: number): NewController {
  if (type === "VirtualIDEController") return { key: FIRST_IDE_KEY, changes: [] };
  const isScsi = type !== "VirtualNVMEController" && type !== "VirtualAHCIController";
  const device = { $type: type, key, busNumber: 0, ...(isScsi ? { sharedBus: "noSharing" } : {}) };
  return { key, changes: [{ operation: "add", device }] };
}
