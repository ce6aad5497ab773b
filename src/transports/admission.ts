import type { Caller } from "../mcp/caller.ts";
import { log } from "../log.ts";
import { type Access, createGuard, isKeyed } from "./auth.ts";
import type { Exchange } from "./exchange.ts";
import { countRefusal } from "./metrics.ts";
import { createPages } from "./pages.ts";
import { json, problem } from "./problem.ts";
import { isResourceMetadata, resourceMetadata } from "./resource_metadata.ts";
import { type Allowance, TokenBuckets } from "./token_buckets.ts";

/** Who gets in, and how often. */
export interface AdmissionOptions extends Access {
  /** Requests that each key may send in a minute; default: as many as it likes. */
  readonly rateLimitPerMinute?: number | undefined;
  /** Clock of the rate limit in milliseconds. */
  readonly now?: (() => number) | undefined;
}

/** Who was let in. */
export interface Admitted {
  readonly caller: Caller;
  /** Counts what a request brings beside itself, such as the other messages of a batch; gives the refusal. */
  readonly charge: (count: number) => Response | undefined;
}

/** Serves an admitted request. */
export type Serve = (exchange: Exchange, admitted: Admitted) => Promise<Response>;

/** Answers whoever needs no key, refuses whoever may not get in, and hands on the rest. */
export function createAdmission(
  options: AdmissionOptions,
  serve: Serve,
): (exchange: Exchange) => Promise<Response> {
  const pages = createPages({ ...options, isKeyed: isKeyed(options) });
  const admit = createAdmit(options, serve);
  return async (exchange) => {
    const { request } = exchange;
    const { pathname } = new URL(request.url);
    // Those who watch over a server address it by whatever name they like.
    if (pathname === "/healthz" && request.method === "GET") return json({ status: "ok" });
    const foreign = pages.refuse(request);
    if (foreign !== undefined) {
      countRefusal("forbidden");
      log.info("request refused", { status: foreign.status, path: pathname });
      return foreign;
    }
    return pages.open(request, pages.preflight(request) ?? await admit(exchange, pathname));
  };
}

function createAdmit(
  options: AdmissionOptions,
  serve: Serve,
): (exchange: Exchange, pathname: string) => Promise<Response> {
  const { oauth, rateLimitPerMinute: limit, now } = options;
  const guard = createGuard(options);
  const buckets = limit === undefined
    ? undefined
    : new TokenBuckets({ burst: limit, perMinute: limit }, { now });
  return async (exchange, pathname) => {
    const { request } = exchange;
    if (oauth !== undefined && request.method === "GET" && isResourceMetadata(pathname)) {
      return json(resourceMetadata(request, oauth));
    }
    const caller = await guard(exchange);
    if (caller instanceof Response) {
      log.info("request refused", { status: caller.status, path: pathname, address: exchange.remoteAddress });
      return caller;
    }
    if (buckets === undefined || limit === undefined) {
      return await serve(exchange, { caller, charge: () => undefined });
    }
    const charge = (count: number) => {
      const more = buckets.take(caller.name, count);
      return more.isAllowed ? undefined : tooManyRequests(caller, more);
    };
    const allowance = buckets.take(caller.name);
    const answer = allowance.isAllowed
      ? await serve(exchange, { caller, charge })
      : tooManyRequests(caller, allowance);
    return withRate(answer, { limit, allowance });
  };
}

function tooManyRequests({ name }: Caller, { retryAfterSeconds }: Allowance): Response {
  countRefusal("rate_limit");
  log.info("request refused", { status: 429, caller: name });
  const state = "this key has sent more requests than rate_limit_per_minute allows";
  return problem(429, `Cannot serve the request: ${state}; send it again in ${retryAfterSeconds} s`, {
    headers: { "retry-after": String(retryAfterSeconds) },
  });
}

/** Tells what is left, as the IETF's draft on RateLimit headers has it. */
function withRate(
  response: Response,
  { limit, allowance: { remaining, retryAfterSeconds } }: {
    readonly limit: number;
    readonly allowance: Allowance;
  },
): Response {
  response.headers.set("ratelimit-policy", `"requests";q=${limit};w=60`);
  response.headers.set("ratelimit", `"requests";r=${remaining};t=${retryAfterSeconds}`);
  return response;
}
