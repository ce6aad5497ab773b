/** Time on the far side; tests turn it by hand. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs `action` after that time; the returned function takes it back. */
  after(delayMs: number, action: () => void): () => void;
  /** Resolves after that time. */
  sleep(delayMs: number): Promise<void>;
}

/** A clock that goes by itself. Its timers do not hold the process. */
export function createClock(): Clock & Disposable {
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const after: Clock["after"] = (delayMs, action) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      action();
    }, delayMs);
    timers.add(timer);
    return () => {
      timers.delete(timer);
      clearTimeout(timer);
    };
  };
  return {
    now: () => Date.now(),
    after,
    sleep: (delayMs) => new Promise((resolve) => void after(delayMs, resolve)),
    [Symbol.dispose]() {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

/** A clock that stands still until it is turned. */
export class ManualClock implements Clock {
  #now: number;
  readonly #timers = new Set<{ readonly at: number; readonly action: () => void }>();

  constructor(now: number) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(delayMs: number, action: () => void): () => void {
    const timer = { at: this.#now + delayMs, action };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  sleep(delayMs: number): Promise<void> {
    return new Promise((resolve) => void this.after(delayMs, resolve));
  }

  /** Turns the clock forward and does in order what falls due; whoever waited has gone on when it resolves. */
  async turn(forwardMs: number): Promise<void> {
    const end = this.#now + forwardMs;
    await promisesDone();
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.action();
      await promisesDone();
    }
    this.#now = end;
  }

  #next(end: number): { readonly at: number; readonly action: () => void } | undefined {
    let next: { readonly at: number; readonly action: () => void } | undefined;
    for (const timer of this.#timers) {
      if (timer.at <= end && (next === undefined || timer.at < next.at)) next = timer;
    }
    return next;
  }
}

/** Everything that is a matter of promises alone comes before the next timer. */
function promisesDone(): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve));
}
