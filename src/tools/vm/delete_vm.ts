import * as z from "../../deps/zod.ts";
import { UserError } from "../../errors.ts";
import { word } from "../../soap/decode.ts";
import { findVm } from "../../vsphere/find.ts";
import { retrieveObjects } from "../../vsphere/properties.ts";
import { runTask } from "../../vsphere/tasks.ts";
import { inGb } from "../../vsphere/units.ts";
import { disksOf, readDevices } from "../../vsphere/vm_device.ts";
import { vmName } from "../arguments.ts";
import { percentOf, stillRunning, taskFields, taskStatus } from "../outcome.ts";
import { defineTool, type ToolContext } from "../tool.ts";

const output = z.looseObject({
  name: z.string(),
  moref: z.string(),
  path: z.string(),
  disks: z.array(z.looseObject({ label: z.string(), file: z.string().optional(), capacity_gb: z.number() })),
  ...taskFields,
});

const shape = { "config.hardware.device": readDevices, "runtime.powerState": word } as const;

/** Deletes a powered-off virtual machine together with its disks. */
export async function deleteVm(name: string, context: ToolContext): Promise<z.output<typeof output>> {
  const { vsphere, signal, progress } = context;
  const vm = await findVm(vsphere, name, signal);
  const [row] = await retrieveObjects(vsphere.session, [vm.ref], { shape, signal });
  const state = row?.["runtime.powerState"] ?? vm.powerState;
  if (state !== undefined && state !== "poweredOff") {
    throw new UserError(
      "conflict",
      `Cannot delete virtual machine "${vm.name}": it is ${state}; power it off first with power_off_vm`,
    );
  }
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

export default defineTool({
  name: "delete_vm",
  title: "Delete a virtual machine",
  description:
    "Deletes one virtual machine or template with all its disks and snapshots from the datastore. This cannot be undone. " +
    "A machine that is not powered off is refused. Answers with what was deleted.",
  effect: "destroy",
  input: z.object({ name: vmName }),
  output,
  run: ({ name }, context) => deleteVm(name, context),
  text: ({ name, moref, path, disks, status, task }) => {
    if (status === "running") return `Deletion of ${name} (${moref}): ${stillRunning(task)}`;
    const lines = disks.map(({ label, file, capacity_gb }) =>
      `- ${label}: ${file ?? "no file"} (${capacity_gb} GB)`
    );
    return [`Deleted ${path} (${moref}) with ${disks.length} disk(s)`, ...lines].join("\n");
  },
});
