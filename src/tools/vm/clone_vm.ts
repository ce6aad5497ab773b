import * as z from "../../deps/zod.ts";
import { UserError } from "../../errors.ts";
import { foreign } from "../../foreign.ts";
import { log } from "../../log.ts";
import type { Moref } from "../../soap/encode.ts";
import { together } from "../../together.ts";
import { sizeOfClone } from "../../vsphere/clone/clone_size.ts";
import { cloneByVcenter, type ClonePlan, snapshotToShare } from "../../vsphere/clone/vcenter_clone.ts";
import { cloneByCopy } from "../../vsphere/clone/esxi_clone.ts";
import { VimFault } from "../../vsphere/faults.ts";
import { findVm } from "../../vsphere/find.ts";
import type { JobContext } from "../../vsphere/jobs.ts";
import { CLONE_PRIVILEGES, COPY_PRIVILEGES, copyNeeds } from "../../vsphere/making_privileges.ts";
import { decodeName, encodeName } from "../../vsphere/names.ts";
import { readPlaces } from "../../vsphere/placement/rows.ts";
import { newVmName, refuseTwin } from "../../vsphere/placement/vm_name.ts";
import { refuseLacking } from "../../vsphere/privileges.ts";
import { needBytes, refuseUncopyable } from "../../vsphere/clone/copy_disks.ts";
import { placeCopy } from "../../vsphere/clone/copy_placement.ts";
import { readCopySource, sourceDisks } from "../../vsphere/clone/copy_source.ts";
import { runStep } from "../../vsphere/clone/copy_task.ts";
import { datastoreOf } from "../../vsphere/vm_device.ts";
import type { Vsphere } from "../../vsphere/vsphere.ts";
import { vmName } from "../arguments.ts";
import { percentOf, stillRunning, taskFields, taskStatus } from "../outcome.ts";
import { defineTool, type ToolContext } from "../tool.ts";

const input = z.object({
  template_name: vmName.describe(
    "Virtual machine or template to copy: name, path, moref, UUID, IP or MAC",
  ),
  new_name: z.string().min(1).describe("Name of the clone, at most 80 characters"),
  datastore: z.string().min(1).optional().describe(
    "Datastore (cluster) for all disks: name, path or moref. Default: that of each source disk",
  ),
  folder: z.string().min(1).optional().describe("VM folder: name, path or moref. Default: the source's"),
  resource_pool: z.string().min(1).optional().describe(
    "Resource pool: name, path or moref. Default: the source's; for a template that of its host",
  ),
  host: z.string().min(1).optional().describe(
    "Host: name, path or moref. Default: chosen by DRS, without DRS the source's",
  ),
  power_on: z.boolean().default(false).describe("Power it on when it is made"),
  thin: z.boolean().optional().describe(
    "true: the disks take space as they fill; false: all of it at once. Default: as at the source",
  ),
  linked: z.boolean().default(false).describe(
    "Share the disks of the source's current snapshot: fast and small, but needs the source. vCenter Server only",
  ),
});
type Input = z.output<typeof input>;

const output = z.looseObject({
  name: foreign(z.string()),
  moref: z.string().optional(),
  path: foreign(z.string()),
  source: foreign(z.string()).describe("Path of what was copied"),
  method: z.enum(["clone", "disk copy"]).describe("disk copy: on standalone ESXi, which cannot clone"),
  datacenter: foreign(z.string()),
  host: foreign(z.string()).optional().describe("Absent when DRS chooses it"),
  resource_pool: foreign(z.string()),
  folder: foreign(z.string()),
  datastores: z.array(foreign(z.string())),
  linked: z.boolean(),
  power_state: z.enum(["poweredOff", "poweredOn", "unknown"]),
  power_on_error: foreign(z.string()).optional().describe("The clone exists, but could not be powered on"),
  placement: z.array(foreign(z.string())).describe("Why it was placed there, a sentence for each choice"),
  notes: z.array(foreign(z.string())).describe("What the clone lacks or what is left to do"),
  ...taskFields,
});
type Answer = z.output<typeof output>;

