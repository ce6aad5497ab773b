import { UserError } from "../errors.ts";

/** A time limit together with the caller's signal. */
export interface Limit {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs: number;
  /** Text of the error when the time runs out. */
  readonly onTimeout: () => string;
}

/**
 * Runs `work` with a signal that fires when the caller gives up or the time is over.
 * Rejects with UserError "timeout" or with the caller's reason, never later than that.
 */
export async function withLimit<T>(limit: Limit, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  limit.signal?.throwIfAborted();
  const controller = new AbortController();
  const abort = () => controller.abort(limit.signal?.reason);
  limit.signal?.addEventListener("abort", abort, { once: true });
  const timer = setTimeout(
    () => controller.abort(new UserError("timeout", limit.onTimeout())),
    limit.timeoutMs,
  );
  try {
    return await untilAborted(work(controller.signal), controller.signal);
  } finally {
    clearTimeout(timer);
    limit.signal?.removeEventListener("abort", abort);
  }
}

/** Settles like `promise`, or rejects with the signal's reason as soon as it fires; the work itself goes on. */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

/** Waits, or rejects with the signal's reason when it fires first. */
export function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    }, ms);
    signal?.addEventListener("abort", abort, { once: true });
  });
}
