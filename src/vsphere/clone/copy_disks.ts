import { UserError } from "../../errors.ts";
import { boolean, object, one, xsiType } from "../../soap/decode.ts";
import type { WireObject } from "../../soap/encode.ts";
import { child } from "../../soap/xml.ts";
import { DISK_CONTROLLERS } from "../devices/controllers.ts";
import { encodeName } from "../names.ts";
import { type CopySource, deviceLabel, type SourceDevice, sourceDisks } from "./copy_source.ts";
import { datastoreOf } from "../vm_device.ts";

/** One disk that is copied. */
export interface DiskCopy {
  readonly device: SourceDevice;
  readonly label: string;
  /** `[datastore1] web-1/web-1.vmdk`: of a chain of snapshots the leaf, whose copy has all of it. */
  readonly sourceFile: string;
  /** Where the copy goes. */
  readonly file: string;
  readonly capacityKb: number;
  readonly isThin: boolean;
  readonly isEager: boolean;
}

/** The kinds of disk files that can be copied by path. */
const COPYABLE = [
  "VirtualDiskFlatVer2BackingInfo",
  "VirtualDiskSeSparseBackingInfo",
  "VirtualDiskSparseVer2BackingInfo",
];

const CONTROLLERS: readonly string[] = DISK_CONTROLLERS;

/** Throws UserError when the machine has something that a copy of its disks would not have, or that cannot be copied. */
export function refuseUncopyable(source: CopySource): void {
  const refuse = (why: string) => {
    throw new UserError("unsupported", `Cannot clone virtual machine "${source.vm.name}": ${why}`);
  };
  const { config, devices, isPoweredOff } = source;
  if (config.keyId !== undefined || devices.some(({ $type }) => $type === "VirtualTPM")) {
    refuse(
      "it is encrypted or has a virtual TPM, whose secrets cannot be copied; clone it through vCenter Server",
    );
  }
  for (const disk of sourceDisks(source)) {
    const { $type = "", fileName, diskMode = "" } = disk.backing ?? {};
    if ($type === "VirtualDiskRawDiskMappingVer1BackingInfo") {
      refuse(`${deviceLabel(disk)} is a raw device mapping, which stands for a whole LUN; detach it first`);
    }
    if (!COPYABLE.includes($type) || fileName === undefined || datastoreOf(fileName) === undefined) {
      refuse(`${deviceLabel(disk)} is no file that can be copied (${$type}); detach it first`);
    }
    if (!devices.some(({ $type, key }) => key === disk.controllerKey && CONTROLLERS.includes($type))) {
      refuse(`${deviceLabel(disk)} is on a controller that is not known here; move it to another one first`);
    }
    if (!isPoweredOff && diskMode.startsWith("independent")) {
      refuse(
        `${deviceLabel(disk)} is independent, so no snapshot holds it still while the machine runs; ` +
          "power it off first with power_off_vm",
      );
    }
  }
}

/**
 * The name of a machine as it is in the names of its files and its directory. What would lead out of the directory,
 * hide it or break the quoted names in disk descriptors becomes `_`.
 */
export function copyFileName(name: string): string {
  return encodeName(name.trim()).replace(/^\.+|["*:<>?|\p{Cc}]/gu, "_");
}

/** The copies to make, in the order of the devices; `directoryFor` gives the new directory beside a disk's file. */
export function planDisks(
  source: CopySource,
  options: {
    readonly name: string;
    /** `thin` of the caller; undefined keeps what each disk is. */
    readonly isThin: boolean | undefined;
    readonly directoryFor: (sourceFile: string) => string;
  },
): readonly DiskCopy[] {
  const { name, isThin, directoryFor } = options;
  return sourceDisks(source).map((device, index) => {
    const { backing, capacityInKB = 0 } = device;
    const sourceFile = backing?.fileName ?? "";
    const format = formatOf(device);
    const thin = isThin ?? format.isThin;
    return {
      device,
      label: deviceLabel(device),
      sourceFile,
      file: `${directoryFor(sourceFile)}/${name}${index === 0 ? "" : `_${index}`}.vmdk`,
      capacityKb: capacityInKB,
      isThin: thin,
      isEager: !thin && format.isEager,
    };
  });
}

/** Bytes that the thick disks of a copy take at once on the datastore that the copy is placed on. */
export function needBytes(
  source: CopySource,
  { isOneDatastore, isThin }: { readonly isOneDatastore: boolean; readonly isThin: boolean | undefined },
): number {
  const home = datastoreOf(source.vmxPath);
  return sourceDisks(source)
    .filter((disk) => isOneDatastore || datastoreOf(disk.backing?.fileName) === home)
    .filter((disk) => !(isThin ?? formatOf(disk).isThin))
    .reduce((sum, { capacityInKB = 0 }) => sum + capacityInKB * 1024, 0);
}

/** The shape of the copy; without one the server would make it thick, for another controller. */
export function diskSpec({ capacityKb, isThin, isEager }: DiskCopy): WireObject {
  return {
    $type: "FileBackedVirtualDiskSpec",
    diskType: isThin ? "thin" : isEager ? "eagerZeroedThick" : "preallocated",
    adapterType: "lsiLogic",
    capacityKb,
  };
}

const readFormat = object({ thinProvisioned: one(boolean), eagerlyScrub: one(boolean) });

/** How the disk takes its space. The deltas of snapshots do not tell; their base does. */
function formatOf({ backing }: SourceDevice): { readonly isThin: boolean; readonly isEager: boolean } {
  let base = backing?.parent;
  for (let next = base; next !== undefined; next = child(next, "parent")) base = next;
  const type = base === undefined ? backing?.$type : xsiType(base) ?? "VirtualDiskFlatVer2BackingInfo";
  const format = base === undefined ? backing : readFormat(base);
  // Sparse files are thin by nature.
  const isThin = type !== "VirtualDiskFlatVer2BackingInfo" || format?.thinProvisioned === true;
  return { isThin, isEager: format?.eagerlyScrub === true };
}
