import type { Moref } from "../../soap/encode.ts";
import type { JobContext } from "../jobs.ts";
import { retrieveObjects } from "../properties.ts";
import { readSnapshots } from "../snapshot_tree.ts";
import type { CopySource } from "./copy_source.ts";
import { runStep } from "./copy_task.ts";
import type { MadeList } from "./copy_undo.ts";
import type { Vsphere } from "../vsphere.ts";

/** Disks that do not change until they are released. */
export interface Frozen {
  /** Lets the source write to its disks again; gives sentences about what is left. */
  readonly release: () => Promise<readonly string[]>;
}

/**
 * Keeps the disks of a running machine from changing: with a temporary snapshot it writes beside them. Its disk
 * files as they were read before are then complete and can be copied. A machine that is off needs none.
 */
export async function freezeDisks(
  source: CopySource,
  { vsphere, made, signal, onProgress }: JobContext & { readonly vsphere: Vsphere; readonly made: MadeList },
): Promise<Frozen> {
  if (source.isPoweredOff) return { release: () => Promise.resolve([]) };
  const { vm } = source;
  const name = `Temporary for clone_vm (${crypto.randomUUID().slice(0, 8)})`;
  signal.throwIfAborted();
  onProgress({ message: `taking a temporary snapshot of ${vm.name}, which is running` });
  const entry = {
    what: `snapshot "${name}" of virtual machine "${vm.name}"`,
    remove: async () => {
      // By name: the answer may have been lost after the snapshot was made.
      const target = await findSnapshot(vsphere, vm.ref, name);
      if (target !== undefined) await removeSnapshot(vsphere, target, name);
    },
  };
  made.add(entry);
  // Without the signal: a snapshot that is half made could not be found and removed.
  await runStep(vsphere, {
    method: "CreateSnapshot_Task",
    target: vm.ref,
    args: { name, description: "Removed when the clone is made", memory: false, quiesce: false },
  }, { action: `take a temporary snapshot of virtual machine "${vm.name}"` });
  return {
    release: async () => {
      onProgress({ message: `removing the temporary snapshot of ${vm.name}` });
      if (await made.remove(entry)) return [];
      return [`Could not remove ${entry.what}: it grows until you remove it`];
    },
  };
}

async function removeSnapshot(vsphere: Vsphere, target: Moref, name: string): Promise<void> {
  const args = { removeChildren: false, consolidate: true };
  const action = `remove snapshot "${name}"`;
  await runStep(vsphere, { method: "RemoveSnapshot_Task", target, args }, { action });
}

async function findSnapshot(vsphere: Vsphere, vm: Moref, name: string): Promise<Moref | undefined> {
  const [row] = await retrieveObjects(vsphere.session, [vm], { shape: { snapshot: readSnapshots } });
  return row?.snapshot?.find((snapshot) => snapshot.name === name)?.ref;
}
