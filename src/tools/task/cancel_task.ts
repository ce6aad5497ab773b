import * as z from "../../deps/zod.ts";
import { UserError } from "../../errors.ts";
import { isFault } from "../../vsphere/faults.ts";
import { withoutEmpty } from "../../without_empty.ts";
import { taskId } from "../arguments.ts";
import { oneLine } from "../one_line.ts";
import type { Plan } from "../plan.ts";
import { defineTool, type ToolContext } from "../tool.ts";
import { getTask } from "./get_task.ts";

const output = z.looseObject({
  task: z.string(),
  operation: z.string(),
  state: z.string(),
  outcome: z.enum(["requested", "already_ended"]),
});

/** Asks the server to cancel a task; one that has ended is left as it is. */
export async function cancelTask(task: string, context: ToolContext): Promise<z.output<typeof output>> {
  const { vsphere, signal } = context;
  const { operation, state } = await getTask(task, context);
  if (state === "success" || state === "error") return { task, operation, state, outcome: "already_ended" };
  if (vsphere.jobs.find(task) !== undefined) {
    vsphere.jobs.cancel(task);
    return { task, operation, state, outcome: "requested" };
  }
  const target = { type: "Task", value: task };
  try {
    await vsphere.session.call({ method: "CancelTask", target, signal, action: `cancel task "${task}"` });
  } catch (error) {
    if (!isFault(error, "NotSupported")) throw error;
    throw new UserError(
      "unsupported",
      `Cannot cancel task "${task}": vSphere cannot stop ${operation} once it has begun; nothing was cancelled, ` +
        "get_task tells how it ends",
      { cause: error, details: { fault: error.fault } },
    );
  }
  return { task, operation, state, outcome: "requested" };
}

/** What cancelling stops; undefined for a task that has ended. */
export async function planCancelTask(task: string, context: ToolContext): Promise<Plan | undefined> {
  const { operation, state, percent, object, object_moref, started } = await getTask(task, context);
  if (state === "success" || state === "error") return undefined;
  const job = context.vsphere.jobs.find(task);
  const on = object === undefined ? "" : ` on "${oneLine(object)}"`;
  return {
    action: `cancel task "${task}" (${operation}${on})`,
    objects: [{
      type: job === undefined ? "Task" : "Job",
      name: operation,
      moref: task,
      about: job?.about,
      state: withoutEmpty({ state, percent, object, object_moref, started }),
      summary: [`${state}${percent === undefined ? "" : `, ${percent} %`}${on}`],
      fingerprint: { operation, state, object_moref },
    }],
    effects: [
      job === undefined
        ? "vSphere is asked to stop it; what it has done may stay."
        : "It stops, and what it has made is removed.",
    ],
    irreversible: ["It cannot be continued where it stopped."],
  };
}

export default defineTool({
  name: "cancel_task",
  title: "Cancel a task",
  description:
    "Asks vSphere to cancel a running task. What it has done already may stay; look at the object afterwards. " +
    "A job of this server (job-1) removes what it has made. " +
    "Some, such as a power change, cannot be cancelled; then nothing happens. " +
    "A task that has ended is left as it is and the answer says so.",
  effect: "destroy",
  // Needed for what others have started.
  privileges: ["System.Read", "Global.CancelTask"],
  isIdempotent: true,
  input: z.object({ task: taskId }),
  output,
  plan: ({ task }, context) => planCancelTask(task, context),
  run: ({ task }, context) => cancelTask(task, context),
  text: ({ task, operation, state, outcome }) =>
    outcome === "requested"
      ? `Asked to cancel ${task} (${operation}); get_task tells when it has ended`
      : `${task} (${operation}) had already ended: ${state}; nothing was cancelled`,
});
