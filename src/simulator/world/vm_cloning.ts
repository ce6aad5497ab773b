import { invalidArgument, notSupported, SimFault } from "../core/fault.ts";
import { dataAt, dataListAt, type DataObject, flagAt, numberAt, refAt, textAt } from "../core/value.ts";
import { Datastore } from "./datastore.ts";
import { isNic } from "./device_kinds.ts";
import { newMac } from "./device_changes.ts";
import { folderOf, splitPath } from "./file_tree.ts";
import { Host } from "./host.ts";
import { type Folder, Pool } from "./places.ts";
import { Snapshot } from "./snapshot.ts";
import type { Vm } from "./vm.ts";
import { checkConfig } from "./vm_config.ts";
import { description } from "./vm_devices.ts";
import { freeVmxPath, newVm, placeVm } from "./vm_making.ts";
import { refuseTaken } from "./vm_naming.ts";
import { refuseUnready } from "./vm_power.ts";
import { chainOf } from "./vm_files.ts";
import { fillDisks, refuseFull, refuseInaccessible } from "./vm_storage.ts";
import type { World } from "./world.ts";

/** What is to be cloned. */
export interface CloneOrder {
  readonly source: Vm;
  readonly folder: Folder;
  readonly name: string;
  /** VirtualMachineCloneSpec */
  readonly spec: DataObject | undefined;
}

/** Where the clone goes. */
export interface CloneSite {
  readonly host: Host;
  readonly pool: Pool | undefined;
  readonly datastore: Datastore;
  readonly isTemplate: boolean;
  readonly snapshot: Snapshot | undefined;
  readonly isLinked: boolean;
  /** Whether disks are thin, by their key; as they are where nothing is said. */
  readonly thin: ReadonlyMap<number, boolean>;
}

/** Checks a clone. Throws the fault that a real server gives. */
export function checkClone(world: World, { source, folder, name, spec }: CloneOrder): CloneSite {
  refuseUnready(source);
  if (!folder.childTypes.includes("VirtualMachine")) throw notSupported();
  refuseTaken(folder, name);
  const location = dataAt(spec, "location");
  const isTemplate = flagAt(spec, "template") ?? false;
  const pool = world.maybe(Pool, refAt(location, "pool")) ?? source.pool;
  if (pool === undefined && !isTemplate) throw invalidArgument("spec.location.pool");
  const wanted = world.maybe(Host, refAt(location, "host"));
  const datastore = world.maybe(Datastore, refAt(location, "datastore")) ?? source.datastores[0];
  if (datastore === undefined) throw invalidArgument("spec.location.datastore");
  refuseInaccessible(datastore);
  const hosts = [...(pool?.owner ?? source.host.compute).hosts];
  const host = wanted ??
    [source.host, ...hosts].find((one) => hosts.includes(one) && one.isUsable && datastore.hosts.has(one));
  if (host === undefined) {
    throw new SimFault("NoCompatibleHost", "No host is compatible with the virtual machine.");
  }
  if (!datastore.hosts.has(host)) {
    throw new SimFault(
      "InvalidDatastore",
      `The datastore '${datastore.name}' is not on the host '${host.name}'.`,
      {
        datastore: datastore.ref,
        name: datastore.name,
      },
    );
  }
  const snapshot = world.maybe(Snapshot, refAt(spec, "snapshot"));
  const isLinked = textAt(location, "diskMoveType") === "createNewChildDiskBacking";
  if (isLinked && snapshot === undefined) throw invalidArgument("spec.snapshot");
  const thin = new Map(
    dataListAt(location, "disk").flatMap((locator) => {
      const isThin = flagAt(dataAt(locator, "diskBackingInfo"), "thinProvisioned");
      return isThin === undefined ? [] : [[numberAt(locator, "diskId") ?? 0, isThin] as const];
    }),
  );
  const bytes = isLinked ? 0 : source.committedBytes;
  refuseFull(datastore, bytes, `[${datastore.name}] ${name}`);
  return { host, pool: isTemplate ? undefined : pool, datastore, isTemplate, snapshot, isLinked, thin };
}

