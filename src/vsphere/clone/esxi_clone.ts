import { UserError } from "../../errors.ts";
import { ref } from "../../soap/decode.ts";
import type { Moref } from "../../soap/encode.ts";
import { makeCopyDirectories } from "./esxi_directory.ts";
import { freezeDisks } from "./esxi_snapshot.ts";
import { isFault } from "../faults.ts";
import { incompleteAnswer } from "../incomplete_answer.ts";
import type { JobContext } from "../jobs.ts";
import { encodeName } from "../names.ts";
import { copyConfig } from "./copy_config.ts";
import { copyDevices } from "./copy_devices.ts";
import { copyFileName, type DiskCopy, diskSpec, planDisks } from "./copy_disks.ts";
import type { CopyPlan } from "./copy_placement.ts";
import { sourceDisks } from "./copy_source.ts";
import { runStep } from "./copy_task.ts";
import { type MadeList, undoOnFailure } from "./copy_undo.ts";
import { datastoreOf } from "../vm_device.ts";
import type { Vsphere } from "../vsphere.ts";

/** A machine that was made by copying disks. */
export interface EsxiClone {
  readonly vm: Moref;
  /** What the copy lacks or what went wrong beside it, as sentences. */
  readonly notes: readonly string[];
}

interface Work extends JobContext {
  readonly vsphere: Vsphere;
  readonly plan: CopyPlan;
  readonly made: MadeList;
  readonly managers: Managers;
}

interface Managers {
  readonly fileManager: Moref;
  readonly virtualDiskManager: Moref;
}

/**
 * Clones a machine the way standalone ESXi allows it: copies its disks and creates a machine around them, because
 * CloneVM_Task exists only on vCenter Server. When a step fails or the signal is aborted, all that was made is removed.
 */
export async function cloneByCopy(
  vsphere: Vsphere,
  plan: CopyPlan,
  context: JobContext,
): Promise<EsxiClone> {
  const managers = await managersOf(vsphere, context.signal);
  return await undoOnFailure(async (made) => {
    const work = { ...context, vsphere, plan, made, managers };
    const files = await makeFiles(work);
    const frozen = await freezeDisks(plan.source, work);
    await copyDisks(work, files.disks);
    const left = await frozen.release();
    context.onProgress({ percent: 100, message: `creating ${plan.name}` });
    const { vm, skipped } = await createVm(work, files);
    const lost = await copyBootSettings(work, files);
    context.signal.throwIfAborted();
    const notes = skipped.length === 0 ? [] : [`Not taken over: ${skipped.join(", ")}`];
    return { vm, notes: [...left, ...notes, ...lost] };
  });
}

/** The files of the copy. */
interface Files {
  readonly vmxPath: string;
  readonly nvramPath: string;
  readonly disks: readonly DiskCopy[];
}

async function makeFiles({ vsphere, plan, made, managers, signal }: Work): Promise<Files> {
  const { source, placement, isOneDatastore, isThin } = plan;
  const name = copyFileName(plan.name);
  const home = encodeName(placement.datastore.name);
  const place = (sourceFile: string) => isOneDatastore ? home : datastoreOf(sourceFile) ?? home;
  const datastores = new Set([
    home,
    ...sourceDisks(source).map(({ backing }) => place(backing?.fileName ?? "")),
  ]);
  const directories = await makeCopyDirectories(vsphere, { name, datastores: [...datastores] }, {
    fileManager: managers.fileManager,
    datacenter: placement.datacenter.ref,
    made,
    signal,
  });
  const directory = (datastore: string) => directories.get(datastore) ?? `[${datastore}] ${name}`;
  return {
    vmxPath: `${directory(home)}/${name}.vmx`,
    nvramPath: `${directory(home)}/${name}.nvram`,
    disks: planDisks(source, { name, isThin, directoryFor: (file) => directory(place(file)) }),
  };
}

