import assert from "node:assert/strict";
import type { FarSide } from "../support/far_side.ts";

const GIVE_UP_MS = 30_000;

/** Resolves when the simulator has been asked for this method. */
export async function hasCall(farSide: FarSide, method: string): Promise<void> {
  const end = performance.now() + GIVE_UP_MS;
  while (await countCalls(farSide, method) === 0) {
    assert.ok(performance.now() < end, `${method} was never called`);
  }
}

/** How often the simulator has been asked for this method. */
export async function countCalls(farSide: FarSide, method: string): Promise<number> {
  return (await farSide.log()).filter((request) => request.method === method).length;
}

/** How often the simulator has been asked for news of tasks: the first collector is that of the inventory. */
export async function countPolls(farSide: FarSide): Promise<number> {
  const asked = (await farSide.log()).filter(({ method }) => method === "WaitForUpdatesEx");
  return asked.filter(({ target }) => target !== asked[0]?.target).length;
}
