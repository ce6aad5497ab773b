import { UserError } from "../../errors.ts";
import {
  arrayOf,
  boolean,
  many,
  number,
  object,
  one,
  raw,
  type Read,
  ref,
  text,
  typed,
  word,
} from "../../soap/decode.ts";
import type { Moref } from "../../soap/encode.ts";
import type { FoundVm } from "../find.ts";
import { retrieveObjects } from "../properties.ts";
import type { Vsphere } from "../vsphere.ts";

const readConnectInfo = object({ startConnected: one(boolean), allowGuestControl: one(boolean) });

const readBacking = typed(object({
  fileName: one(text),
  datastore: one(ref),
  diskMode: one(word),
  thinProvisioned: one(boolean),
  eagerlyScrub: one(boolean),
  // The disk that a snapshot left behind, which may have a parent itself.
  parent: one(raw),
  deviceName: one(text),
  network: one(ref),
  port: one(object({ switchUuid: one(word), portgroupKey: one(word) })),
  opaqueNetworkId: one(word),
  opaqueNetworkType: one(word),
}));

const readDevice = typed(object({
  key: one(number),
  deviceInfo: one(object({ label: one(text) })),
  backing: one(readBacking),
  connectable: one(readConnectInfo),
  controllerKey: one(number),
  unitNumber: one(number),
  busNumber: one(number),
  sharedBus: one(word),
  capacityInKB: one(number),
  wakeOnLanEnabled: one(boolean),
}));

const readAllocation = object({
  reservation: one(number),
  expandableReservation: one(boolean),
  limit: one(number),
  shares: one(object({ shares: one(number), level: one(word) })),
});

/** Reads the property `config` of a machine as far as a copy takes it over. */
export const readSourceConfig = object({
  version: one(word),
  guestId: one(word),
  alternateGuestName: one(text),
  annotation: one(text),
  firmware: one(word),
  swapPlacement: one(word),
  cpuHotAddEnabled: one(boolean),
  cpuHotRemoveEnabled: one(boolean),
  memoryHotAddEnabled: one(boolean),
  memoryReservationLockedToMax: one(boolean),
  nestedHVEnabled: one(boolean),
  vPMCEnabled: one(boolean),
  files: one(object({ vmPathName: one(text) })),
  tools: one(object({
    afterPowerOn: one(boolean),
    afterResume: one(boolean),
    beforeGuestStandby: one(boolean),
    beforeGuestShutdown: one(boolean),
    beforeGuestReboot: one(boolean),
    toolsUpgradePolicy: one(word),
    syncTimeWithHost: one(boolean),
  })),
  flags: one(object({
    disableAcceleration: one(boolean),
    enableLogging: one(boolean),
    diskUuidEnabled: one(boolean),
    virtualMmuUsage: one(word),
    virtualExecUsage: one(word),
    vvtdEnabled: one(boolean),
    vbsEnabled: one(boolean),
  })),
  bootOptions: one(object({
    bootDelay: one(number),
    enterBIOSSetup: one(boolean),
    efiSecureBootEnabled: one(boolean),
    bootRetryEnabled: one(boolean),
    bootRetryDelay: one(number),
    networkBootProtocol: one(word),
  })),
  cpuAllocation: one(readAllocation),
  memoryAllocation: one(readAllocation),
  latencySensitivity: one(object({ level: one(word) })),
  keyId: one(raw),
  extraConfig: many(object({ key: one(text), value: one(text) })),
  hardware: one(object({
    numCPU: one(number),
    numCoresPerSocket: one(number),
    memoryMB: one(number),
    virtualICH7MPresent: one(boolean),
    virtualSMCPresent: one(boolean),
    device: many(readDevice),
  })),
});

const shape = {
  config: readSourceConfig,
  "runtime.powerState": word,
  "runtime.host": ref,
  "layoutEx.file": arrayOf(object({ name: one(text), type: one(word) })),
  "snapshot.currentSnapshot": ref,
  parent: ref,
  resourcePool: ref,
  datastore: arrayOf(ref),
} as const;

/** The configuration of a machine as far as a copy takes it over. */
export type SourceConfig = Read<typeof readSourceConfig>;

/** One virtual device of a machine that is copied; `$type` is its concrete type. */
export type SourceDevice = Read<typeof readDevice>;

/** A virtual machine that is to be copied. */
export interface CopySource {
  readonly vm: FoundVm;
  readonly config: SourceConfig;
  readonly devices: readonly SourceDevice[];
  /** `[datastore1] web-1/web-1.vmx`. */
  readonly vmxPath: string;
  /** Its files as far as the server knows them. */
  readonly files: readonly { readonly name: string | undefined; readonly type: string | undefined }[];
  /** True when its disks do not change now. */
  readonly isPoweredOff: boolean;
  readonly host: Moref | undefined;
  /** Undefined for a template. */
  readonly resourcePool: Moref | undefined;
  /** Undefined inside a vApp. */
  readonly folder: Moref | undefined;
  readonly datastores: readonly Moref[];
  readonly currentSnapshot: Moref | undefined;
}

/** Reads a machine that is to be copied. Throws UserError when it cannot be read as a whole. */
export async function readCopySource(
  vsphere: Vsphere,
  vm: FoundVm,
  signal?: AbortSignal,
): Promise<CopySource> {
  const [row] = await retrieveObjects(vsphere.session, [vm.ref], { shape, signal });
  const config = row?.config;
  const vmxPath = config?.files?.vmPathName;
  if (row === undefined || config === undefined || vmxPath === undefined) {
    throw new UserError(
      "conflict",
      `Cannot clone virtual machine "${vm.name}": its configuration cannot be read; ` +
        "get_vm tells its state: it may be inaccessible or being created",
    );
  }
  return {
    vm,
    config,
    devices: config.hardware?.device ?? [],
    vmxPath,
    files: row["layoutEx.file"] ?? [],
    isPoweredOff: row["runtime.powerState"] === "poweredOff",
    host: row["runtime.host"],
    resourcePool: row.resourcePool,
    folder: row.parent,
    datastores: row.datastore ?? [],
    currentSnapshot: row["snapshot.currentSnapshot"],
  };
}

/** The virtual disks of the source. */
export function sourceDisks({ devices }: CopySource): readonly SourceDevice[] {
  return devices.filter(({ $type }) => $type === "VirtualDisk");
}

/** A device as people name it. */
export function deviceLabel({ deviceInfo, key, $type }: SourceDevice): string {
  return deviceInfo?.label ?? `${$type} ${key ?? ""}`.trim();
}