/** One after the other: several at once only make the datastore slower. */
async function copyDisks(
  { vsphere, plan, managers, signal, onProgress }: Work,
  disks: readonly DiskCopy[],
): Promise<void> {
  const datacenter = plan.placement.datacenter.ref;
  const totalKb = disks.reduce((sum, { capacityKb }) => sum + capacityKb, 0) || 1;
  let doneKb = 0;
  for (const [index, disk] of disks.entries()) {
    const message = `copying disk ${index + 1} of ${disks.length} (${disk.label})`;
    const tell = (percent: number) => {
      onProgress({
        percent: Math.floor((doneKb + disk.capacityKb * percent / 100) / totalKb * 100),
        message,
      });
    };
    tell(0);
    await runStep(vsphere, {
      method: "CopyVirtualDisk_Task",
      target: managers.virtualDiskManager,
      args: {
        sourceName: disk.sourceFile,
        sourceDatacenter: datacenter,
        destName: disk.file,
        destDatacenter: datacenter,
        destSpec: diskSpec(disk),
        force: false,
      },
    }, { signal, action: `copy disk "${disk.sourceFile}" to "${disk.file}"`, onPercent: tell });
    doneKb += disk.capacityKb;
  }
}

async function createVm(
  { vsphere, plan, made, signal }: Work,
  { vmxPath, disks }: Files,
): Promise<{ readonly vm: Moref; readonly skipped: readonly string[] }> {
  const { source, name, placement } = plan;
  const { changes: deviceChange, skipped } = copyDevices(source, disks);
  const known: { vm?: Moref | undefined } = {};
  signal.throwIfAborted();
  made.add({
    what: `virtual machine "${name}"`,
    remove: async () => {
      // The answer may have been lost after the machine was made.
      const target = known.vm ?? await findByPath(vsphere, placement.datacenter.ref, vmxPath);
      if (target !== undefined) {
        await runStep(vsphere, { method: "Destroy_Task", target }, { action: `delete "${name}"` });
      }
    },
  });
  // Without the signal: a machine that is half made could not be found and removed.
  const result = await runStep(vsphere, {
    method: "CreateVM_Task",
    target: placement.folder.ref,
    args: {
      config: copyConfig(source, { name, vmxPath, deviceChange }),
      pool: placement.resourcePool.ref,
      host: placement.host?.ref,
    },
  }, { action: `create virtual machine "${name}"` });
  const vm = result === undefined ? undefined : ref(result);
  known.vm = vm;
  if (vm === undefined) throw incompleteAnswer("CreateVM_Task", "a virtual machine");
  return { vm, skipped };
}

/** EFI keeps its boot entries in a file; without them some guests do not boot. */
async function copyBootSettings(
  { vsphere, plan, managers, signal }: Work,
  { nvramPath }: Files,
): Promise<readonly string[]> {
  const { source, placement } = plan;
  if (source.config.firmware !== "efi") return [];
  const missing = [
    "The EFI boot entries of the source were not found: the firmware of the copy makes new ones",
  ];
  const sourceName = source.files.find(({ type }) => type === "nvram")?.name;
  if (sourceName === undefined) return missing;
  const datacenter = placement.datacenter.ref;
  try {
    await runStep(vsphere, {
      method: "CopyDatastoreFile_Task",
      target: managers.fileManager,
      args: {
        sourceName,
        sourceDatacenter: datacenter,
        destinationName: nvramPath,
        destinationDatacenter: datacenter,
        // Some servers make the file together with the machine.
        force: true,
      },
    }, { signal, action: `copy "${sourceName}"` });
    return [];
  } catch (error) {
    if (isFault(error, "FileNotFound")) return missing;
    throw error;
  }
}

async function findByPath(vsphere: Vsphere, datacenter: Moref, path: string): Promise<Moref | undefined> {
  const { searchIndex } = await vsphere.session.content();
  if (searchIndex === undefined) return undefined;
  const args = { datacenter, path };
  const [found] = await vsphere.session.call({ method: "FindByDatastorePath", target: searchIndex, args });
  return found === undefined ? undefined : ref(found);
}

async function managersOf(vsphere: Vsphere, signal: AbortSignal): Promise<Managers> {
  const { fileManager, virtualDiskManager } = await vsphere.session.content(signal);
  if (fileManager !== undefined && virtualDiskManager !== undefined) {
    return { fileManager, virtualDiskManager };
  }
  throw new UserError(
    "unsupported",
    "Cannot copy disks: this server offers no managers for files and disks; clone through vCenter Server",
  );
}
