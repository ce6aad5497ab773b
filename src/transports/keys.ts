import { createHash, timingSafeEqual } from "node:crypto";
import type { Caller } from "../mcp/caller.ts";

/** A key and who it stands for. */
export interface AccessKey extends Omit<Caller, "transport"> {
  readonly key: string;
}

/** One caller by the way that its calls come in: objects that live as long as the key, since much is kept by them. */
export interface Callers {
  readonly http: Caller;
  readonly rest: Caller;
}

/** Both ways of one caller. */
export function callersOf(caller: Omit<Caller, "transport">): Callers {
  return { http: { ...caller, transport: "http" }, rest: { ...caller, transport: "rest" } };
}

/** A function that tells whose key it is. */
export function keyRule(keys: readonly AccessKey[]): (presented: string) => Callers | undefined {
  const known = keys.map(({ key, ...caller }) => ({ expected: digest(key), callers: callersOf(caller) }));
  return (presented) => {
    const given = digest(presented);
    // Digests have one length, and all are compared: the time tells nothing about the keys.
    return known.filter(({ expected }) => timingSafeEqual(given, expected))[0]?.callers;
  };
}

function digest(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}
