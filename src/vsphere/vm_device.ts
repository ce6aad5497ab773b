import { arrayOf, boolean, number, object, one, ref, text, typed, word } from "../soap/decode.ts";

/** Reads `config.hardware.device`: the fields of every kind of device that people look up. */
export const readDevices = arrayOf(typed(object({
  key: one(number),
  deviceInfo: one(object({ label: one(text), summary: one(text) })),
  backing: one(typed(object({
    fileName: one(text),
    datastore: one(ref),
    diskMode: one(word),
    thinProvisioned: one(boolean),
    eagerlyScrub: one(boolean),
    deviceName: one(text),
    network: one(ref),
    port: one(object({ switchUuid: one(word), portgroupKey: one(word) })),
    opaqueNetworkId: one(word),
  }))),
  connectable: one(object({ connected: one(boolean), startConnected: one(boolean) })),
  controllerKey: one(number),
  unitNumber: one(number),
  busNumber: one(number),
  capacityInKB: one(number),
  capacityInBytes: one(number),
  macAddress: one(word),
})));

/** One virtual device; `$type` is its concrete type. */
export type Device = NonNullable<ReturnType<typeof readDevices>>[number];

/** A virtual disk as people name it. */
export interface Disk {
  readonly key: number;
  readonly label: string;
  readonly capacityBytes: number;
  /** `[datastore] folder/file.vmdk`; absent for physical devices. */
  readonly file: string | undefined;
  readonly isThin: boolean | undefined;
  readonly diskMode: string | undefined;
}

/** The virtual disks among the devices. */
export function disksOf(devices: readonly Device[]): readonly Disk[] {
  return devices.filter(({ $type }) => $type === "VirtualDisk").map((device) => ({
    key: device.key ?? 0,
    label: device.deviceInfo?.label ?? `disk ${device.key ?? ""}`,
    capacityBytes: device.capacityInBytes ?? (device.capacityInKB ?? 0) * 1024,
    file: device.backing?.fileName,
    isThin: device.backing?.thinProvisioned,
    diskMode: device.backing?.diskMode,
  }));
}

/** The datastore in a path such as `[datastore1] web-1/web-1.vmdk`. */
export function datastoreOf(path: string | undefined): string | undefined {
  return path?.match(/^\[([^\]]+)\]/)?.[1];
}
