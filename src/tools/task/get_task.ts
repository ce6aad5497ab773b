import * as z from "../../deps/zod.ts";
import { UserError } from "../../errors.ts";
import { foreign } from "../../foreign.ts";
import type { Moref } from "../../soap/encode.ts";
import { faultOfTask, VimFault } from "../../vsphere/faults.ts";
import type { JobView } from "../../vsphere/jobs.ts";
import { decodeName } from "../../vsphere/names.ts";
import { retrieveObjects } from "../../vsphere/properties.ts";
import { readTaskInfo, type TaskInfo } from "../../vsphere/task_info.ts";
import { taskId } from "../arguments.ts";
import { defineTool, type ToolContext } from "../tool.ts";

const output = z.looseObject({
  task: z.string(),
  operation: z.string(),
  state: z.enum(["queued", "running", "success", "error"]),
  percent: z.number().optional(),
  object: foreign(z.string()).optional().describe("Name of the object it works on"),
  object_moref: z.string().optional(),
  message: foreign(z.string()).optional().describe("What it is doing"),
  result: z.string().optional().describe("Moref of what it made"),
  notes: z.array(foreign(z.string())).optional().describe("What is left to know or to do"),
  error: foreign(z.string()).optional(),
  fault: z.string().optional(),
  is_cancelable: z.boolean(),
  started: z.string().optional(),
  completed: z.string().optional(),
});

/** State, progress and result or fault of a task. */
export async function getTask(
  task: string,
  { vsphere, signal }: Pick<ToolContext, "vsphere" | "signal">,
): Promise<z.output<typeof output>> {
  const job = vsphere.jobs.find(task);
  if (job !== undefined) return describeJob(job);
  if (task.startsWith("job-")) {
    throw new UserError(
      "not_found",
      `Cannot find task "${task}": this server has no such job, they end with it; look at the object it worked on`,
    );
  }
  const target: Moref = { type: "Task", value: task };
  const [row] = await retrieveObjects(vsphere.session, [target], { shape: { info: readTaskInfo }, signal });
  const info = row?.info;
  if (info === undefined) {
    throw new UserError(
      "not_found",
      `Cannot find task "${task}": no such task, or it ended long ago; look at the object it worked on`,
    );
  }
  return describe(task, info);
}

function describe(task: string, info: TaskInfo): z.output<typeof output> {
  const states = output.shape.state.safeParse(info.state);
  const operation = info.descriptionId ?? info.name ?? "task";
  const fault = info.error === undefined ? undefined : faultOfTask(info.error, `finish ${operation}`);
  return {
    task,
    operation,
    state: states.success ? states.data : "running",
    is_cancelable: info.cancelable ?? false,
    ...(info.progress === undefined ? {} : { percent: info.progress }),
    ...(info.entityName === undefined ? {} : { object: decodeName(info.entityName) }),
    ...(info.entity === undefined ? {} : { object_moref: info.entity.value }),
    ...(info.result?.type === undefined ? {} : { result: info.result.text }),
    ...(fault === undefined ? {} : { error: fault.message, fault: fault.fault }),
    ...(info.startTime === undefined ? {} : { started: info.startTime }),
    ...(info.completeTime === undefined ? {} : { completed: info.completeTime }),
  };
}

function describeJob(
  { id, operation, state, progress, result, error, ...job }: JobView,
): z.output<typeof output> {
  const { percent, message } = state === "running" ? progress ?? {} : {};
  const notes = result?.notes ?? [];
  const reason = error instanceof UserError ? error.message : `Cannot ${operation}: an internal error`;
  return {
    task: id,
    operation,
    state,
    is_cancelable: state === "running",
    ...(percent === undefined ? {} : { percent }),
    ...(message === undefined ? {} : { message }),
    ...(result?.moref === undefined ? {} : { result: result.moref }),
    ...(notes.length === 0 ? {} : { notes: [...notes] }),
    ...(state === "error" ? { error: reason } : {}),
    ...(error instanceof VimFault ? { fault: error.fault } : {}),
    started: job.started.toISOString(),
    ...(job.ended === undefined ? {} : { completed: job.ended.toISOString() }),
  };
}

export default defineTool({
  name: "get_task",
  title: "Look at a task",
  description:
    "Tells how far a vSphere task is: state, percent, and its result or fault once it has ended. " +
    'Use it after a call answered "still running".',
  effect: "read",
  privileges: ["System.Read"],
  input: z.object({ task: taskId }),
  output,
  run: ({ task }, context) => getTask(task, context),
  text: ({ task, operation, state, percent, message, object, error, result, notes = [] }) => {
    const on = object === undefined ? "" : ` on ${object}`;
    const much = percent === undefined || state === "success" ? "" : `, ${percent} %`;
    const made = result === undefined ? "" : `, result ${result}`;
    const doing = message === undefined ? "" : `: ${message}`;
    const first = `${task}: ${operation}${on} is ${state}${much}${made}${doing}`;
    return [first, ...(error === undefined ? [] : [error]), ...notes].join("\n");
  },
});
