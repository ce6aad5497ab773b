import * as z from "../../deps/zod.ts";
import { UserError } from "../../errors.ts";
import { foreign } from "../../foreign.ts";
import { log } from "../../log.ts";
import { ref } from "../../soap/decode.ts";
import type { Moref, WireObject } from "../../soap/encode.ts";
import { together } from "../../together.ts";
import { parseIsoPath } from "../../vsphere/devices/cdroms.ts";
import { newVmDevices } from "../../vsphere/devices/new_vm.ts";
import { nicBacking } from "../../vsphere/devices/nics.ts";
import { VimFault } from "../../vsphere/faults.ts";
import {
  checkGuestLimits,
  coresPerSocket,
  type GuestDescriptor,
  type GuestHardware,
  hardwareFor,
  readGuestOs,
} from "../../vsphere/guest_os.ts";
import { CREATE_PRIVILEGES } from "../../vsphere/making_privileges.ts";
import { encodeName } from "../../vsphere/names.ts";
import { place, type Placement } from "../../vsphere/placement/placement.ts";
import { newVmName, refuseTwin } from "../../vsphere/placement/vm_name.ts";
import { runTask, type TaskOutcome } from "../../vsphere/tasks.ts";
import { percentOf, stillRunning, taskFields, taskStatus } from "../outcome.ts";
import { defineTool, type ToolContext } from "../tool.ts";

const input = z.object({
  name: z.string().min(1).describe("Name of the new virtual machine, at most 80 characters"),
  cpu: z.number().int().min(1).max(768).describe("Number of virtual CPUs"),
  memory: z.number().int().min(4).max(25_165_824).multipleOf(4).describe("Memory in MB, a multiple of 4"),
  datastore: z.string().min(1).optional().describe(
    "Datastore or datastore cluster: name, path or moref. Default: the configured one, else the one with most free space",
  ),
  network: z.string().min(1).optional().describe(
    'Network or portgroup: name, path or moref. Default: the configured one ("VM Network"), else the only one there',
  ),
  disk_size_gb: z.number().int().min(1).max(63_488).default(16).describe(
    "Size of the disk in GB",
  ),
  thin: z.boolean().default(true).describe(
    "true: the disk takes space as it fills; false: all of it at once",
  ),
  guest_id: z.string().min(1).default("otherLinux64Guest").describe(
    "vSphere id of the guest OS (ubuntu64Guest, windows2019srv_64Guest); decides the devices",
  ),
  firmware: z.enum(["bios", "efi"]).optional().describe(
    "Default: what the guest operating system recommends",
  ),
  iso: z.string().min(1).optional().describe(
    "ISO image to boot from, as [datastore] path.iso. Without it the CD-ROM drive is empty",
  ),
  folder: z.string().min(1).optional().describe(
    "VM folder: name, path (/DC0/vm/web or web/blue) or moref. Default: the VM folder of the datacenter",
  ),
  resource_pool: z.string().min(1).optional().describe(
    "Resource pool: name, path or moref. Default: the root pool of the cluster or host",
  ),
  host: z.string().min(1).optional().describe(
    "Host: name, path or moref. Default: chosen by DRS, else by free memory",
  ),
  notes: z.string().optional().describe("Free text kept with the machine"),
  power_on: z.boolean().default(false).describe("Power it on when it is made"),
});
type Input = z.output<typeof input>;

const output = z.looseObject({
  name: foreign(z.string()),
  moref: z.string().optional(),
  path: foreign(z.string()),
  datacenter: foreign(z.string()),
  host: foreign(z.string()).optional().describe("Absent when DRS chooses it"),
  resource_pool: foreign(z.string()),
  folder: foreign(z.string()),
  datastore: foreign(z.string()),
  network: foreign(z.string()).optional(),
  guest_id: z.string(),
  firmware: z.enum(["bios", "efi"]),
  disk_controller: z.string(),
  nic_type: z.string().optional(),
  power_state: z.enum(["poweredOff", "poweredOn", "unknown"]),
  power_on_error: foreign(z.string()).optional().describe("The machine exists, but could not be powered on"),
  placement: z.array(foreign(z.string())).describe("Why it was placed there, a sentence for each choice"),
  ...taskFields,
});
type Answer = z.output<typeof output>;

/** Creates a virtual machine with one disk, one network card and one CD-ROM drive. */
export async function createVm(args: Input, context: ToolContext): Promise<Answer> {
  const { vsphere, signal, progress } = context;
  const plan = await planVm({ ...args, name: newVmName(args.name) }, context);
  const { name, placement, config } = plan;
  const outcome = await runTask(vsphere, {
    method: "CreateVM_Task",
    target: placement.folder.ref,
    args: { config, pool: placement.resourcePool.ref, host: placement.host?.ref },
  }, {
    signal,
    action: `create virtual machine "${name}"`,
    onPercent: percentOf(progress, `creating ${name}`),
  });
  const answer = answerOf(args, { plan, outcome });
  if (answer.moref === undefined || !args.power_on) return answer;
  const vm = { type: "VirtualMachine", value: answer.moref };
  return { ...answer, ...await powerOn({ name, vm }, context) };
}

/** Everything that is settled before the first change. */
interface Plan {
  readonly name: string;
  readonly placement: Placement;
  readonly hardware: GuestHardware;
  readonly config: WireObject;
}

