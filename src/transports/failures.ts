import { setTimeout as delay } from "node:timers/promises";
import { isIPv6 } from "node:net";
import { type Allowance, TokenBuckets } from "./token_buckets.ts";

/** How guessing of keys is slowed down. */
export interface FailureLimits {
  /** Failures that an address may have at once before it is refused. */
  readonly burst?: number;
  /** How many it may have a minute after that. */
  readonly perMinute?: number;
  /** Clock in milliseconds. */
  readonly now?: () => number;
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Mistakes of people cost nothing, nor a client that shows a wrong key a dozen times before it gives up. */
const FREE = 12;
const BURST = 20;
const PER_MINUTE = 20;
const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 1000;
/** Answers that are held back at a time, over all addresses: above that they go out at once. */
const MAX_HELD = 200;
const MAX_TRUSTED = 10_000;

/**
 * Counts wrong keys by the address that they came from. An address that had too many is refused without a look at its
 * key, since otherwise guessing would go on at full speed - but for keys that were right from there before, so that
 * nobody behind the same address translation or proxy is locked out by the guesses of others.
 */
export class Failures {
  readonly #buckets: TokenBuckets;
  readonly #burst: number;
  readonly #pause: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly #trusted = new Set<string>();
  #held = 0;

  constructor({ burst = BURST, perMinute = PER_MINUTE, now, pause = pauseFor }: FailureLimits = {}) {
    this.#burst = burst;
    this.#buckets = new TokenBuckets({ burst, perMinute }, { now });
    this.#pause = pause;
  }

  /** How many answers are held back right now. */
  get held(): number {
    return this.#held;
  }

  /** Whether this address may show a key that it has not been let in with before. */
  look(address: string): Allowance {
    return this.#buckets.look(networkOf(address));
  }

  /** Counts a wrong key, and holds the answer back the longer the more there were. */
  async count(address: string, signal: AbortSignal): Promise<Allowance> {
    const allowance = this.#buckets.take(networkOf(address));
    const beyond = this.#burst - allowance.remaining - FREE;
    if (!allowance.isAllowed || beyond <= 0 || this.#held >= MAX_HELD) return allowance;
    this.#held++;
    await this.#pause(Math.min(FIRST_DELAY_MS * 2 ** (beyond - 1), MAX_DELAY_MS), signal);
    this.#held--;
    return allowance;
  }

  /** Remembers who was let in from where. */
  trust(address: string, name: string): void {
    const entry = entryOf(address, name);
    this.#trusted.delete(entry);
    this.#trusted.add(entry);
    const [oldest] = this.#trusted;
    if (this.#trusted.size > MAX_TRUSTED && oldest !== undefined) this.#trusted.delete(oldest);
  }

  /** Whether this one was let in from this address before. */
  isTrusted(address: string, name: string): boolean {
    return this.#trusted.has(entryOf(address, name));
  }
}

async function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => {});
}

function entryOf(address: string, name: string): string {
  return `${networkOf(address)} ${name}`;
}

/** Who has one address of IPv6 has all of its /64; IPv4 may come dressed as IPv6. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [head = "", tail] = address.replace(/%.*$/, "").split("::");
  const [left, right] = [groupsOf(head), groupsOf(tail ?? "")] as const;
  const gap = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array<string>(gap).fill("0"), ...right].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(":")}::/64`;
}

function groupsOf(part: string): readonly string[] {
  return part === "" ? [] : part.split(":");
}
