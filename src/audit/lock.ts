import { setTimeout as delay } from "node:timers/promises";
import { fileSystem } from "../file_system.ts";

/**
 * Waits until no other process holds this lock file, and holds it until disposed. It is held for the moment of one
 * write and never across an `await`, so that one which stays the same for seconds was left by a process that died
 * in that moment, and is taken over. A process that was stopped just there and goes on later can break the chain of
 * hashes; `audit verify` shows that.
 */
export async function holdLock(lock: string): Promise<Disposable> {
  let seen = "";
  let since = performance.now();
  while (!take(lock)) {
    const now = identityOf(lock);
    // Gone just now: whoever comes next may have it already, and has it rightly.
    if (now === "") since = performance.now();
    if (now !== seen) [seen, since] = [now, performance.now()];
    else if (performance.now() - since > STALE_MS) remove(lock);
    await delay(RETRY_MS);
  }
  return { [Symbol.dispose]: () => remove(lock) };
}

const STALE_MS = 2000;
const RETRY_MS = 2;

function take(lock: string): boolean {
  const { closeSync, openSync } = fileSystem();
  try {
    closeSync(openSync(lock, "wx", 0o600));
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

function identityOf(lock: string): string {
  const stat = fileSystem().statSync(lock, { throwIfNoEntry: false });
  return stat === undefined ? "" : `${stat.ino} ${stat.mtimeMs}`;
}

function remove(lock: string): void {
  fileSystem().rmSync(lock, { force: true });
}