/** Copies a virtual machine or template: by vCenter Server where there is one, else disk by disk. */
export async function cloneVm(args: Input, context: ToolContext): Promise<Answer> {
  const { isVcenter } = await context.vsphere.session.content(context.signal);
  refuseContradictions(args, isVcenter);
  const plan = await planClone(args, context);
  return isVcenter ? await cloneOnVcenter(plan, context) : await cloneOnEsxi(plan, context);
}

function refuseContradictions({ template_name, linked, thin, datastore }: Input, isVcenter: boolean): void {
  if (!linked) return;
  const refuse = (why: string) =>
    new UserError("invalid", `Cannot make a linked clone of "${template_name}": ${why}`);
  if (!isVcenter) {
    throw refuse(
      "standalone ESXi has no linked clones, only vCenter Server has; leave linked out for a full copy",
    );
  }
  if (thin !== undefined) {
    throw refuse(
      "its disks are what the snapshot makes them, so thin has no meaning; leave thin or linked out",
    );
  }
  if (datastore !== undefined) {
    throw refuse("its disks stay beside those they share; leave datastore or linked out");
  }
}

/** Everything that is settled before the first change. */
async function planClone(args: Input, { vsphere, signal }: ToolContext): Promise<ClonePlan> {
  const name = newVmName(args.new_name);
  const vm = await findVm(vsphere, args.template_name, signal);
  const [source, places] = await together([
    readCopySource(vsphere, vm, signal),
    readPlaces(vsphere, signal),
  ]);
  const sharedSnapshot = args.linked ? snapshotToShare(source) : undefined;
  const isOneDatastore = args.datastore !== undefined;
  const placement = placeCopy(places, source, {
    request: {
      datastore: args.datastore,
      folder: args.folder,
      resourcePool: args.resource_pool,
      host: args.host,
      needBytes: args.linked ? 0 : needBytes(source, { isOneDatastore, isThin: args.thin }),
    },
    defaults: vsphere.defaults,
  });
  await refuseTwin(vsphere, { folder: placement.folder, name }, signal);
  return {
    source,
    name,
    placement,
    isOneDatastore,
    isThin: args.thin,
    sharedSnapshot,
    powerOn: args.power_on,
  };
}

async function cloneOnVcenter(plan: ClonePlan, { vsphere, signal, progress }: ToolContext): Promise<Answer> {
  const onPercent = percentOf(progress, `cloning ${plan.source.vm.name}`);
  const { outcome, vm, powerOnError } = await cloneByVcenter(vsphere, plan, { signal, onPercent });
  const isPoweredOn = plan.powerOn && powerOnError === undefined;
  return {
    ...answerOf(plan, "clone"),
    ...(vm === undefined ? {} : { moref: vm.value, power_state: isPoweredOn ? "poweredOn" : "poweredOff" }),
    ...(powerOnError === undefined ? {} : { power_on_error: powerOnError.message }),
    ...(outcome === undefined ? {} : taskStatus(outcome)),
  };
}

async function cloneOnEsxi(plan: ClonePlan, { vsphere, signal, progress }: ToolContext): Promise<Answer> {
  refuseUncopyable(plan.source);
  const operation = `clone virtual machine "${plan.source.vm.name}" to "${plan.name}"`;
  await refuseLacking(vsphere.session, copyNeeds(plan, plan), { action: operation, signal });
  const outcome = await vsphere.jobs.run(operation, async (job) => {
    const { vm, notes } = await cloneByCopy(vsphere, plan, job);
    const power = plan.powerOn ? await powerOn(plan.name, { job, vsphere, target: vm }) : POWERED_OFF;
    const { power_on_error: error } = power;
    return { moref: vm.value, notes: error === undefined ? notes : [...notes, error], power };
  }, { about: plan.source.vm.ref, signal, waitMs: vsphere.taskTimeoutMs, onProgress: progress });
  const answer = answerOf(plan, "disk copy");
  if (outcome.state === "running") return { ...answer, status: "running", task: outcome.id };
  const { moref, notes, power } = outcome.result;
  return { ...answer, moref, notes: [...notes], ...power, task: outcome.id };
}

