import { SimFault } from "../core/fault.ts";
import { type DataObject, numberAt } from "../core/value.ts";
import { isKnownType, SCHEMA } from "../wire/schema.ts";

/** True for a device of a type or one below it. */
export function isA(device: DataObject, base: string): boolean {
  return isKnownType(device.$type) && SCHEMA.typeOf(device.$type).lineage.includes(base);
}

/** True for network cards of any make. */
export function isNic(device: DataObject): boolean {
  return isA(device, "VirtualEthernetCard");
}

const FIRST_KEYS: readonly (readonly [base: string, key: number, label: string])[] = [
  ["VirtualEthernetCard", 4000, "Network adapter"],
  ["VirtualDisk", 2000, "Hard disk"],
  ["VirtualCdrom", 3000, "CD/DVD drive"],
  ["VirtualSCSIController", 1000, "SCSI controller"],
  ["VirtualSATAController", 15_000, "SATA controller"],
  ["VirtualNVMEController", 31_000, "NVME controller"],
  ["VirtualUSBController", 7000, "USB controller"],
  ["VirtualFloppy", 8000, "Floppy drive"],
];

/** A key of the range that the kind of device has. */
export function freeKey(list: readonly DataObject[], type: string): number {
  const lineage = isKnownType(type) ? SCHEMA.typeOf(type).lineage : [];
  let key = FIRST_KEYS.find(([base]) => lineage.includes(base))?.[1] ?? 13_000;
  while (list.some((device) => device.key === key)) key++;
  return key;
}

/** What the server calls a new device. */
export function labelOf(list: readonly DataObject[], device: DataObject): string {
  const row = FIRST_KEYS.find(([base]) => isA(device, base));
  if (row === undefined) return device.$type;
  const count = list.filter((other) => isA(other, row[0])).length;
  return `${row[2]} ${isA(device, "VirtualController") ? count : count + 1}`;
}

/** The place on a controller: the one asked for, or the first that is free. */
export function freeUnit(
  list: readonly DataObject[],
  device: DataObject,
  home: DataObject,
  deviceIndex: number,
): number {
  const isScsi = isA(home, "VirtualSCSIController");
  const taken = new Set(
    list.filter((one) => one.controllerKey === home.key).map((one) => numberAt(one, "unitNumber")),
  );
  if (isScsi) taken.add(7);
  const asked = numberAt(device, "unitNumber");
  if (asked !== undefined && asked >= 0) {
    if (taken.has(asked)) throw invalidDevice("unitNumber", deviceIndex);
    return asked;
  }
  let unit = 0;
  while (taken.has(unit)) unit++;
  return unit;
}

/** A device of a ConfigSpec that does not do; `deviceIndex` is its number there. */
export function invalidDevice(property: string, deviceIndex: number): SimFault {
  return new SimFault("InvalidDeviceSpec", `Invalid configuration for device '${deviceIndex}'.`, {
    property: `virtualDeviceSpec.device.${property}`,
    deviceIndex,
  });
}
