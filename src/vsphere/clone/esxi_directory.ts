import type { Moref } from "../../soap/encode.ts";
import { isFault } from "../faults.ts";
import { runStep } from "./copy_task.ts";
import type { MadeList } from "./copy_undo.ts";
import type { Vsphere } from "../vsphere.ts";

/** As many names are tried as vSphere would. */
const MAX_TRIES = 100;

interface Where {
  readonly fileManager: Moref;
  readonly datacenter: Moref;
}

interface Surroundings extends Where {
  readonly made: MadeList;
  readonly signal: AbortSignal;
}

/**
 * Makes a new directory on each datastore: `[ds] name`, or `[ds] name_1` and so on where the name is taken, as
 * vSphere does. Gives the paths by datastore.
 */
export async function makeCopyDirectories(
  vsphere: Vsphere,
  { name, datastores }: { readonly name: string; readonly datastores: readonly string[] },
  { fileManager, datacenter, made, signal }: Surroundings,
): Promise<ReadonlyMap<string, string>> {
  const paths = new Map<string, string>();
  for (const datastore of datastores) {
    signal.throwIfAborted();
    const path = await makeFreeDirectory(vsphere, `[${datastore}] ${name}`, { fileManager, datacenter });
    // Only now: a directory that was there before is not ours to remove.
    made.add({
      what: `directory "${path}"`,
      remove: () => removeDirectory(vsphere, path, { fileManager, datacenter }),
    });
    paths.set(datastore, path);
  }
  return paths;
}

async function makeFreeDirectory(
  vsphere: Vsphere,
  wanted: string,
  { fileManager: target, datacenter }: Where,
): Promise<string> {
  for (let suffix = 0;; suffix++) {
    const name = suffix === 0 ? wanted : `${wanted}_${suffix}`;
    const action = `make directory "${name}"`;
    try {
      const args = { name, datacenter, createParentDirectories: false };
      await vsphere.session.call({ method: "MakeDirectory", target, args, action });
      return name;
    } catch (error) {
      if (!isFault(error, "FileAlreadyExists") || suffix >= MAX_TRIES) throw error;
    }
  }
}

async function removeDirectory(
  vsphere: Vsphere,
  name: string,
  { fileManager: target, datacenter }: Where,
): Promise<void> {
  const action = `remove directory "${name}"`;
  try {
    await runStep(vsphere, { method: "DeleteDatastoreFile_Task", target, args: { name, datacenter } }, {
      action,
    });
  } catch (error) {
    // It went together with the virtual machine in it.
    if (!isFault(error, "FileNotFound")) throw error;
  }
}
