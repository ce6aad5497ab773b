import { UserError } from "../errors.ts";

/** A burst is over by then; whoever waits longer had better know. */
const PATIENCE_MS = 2000;
/** So many may wait for each place that there is. */
const WAITING_PER_PLACE = 4;

interface Queue {
  running: number;
  readonly waiting: Set<() => void>;
}

/** The places that the calls of each caller share: so many run at the same time, and a few more wait for a moment. */
export class CallPlaces {
  readonly #places: number;
  readonly #patienceMs: number;
  readonly #queues = new Map<string, Queue>();

  constructor(places: number, { patienceMs = PATIENCE_MS }: { readonly patienceMs?: number } = {}) {
    this.#places = places;
    this.#patienceMs = patienceMs;
  }

  /**
   * Takes a place until it is disposed, in the order of arrival. Throws UserError "limited" when none comes free in
   * time or too many wait already; `action` continues "Cannot".
   */
  async enter(
    caller: string,
    { action, signal }: { readonly action: string; readonly signal: AbortSignal },
  ): Promise<Disposable> {
    const queue = this.#queues.get(caller) ?? { running: 0, waiting: new Set() };
    this.#queues.set(caller, queue);
    if (queue.running < this.#places) queue.running++;
    else if (!await this.#wait(queue, signal)) {
      signal.throwIfAborted();
      throw new UserError(
        "limited",
        `Cannot ${action}: ${queue.running} calls of "${caller}" are running, and limit_concurrent_calls allows no ` +
          "more; call again when one of them has ended",
      );
    }
    return { [Symbol.dispose]: () => this.#leave(caller, queue) };
  }

  /** Whether a place was handed over. */
  async #wait({ waiting }: Queue, signal: AbortSignal): Promise<boolean> {
    if (waiting.size >= this.#places * WAITING_PER_PLACE) return false;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const take = () => resolve(true);
    const giveUp = () => {
      // At once: a place must not be handed to who is about to leave.
      waiting.delete(take);
      resolve(false);
    };
    waiting.add(take);
    const timer = setTimeout(giveUp, this.#patienceMs);
    signal.addEventListener("abort", giveUp, { once: true });
    if (signal.aborted) giveUp();
    const isTaken = await promise;
    clearTimeout(timer);
    signal.removeEventListener("abort", giveUp);
    return isTaken;
  }

  #leave(caller: string, queue: Queue): void {
    const [next] = queue.waiting;
    if (next !== undefined) {
      // The place is handed over: it is never free in between.
      queue.waiting.delete(next);
      next();
    } else if (--queue.running === 0) this.#queues.delete(caller);
  }
}
