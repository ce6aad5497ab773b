/** How much may happen how fast. */
export interface Rate {
  /** How many at once. */
  readonly burst: number;
  /** How many a minute in the long run. */
  readonly perMinute: number;
}

/** What is left after a look or a withdrawal. */
export interface Allowance {
  readonly isAllowed: boolean;
  /** Whole ones that are left. */
  readonly remaining: number;
  /** Whole seconds until the next one; 0 while some are left. */
  readonly retryAfterSeconds: number;
}

interface Bucket {
  level: number;
  at: number;
}

const MAX_BUCKETS = 10_000;

/** A token bucket for each name, in bounded memory: beyond that, the name not seen for longest starts afresh. */
export class TokenBuckets {
  readonly #rate: Rate;
  readonly #now: () => number;
  readonly #maxBuckets: number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(
    rate: Rate,
    { now = () => performance.now(), maxBuckets = MAX_BUCKETS }: {
      readonly now?: (() => number) | undefined;
      readonly maxBuckets?: number;
    } = {},
  ) {
    this.#rate = rate;
    this.#now = now;
    this.#maxBuckets = maxBuckets;
  }

  /** How many names are remembered. */
  get size(): number {
    return this.#buckets.size;
  }

  /** Takes so many if there are that many, else none. */
  take(name: string, count = 1): Allowance {
    const level = this.#levelOf(name);
    if (level < count) return this.#allowance(level, count);
    // Behind all others, so that the first is the one not seen for longest.
    this.#buckets.delete(name);
    this.#buckets.set(name, { level: level - count, at: this.#now() });
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > this.#maxBuckets && oldest !== undefined) this.#buckets.delete(oldest);
    return this.#allowance(level - count, 0);
  }

  /** Whether there is one, without taking it. */
  look(name: string): Allowance {
    const level = this.#levelOf(name);
    return this.#allowance(level, 1);
  }

  #levelOf(name: string): number {
    const bucket = this.#buckets.get(name);
    if (bucket === undefined) return this.#rate.burst;
    const filled = (this.#now() - bucket.at) * this.#rate.perMinute / 60_000;
    return Math.min(this.#rate.burst, bucket.level + filled);
  }

  #allowance(level: number, wanted: number): Allowance {
    const missing = Math.max(0, Math.max(1, wanted) - level);
    return {
      isAllowed: level >= wanted,
      remaining: Math.floor(level),
      retryAfterSeconds: Math.ceil(missing * 60 / this.#rate.perMinute),
    };
  }
}
