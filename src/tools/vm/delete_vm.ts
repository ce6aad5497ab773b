import * as z from "../../deps/zod.ts";
import { UserError } from "../../errors.ts";
import { foreign } from "../../foreign.ts";
import { word } from "../../soap/decode.ts";
import { findVm, findWithInventory, type FoundVm } from "../../vsphere/find.ts";
import { nameOf } from "../../vsphere/inventory/mirror.ts";
import { retrieveObjects } from "../../vsphere/properties.ts";
import { runTask } from "../../vsphere/tasks.ts";
import { inGb, rounded } from "../../vsphere/units.ts";
import { disksOf, readDevices } from "../../vsphere/vm_device.ts";
import { linkedClones, ownDisks, readVmStates } from "../../vsphere/vm_state.ts";
import { oneLine, someNames } from "../one_line.ts";
import { percentOf, stillRunning, taskFields, taskStatus } from "../outcome.ts";
import type { Plan } from "../plan.ts";
import { describeEach, otherAnswers, planEach, runEach, severalVms } from "../several.ts";
import { defineTool, type ToolContext } from "../tool.ts";
import { plannedVm, refuseUnready } from "../vm_plan.ts";

const output = z.looseObject({
  name: foreign(z.string()),
  moref: z.string(),
  path: foreign(z.string()),
  disks: z.array(
    z.looseObject({
      label: foreign(z.string()),
      file: foreign(z.string()).optional(),
      capacity_gb: z.number(),
    }),
  ),
  ...taskFields,
});

const shape = { "config.hardware.device": readDevices, "runtime.powerState": word } as const;

/** Deletes a powered-off virtual machine together with its disks. */
export async function deleteVm(name: string, context: ToolContext): Promise<z.output<typeof output>> {
  const { vsphere, signal, progress } = context;
  const vm = await findVm(vsphere, name, signal);
  const [row] = await retrieveObjects(vsphere.session, [vm.ref], { shape, signal });
  refuseRunning(vm, row?.["runtime.powerState"] ?? vm.powerState);
  const outcome = await runTask(vsphere, { method: "Destroy_Task", target: vm.ref }, {
    signal,
    action: `delete virtual machine "${vm.name}"`,
    onPercent: percentOf(progress, `deleting ${vm.name}`),
  });
  const disks = disksOf(row?.["config.hardware.device"] ?? []).map((disk) => ({
    label: disk.label,
    ...(disk.file === undefined ? {} : { file: disk.file }),
    capacity_gb: inGb(disk.capacityBytes),
  }));
  return { name: vm.name, moref: vm.ref.value, path: vm.path, disks, ...taskStatus(outcome) };
}

/** What a deletion takes away; refuses like the deletion itself. */
export async function planDeleteVm(name: string, { vsphere, signal }: ToolContext): Promise<Plan> {
  const { vm, mirror } = await findWithInventory(vsphere, name, signal);
  const [state] = await readVmStates(vsphere, [vm], signal);
  if (state === undefined) throw gone(name);
  const action = `delete virtual machine "${oneLine(vm.name)}"`;
  refuseUnready(state, action);
  refuseRunning(vm, state.powerState);
  const clones = await linkedClones(vsphere, state, { mirror, signal });
  const { disks, snapshots } = state;
  const gb = rounded(disks.reduce((sum, { capacityBytes }) => sum + inGb(capacityBytes), 0));
  const names = clones?.map(nameOf) ?? [];
  return {
    action,
    files: ownDisks(state),
    objects: [plannedVm(state, { linked_clones: clones === undefined ? "not looked for" : names })],
    effects: [
      `It is removed from the inventory, and its ${disks.length} disk(s) with ${gb} GB and ${snapshots.length} ` +
      "snapshot(s) from the datastore.",
      ...(names.length === 0
        ? []
        : [`${names.length} linked clone(s) stand on its disks: ${someNames(names)}.`]),
      ...(clones === undefined
        ? ["Whether linked clones stand on its disks was not looked for: too many machines."]
        : []),
    ],
    irreversible: [
      "All data on its disks is lost, unless there is a backup.",
      ...(names.length === 0 ? [] : ["Its linked clones do not start any more."]),
    ],
  };
}

function refuseRunning({ name }: FoundVm, state: string | undefined): void {
  if (state === undefined || state === "poweredOff") return;
  throw new UserError(
    "conflict",
    `Cannot delete virtual machine "${name}": it is ${state}; power it off first with power_off_vm`,
  );
}

function gone(name: string): UserError {
  return new UserError(
    "not_found",
    `Cannot delete virtual machine "${name}": it was deleted just now; list again`,
  );
}

export default defineTool({
  name: "delete_vm",
  title: "Delete a virtual machine",
  description:
    "Deletes virtual machines or templates with all their disks and snapshots from the datastore. This cannot be undone. " +
    "A machine that is not powered off is refused. Answers with what was deleted.",
  effect: "destroy",
  privileges: ["System.Read", "VirtualMachine.Inventory.Delete"],
  input: z.object(severalVms),
  output: output.extend(otherAnswers),
  plan: (names, context) => planEach(names, (name) => planDeleteVm(name, context)),
  run: (names, context) =>
    runEach(names, (name) => deleteVm(name, context), { describe, signal: context.signal }),
  text: (answer) => describeEach(answer, output, describe),
});

function describe({ name, moref, path, disks, status, task }: z.output<typeof output>): string {
  if (status === "running") return `Deletion of ${name} (${moref}): ${stillRunning(task)}`;
  const lines = disks.map(({ label, file, capacity_gb }) =>
    `- ${label}: ${file ?? "no file"} (${capacity_gb} GB)`
  );
  return [`Deleted ${path} (${moref}) with ${disks.length} disk(s)`, ...lines].join("\n");
}
