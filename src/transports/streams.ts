import type { Caller } from "../mcp/caller.ts";
import { countRefusal } from "./metrics.ts";
import { problem } from "./problem.ts";

/** How many streams may wait for news. */
export interface StreamLimits {
  readonly maxStreams?: number;
  readonly maxPerCaller?: number;
}

const MAX_STREAMS = 1000;
const MAX_PER_CALLER = 100;

/** The streams that are open for news, of all eras. */
export class Streams {
  readonly #limits: Required<StreamLimits>;
  readonly #byCaller = new Map<string, number>();
  #size = 0;

  constructor({ maxStreams = MAX_STREAMS, maxPerCaller = MAX_PER_CALLER }: StreamLimits = {}) {
    this.#limits = { maxStreams, maxPerCaller };
  }

  /** How many there are. */
  get size(): number {
    return this.#size;
  }

  /** Counts one more until it is completed, or gives the refusal. */
  hold({ name }: Caller, completed: Promise<void>): Response | undefined {
    const own = this.#byCaller.get(name) ?? 0;
    if (own >= this.#limits.maxPerCaller) {
      return refusal(429, `this key has ${own} open; close some of them`);
    }
    if (this.#size >= this.#limits.maxStreams) return refusal(503, `${this.#size} are open; try again later`);
    this.#size++;
    this.#byCaller.set(name, own + 1);
    void completed.then(() => this.#release(name));
    return undefined;
  }

  #release(name: string): void {
    this.#size--;
    const left = (this.#byCaller.get(name) ?? 1) - 1;
    if (left === 0) this.#byCaller.delete(name);
    else this.#byCaller.set(name, left);
  }
}

function refusal(status: 429 | 503, state: string): Response {
  countRefusal("too_many_streams");
  return problem(status, `Cannot open a stream: ${state}`, { headers: { "retry-after": "60" } });
}
