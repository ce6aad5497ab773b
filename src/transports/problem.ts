import { cleanText } from "../mcp/clean.ts";
import { type Failure, failureFacts, type FailureKind } from "../mcp/result.ts";

const STATUS: Readonly<Record<FailureKind, number>> = {
  invalid: 400,
  denied: 403,
  not_found: 404,
  unknown_tool: 404,
  ambiguous: 409,
  conflict: 409,
  confirmation_required: 409,
  limited: 429,
  cancelled: 499,
  internal: 500,
  unsupported: 501,
  unavailable: 502,
  timeout: 504,
};

const TITLES: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  408: "Request Timeout",
  409: "Conflict",
  413: "Content Too Large",
  414: "URI Too Long",
  415: "Unsupported Media Type",
  429: "Too Many Requests",
  431: "Request Header Fields Too Large",
  499: "Client Closed Request",
  500: "Internal Server Error",
  501: "Not Implemented",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

/** The status in words. */
export function statusTitle(status: number): string {
  return TITLES[status] ?? "Error";
}

/** What a problem says beside its status. */
export interface ProblemOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Further members of the problem. */
  readonly facts?: Readonly<Record<string, unknown>> | undefined;
}

/** An error answer as RFC 9457 has it. */
export function problem(status: number, detail: string, { headers, facts }: ProblemOptions = {}): Response {
  const body = problemBody(status, detail, { facts });
  return json(body, { status, headers: { ...headers, "content-type": "application/problem+json" } });
}

/** What stands in such an answer. */
export function problemBody(
  status: number,
  detail: string,
  { facts }: Pick<ProblemOptions, "facts"> = {},
): Record<string, unknown> {
  // The detail may quote what the caller sent, secrets included.
  return { type: "about:blank", title: statusTitle(status), status, detail: cleanText(detail), ...facts };
}

/** The answer to a call that failed. */
export function problemOf(failure: Failure): Response {
  return problem(STATUS[failure.kind], failure.message, { facts: failureFacts(failure) });
}

/** A JSON answer. */
export function json(
  body: unknown,
  { status = 200, headers = {} }: {
    readonly status?: number;
    readonly headers?: Readonly<Record<string, string>>;
  } = {},
): Response {
  return Response.json(body, {
    status,
    headers,
  });
}