type Power = Pick<Answer, "power_state" | "power_on_error">;
const POWERED_OFF: Power = { power_state: "poweredOff" };

/** The clone exists by now: whatever fails here is part of the answer. */
async function powerOn(
  name: string,
  { job, vsphere, target }: { readonly job: JobContext; readonly vsphere: Vsphere; readonly target: Moref },
): Promise<Power> {
  const action = `power on virtual machine "${name}"`;
  job.onProgress({ message: `powering on ${name}` });
  try {
    await runStep(vsphere, { method: "PowerOnVM_Task", target }, { signal: job.signal, action });
    return { power_state: "poweredOn" };
  } catch (error) {
    // Only a fault proves that it is still off: an answer that never came proves nothing.
    const power_state = error instanceof VimFault ? "poweredOff" : "unknown";
    if (error instanceof UserError) return { power_state, power_on_error: error.message };
    log.error("could not power on a clone", { vm: target.value, error });
    return { power_state, power_on_error: `Cannot ${action}: an internal error` };
  }
}

/** What is known before the first change. */
function answerOf(
  { source, name, placement, isOneDatastore, sharedSnapshot }: ClonePlan,
  method: Answer["method"],
): Answer {
  const { datacenter, host, resourcePool, folder, datastore } = placement;
  const kept = isOneDatastore ? [] : sourceDisks(source).map(({ backing }) => datastoreOf(backing?.fileName));
  const datastores = [datastore.name, ...kept.filter((name) => name !== undefined).map(decodeName)];
  return {
    name,
    path: `${folder.path}/${encodeName(name)}`,
    source: source.vm.path,
    method,
    datacenter: datacenter.name,
    ...(host === undefined ? {} : { host: host.name }),
    resource_pool: resourcePool.path,
    folder: folder.path,
    datastores: [...new Set(datastores)],
    linked: sharedSnapshot !== undefined,
    power_state: "unknown",
    placement: [...placement.reasons],
    notes: [],
    status: "done",
  };
}

export default defineTool({
  name: "clone_vm",
  title: "Clone a virtual machine",
  description:
    "Copies a virtual machine or template to a new virtual machine, on the source's datastore unless another is named. " +
    "On standalone ESXi it copies the disks (a running source by a temporary snapshot) and gives the copy new network addresses. " +
    "For an empty machine use create_vm. Answers with name, moref, and where it was placed and why.",
  effect: "write",
  privileges: {
    vcenter: ["System.Read", ...CLONE_PRIVILEGES],
    esxi: ["System.Read", ...COPY_PRIVILEGES],
  },
  input,
  output,
  makes: ({ template_name, linked }, { vsphere, signal }) =>
    sizeOfClone(vsphere, { wanted: template_name, linked }, signal),
  run: cloneVm,
  text: describe,
});

function describe(answer: Answer): string {
  const { name, moref, method, source, task, power_state, power_on_error } = answer;
  if (moref === undefined) return `Cloning ${source} to ${name}: ${stillRunning(task)}`;
  const how = answer.linked ? "linked clone" : method;
  return [
    `Cloned ${source} to ${answer.path} (${moref}) by ${how}, ${power_state}`,
    ...(power_on_error === undefined ? [] : [`It exists, but: ${power_on_error}`]),
    `On ${answer.host ?? "a host that DRS chooses"}, datastore ${answer.datastores.join(", ")}`,
    ...[...answer.placement, ...answer.notes].map((sentence) => `- ${sentence}`),
  ].join("\n");
}