/** Makes the clone. */
export function cloneVm(world: World, order: CloneOrder, site: CloneSite): Vm {
  const { source, folder, name, spec } = order;
  const { host, pool, datastore, snapshot } = site;
  const vmxPath = freeVmxPath({ datastore, path: "" }, name);
  const vm = newVm(world, { name, folder, pool, host, vmxPath });
  const hardware = snapshot?.hardware ?? source;
  vm.guestId = source.guestId;
  vm.version = source.version;
  vm.firmware = source.firmware;
  vm.coresPerSocket = source.coresPerSocket;
  vm.settings = source.settings;
  vm.extraConfig = source.extraConfig;
  vm.load = { ...source.load, seed: world.random.whole(1, 2 ** 30), isStarved: false };
  vm.numCpu = hardware.numCpu;
  vm.memoryMib = hardware.memoryMib;
  vm.annotation = hardware.annotation;
  vm.hasCpuHotAdd = source.hasCpuHotAdd;
  vm.hasMemoryHotAdd = source.hasMemoryHotAdd;
  vm.guest = { ...vm.guest, hasTools: source.guest.hasTools };
  vm.isTemplate = site.isTemplate;
  let disks = 0;
  vm.devices = (snapshot?.devices ?? source.devices).map((device) => {
    if (isNic(device)) return { ...device, macAddress: newMac(world), addressType: "assigned" };
    if (device.$type !== "VirtualDisk") return device;
    return clonedDisk(device, { vmxPath, number: disks++, site, uuid: world.random.uuid() });
  });
  const config = dataAt(spec, "config");
  if (config !== undefined) checkConfig(world, vm, config).apply(vm);
  placeVm(world, vm);
  if (!site.isLinked) fillDisks(vm, writtenBytes(source, snapshot?.devices ?? source.devices));
  return vm;
}

/** What the disks of a source hold, in their order: all files of a chain together. */
function writtenBytes(source: Vm, devices: readonly DataObject[]): readonly number[] {
  return devices.filter(({ $type }) => $type === "VirtualDisk").map((disk) =>
    chainOf(disk).reduce((sum, backing) => {
      const split = splitPath(textAt(backing, "fileName") ?? "");
      const home = source.datastores.find(({ name }) => name === split?.datastore);
      return sum + (home?.files.get(split?.path ?? "")?.bytes ?? 0);
    }, 0)
  );
}

function clonedDisk(
  disk: DataObject,
  { vmxPath, number, site, uuid }: {
    readonly vmxPath: string;
    readonly number: number;
    readonly site: CloneSite;
    readonly uuid: string;
  },
): DataObject {
  const backing = dataAt(disk, "backing");
  const home = splitPath(vmxPath)?.path ?? "";
  const stem = home.replace(/\.vmx$/, "");
  const fileName = `[${site.datastore.name}] ${stem}${number === 0 ? "" : `_${number}`}.vmdk`;
  const isThin = site.thin.get(numberAt(disk, "key") ?? 0) ??
    // What hangs on a snapshot is thin whatever the disk below it is.
    flagAt(chainOf(disk).at(-1), "thinProvisioned") ?? false;
  const source = textAt(backing, "fileName") ?? "";
  return {
    ...disk,
    deviceInfo: description(`Hard disk ${number + 1}`, textAt(dataAt(disk, "deviceInfo"), "summary") ?? ""),
    backing: {
      ...backing,
      $type: "VirtualDiskFlatVer2BackingInfo",
      fileName: site.isLinked ? fileName.replace(/\.vmdk$/, "-000001.vmdk") : fileName,
      datastore: site.datastore.ref,
      thinProvisioned: site.isLinked || isThin,
      uuid: `6000C29${uuid.slice(7)}`,
      parent: site.isLinked && source !== "" && folderOf(source) !== "" ? backing : undefined,
    },
  };
}
