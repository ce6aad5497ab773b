import { errors, type JWTPayload, jwtVerify } from "../deps/jose.ts";
import { messageOf } from "../errors.ts";
import { log } from "../log.ts";
import { type Role, ROLES } from "../role.ts";
import { type Callers, callersOf } from "./keys.ts";
import { Issuer, type IssuerLimits } from "./issuer.ts";

/** Whose access tokens are accepted, and what must stand in them. */
export interface OauthOptions {
  readonly issuer: string;
  readonly audience: string;
  /** Claim with the role, with dots for claims inside claims. */
  readonly roleClaim: string;
  readonly limits?: IssuerLimits | undefined;
}

/** What a token is worth; `forged` is one that nobody has signed who may. */
export type TokenResult =
  | { readonly kind: "caller"; readonly callers: Callers }
  | { readonly kind: "forged" | "invalid" | "no_role" | "issuer_down"; readonly reason: string };

/** Only signatures that need a secret of the issuer: with the others its public key would be the secret. */
const ALGORITHMS = [
  ...["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"],
  ...["ES256", "ES384", "ES512", "EdDSA", "Ed25519"],
];
const CLOCK_TOLERANCE_SECONDS = 30;
const MAX_CALLERS = 1000;

/** Checks access tokens. */
export class Tokens {
  readonly #options: OauthOptions;
  readonly #issuer: Issuer;
  /** Much is kept by the object of a caller, so each has one. */
  readonly #callers = new Map<string, Callers>();

  constructor(options: OauthOptions) {
    this.#options = options;
    this.#issuer = new Issuer(options.issuer, options.limits);
  }

  /** Who the token stands for, or what is wrong with it. */
  async check(token: string): Promise<TokenResult> {
    const { issuer, audience } = this.#options;
    try {
      const { payload } = await jwtVerify(token, await this.#issuer.keys(), {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        requiredClaims: ["exp"],
      });
      return this.#callerOf(payload);
    } catch (error) {
      return this.#failureOf(error);
    }
  }

  #callerOf(payload: JWTPayload): TokenResult {
    const subject = payload.sub ?? payload.client_id ?? payload.azp;
    if (typeof subject !== "string" || subject === "") {
      return { kind: "invalid", reason: "the token names nobody in sub, client_id or azp" };
    }
    const role = roleOf(payload, this.#options.roleClaim);
    if (role === undefined) {
      const claim = this.#options.roleClaim;
      return {
        kind: "no_role",
        reason: `the token gives no role: ${claim} holds none of ${ROLES.join(", ")}`,
      };
    }
    const key = `${role} ${subject}`;
    // Names of keys are the operator's: a subject of the same name is somebody else.
    const callers = this.#callers.get(key) ?? callersOf({ name: `oauth:${subject}`, role });
    this.#callers.delete(key);
    this.#callers.set(key, callers);
    const [oldest] = this.#callers.keys();
    if (this.#callers.size > MAX_CALLERS && oldest !== undefined) this.#callers.delete(oldest);
    return { kind: "caller", callers };
  }

  #failureOf(error: unknown): TokenResult {
    if (error instanceof errors.JWTExpired) return { kind: "invalid", reason: "the token has expired" };
    if (error instanceof errors.JWTClaimValidationFailed) {
      return { kind: "invalid", reason: `the token does not fit: claim ${error.claim}` };
    }
    if (isForgery(error, this.#issuer)) {
      return { kind: "forged", reason: "its issuer did not sign the token" };
    }
    log.warn("token not checked", { error: messageOf(error) });
    return { kind: "issuer_down", reason: "the keys of its issuer cannot be read" };
  }
}

function isForgery(error: unknown, { isDown }: Issuer): boolean {
  if (error instanceof errors.JWKSNoMatchingKey) return !isDown;
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) return false;
  return error instanceof errors.JOSEError;
}

/** The highest role that the claim names. */
function roleOf(payload: JWTPayload, claim: string): Role | undefined {
  // Some issuers write one role, others a list.
  const claims = claim === "role" ? ["role", "roles"] : [claim];
  const named = new Set(claims.flatMap((name) => wordsOf(valueAt(payload, name))));
  return ROLES.findLast((role) => named.has(role));
}

function valueAt(payload: JWTPayload, claim: string): unknown {
  // Claims may have dots in their names, as addresses do.
  if (Object.hasOwn(payload, claim)) return payload[claim];
  return claim.split(".").reduce<unknown>(
    (value, name) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, name)
        ? Object.entries(value).find(([key]) => key === name)?.[1]
        : undefined,
    payload,
  );
}

function wordsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : typeof value === "string" ? value.split(/[\s,]+/) : [];
}
