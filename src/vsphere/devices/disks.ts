import type { WireObject } from "../../soap/encode.ts";

/** Where a device sits: on which controller, at which unit. */
export interface Slot {
  readonly controllerKey: number;
  readonly unitNumber: number;
}

/** The change that makes a new, empty disk; the server names its file after the machine. */
export function addDisk(
  slot: Slot,
  disk: {
    readonly key: number;
    /** `[datastore1]`. */
    readonly fileName: string;
    readonly capacityBytes: number;
    readonly isThin: boolean;
  },
): WireObject {
  const device = {
    $type: "VirtualDisk",
    key: disk.key,
    backing: {
      $type: "VirtualDiskFlatVer2BackingInfo",
      fileName: disk.fileName,
      diskMode: "persistent",
      thinProvisioned: disk.isThin,
    },
    ...slot,
    capacityInKB: disk.capacityBytes / 1024,
  };
  return { operation: "add", fileOperation: "create", device };
}
