import { closest } from "../closest.ts";
import { UserError } from "../errors.ts";
import { many, number, object, one, text, word } from "../soap/decode.ts";
import type { Moref } from "../soap/encode.ts";
import {
  CDROM_CONTROLLERS,
  type CdromController,
  DISK_CONTROLLERS,
  type DiskController,
} from "./devices/controllers.ts";
import { NIC_TYPES, type NicType } from "./devices/nics.ts";
import type { Vsphere } from "./vsphere.ts";

const readDescriptor = object({
  id: one(word),
  family: one(word),
  fullName: one(text),
  supportedMaxCPUs: one(number),
  numSupportedPhysicalSockets: one(number),
  numSupportedCoresPerSocket: one(number),
  supportedMinMemMB: one(number),
  supportedMaxMemMB: one(number),
  recommendedSCSIController: one(word),
  recommendedDiskController: one(word),
  recommendedCdromController: one(word),
  recommendedEthernetCard: one(word),
  supportedFirmware: many(word),
  recommendedFirmware: one(word),
});
const readConfigOption = object({ guestOSDescriptor: many(readDescriptor) });

/** What the server knows of a guest operating system; each field may be missing. */
export type GuestDescriptor = Partial<NonNullable<ReturnType<typeof readDescriptor>>>;

/** How a machine starts. */
export type Firmware = "bios" | "efi";

/** The hardware that suits a guest operating system. */
export interface GuestHardware {
  readonly diskController: DiskController;
  readonly cdromController: CdromController;
  readonly nicType: NicType;
  readonly firmware: Firmware;
}

/** What a compute resource knows of a guest operating system; `{}` when it tells nothing at all. */
export async function readGuestOs(
  vsphere: Vsphere,
  question: {
    readonly environmentBrowser: Moref | undefined;
    readonly host: Moref | undefined;
    readonly guestId: string;
  },
  signal?: AbortSignal,
): Promise<GuestDescriptor> {
  const { environmentBrowser, host, guestId } = question;
  if (environmentBrowser === undefined) return {};
  const [answer] = await vsphere.session.call({
    method: "QueryConfigOptionEx",
    target: environmentBrowser,
    // Unfiltered, the answer has hundreds of kilobytes.
    args: { spec: { host, guestId: [guestId] } },
    signal,
    action: `read what guest operating system "${guestId}" needs`,
  });
  const option = answer === undefined ? undefined : readConfigOption(answer);
  return pickGuestOs(option?.guestOSDescriptor ?? [], guestId);
}

/** The descriptor of this guest. A server that does not know the id answers with all that it knows. */
export function pickGuestOs(descriptors: readonly GuestDescriptor[], guestId: string): GuestDescriptor {
  const found = descriptors.find(({ id }) => id === guestId);
  if (found !== undefined || descriptors.length === 0) return found ?? {};
  const near = closest(guestId, descriptors.flatMap(({ id }) => id ?? []));
  const hint = near === undefined ? "" : ` (closest: "${near}")`;
  throw new UserError(
    "invalid",
    `Cannot use guest_id "${guestId}": the server does not know this guest operating system; ` +
      `use an id of VirtualMachineGuestOsIdentifier such as otherLinux64Guest or windows2019srv_64Guest${hint}`,
  );
}

/** The hardware that the server recommends, or else what the installer of such a guest surely has drivers for. */
export function hardwareFor(guestId: string, guest: GuestDescriptor): GuestHardware {
  const isLinux = guest.family === "linuxGuest" || /linux/i.test(guestId);
  const isModernLinux = isLinux && guestId.includes("64");
  const wantsEfi = guest.recommendedFirmware === "efi";
  return {
    diskController: oneOf(DISK_CONTROLLERS, guest.recommendedDiskController) ??
      oneOf(DISK_CONTROLLERS, guest.recommendedSCSIController) ??
      (isModernLinux ? "ParaVirtualSCSIController" : "VirtualLsiLogicSASController"),
    cdromController: oneOf(CDROM_CONTROLLERS, guest.recommendedCdromController) ?? "VirtualIDEController",
    nicType: oneOf(NIC_TYPES, guest.recommendedEthernetCard) ??
      (isModernLinux ? "VirtualVmxnet3" : "VirtualE1000e"),
    firmware: wantsEfi ? "efi" : "bios",
  };
}

/** Throws UserError when the guest cannot have this much, or not this firmware. */
export function checkGuestLimits(
  guest: GuestDescriptor,
  wanted: {
    readonly guestId: string;
    readonly cpu: number;
    readonly memoryMib: number;
    readonly firmware: Firmware;
  },
): void {
  const { supportedMaxCPUs: maxCpu, supportedMinMemMB: min, supportedMaxMemMB: max } = guest;
  const of = `of guest operating system "${wanted.guestId}"`;
  if (maxCpu !== undefined && maxCpu > 0 && wanted.cpu > maxCpu) {
    refuse(`${wanted.cpu} CPUs exceed the limit ${of}; give at most ${maxCpu}`);
  }
  if (min !== undefined && wanted.memoryMib < min) {
    refuse(`${wanted.memoryMib} MB of memory are below the minimum ${of}; give at least ${min}`);
  }
  if (max !== undefined && max > 0 && wanted.memoryMib > max) {
    refuse(`${wanted.memoryMib} MB of memory exceed the limit ${of}; give at most ${max}`);
  }
  const firmware = guest.supportedFirmware ?? [];
  if (firmware.length > 0 && !firmware.includes(wanted.firmware)) {
    refuse(`firmware ${wanted.firmware} is none ${of}; use ${firmware.join(" or ")}`);
  }
}

/**
 * Cores per socket for a guest that uses only so many sockets (desktop Windows: two);
 * undefined where one core a socket will do or no even split fits.
 */
export function coresPerSocket(guest: GuestDescriptor, cpu: number): number | undefined {
  const sockets = guest.numSupportedPhysicalSockets ?? 0;
  const mostCores = guest.numSupportedCoresPerSocket ?? cpu;
  if (sockets < 1 || cpu <= sockets) return undefined;
  for (let cores = Math.ceil(cpu / sockets); cores <= Math.min(cpu, mostCores); cores++) {
    if (cpu % cores === 0) return cores;
  }
  return undefined;
}

function refuse(what: string): never {
  throw new UserError("invalid", `Cannot create the virtual machine: ${what}`);
}

function oneOf<T extends string>(known: readonly T[], value: string | undefined): T | undefined {
  return known.find((item) => item === value);
}
