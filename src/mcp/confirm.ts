import { Buffer } from "node:buffer";
import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Plan } from "../tools/plan.ts";

/** How long a plan may be thought about. */
export const TOKEN_LIFE_SECONDS = 300;

/** What a token stands for: one call of one caller on objects in one state. */
export interface Binding {
  readonly tool: string;
  /** As the caller sent them, without the token. */
  readonly args: unknown;
  readonly caller: string;
  readonly plan: Plan;
  /** Who is to agree: a token for the human's answer is none for a second call. */
  readonly way: "human" | "token";
}

/** Whether a token lets the call run; "changed": it is for the same call, but the objects are not as they were. */
export type Verdict = "valid" | "changed" | "expired" | "used" | "wrong";

/**
 * Makes and checks the tokens by which a plan is confirmed. A token is an HMAC over tool, arguments, caller, objects,
 * a digest of their state and the time it ends, so that every server with the same secret knows it; it works once in
 * a process, and elsewhere the state that it is bound to has changed after the first use.
 */
export class Confirmations {
  readonly #secret: Uint8Array;
  readonly #now: () => number;
  /** Tokens that were used, with the time from which they would be too old anyway. */
  readonly #used = new Map<string, number>();

  constructor(secret?: string, { now = Date.now }: { readonly now?: () => number } = {}) {
    // Never the bare secret, which somebody may use for something else too.
    this.#secret = secret === undefined
      ? randomBytes(32)
      : createHash("sha256").update(`${PURPOSE}\n${secret}`).digest();
    this.#now = now;
  }

  /** A token that lets this call run for the next five minutes. */
  issue(binding: Binding): string {
    const expires = Math.floor(this.#now() / 1000) + TOKEN_LIFE_SECONDS;
    const nonce = randomBytes(NONCE_BYTES).toString("base64url");
    return this.#sign(binding, { expires, nonce, digest: planDigest(binding.plan) });
  }

  /** Says whether the token fits; a valid one is used up by that. */
  redeem(token: string, binding: Binding): Verdict {
    const now = this.#now();
    for (const [used, end] of this.#used) if (end < now) this.#used.delete(used);
    const [, time = "", nonce = "", digest = ""] = TOKEN.exec(token) ?? [];
    const expires = Number.parseInt(time, 36);
    if (time === "" || !isSame(token, this.#sign(binding, { expires, nonce, digest }))) return "wrong";
    if (expires * 1000 < now) return "expired";
    if (digest !== planDigest(binding.plan)) return "changed";
    if (this.#used.has(token)) return "used";
    this.#used.set(token, expires * 1000);
    return "valid";
  }

  #sign(
    { tool, args, caller, plan, way }: Binding,
    { expires, nonce, digest }: Stamp,
  ): string {
    const morefs = plan.objects.map(({ moref }) => moref);
    const text = canonical([tool, args, caller, morefs, digest, expires, nonce, way]);
    const mac = createHmac("sha256", this.#secret).update(text).digest("base64url");
    return `${expires.toString(36)}.${nonce}.${digest}.${mac}`;
  }
}

/** What a token says in the open. */
interface Stamp {
  /** Seconds since 1970. */
  readonly expires: number;
  /** Two plans for the same call and state, made in the same second, are two agreements. */
  readonly nonce: string;
  readonly digest: string;
}

const NONCE_BYTES = 6;
const TOKEN = /^([0-9a-z]{1,10})\.([\w-]{8})\.([\w-]{43})\.[\w-]{43}$/;

const PURPOSE = "esxi-mcp-server confirmation";

/** A digest of what the plan is about: which objects, in which state. */
export function planDigest({ objects }: Plan): string {
  const state = objects.map(({ type, moref, fingerprint }) => ({ type, moref, fingerprint }));
  return createHash("sha256").update(canonical(state)).digest("base64url");
}

/** JSON with sorted keys: the order in which a client writes arguments means nothing. */
function canonical(value: unknown): string {
  return JSON.stringify(
    value,
    (_, inner) =>
      typeof inner === "object" && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => a < b ? -1 : 1))
        : inner,
  );
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
