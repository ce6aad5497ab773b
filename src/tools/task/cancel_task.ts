import * as z from "../../deps/zod.ts";
import { UserError } from "../../errors.ts";
import { isFault } from "../../vsphere/faults.ts";
import { taskId } from "../arguments.ts";
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

export default defineTool({
  name: "cancel_task",
  title: "Cancel a task",
  description:
    "Asks vSphere to cancel a running task. What it has done already may stay; look at the object afterwards. " +
    "A job of this server (job-1) removes what it has made. " +
    "Some, such as a power change, cannot be cancelled; then nothing happens. " +
    "A task that has ended is left as it is and the answer says so.",
  effect: "destroy",
  isIdempotent: true,
  input: z.object({ task: taskId }),
  output,
  run: ({ task }, context) => cancelTask(task, context),
  text: ({ task, operation, state, outcome }) =>
    outcome === "requested"
      ? `Asked to cancel ${task} (${operation}); get_task tells when it has ended`
      : `${task} (${operation}) had already ended: ${state}; nothing was cancelled`,
});
