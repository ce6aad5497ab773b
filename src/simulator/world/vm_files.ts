import { dataAt, type DataObject, flagAt, numberAt, textAt } from "../core/value.ts";
import type { Datastore } from "./datastore.ts";
import { folderOf, splitPath, type StoredFile } from "./file_tree.ts";
import type { Vm } from "./vm.ts";

/** A file with its place. */
export interface PlacedFile extends StoredFile {
  readonly datastore: Datastore;
  readonly path: string;
}

const KIB = 1024;
const MIB = 1024 ** 2;

/** The files that a machine had when the world began; none for machines made later, which have put theirs down. */
export function seedFiles(vm: Vm): readonly PlacedFile[] {
  return vm.isSeed ? filesFor(vm) : [];
}

/** The files that belong to a machine as it is now. */
export function filesFor(vm: Vm): readonly PlacedFile[] {
  const home = placeOf(vm, vm.vmxPath);
  if (home === undefined) return [];
  const { datastore, path } = home;
  const stem = path.replace(/\.vmx$/, "");
  const at = (suffix: string, facts: Pick<StoredFile, "kind" | "bytes">): PlacedFile => (
    { datastore, path: `${stem}${suffix}`, modifiedAt: vm.modifiedAt, ...facts }
  );
  return [
    at(".vmx", { kind: "config", bytes: 3 * KIB }),
    at(".vmsd", { kind: "other", bytes: vm.snapshots.length === 0 ? 43 : 600 }),
    at(".nvram", { kind: "nvram", bytes: vm.firmware === "efi" ? 264 * KIB : 8684 }),
    ...(vm.bootedAt === undefined && !vm.isSeed ? [] : [
      {
        datastore,
        path: `${folderOf(path)}/vmware.log`,
        modifiedAt: vm.modifiedAt,
        kind: "log" as const,
        bytes: 250 * KIB,
      },
    ]),
    ...(vm.powerState === "poweredOn" ? [at(".vswp", { kind: "swap", bytes: vm.memoryMib * MIB })] : []),
    ...vm.snapshots.flatMap(({ tree }) => tree).map(({ number, powerState }) =>
      at(`-Snapshot${number}.vmsn`, {
        kind: "snapshot",
        bytes: powerState === "poweredOn" ? vm.memoryMib * MIB : 28 * KIB,
      })
    ),
    ...diskFiles(vm),
  ];
}

/** The disks that the devices of a machine and of its snapshots stand on, each file once. */
function diskFiles(vm: Vm): readonly PlacedFile[] {
  const files = new Map<string, PlacedFile>();
  const states = [vm.devices, ...vm.snapshots.flatMap(({ tree }) => tree).map(({ devices }) => devices)];
  for (const device of states.flat()) {
    if (device.$type !== "VirtualDisk") continue;
    for (const backing of chainOf(device)) {
      const file = diskFile(vm, device, backing);
      if (file !== undefined) files.set(textAt(backing, "fileName") ?? "", file);
    }
  }
  return [...files.values()];
}

/** The backing of a disk and those that it hangs on. */
export function chainOf(disk: DataObject): readonly DataObject[] {
  const chain: DataObject[] = [];
  for (let at = dataAt(disk, "backing"); at !== undefined; at = dataAt(at, "parent")) chain.push(at);
  return chain;
}

function diskFile(vm: Vm, device: DataObject, backing: DataObject): PlacedFile | undefined {
  const place = placeOf(vm, textAt(backing, "fileName") ?? "");
  if (place === undefined) return undefined;
  const capacityKb = numberAt(device, "capacityInKB") ?? 0;
  const isThin = flagAt(backing, "thinProvisioned") ?? false;
  const isDelta = dataAt(backing, "parent") !== undefined;
  const share = isDelta ? 0.05 : isThin ? filled(vm) : 1;
  return {
    ...place,
    kind: "disk",
    bytes: Math.round(capacityKb * share) * KIB,
    modifiedAt: vm.modifiedAt,
    disk: { capacityKb, isThin, type: isThin ? "thin" : "preallocated" },
  };
}

/** What part of its thin disks a machine has written: nothing when new. */
function filled(vm: Vm): number {
  return vm.isSeed ? 0.25 + vm.load.memoryActive / 2 : 0;
}

function placeOf(vm: Vm, file: string): { readonly datastore: Datastore; readonly path: string } | undefined {
  const split = splitPath(file);
  const datastore = vm.datastores.find(({ name }) => name === split?.datastore);
  return split === undefined || datastore === undefined ? undefined : { datastore, path: split.path };
}

/** What its thin disks may still take. */
export function uncommittedBytes(vm: Vm): number {
  const disks = vm.devices.filter(({ $type }) => $type === "VirtualDisk")
    .reduce((sum, disk) => sum + (numberAt(disk, "capacityInKB") ?? 0) * 1024, 0);
  return Math.max(
    0,
    disks + (vm.powerState === "poweredOn" ? vm.memoryMib * 1024 ** 2 : 0) - vm.committedBytes,
  );
}
