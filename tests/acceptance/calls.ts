import assert from "node:assert/strict";
import type { Vcsim } from "../support/vcsim.ts";

const GIVE_UP_MS = 30_000;

/** Resolves when the simulator has been asked for this method. */
export async function hasCall(vcsim: Vcsim, method: string): Promise<void> {
  const end = performance.now() + GIVE_UP_MS;
  while (await countCalls(vcsim, method) === 0) {
    assert.ok(performance.now() < end, `${method} was never called`);
  }
}

/** How often the simulator has been asked for this method. */
export async function countCalls(vcsim: Vcsim, method: string): Promise<number> {
  return (await vcsim.log()).filter((request) => request.method === method).length;
}
