import { UserError } from "../../errors.ts";
import { ref } from "../../soap/decode.ts";
import type { Moref, WireObject } from "../../soap/encode.ts";
import { isFault, VimFault } from "../faults.ts";
import { encodeName } from "../names.ts";
import { runTask, type TaskOutcome } from "../tasks.ts";
import type { CopyPlan } from "./copy_placement.ts";
import { type CopySource, type SourceDevice, sourceDisks } from "./copy_source.ts";
import { datastoreOf } from "../vm_device.ts";
import type { Vsphere } from "../vsphere.ts";

/** What vCenter Server shall clone, where to and how. */
export interface ClonePlan extends CopyPlan {
  /** The snapshot whose disks the clone shares; undefined makes a full copy. */
  readonly sharedSnapshot: Moref | undefined;
  readonly powerOn: boolean;
}

/** How a clone ended: it may be made and yet not be powered on. */
export interface CloneOutcome {
  readonly outcome: TaskOutcome | undefined;
  readonly vm: Moref | undefined;
  readonly powerOnError: VimFault | undefined;
}

/** Clones a machine or template by CloneVM_Task, which only vCenter Server has. */
export async function cloneByVcenter(
  vsphere: Vsphere,
  plan: ClonePlan,
  options: { readonly signal: AbortSignal; readonly onPercent: (percent: number) => void },
): Promise<CloneOutcome> {
  const { source, name, placement } = plan;
  const action = `clone virtual machine "${source.vm.name}" to "${name}"`;
  const folder = placement.folder.ref;
  try {
    const outcome = await runTask(vsphere, {
      method: "CloneVM_Task",
      target: source.vm.ref,
      args: { folder, name, spec: cloneSpec(plan) },
    }, { ...options, action });
    const isMade = outcome.state === "success" && outcome.result !== undefined;
    return { outcome, vm: isMade ? ref(outcome.result) : undefined, powerOnError: undefined };
  } catch (error) {
    // One task clones and powers on: when it fails, the clone may have been made.
    if (!plan.powerOn || !(error instanceof VimFault) || isFault(error, "DuplicateName")) throw error;
    const vm = await findChild(vsphere, folder, name);
    if (vm === undefined) throw error;
    return { outcome: undefined, vm, powerOnError: error };
  }
}

/** The VirtualMachineCloneSpec of a plan. */
export function cloneSpec(plan: ClonePlan): WireObject {
  const { placement, isOneDatastore, isThin, sharedSnapshot, source, powerOn } = plan;
  const disk = isThin === undefined
    ? undefined
    : sourceDisks(source).map((disk) => diskLocator(disk, { plan, isThin }))
      .filter((locator) => locator !== undefined);
  return {
    location: {
      datastore: isOneDatastore ? placement.datastore.ref : undefined,
      diskMoveType: sharedSnapshot === undefined ? undefined : "createNewChildDiskBacking",
      pool: placement.resourcePool.ref,
      host: placement.host?.ref,
      disk,
    },
    template: false,
    powerOn,
    snapshot: sharedSnapshot,
  };
}

/** Says for one disk whether its copy is thin; a mapped LUN has no such choice. */
function diskLocator(
  { key, backing }: SourceDevice,
  { plan, isThin }: { readonly plan: ClonePlan; readonly isThin: boolean },
): WireObject | undefined {
  const { placement, isOneDatastore } = plan;
  const datastore = isOneDatastore ? placement.datastore.ref : backing?.datastore;
  const isMapped = backing?.$type === "VirtualDiskRawDiskMappingVer1BackingInfo";
  if (key === undefined || datastore === undefined || isMapped) return undefined;
  const name = isOneDatastore ? encodeName(placement.datastore.name) : datastoreOf(backing?.fileName);
  return {
    diskId: key,
    datastore,
    diskBackingInfo: {
      $type: "VirtualDiskFlatVer2BackingInfo",
      fileName: `[${name ?? ""}]`,
      diskMode: backing?.diskMode ?? "persistent",
      thinProvisioned: isThin,
    },
  };
}

/** The snapshot that a linked clone shares its disks with. Throws UserError when the source has none. */
export function snapshotToShare({ vm, currentSnapshot }: CopySource): Moref {
  if (currentSnapshot !== undefined) return currentSnapshot;
  throw new UserError(
    "conflict",
    `Cannot make a linked clone of "${vm.name}": it has no current snapshot whose disks could be shared; ` +
      "create a snapshot of it first, or leave linked out for a full copy",
  );
}

async function findChild(vsphere: Vsphere, entity: Moref, name: string): Promise<Moref | undefined> {
  const { searchIndex } = await vsphere.session.content();
  if (searchIndex === undefined) return undefined;
  const args = { entity, name: encodeName(name) };
  const [found] = await vsphere.session.call({ method: "FindChild", target: searchIndex, args });
  return found === undefined ? undefined : ref(found);
}
