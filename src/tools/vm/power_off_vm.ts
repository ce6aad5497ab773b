import * as z from "../../deps/zod.ts";
import { foreign } from "../../foreign.ts";
import { findVm, type FoundVm } from "../../vsphere/find.ts";
import { shutDownGuest } from "../../vsphere/guest_power.ts";
import { runTask } from "../../vsphere/tasks.ts";
import { readVmStates } from "../../vsphere/vm_state.ts";
import { oneLine } from "../one_line.ts";
import { percentOf, stillRunning, taskFields, taskStatus } from "../outcome.ts";
import type { Plan } from "../plan.ts";
import { describeEach, otherAnswers, planEach, runEach, severalVms } from "../several.ts";
import { defineTool, type ToolContext } from "../tool.ts";
import { plannedVm, refuseUnready } from "../vm_plan.ts";

const input = z.object({
  ...severalVms,
  mode: z.enum(["hard", "guest"]).default("hard").describe(
    "hard: cut the power, unsaved data in the guest is lost. guest: shut the operating system down through VMware Tools; " +
      "never falls back to hard",
  ),
});

const output = z.looseObject({
  name: foreign(z.string()),
  moref: z.string(),
  mode: z.enum(["hard", "guest"]),
  power_state_before: z.string(),
  power_state: z.string(),
  ...taskFields,
});

type One = Pick<z.output<typeof input>, "name" | "mode">;

/** A guest that has not shut down by then waits for somebody, such as an open dialog. */
const GUEST_LIMIT_MS = 300_000;

/** Powers a virtual machine off; one that is off already is left alone. */
export async function powerOffVm(
  { name, mode }: One,
  context: ToolContext,
): Promise<z.output<typeof output>> {
  const { vsphere, signal } = context;
  const vm = await findVm(vsphere, name, signal);
  const before = vm.powerState ?? "unknown";
  const answer = { name: vm.name, moref: vm.ref.value, mode, power_state_before: before };
  if (before === "poweredOff") return { ...answer, power_state: before, status: "done" };
  if (mode === "hard") return { ...answer, ...await cutPower(vm, context) };
  const timeoutMs = Math.min(vsphere.taskTimeoutMs, GUEST_LIMIT_MS);
  const action = `shut down the guest of "${vm.name}"`;
  const state = await shutDownGuest(vsphere, vm.ref, { signal, action, timeoutMs });
  return { ...answer, power_state: state, status: state === "poweredOff" ? "done" : "running" };
}

async function cutPower(vm: FoundVm, { vsphere, signal, progress }: ToolContext): Promise<
  { power_state: string; status: "done" | "running"; task: string }
> {
  const outcome = await runTask(vsphere, { method: "PowerOffVM_Task", target: vm.ref }, {
    signal,
    action: `power off virtual machine "${vm.name}"`,
    onPercent: percentOf(progress, `powering off ${vm.name}`),
  });
  const isDone = outcome.state === "success";
  return { power_state: isDone ? "poweredOff" : vm.powerState ?? "unknown", ...taskStatus(outcome) };
}

/** What powering off interrupts; undefined for a machine that is off. */
export async function planPowerOffVm(
  { name, mode }: One,
  { vsphere, signal }: ToolContext,
): Promise<Plan | undefined> {
  const vm = await findVm(vsphere, name, signal);
  const [state] = await readVmStates(vsphere, [vm], signal);
  if (state === undefined || state.powerState === "poweredOff") return undefined;
  const isHard = mode === "hard";
  const action = `${isHard ? "cut the power" : "shut down the guest"} of "${oneLine(vm.name)}"`;
  refuseUnready(state, action);
  return {
    action,
    objects: [plannedVm(state)],
    effects: isHard
      ? ["Its power is cut at once, as if the plug were pulled.", "Everybody who works on it is interrupted."]
      : [
        "Its operating system is asked to shut down through VMware Tools.",
        "Everybody who works on it is interrupted.",
        // They may be about to start, as after a power-on.
        ...(state.toolsStatus === "guestToolsNotRunning"
          ? ["VMware Tools do not run in it now: as long as they do not, this fails and it goes on running."]
          : []),
      ],
    irreversible: state.powerState === "suspended"
      ? ["The memory that was saved when it was suspended is lost."]
      : isHard
      ? ["Unsaved data in the guest is lost."]
      : [],
  };
}

export default defineTool({
  name: "power_off_vm",
  title: "Power off a virtual machine",
  description:
    "Powers off virtual machines and waits until they are off. Prefer mode=guest for a machine in use: hard loses unsaved " +
    "data. One that is off already counts as success. Answers with the power state before and after.",
  effect: "destroy",
  privileges: ["System.Read", "VirtualMachine.Interact.PowerOff"],
  isIdempotent: true,
  input,
  output: output.extend(otherAnswers),
  plan: ({ mode, ...names }, context) => planEach(names, (name) => planPowerOffVm({ name, mode }, context)),
  run: ({ mode, ...names }, context) =>
    runEach(names, (name) => powerOffVm({ name, mode }, context), { describe, signal: context.signal }),
  text: (answer) => describeEach(answer, output, describe),
});

function describe(answer: z.output<typeof output>): string {
  const { name, moref, mode, power_state_before, power_state, status, task } = answer;
  if (status === "running" && mode === "guest") {
    return `${name} (${moref}) is still ${power_state}: its guest was asked to shut down and has not finished; ` +
      "look again with get_vm, nothing was cut off";
  }
  if (status === "running") return `Power off of ${name} (${moref}): ${stillRunning(task)}`;
  if (power_state_before === "poweredOff") {
    return `${name} (${moref}) was already poweredOff; nothing was done`;
  }
  return `${name} (${moref}) is ${power_state} (before: ${power_state_before}, mode: ${mode})`;
}
