import { invalidArgument, SimFault } from "../core/fault.ts";
import { dataListAt, type DataObject, flagAt, made, numberAt, textAt, type Value } from "../core/value.ts";
import { changeDevices } from "./device_changes.ts";
import { folderOf, splitPath } from "./file_tree.ts";
import { guestOs } from "./guest_os.ts";
import type { Vm } from "./vm.ts";
import type { World } from "./world.ts";

/** What a ConfigSpec makes of a machine, checked and not yet applied. */
export interface ConfigChange {
  readonly apply: (vm: Vm) => void;
}

const MAX_CPUS = 768;
const MAX_MEMORY_MIB = 24 * 1024 ** 2;

/** Checks a ConfigSpec against a machine. Throws the fault that a real server gives. */
export function checkConfig(world: World, vm: Vm, spec: DataObject): ConfigChange {
  const numCpu = numberAt(spec, "numCPUs") ?? vm.numCpu;
  const memoryMib = numberAt(spec, "memoryMB") ?? vm.memoryMib;
  const cores = numberAt(spec, "numCoresPerSocket") ?? vm.coresPerSocket;
  const guestId = textAt(spec, "guestId") ?? vm.guestId;
  checkLimits({ numCpu, memoryMib, cores, guestId });
  checkHotPlug(vm, { numCpu, memoryMib, cores });
  const changes = dataListAt(spec, "deviceChange");
  const { folder, stem } = homeOf(vm);
  const devices = changes.length === 0 ? undefined : changeDevices(vm.devices, changes, {
    world,
    host: vm.host,
    folder,
    diskStem: stem,
    hasSnapshots: vm.snapshots.length > 0,
  });
  const extraConfig = changedExtraConfig(vm.extraConfig, dataListAt(spec, "extraConfig"));
  return {
    apply: (vm) => {
      vm.numCpu = numCpu;
      vm.memoryMib = memoryMib;
      vm.coresPerSocket = Math.max(1, cores);
      vm.guestId = guestId;
      vm.annotation = textAt(spec, "annotation") ?? vm.annotation;
      vm.version = textAt(spec, "version") ?? vm.version;
      vm.uuid = textAt(spec, "uuid") ?? vm.uuid;
      vm.instanceUuid = textAt(spec, "instanceUuid") ?? vm.instanceUuid;
      vm.hasCpuHotAdd = flagAt(spec, "cpuHotAddEnabled") ?? vm.hasCpuHotAdd;
      vm.hasMemoryHotAdd = flagAt(spec, "memoryHotAddEnabled") ?? vm.hasMemoryHotAdd;
      vm.firmware = textAt(spec, "firmware") === "efi"
        ? "efi"
        : textAt(spec, "firmware") === "bios"
        ? "bios"
        : vm.firmware;
      vm.settings = { ...vm.settings, ...settingsOf(spec) };
      vm.extraConfig = extraConfig;
      if (devices !== undefined) vm.devices = devices;
      vm.changes++;
      vm.modifiedAt = world.clock.now();
    },
  };
}

/** Fields of a ConfigSpec that come back as they were set. */
const SETTINGS = [
  "alternateGuestName",
  "tools",
  "flags",
  "consolePreferences",
  "powerOpInfo",
  "cpuAllocation",
  "memoryAllocation",
  "latencySensitivity",
  "cpuHotRemoveEnabled",
  "swapPlacement",
  "bootOptions",
  "changeTrackingEnabled",
  "maxMksConnections",
  "guestAutoLockEnabled",
  "managedBy",
  "memoryReservationLockedToMax",
  "nestedHVEnabled",
  "vPMCEnabled",
  "messageBusTunnelEnabled",
  "migrateEncryption",
  "virtualICH7MPresent",
  "virtualSMCPresent",
] as const;

function checkLimits({ numCpu, memoryMib, cores, guestId }: {
  readonly numCpu: number;
  readonly memoryMib: number;
  readonly cores: number;
  readonly guestId: string;
}): void {
  if (guestOs(guestId) === undefined) throw invalidArgument("configSpec.guestId");
  if (numCpu < 1 || numCpu > MAX_CPUS) throw invalidArgument("configSpec.numCPUs");
  if (memoryMib < 4 || memoryMib > MAX_MEMORY_MIB || memoryMib % 4 !== 0) {
    throw invalidArgument("configSpec.memoryMB");
  }
  if (cores < 0 || (cores > 1 && numCpu % cores !== 0)) {
    throw new SimFault(
      "NumVirtualCpusIncompatible",
      "The number of virtual CPUs is not a multiple of the number of cores per socket.",
      { reason: "Number of virtual CPUs must be a multiple of the cores per socket", numCpu },
    );
  }
}

/** A machine that runs takes more CPUs and memory only when it was told so before it started. */
function checkHotPlug(
  vm: Vm,
  { numCpu, memoryMib, cores }: {
    readonly numCpu: number;
    readonly memoryMib: number;
    readonly cores: number;
  },
): void {
  if (vm.powerState === "poweredOff") return;
  const state = vm.powerState === "poweredOn" ? "running" : "suspended";
  if (numCpu < vm.numCpu || (numCpu > vm.numCpu && !vm.hasCpuHotAdd) || cores !== vm.coresPerSocket) {
    throw new SimFault(
      "CpuHotPlugNotSupported",
      `CPU hot plug is not supported for this ${state} virtual machine.`,
    );
  }
  if (memoryMib < vm.memoryMib || (memoryMib > vm.memoryMib && !vm.hasMemoryHotAdd)) {
    throw new SimFault(
      "MemoryHotPlugNotSupported",
      `Memory hot plug is not supported for this ${state} virtual machine.`,
    );
  }
}

/** An empty value removes a key. */
function changedExtraConfig(
  known: ReadonlyMap<string, Value>,
  changes: readonly DataObject[],
): ReadonlyMap<string, Value> {
  if (changes.length === 0) return known;
  const next = new Map(known);
  for (const change of changes) {
    const key = textAt(change, "key") ?? "";
    const value = made(change.value);
    if (value === undefined || value === "") next.delete(key);
    else next.set(key, value);
  }
  return next;
}

function settingsOf(spec: DataObject): Readonly<Record<string, Value>> {
  return Object.fromEntries(SETTINGS.flatMap((name) => {
    const value = spec[name];
    return value === undefined ? [] : [[name, value] as const];
  }));
}

/** Where the files of a machine are: `[datastore1] web-1`, and how they are called. */
function homeOf({ vmxPath }: Vm): { readonly folder: string; readonly stem: string } {
  const split = splitPath(vmxPath);
  const path = split?.path ?? "";
  const stem = path.slice(path.lastIndexOf("/") + 1).replace(/\.vmx$/, "");
  return { folder: `[${split?.datastore ?? ""}] ${folderOf(path)}`, stem };
}
