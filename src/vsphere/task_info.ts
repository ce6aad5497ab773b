import { boolean, number, object, one, raw, ref, text, word } from "../soap/decode.ts";

/** `Task.info`; `error` is a LocalizedMethodFault, `result` whatever the method gives. */
export const readTaskInfo = object({
  task: one(ref),
  name: one(word),
  descriptionId: one(word),
  entity: one(ref),
  entityName: one(text),
  state: one(word),
  cancelled: one(boolean),
  cancelable: one(boolean),
  error: one(raw),
  result: one(raw),
  progress: one(number),
  queueTime: one(word),
  startTime: one(word),
  completeTime: one(word),
});

/** State of a task as the server tells it. */
export type TaskInfo = NonNullable<ReturnType<typeof readTaskInfo>>;

/** True when nothing more will happen to the task. */
export function hasEnded(info: TaskInfo): boolean {
  return info.state === "success" || info.state === "error";
}
