import type { Caller } from "../mcp/caller.ts";
import { countRefusal } from "./metrics.ts";
import type { Exchange } from "./exchange.ts";
import { type FailureLimits, Failures } from "./failures.ts";
import { type AccessKey, type Callers, callersOf, keyRule } from "./keys.ts";
import type { PageAccess } from "./pages.ts";
import { problem } from "./problem.ts";
import { resourceMetadataUrl } from "./resource_metadata.ts";
import type { Allowance } from "./token_buckets.ts";
import type { OauthOptions, TokenResult, Tokens } from "./tokens.ts";

/** Who may talk to the server. */
export interface Access extends Omit<PageAccess, "isKeyed"> {
  /** With neither keys nor `oauth` everybody who reaches the address may do everything. */
  readonly keys?: readonly AccessKey[] | undefined;
  /** Accepts access tokens beside the keys. */
  readonly oauth?: OauthOptions | undefined;
  readonly failures?: FailureLimits | undefined;
}

/** Finds out who sent a request before its body is read; gives the caller, or the refusal. */
export type Guard = (exchange: Pick<Exchange, "request" | "remoteAddress">) => Promise<Caller | Response>;

/** Whether nobody gets in without a key or token. */
export function isKeyed({ keys, oauth }: Pick<Access, "keys" | "oauth">): boolean {
  return keys !== undefined || oauth !== undefined;
}

/** Guards against callers without a key or token. */
export function createGuard(access: Access): Guard {
  if (!isKeyed(access)) {
    const anybody = callersOf({ name: "anonymous", role: "admin" });
    return ({ request }) => Promise.resolve(callerFor(request, anybody));
  }
  const { oauth, keys = [] } = access;
  const gate: Gate = {
    ownerOf: keyRule(keys),
    failures: new Failures(access.failures),
    tokens: tokensOf(oauth),
    oauth,
  };
  return async (exchange) => {
    const answer = await identify(gate, exchange);
    return answer instanceof Response ? answer : callerFor(exchange.request, answer);
  };
}

interface Gate {
  readonly ownerOf: (key: string) => Callers | undefined;
  readonly failures: Failures;
  /** Loads what checks tokens; undefined where none are accepted. */
  readonly tokens: (() => Promise<Tokens>) | undefined;
  readonly oauth: OauthOptions | undefined;
}

/** Keys of operators are shorter, and a larger token never passes through proxies either. */
const MAX_CREDENTIAL_LENGTH = 16 * 1024;

async function identify(
  gate: Gate,
  { request, remoteAddress }: Pick<Exchange, "request" | "remoteAddress">,
): Promise<Callers | Response> {
  const presented = presentedKey(request.headers);
  // Clients come without one first to learn what is wanted: no failure.
  if (presented === undefined) return unauthorized(gate, { request });
  if (presented.length > MAX_CREDENTIAL_LENGTH) {
    return unauthorized(gate, { request, reason: "it is too long" });
  }
  const { failures, ownerOf, tokens } = gate;
  const owner = ownerOf(presented);
  const allowance = failures.look(remoteAddress);
  if (owner !== undefined) {
    const { name } = owner.http;
    if (!allowance.isAllowed && !failures.isTrusted(remoteAddress, name)) return tooManyFailures(allowance);
    failures.trust(remoteAddress, name);
    return owner;
  }
  let reason: string | undefined;
  if (tokens !== undefined && isToken(presented)) {
    // A good signature cannot be guessed: tokens are looked at whatever came from the address before.
    const result = await (await tokens()).check(presented);
    if (result.kind === "caller") return result.callers;
    if (result.kind !== "forged") return tokenRefusal(gate, { request, result });
    reason = result.reason;
  }
  if (!allowance.isAllowed) return tooManyFailures(allowance);
  const { isAllowed, ...rest } = await failures.count(remoteAddress, request.signal);
  return isAllowed ? unauthorized(gate, { request, reason }) : tooManyFailures({ isAllowed, ...rest });
}

function tokensOf(oauth: OauthOptions | undefined): Gate["tokens"] {
  if (oauth === undefined) return undefined;
  let loaded: Promise<Tokens> | undefined;
  return () => loaded ??= import("./tokens.ts").then(({ Tokens }) => new Tokens(oauth));
}

function presentedKey(headers: Headers): string | undefined {
  const bearer = /^Bearer +(\S.*)$/i.exec(headers.get("authorization") ?? "")?.[1];
  return bearer ?? headers.get("x-api-key") ?? undefined;
}

function isToken(presented: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]*$/.test(presented);
}

function callerFor(request: Request, { http, rest }: Callers): Caller {
  return URL.parse(request.url)?.pathname === "/message" ? http : rest;
}

interface Refused {
  readonly request: Request;
  /** What is wrong with what was presented; without, nothing was or it was no token. */
  readonly reason?: string | undefined;
}

function unauthorized({ oauth }: Gate, { request, reason }: Refused): Response {
  countRefusal("unauthenticated");
  const what = oauth === undefined ? "API key" : "API key or access token";
  const state = reason === undefined
    ? `the ${what} is missing or wrong`
    : `the ${what} is not accepted, ${reason}`;
  const next = oauth === undefined
    ? "send Authorization: Bearer KEY"
    : "send Authorization: Bearer KEY-OR-TOKEN";
  const error = reason === undefined ? undefined : { code: "invalid_token", reason };
  return problem(401, `Cannot serve the request: ${state}; ${next}`, {
    headers: { "www-authenticate": challenge({ request, oauth, error }) },
  });
}

function tokenRefusal(
  gate: Gate,
  { request, result: { kind, reason } }: {
    readonly request: Request;
    readonly result: Exclude<TokenResult, { kind: "caller" }>;
  },
): Response {
  if (kind === "issuer_down") {
    countRefusal("issuer_down");
    return problem(503, `Cannot check the access token: ${reason}; try again in a minute`, {
      headers: { "retry-after": "60" },
    });
  }
  if (kind !== "no_role") return unauthorized(gate, { request, reason });
  countRefusal("forbidden");
  const error = { code: "insufficient_scope", reason };
  return problem(403, `Cannot serve the request: ${reason}; have the issuer give this user a role`, {
    headers: { "www-authenticate": challenge({ request, oauth: gate.oauth, error }) },
  });
}

/** How to get in, as RFC 6750 and RFC 9728 have it. */
function challenge({ request, oauth, error }: {
  readonly request: Request;
  readonly oauth: OauthOptions | undefined;
  readonly error: { readonly code: string; readonly reason: string } | undefined;
}): string {
  const parameters = [
    ...(oauth === undefined ? [] : [`resource_metadata="${resourceMetadataUrl(request, oauth)}"`]),
    ...(error === undefined ? [] : [`error="${error.code}"`, `error_description="${plain(error.reason)}"`]),
  ];
  return ["Bearer", parameters.join(", ")].join(" ").trim();
}

/** What may stand between quotes in a header (RFC 6750, 3). */
function plain(text: string): string {
  return text.replace(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, "?");
}

function tooManyFailures({ retryAfterSeconds }: Allowance): Response {
  countRefusal("failed_keys");
  const state = "too many wrong keys came from this address";
  const next = `wait ${retryAfterSeconds} s, then send the right one`;
  return problem(429, `Cannot check the key: ${state}; ${next}`, {
    headers: { "retry-after": String(Math.max(1, retryAfterSeconds)) },
  });
}
