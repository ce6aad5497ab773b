import * as z from "../deps/zod.ts";
import type { TaskOutcome } from "../vsphere/tasks.ts";
import type { Progress } from "./tool.ts";

/** Fields of an answer that tell whether its task has ended. */
export const taskFields = {
  status: z.enum(["done", "running"]).describe(
    "running: the task goes on; ask get_task with the id in `task`",
  ),
  task: z.string().optional().describe("Id of the task, for get_task and cancel_task"),
} as const;

/** The fields for an outcome. */
export function taskStatus(outcome: TaskOutcome): { status: "done" | "running"; task: string } {
  return { status: outcome.state === "success" ? "done" : "running", task: outcome.task.value };
}

/** What to say of a task that goes on. */
export function stillRunning(task: string | undefined): string {
  return `still running as task "${
    task ?? ""
  }": this is no failure, do not repeat the call; get_task tells how it ends`;
}

/** Turns the percentages of a task into progress of the call. */
export function percentOf(
  progress: (update: Progress) => void,
  message: string,
): (percent: number) => void {
  return (percent) => progress({ percent, message });
}
