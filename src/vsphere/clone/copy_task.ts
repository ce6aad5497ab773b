import { log } from "../../log.ts";
import { ref } from "../../soap/decode.ts";
import type { Moref } from "../../soap/encode.ts";
import type { XmlElement } from "../../soap/xml.ts";
import { incompleteAnswer } from "../incomplete_answer.ts";
import type { Call } from "../session.ts";
import { waitForTask } from "../tasks.ts";
import type { Vsphere } from "../vsphere.ts";

/** How to run one task of an operation of many. */
export interface StepOptions {
  readonly signal?: AbortSignal | undefined;
  /** Continues "Cannot ...": `copy disk "Hard disk 1"`. */
  readonly action: string;
  readonly onPercent?: ((percent: number) => void) | undefined;
}

/** Copies of large disks take hours; one that takes longer than this is lost. */
const STEP_LIMIT_MS = 24 * 60 * 60 * 1000;
/** So long a cancelled task has for letting go of its files. */
const CANCEL_LIMIT_MS = 60_000;
/** Also while the process ends, what was made can be removed only when nothing writes to it any more. */
const NEVER = new AbortController().signal;

/**
 * Runs a task to its end and gives its result. An abort cancels it, but the wait goes on until the server has let
 * go of its files: what the task made can be removed only then. A task that succeeds all the same counts as success.
 */
export async function runStep(
  vsphere: Vsphere,
  call: Omit<Call, "action" | "signal">,
  options: StepOptions,
): Promise<XmlElement | undefined> {
  const { signal, action, onPercent } = options;
  signal?.throwIfAborted();
  const [answer] = await vsphere.session.call({ ...call, action });
  const task = answer === undefined ? undefined : ref(answer);
  if (task === undefined) throw incompleteAnswer(call.method, "a task");

  const limit = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let cancelling: Promise<void> | undefined;
  const cancel = () => {
    timer = setTimeout(() => limit.abort(signal?.reason), CANCEL_LIMIT_MS);
    cancelling = cancelTask(vsphere, task);
  };
  signal?.addEventListener("abort", cancel, { once: true });
  if (signal?.aborted) cancel();
  try {
    const wait = { signal: limit.signal, action, onPercent, timeoutMs: STEP_LIMIT_MS, stopping: NEVER };
    const outcome = await waitForTask(vsphere, task, wait);
    if (outcome.state === "running") throw new Error(`Task ${task.value} did not end within a day`);
    return outcome.result;
  } catch (error) {
    // That the cancelled task failed is no news; why it was cancelled is.
    throw signal?.aborted ? signal.reason : error;
  } finally {
    signal?.removeEventListener("abort", cancel);
    clearTimeout(timer);
    await cancelling;
  }
}

async function cancelTask(vsphere: Vsphere, task: Moref): Promise<void> {
  try {
    await vsphere.session.call({ method: "CancelTask", target: task });
  } catch (error) {
    log.info("could not cancel a task, waiting for its end", { task: task.value, error });
  }
}
