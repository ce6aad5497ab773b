import * as z from "../../deps/zod.ts";
import { UserError } from "../../errors.ts";
import { foreign } from "../../foreign.ts";
import { findVm } from "../../vsphere/find.ts";
import { runTask } from "../../vsphere/tasks.ts";
import { oneLine } from "../one_line.ts";
import { percentOf, stillRunning, taskFields, taskStatus } from "../outcome.ts";
import type { Plan } from "../plan.ts";
import { describeEach, otherAnswers, planEach, runEach, severalVms } from "../several.ts";
import { defineTool, type ToolContext } from "../tool.ts";

const output = z.looseObject({
  name: foreign(z.string()),
  moref: z.string(),
  power_state_before: z.string(),
  power_state: z.string(),
  ...taskFields,
});

/** Powers a virtual machine on; one that runs already is left alone. */
export async function powerOnVm(name: string, context: ToolContext): Promise<z.output<typeof output>> {
  const { vsphere, signal, progress } = context;
  const vm = await findVm(vsphere, name, signal);
  const before = vm.powerState ?? "unknown";
  const answer = { name: vm.name, moref: vm.ref.value, power_state_before: before };
  if (vm.isTemplate) {
    throw new UserError(
      "conflict",
      `Cannot power on "${vm.name}": it is a template; clone_vm makes a virtual machine from it`,
    );
  }
  if (before === "poweredOn") return { ...answer, power_state: before, status: "done" };
  const outcome = await runTask(vsphere, { method: "PowerOnVM_Task", target: vm.ref }, {
    signal,
    action: `power on virtual machine "${vm.name}"`,
    onPercent: percentOf(progress, `powering on ${vm.name}`),
  });
  const isDone = outcome.state === "success";
  return { ...answer, power_state: isDone ? "poweredOn" : before, ...taskStatus(outcome) };
}

/** Which machine it is about; undefined for one that runs. */
async function planPowerOnVm(name: string, { vsphere, signal }: ToolContext): Promise<Plan | undefined> {
  const { ref, name: found, path, powerState = "unknown" } = await findVm(vsphere, name, signal);
  if (powerState === "poweredOn") return undefined;
  return {
    action: `power on virtual machine "${oneLine(found)}"`,
    objects: [{
      type: ref.type,
      name: found,
      moref: ref.value,
      path,
      state: { power_state: powerState },
      summary: [powerState],
      fingerprint: powerState,
    }],
    effects: ["It starts."],
    irreversible: [],
  };
}

export default defineTool({
  name: "power_on_vm",
  title: "Power on a virtual machine",
  description:
    "Powers on or resumes virtual machines and waits until they run. One that runs already counts as success. " +
    "Answers with the power state before and after.",
  effect: "write",
  privileges: ["System.Read", "VirtualMachine.Interact.PowerOn"],
  isIdempotent: true,
  input: z.object(severalVms),
  output: output.extend(otherAnswers),
  plan: (names, context) => planEach(names, (name) => planPowerOnVm(name, context)),
  run: (names, context) =>
    runEach(names, (name) => powerOnVm(name, context), { describe, signal: context.signal }),
  text: (answer) => describeEach(answer, output, describe),
});

function describe(answer: z.output<typeof output>): string {
  const { name, moref, power_state_before, power_state, status, task } = answer;
  if (status === "running") return `Power on of ${name} (${moref}): ${stillRunning(task)}`;
  if (task === undefined) return `${name} (${moref}) was already ${power_state}; nothing was done`;
  return `${name} (${moref}) is ${power_state} (before: ${power_state_before})`;
}
