import { UserError } from "../errors.ts";
import { pause } from "../soap/deadline.ts";
import type { Moref } from "../soap/encode.ts";
import { findVm } from "./find.ts";
import type { Vsphere } from "./vsphere.ts";

/** Whom to tell. */
export interface Follower {
  /** From now on nothing is missed. */
  readonly onReady: () => void;
  readonly onChange: () => void;
  readonly signal: AbortSignal;
}

/** How soon a name that means no machine is looked up again. */
const RETRY_MS = 20_000;

/**
 * Tells of every change of the machine that `wanted` means, and of the moment when it means another one or none, until
 * the signal fires. The machine is watched through the poll that all share; what changes with its load is no change.
 */
export async function followVm(vsphere: Vsphere, wanted: string, follower: Follower): Promise<void> {
  const { onReady, onChange, signal } = follower;
  let last: string | undefined;
  for (let isFirst = true; !signal.aborted; isFirst = false) {
    const found = await lookUp(vsphere, wanted, signal);
    if (!isFirst && found?.value !== last) onChange();
    last = found?.value;
    if (found === undefined) {
      onReady();
      await pause(RETRY_MS, signal).catch(() => {});
    } else await untilRenamed(vsphere, found, follower);
  }
}

/** The machine; undefined when the name means none, or more than one, or nobody can tell at the moment. */
async function lookUp(vsphere: Vsphere, wanted: string, signal: AbortSignal): Promise<Moref | undefined> {
  try {
    return (await findVm(vsphere, wanted, signal)).ref;
  } catch (error) {
    if (signal.aborted || error instanceof UserError) return undefined;
    throw error;
  }
}

/** Resolves when the machine has another name or place or is gone, or nothing more is heard of it. */
async function untilRenamed(
  vsphere: Vsphere,
  vm: Moref,
  { onReady, onChange, signal }: Follower,
): Promise<void> {
  const { promise: end, resolve } = Promise.withResolvers<void>();
  let isKnown = false;
  using _watching = vsphere.watcher.watch(vm, {
    onChange: (changes) => {
      // At first all properties come: that is how it is, not what has changed.
      if (isKnown) onChange();
      const isMoved = isKnown && changes.some(({ path }) => path === "name" || path === "parent");
      isKnown = true;
      onReady();
      if (isMoved) resolve();
    },
    onGone: resolve,
    onError: () => void pause(RETRY_MS, signal).then(resolve, resolve),
  });
  signal.addEventListener("abort", () => resolve(), { once: true });
  await end;
}
