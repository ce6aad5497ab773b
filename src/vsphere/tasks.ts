import { UserError } from "../errors.ts";
import { log } from "../log.ts";
import { ref } from "../soap/decode.ts";
import type { Moref } from "../soap/encode.ts";
import type { XmlElement } from "../soap/xml.ts";
import { faultOfTask } from "./faults.ts";
import { incompleteAnswer } from "./incomplete_answer.ts";
import type { Call } from "./session.ts";
import { hasEnded, type TaskInfo } from "./task_info.ts";
import type { Vsphere } from "./vsphere.ts";

/** How a wait ended: a task that is still running is no failure. */
export type TaskOutcome =
  | { readonly state: "success"; readonly task: Moref; readonly result: XmlElement | undefined }
  | { readonly state: "running"; readonly task: Moref; readonly percent: number | undefined };

/** How to wait for a task. */
export interface WaitOptions {
  readonly signal: AbortSignal;
  /** Continues "Cannot ..." when the task fails: `power on virtual machine "web-1"`. */
  readonly action: string;
  readonly onPercent?: ((percent: number) => void) | undefined;
  /** After this time the answer is "still running"; default: the target's `taskTimeoutMs`. */
  readonly timeoutMs?: number;
  /** When it is aborted too; default: the target's `stopping`. */
  readonly stopping?: AbortSignal;
}

/** Starts a task and waits for its end. Throws the fault of the method or of the task. */
export async function runTask(
  vsphere: Vsphere,
  call: Omit<Call, "action" | "signal">,
  options: WaitOptions,
): Promise<TaskOutcome> {
  const { signal, action } = options;
  const [answer] = await vsphere.session.call({ ...call, signal, action });
  const task = answer === undefined ? undefined : ref(answer);
  if (task === undefined) throw incompleteAnswer(call.method, "a task");
  const outcome = await waitForTask(vsphere, task, options);
  if (outcome.state === "success") await vsphere.inventory.readBack(touchedBy(call, outcome.result));
  return outcome;
}

/** The object of the task and the one that it made. */
function touchedBy({ target }: Pick<Call, "target">, result: XmlElement | undefined): readonly Moref[] {
  const made = result === undefined ? undefined : ref(result);
  return made === undefined ? [target] : [target, made];
}

/**
 * Waits until the task has ended, its time is over or this process ends ("running"), or the caller gives up, who
 * thereby cancels the task where the server lets it be cancelled.
 */
export async function waitForTask(vsphere: Vsphere, task: Moref, options: WaitOptions): Promise<TaskOutcome> {
  const { signal, action, onPercent } = options;
  const { timeoutMs = vsphere.taskTimeoutMs, stopping = vsphere.stopping } = options;
  const { promise: end, resolve, reject } = Promise.withResolvers<TaskInfo | undefined>();
  let last: TaskInfo | undefined;
  const onInfo = (info: TaskInfo) => {
    last = info;
    if (hasEnded(info)) resolve(info);
    else if (info.progress !== undefined) onPercent?.(info.progress);
  };
  const timeUp = () => resolve(undefined);
  const timer = setTimeout(timeUp, timeoutMs);
  const abort = () => reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  stopping.addEventListener("abort", timeUp, { once: true });
  using _watching = vsphere.tasks.watch(task, { onInfo, onError: reject });
  if (signal.aborted) abort();
  if (stopping.aborted) timeUp();
  try {
    const info = await end;
    if (info === undefined) return { state: "running", task, percent: last?.progress };
    return outcomeOf(info, { task, action });
  } catch (error) {
    if (signal.aborted) await cancelAbandoned(vsphere, task, last);
    throw error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", abort);
    stopping.removeEventListener("abort", timeUp);
  }
}

function outcomeOf(info: TaskInfo, { task, action }: { task: Moref; action: string }): TaskOutcome {
  if (info.state === "success") return { state: "success", task, result: info.result };
  if (info.error === undefined) {
    throw new UserError(
      "conflict",
      `Cannot ${action}: task "${task.value}" failed without saying why; look at its events`,
    );
  }
  throw faultOfTask(info.error, action);
}

async function cancelAbandoned(vsphere: Vsphere, task: Moref, info: TaskInfo | undefined): Promise<void> {
  if (info?.cancelable === false) return;
  try {
    await vsphere.session.call({ method: "CancelTask", target: task, timeoutMs: CANCEL_TIMEOUT_MS });
  } catch (error) {
    // The task may have ended or may not be cancelable; the caller has gone either way.
    log.info("could not cancel a task whose caller gave up", { task: task.value, error });
  }
}

const CANCEL_TIMEOUT_MS = 5000;
