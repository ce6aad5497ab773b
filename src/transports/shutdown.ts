import { setTimeout as delay } from "node:timers/promises";
import { UserError } from "../errors.ts";

/** So long running calls may take to finish when the process is told to end. */
export const GRACE_MS = 10_000;
/** What does not heed its signal in this time is left behind. */
export const ABORT_MS = 1000;

/** Why a call ends that has not finished in that time: nobody gave it up, and what it sent may be on its way. */
export function shutdownReason(): UserError {
  const text =
    "Cannot finish the call: this server shuts down; what it was to change may have been carried out, " +
    "so look before you repeat it";
  return new UserError("cancelled", text);
}

/** Resolves with the promise, or when the time is over. */
export async function within(promise: Promise<void>, limitMs: number): Promise<void> {
  const timer = new AbortController();
  const limit = delay(limitMs, undefined, { signal: timer.signal }).catch(() => {});
  await Promise.race([promise, limit]);
  timer.abort();
}
