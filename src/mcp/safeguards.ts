import type { AuditTrail } from "../audit/trail.ts";
import { Protection } from "../vsphere/protection/protection.ts";
import type { Caller } from "./caller.ts";
import { Confirmations } from "./confirm.ts";
import { CallLimits } from "./limits.ts";
import { CallPlaces } from "./places.ts";
import type { Policy } from "./policy.ts";

/** What stands between callers and the target, for as long as the server runs. */
export interface Safeguards {
  readonly confirmations: Confirmations;
  readonly limits: CallLimits;
  readonly places: CallPlaces;
  /** What this caller may not write to. */
  readonly protectionFor: (caller: Caller) => Protection;
  readonly audit?: AuditTrail | undefined;
}

/** What the safeguards need beside the policy. */
export interface SafeguardOptions {
  /** Signs confirmation tokens; default: a random one. */
  readonly secret?: string | undefined;
  /** MAC addresses of this machine. */
  readonly ownMacs?: readonly string[] | undefined;
  readonly audit?: AuditTrail | undefined;
}

/** The safeguards of a policy. */
export function createSafeguards(
  policy: Policy,
  { secret, ownMacs = [], audit }: SafeguardOptions = {},
): Safeguards {
  const known = new WeakMap<Caller, Protection>();
  return {
    confirmations: new Confirmations(secret),
    limits: new CallLimits(policy.limits),
    places: new CallPlaces(policy.limits.concurrentCalls),
    audit,
    protectionFor(caller) {
      const protection = known.get(caller) ?? new Protection({
        protected: [...policy.protected, ...caller.protected ?? []],
        unprotect: policy.unprotect,
        ownMacs,
      });
      known.set(caller, protection);
      return protection;
    },
  };
}
