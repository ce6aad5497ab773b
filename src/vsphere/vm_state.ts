import { arrayOf, number, object, one, text, word } from "../soap/decode.ts";
import type { FoundVm } from "./find.ts";
import type { Mirror } from "./inventory/mirror.ts";
import type { VmRow } from "./inventory/shapes.ts";
import { retrieveById } from "./properties.ts";
import { ownersOf, vmsOn } from "./protection/files.ts";
import { readSnapshots, type Snapshot } from "./snapshot_tree.ts";
import { type Disk, disksOf, readDevices } from "./vm_device.ts";
import type { Vsphere } from "./vsphere.ts";

/** A machine as one should know it before it is changed for good. */
export interface VmState {
  readonly vm: FoundVm;
  readonly instanceUuid: string | undefined;
  /** Another one after each change of the configuration. */
  readonly changeVersion: string | undefined;
  readonly powerState: string;
  /** `connected` unless its host or files cannot be reached. */
  readonly connectionState: string;
  /** What it asks before anything else can be done. */
  readonly question: string | undefined;
  readonly uptimeSeconds: number | undefined;
  readonly ipAddress: string | undefined;
  readonly hostName: string | undefined;
  readonly toolsStatus: string | undefined;
  readonly disks: readonly Disk[];
  readonly snapshots: readonly Snapshot[];
  /** All its files on datastores. */
  readonly files: readonly string[];
}

const shape = {
  "config.hardware.device": readDevices,
  "config.instanceUuid": word,
  "config.changeVersion": word,
  "runtime.powerState": word,
  "runtime.connectionState": word,
  "runtime.question": object({ text: one(text) }),
  "summary.quickStats.uptimeSeconds": number,
  "guest.ipAddress": word,
  "guest.hostName": text,
  "guest.toolsRunningStatus": word,
  "layoutEx.file": arrayOf(object({ name: one(text) })),
  snapshot: readSnapshots,
} as const;

/** Reads the state of machines in one retrieval; those that no longer exist are left out. */
export async function readVmStates(
  { session }: Vsphere,
  vms: readonly FoundVm[],
  signal: AbortSignal,
): Promise<readonly VmState[]> {
  const rows = await retrieveById(session, vms.map(({ ref }) => ref), { shape, signal });
  return vms.flatMap((vm) => {
    const row = rows.get(vm.ref.value);
    if (row === undefined) return [];
    return [{
      vm,
      instanceUuid: row["config.instanceUuid"],
      changeVersion: row["config.changeVersion"],
      powerState: row["runtime.powerState"] ?? vm.powerState ?? "unknown",
      connectionState: row["runtime.connectionState"] ?? "connected",
      question: row["runtime.question"]?.text,
      uptimeSeconds: row["summary.quickStats.uptimeSeconds"],
      ipAddress: row["guest.ipAddress"],
      hostName: row["guest.hostName"],
      toolsStatus: row["guest.toolsRunningStatus"],
      disks: disksOf(row["config.hardware.device"] ?? []),
      snapshots: row.snapshot ?? [],
      files: (row["layoutEx.file"] ?? []).flatMap(({ name }) => name ?? []),
    }];
  });
}

/** More machines than this on the same datastores are not asked for their files. */
const MAX_NEIGHBOURS = 1000;

/**
 * The files of disks that go when the machine is deleted. A linked clone lists those of its parent as well, which stay:
 * they lie in another folder than all that it writes to.
 */
export function ownDisks({ disks, files }: VmState): readonly string[] {
  const folders = new Set(disks.flatMap(({ file }) => file === undefined ? [] : [folderOf(file)]));
  return files.filter((file) => file.endsWith(".vmdk") && folders.has(folderOf(file)));
}

function folderOf(file: string): string {
  return file.slice(0, Math.max(file.lastIndexOf("/"), file.indexOf("]")));
}

/** The machines that stand on disks of this one, which linked clones do; undefined where there are too many to ask. */
export async function linkedClones(
  { session }: Vsphere,
  state: VmState,
  { mirror, signal }: { readonly mirror: Mirror; readonly signal: AbortSignal },
): Promise<readonly VmRow[] | undefined> {
  const { vm } = state;
  const disks = ownDisks(state);
  const own = mirror.get("VirtualMachine", vm.ref.value);
  if (disks.length === 0 || own === undefined) return [];
  const ids = new Set((own.datastore ?? []).map((datastore) => datastore?.value));
  const datastores = [...mirror.rows("Datastore")].filter(({ ref }) => ids.has(ref.value));
  const neighbours = vmsOn(mirror, datastores).filter(({ ref }) => ref.value !== vm.ref.value);
  if (neighbours.length > MAX_NEIGHBOURS) return undefined;
  return await ownersOf(session, neighbours, { files: disks, signal });
}
