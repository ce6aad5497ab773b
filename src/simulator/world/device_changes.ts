import { fileAlreadyExists, fileNotFound, invalidArgument, SimFault } from "../core/fault.ts";
import { dataAt, type DataObject, flagAt, numberAt, textAt } from "../core/value.ts";
import type { Datastore } from "./datastore.ts";
import { freeKey, freeUnit, invalidDevice, isA, isNic, labelOf } from "./device_kinds.ts";
import type { Host } from "./host.ts";
import { connectInfo, CONTROLLER_NAMES, description, networkBacking, PCI_KEY } from "./vm_devices.ts";
import { capacityBytes, networkOf, placeAt, refuseFull } from "./vm_storage.ts";
import type { World } from "./world.ts";

/** Where the devices will be. */
export interface DeviceScene {
  readonly world: World;
  readonly host: Host;
  /** `[datastore1] web-1`: new disks without a path go there. */
  readonly folder: string;
  readonly diskStem: string;
  readonly hasSnapshots: boolean;
}

/** The devices after the changes of a ConfigSpec. Throws faults that name the device by its number. */
export function changeDevices(
  devices: readonly DataObject[],
  changes: readonly DataObject[],
  scene: DeviceScene,
): readonly DataObject[] {
  const list = [...devices];
  const keys = new Map<number, number>();
  changes.forEach((change, deviceIndex) => {
    const device = dataAt(change, "device");
    if (device === undefined) throw invalidArgument("configSpec.deviceChange.device");
    const at = list.findIndex(({ key }) => key === device.key);
    switch (textAt(change, "operation")) {
      case "add":
        list.push(addedDevice(list, device, { ...scene, change, deviceIndex, keys }));
        break;
      case "remove":
        if (at === -1) throw invalidDevice("key", deviceIndex);
        list.splice(at, 1);
        break;
      default: {
        const old = list[at];
        if (old === undefined) throw invalidDevice("key", deviceIndex);
        list[at] = editedDevice(old, device, { ...scene, deviceIndex });
      }
    }
  });
  return list.map((device) => withChildren(device, list));
}

interface AddScene extends DeviceScene {
  readonly change: DataObject;
  readonly deviceIndex: number;
  /** Keys that were given here for those that the client made up. */
  readonly keys: Map<number, number>;
}

function addedDevice(list: readonly DataObject[], device: DataObject, scene: AddScene): DataObject {
  const { deviceIndex, keys } = scene;
  const wanted = numberAt(device, "key") ?? -1;
  const key = freeKey(list, device.$type);
  keys.set(wanted, key);
  const asked = numberAt(device, "controllerKey");
  const isController = isA(device, "VirtualController");
  const controllerKey = asked === undefined ? undefined : keys.get(asked) ?? asked;
  if (isController || isNic(device)) {
    const added = {
      ...device,
      key,
      controllerKey: PCI_KEY,
      deviceInfo: description(labelOf(list, device), CONTROLLER_NAMES[device.$type] ?? ""),
    };
    return isController ? { ...added, unitNumber: 3 } : addedNic(list, added, scene);
  }
  const home = list.find((one) => one.key === controllerKey);
  if (controllerKey !== undefined && (home === undefined || !isA(home, "VirtualController"))) {
    throw new SimFault("MissingController", "The device is referring to a nonexisting controller.", {
      property: "controllerKey",
      deviceIndex,
    });
  }
  const unitNumber = home === undefined
    ? numberAt(device, "unitNumber")
    : freeUnit(list, device, home, deviceIndex);
  const added: DataObject = {
    ...device,
    key,
    controllerKey,
    unitNumber,
    deviceInfo: description(labelOf(list, device), device.$type),
  };
  if (device.$type === "VirtualDisk") return addedDisk(list, added, scene);
  return device.$type === "VirtualCdrom" && added.connectable === undefined
    ? { ...added, connectable: connectInfo(false) }
    : added;
}

function addedDisk(list: readonly DataObject[], disk: DataObject, scene: AddScene): DataObject {
  const { host, change, folder } = scene;
  const backing = dataAt(disk, "backing");
  if (backing === undefined) throw invalidDevice("backing", scene.deviceIndex);
  const given = textAt(backing, "fileName") ?? "";
  const asked = placeAt(host.datastores, given === "" ? folder : given);
  const isThin = flagAt(backing, "thinProvisioned") ?? false;
  const capacity = capacityBytes(disk);
  // Without a file's name (`""`, `[datastore1]`) the server finds one beside the machine.
  const isNamed = asked.path.endsWith(".vmdk");
  const path = isNamed ? asked.path : freeDiskPath(list, asked.datastore, scene);
  if (textAt(change, "fileOperation") === "create") {
    if (capacity <= 0) throw invalidDevice("capacityInKB", scene.deviceIndex);
    if (asked.datastore.files.has(path)) throw fileAlreadyExists(`[${asked.datastore.name}] ${path}`);
    refuseFull(asked.datastore, isThin ? 0 : capacity, `[${asked.datastore.name}] ${path}`);
  }
  const known = asked.datastore.files.get(path);
  if (textAt(change, "fileOperation") !== "create" && known === undefined) throw fileNotFound(given);
  const capacityInKB = known?.disk?.capacityKb ?? Math.round(capacity / 1024);
  const uuid = scene.world.random.uuid();
  return {
    ...disk,
    deviceInfo: description(labelOf(list, disk), `${capacityInKB.toLocaleString("en-US")} KB`),
    backing: {
      split: false,
      writeThrough: false,
      ...backing,
      fileName: `[${asked.datastore.name}] ${path}`,
      datastore: asked.datastore.ref,
      thinProvisioned: known?.disk?.isThin ?? isThin,
      uuid: `6000C29${uuid.slice(7)}`,
      contentId: uuid.replaceAll("-", ""),
      sharing: "sharingNone",
      diskMode: textAt(backing, "diskMode") ?? "persistent",
    },
    capacityInKB,
    capacityInBytes: capacityInKB * 1024,
    shares: disk.shares ?? { $type: "SharesInfo", shares: 1000, level: "normal" },
  };
}

