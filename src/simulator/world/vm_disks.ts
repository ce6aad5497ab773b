import { dataAt, type DataObject, numberAt, textAt } from "../core/value.ts";
import { SimFault } from "../core/fault.ts";
import { Snapshot } from "./snapshot.ts";
import type { Vm } from "./vm.ts";
import { chainOf } from "./vm_files.ts";
import type { World } from "./world.ts";

/** What a snapshot is made with. */
export interface SnapshotFacts {
  readonly name: string;
  readonly description: string;
  readonly createdAt: number;
  readonly hasMemory: boolean;
  readonly isQuiesced: boolean;
}

/** As many snapshots fit on each other. */
const MAX_DEPTH = 32;

/** Takes a snapshot: it becomes the current one, and the disks go on in new files. Throws TooManySnapshotLevels. */
export function addSnapshot(world: World, vm: Vm, facts: SnapshotFacts): Snapshot {
  const parent = vm.currentSnapshot;
  if (depthOf(parent) >= MAX_DEPTH) {
    throw new SimFault(
      "TooManySnapshotLevels",
      `A virtual machine has at most ${MAX_DEPTH} levels of snapshots.`,
    );
  }
  const number = Math.max(0, ...snapshotsOf(vm).map((snapshot) => snapshot.number)) + 1;
  const value = world.isVcenter ? world.ids.next("snapshot") : `${vm.ref.value}-snapshot-${number}`;
  const snapshot = new Snapshot({ type: "VirtualMachineSnapshot", value }, { ...facts, vm, number, parent });
  if (parent === undefined) vm.snapshots = [...vm.snapshots, snapshot];
  else parent.children = [...parent.children, snapshot];
  vm.currentSnapshot = snapshot;
  vm.devices = withDeltas(vm.devices, vm);
  world.add(snapshot);
  world.touch(vm, "topology");
  return snapshot;
}

function depthOf(snapshot: Snapshot | undefined): number {
  return snapshot === undefined ? 0 : 1 + depthOf(snapshot.parent);
}

/** The devices with every disk on a new file that hangs on the old one, as a snapshot leaves them. */
export function withDeltas(devices: readonly DataObject[], vm: Vm): readonly DataObject[] {
  const used = usedFiles(vm);
  return devices.map((device) => {
    const backing = dataAt(device, "backing");
    if (device.$type !== "VirtualDisk" || backing === undefined) return device;
    if (textAt(backing, "diskMode")?.startsWith("independent")) return device;
    return {
      ...device,
      backing: { ...backing, fileName: nextDelta(backing, used), thinProvisioned: true, parent: backing },
    };
  });
}

/** The devices after snapshots are gone: disks go on from what is left below them. */
export function afterRemoval(vm: Vm): readonly DataObject[] {
  const frozen = frozenFiles(vm);
  return vm.devices.map((device) => {
    if (device.$type !== "VirtualDisk") return device;
    const chain = chainOf(device);
    const [leaf, ...below] = chain;
    if (leaf === undefined || below.length === 0) return device;
    const kept = below.filter((backing) => frozen.has(textAt(backing, "fileName") ?? ""));
    const base = chain.at(-1);
    // With nothing below it the newest file is written back into the first one.
    const top = kept.length === 0 && base !== undefined ? { ...base, parent: undefined } : leaf;
    return { ...device, backing: linked([top, ...kept]) };
  });
}

/** Puts backings back into each other. */
function linked(chain: readonly DataObject[]): DataObject | undefined {
  return chain.reduceRight<DataObject | undefined>(
    (parent, backing) => ({ ...backing, $type: backing.$type, parent }),
    undefined,
  );
}

/** Files that the remaining snapshots hold. */
function frozenFiles(vm: Vm): ReadonlySet<string> {
  return new Set(snapshotsOf(vm).flatMap(({ devices }) => filesOf(devices)));
}

function usedFiles(vm: Vm): ReadonlySet<string> {
  return new Set([...filesOf(vm.devices), ...snapshotsOf(vm).flatMap(({ devices }) => filesOf(devices))]);
}

function filesOf(devices: readonly DataObject[]): readonly string[] {
  return devices.filter(({ $type }) => $type === "VirtualDisk").flatMap(chainOf)
    .flatMap((backing) => textAt(backing, "fileName") ?? []);
}

/** All snapshots of a machine, parents first. */
export function snapshotsOf(vm: Vm): readonly Snapshot[] {
  return vm.snapshots.flatMap(({ tree }) => tree);
}

/** The next free `web-1-000001.vmdk`. */
function nextDelta(backing: DataObject, used: ReadonlySet<string>): string {
  const stem = (textAt(backing, "fileName") ?? "").replace(/(-\d{6})?\.vmdk$/, "");
  for (let number = 1;; number++) {
    const file = `${stem}-${String(number).padStart(6, "0")}.vmdk`;
    if (!used.has(file)) return file;
  }
}

/** Capacity of all disks in KB. */
export function diskKb(devices: readonly DataObject[]): number {
  return devices.filter(({ $type }) => $type === "VirtualDisk")
    .reduce((sum, disk) => sum + (numberAt(disk, "capacityInKB") ?? 0), 0);
}
