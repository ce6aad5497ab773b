import { UserError } from "../errors.ts";
import type { Moref } from "../soap/encode.ts";
import type { ObjectWatcher } from "./object_watcher.ts";
import { readTaskInfo, type TaskInfo } from "./task_info.ts";

/** What somebody who waits for a task wants to hear. */
export interface TaskListener {
  readonly onInfo: (info: TaskInfo) => void;
  readonly onError: (error: unknown) => void;
}

/** What is watched of a task. */
export const TASK_PROPERTIES: readonly string[] = ["info"];

/** Follows tasks; all of them together cost one open poll. */
export class TaskWatcher {
  readonly #watcher: ObjectWatcher;

  constructor(watcher: ObjectWatcher) {
    this.#watcher = watcher;
  }

  /** Tells the listener of every change of the task, beginning with its state now; disposing ends that. */
  watch(task: Moref, { onInfo, onError }: TaskListener): Disposable {
    return this.#watcher.watch(task, {
      onChange: (changes) => {
        const value = changes.find(({ path }) => path === "info")?.value;
        const info = value === undefined ? undefined : readTaskInfo(value);
        if (info !== undefined) onInfo(info);
      },
      onGone: () => onError(unknownTask(task.value)),
      onError,
    });
  }
}

function unknownTask(task: string): UserError {
  return new UserError(
    "not_found",
    `Cannot find task "${task}": it does not exist or is too old; look at the state of the object itself`,
  );
}