/** As real servers name disks: after the machine, the second with `_1`. */
function freeDiskPath(
  list: readonly DataObject[],
  { name, files }: Datastore,
  { folder, diskStem }: AddScene,
): string {
  const home = folder.replace(/^\[[^\]]*\] ?/, "");
  const used = new Set(list.map((device) => textAt(dataAt(device, "backing"), "fileName")));
  for (let number = 0;; number++) {
    const path = `${home}/${diskStem}${number === 0 ? "" : `_${number}`}.vmdk`;
    if (!used.has(`[${name}] ${path}`) && !files.has(path)) return path;
  }
}

function addedNic(
  list: readonly DataObject[],
  nic: DataObject,
  { world, host, deviceIndex }: AddScene,
): DataObject {
  const backing = connectedBacking(nic, { host, deviceIndex });
  const manual = textAt(nic, "addressType") === "manual" ? textAt(nic, "macAddress") : undefined;
  const taken = list.filter(isNic).length;
  return {
    ...nic,
    backing,
    unitNumber: 7 + taken,
    connectable: nic.connectable ?? connectInfo(true),
    addressType: manual === undefined ? world.isVcenter ? "assigned" : "generated" : "manual",
    macAddress: manual ?? newMac(world),
    wakeOnLanEnabled: nic.wakeOnLanEnabled ?? true,
  };
}

/** A MAC address from VMware's range, of a part that no machine had when the world began. */
export function newMac(world: World): string {
  const hex = world.random.hex(6);
  const third = (parseInt(hex.slice(0, 2), 16) % 0x20 + 0xa0).toString(16);
  return `00:50:56:${third}:${hex.slice(2, 4)}:${hex.slice(4, 6)}`;
}

function connectedBacking(
  nic: DataObject,
  { host, deviceIndex }: Pick<AddScene, "host" | "deviceIndex">,
): DataObject {
  const network = networkOf(host, dataAt(nic, "backing"));
  if (network !== undefined) return networkBacking(network, deviceIndex);
  throw new SimFault("InvalidDeviceBacking", `Invalid backing of virtual device ${deviceIndex}.`, {
    property: "virtualDeviceSpec.device.backing",
    deviceIndex,
  });
}

function editedDevice(
  old: DataObject,
  device: DataObject,
  scene: DeviceScene & { readonly deviceIndex: number },
): DataObject {
  const { deviceIndex, hasSnapshots } = scene;
  if (old.$type !== device.$type) throw invalidDevice("device", deviceIndex);
  const given = Object.fromEntries(Object.entries(device).filter(([, value]) => value !== undefined));
  const edited: DataObject = { ...old, ...given, $type: old.$type, deviceInfo: old.deviceInfo };
  if (isNic(old)) {
    return device.backing === undefined ? edited : { ...edited, backing: connectedBacking(device, scene) };
  }
  if (old.$type !== "VirtualDisk") return edited;
  const [before, after] = [capacityBytes(old), capacityBytes(device)];
  if (after < before) throw invalidDevice("capacityInKB", deviceIndex);
  if (after > before && hasSnapshots) throw invalidDevice("capacityInKB", deviceIndex);
  return {
    ...edited,
    backing: {
      ...dataAt(old, "backing"),
      ...definedOf(dataAt(device, "backing")),
      $type: "VirtualDiskFlatVer2BackingInfo",
    },
    deviceInfo: description(
      textAt(dataAt(old, "deviceInfo"), "label") ?? "",
      `${(after / 1024).toLocaleString("en-US")} KB`,
    ),
    capacityInKB: Math.round(after / 1024),
    capacityInBytes: after,
  };
}

function definedOf(data: DataObject | undefined): Readonly<Record<string, DataObject[string]>> {
  return Object.fromEntries(Object.entries(data ?? {}).filter(([, value]) => value !== undefined));
}

function withChildren(device: DataObject, list: readonly DataObject[]): DataObject {
  if (!isA(device, "VirtualController")) return device;
  const children = list.filter((one) => one.controllerKey === device.key)
    .flatMap((one) => numberAt(one, "key") ?? []);
  return { ...device, device: children };
}