async function planVm(args: Input, { vsphere, signal }: ToolContext): Promise<Plan> {
  const { name, guest_id: guestId, cpu, memory: memoryMib } = args;
  const iso = args.iso === undefined ? undefined : parseIsoPath(args.iso);
  const placement = await place(vsphere, {
    folder: args.folder,
    resourcePool: args.resource_pool,
    host: args.host,
    datastore: args.datastore,
    readsFrom: iso === undefined ? [] : [iso.datastore],
    needBytes: args.thin ? 0 : args.disk_size_gb * 2 ** 30,
    network: { name: args.network },
  }, signal);
  const { environmentBrowser, host, folder, network } = placement;
  const [guest, backing] = await together([
    readGuestOs(vsphere, { environmentBrowser, host: host?.ref, guestId }, signal),
    network === undefined ? undefined : nicBacking(vsphere, network, signal),
    refuseTwin(vsphere, { folder, name }, signal),
  ]);
  const recommended = hardwareFor(guestId, guest);
  const hardware = { ...recommended, firmware: args.firmware ?? recommended.firmware };
  checkGuestLimits(guest, { guestId, cpu, memoryMib, firmware: hardware.firmware });
  const config = configOf(args, { placement, hardware, guest, backing, iso: iso?.path });
  return { name, placement, hardware, config };
}

interface Parts {
  readonly placement: Placement;
  readonly hardware: GuestHardware;
  readonly guest: GuestDescriptor;
  readonly backing: WireObject | undefined;
  readonly iso: string | undefined;
}

function configOf(args: Input, { placement, hardware, guest, backing, iso }: Parts): WireObject {
  const directory = `[${encodeName(placement.datastore.name)}]`;
  return {
    name: encodeName(args.name),
    guestId: args.guest_id,
    annotation: args.notes,
    files: { vmPathName: directory },
    numCPUs: args.cpu,
    numCoresPerSocket: coresPerSocket(guest, args.cpu),
    memoryMB: args.memory,
    firmware: hardware.firmware,
    deviceChange: newVmDevices({
      ...hardware,
      disk: { fileName: directory, capacityBytes: args.disk_size_gb * 2 ** 30, isThin: args.thin },
      nic: backing === undefined ? undefined : { type: hardware.nicType, backing },
      iso,
    }),
  };
}

function answerOf(
  args: Input,
  { plan, outcome }: { readonly plan: Plan; readonly outcome: TaskOutcome },
): Answer {
  const { name, placement, hardware } = plan;
  const { folder, host, network } = placement;
  const isDone = outcome.state === "success";
  const vm = isDone && outcome.result !== undefined ? ref(outcome.result) : undefined;
  return {
    name,
    ...(vm === undefined ? {} : { moref: vm.value }),
    path: `${folder.path}/${encodeName(name)}`,
    datacenter: placement.datacenter.name,
    ...(host === undefined ? {} : { host: host.name }),
    resource_pool: placement.resourcePool.path,
    folder: folder.path,
    datastore: placement.datastore.name,
    ...(network === undefined ? {} : { network: network.name, nic_type: hardware.nicType }),
    guest_id: args.guest_id,
    firmware: hardware.firmware,
    disk_controller: hardware.diskController,
    power_state: isDone ? "poweredOff" : "unknown",
    placement: [...placement.reasons],
    ...taskStatus(outcome),
  };
}

type PowerAnswer = Pick<Answer, "power_state" | "power_on_error"> & Partial<Pick<Answer, "status" | "task">>;

/** The machine exists by now: whatever fails here is part of the answer. */
async function powerOn(
  { name, vm }: { readonly name: string; readonly vm: Moref },
  { vsphere, signal, progress }: ToolContext,
): Promise<PowerAnswer> {
  try {
    const outcome = await runTask(vsphere, { method: "PowerOnVM_Task", target: vm }, {
      signal,
      action: `power on virtual machine "${name}"`,
      onPercent: percentOf(progress, `powering on ${name}`),
    });
    return { power_state: outcome.state === "success" ? "poweredOn" : "unknown", ...taskStatus(outcome) };
  } catch (error) {
    if (signal.aborted) throw error;
    // Only a fault proves that it is still off: an answer that never came proves nothing.
    const state = error instanceof VimFault ? "poweredOff" : "unknown";
    if (error instanceof UserError) return { power_state: state, power_on_error: error.message };
    log.error("could not power on a new virtual machine", { vm: vm.value, error });
    return { power_state: state, power_on_error: `Cannot power on "${name}": an internal error` };
  }
}

export default defineTool({
  name: "create_vm",
  title: "Create a virtual machine",
  description:
    "Creates an empty virtual machine: one new disk, one network card, one CD-ROM drive, devices as the guest operating system " +
    "needs them. To copy an existing machine or template use clone_vm. Answers with name, moref, and where it was placed and why.",
  effect: "write",
  privileges: ["System.Read", ...CREATE_PRIVILEGES],
  input,
  output,
  makes: ({ cpu, memory, disk_size_gb }) =>
    Promise.resolve({ cpus: cpu, memoryMib: memory, diskBytes: disk_size_gb * 2 ** 30 }),
  run: createVm,
  text: describe,
});

function describe(answer: Answer): string {
  const { name, moref, status, task, power_state, power_on_error, placement } = answer;
  if (moref === undefined) {
    return `Creation of ${name}: ${stillRunning(task)}. It is not powered on by this call`;
  }
  const state = status === "running" ? `power on ${stillRunning(task)}` : power_state;
  return [
    `Created ${answer.path} (${moref}), ${state}`,
    ...(power_on_error === undefined ? [] : [`It exists, but: ${power_on_error}`]),
    `On ${answer.host ?? "a host that DRS chooses"}, datastore ${answer.datastore}, network ${
      answer.network ?? "none"
    }`,
    ...placement.map((sentence) => `- ${sentence}`),
  ].join("\n");
}
