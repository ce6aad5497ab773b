import { isIP } from "node:net";
import { localhostAllowedHostnames, validateHostHeader, validateOriginHeader } from "../deps/mcp_server.ts";
import { isLoopback } from "../loopback.ts";
import { problem } from "./problem.ts";

/** From where the server may be addressed. */
export interface PageAccess {
  /** The address that the server listens on. */
  readonly host: string;
  /** Whether nobody gets in without a key or token. */
  readonly isKeyed: boolean;
  /** Names under which clients may address the server beside the local ones. */
  readonly allowedHosts?: readonly string[] | undefined;
  /** Origins of web pages that may call the server beside the local ones, such as `https://app.example.com`. */
  readonly allowedOrigins?: readonly string[] | undefined;
}

/** What keeps web pages out, or lets them in. */
export interface Pages {
  /** The refusal of a request under a foreign name or from a foreign page. */
  readonly refuse: (request: Request) => Response | undefined;
  /** The answer to a browser that asks whether a page may send a request. */
  readonly preflight: (request: Request) => Response | undefined;
  /** Lets the page that asked read the answer. */
  readonly open: (request: Request, response: Response) => Response;
}

const ALLOWED_HEADERS = [
  "authorization",
  "content-type",
  "last-event-id",
  "mcp-method",
  "mcp-name",
  "mcp-protocol-version",
  "mcp-session-id",
  "x-api-key",
].join(", ");
const EXPOSED_HEADERS = "Mcp-Session-Id, RateLimit, RateLimit-Policy, Retry-After, WWW-Authenticate";
const PREFLIGHT_SECONDS = "600";

/** Guards against names that resolve to this machine, and against pages of other origins. */
export function createPages(access: PageAccess): Pages {
  const isKnownHost = hostRule(access);
  const listed = new Set(
    (access.allowedOrigins ?? []).map((origin) => origin.replace(/\/$/, "").toLowerCase()),
  );
  const local = localhostAllowedHostnames();
  const isKnownOrigin = (origin: string | null) =>
    origin === null ||
    (origin !== "" && (listed.has(origin.toLowerCase()) || validateOriginHeader(origin, local).ok));
  return {
    refuse({ headers }) {
      if (!isKnownHost(headers.get("host"))) {
        const next = "address the server by an allowed name, or add this one to allowed_hosts";
        return problem(403, `Cannot serve the request: its Host is not allowed; ${next}`);
      }
      if (isKnownOrigin(headers.get("origin"))) return undefined;
      const next = "add the origin to allowed_origins if that page may call this server";
      return problem(403, `Cannot serve the request: its Origin is not allowed; ${next}`);
    },
    preflight,
    open({ headers }, response) {
      const origin = headers.get("origin");
      response.headers.append("vary", "Origin");
      if (origin !== null && isKnownOrigin(origin)) {
        response.headers.set("access-control-allow-origin", origin);
        response.headers.set("access-control-expose-headers", EXPOSED_HEADERS);
      }
      return response;
    },
  };
}

function preflight({ method, headers }: Request): Response | undefined {
  if (method !== "OPTIONS" || !headers.has("origin")) return undefined;
  if (!headers.has("access-control-request-method")) return undefined;
  return new Response(null, {
    status: 204,
    headers: {
      "access-control-allow-methods": "GET, POST, DELETE",
      "access-control-allow-headers": ALLOWED_HEADERS,
      "access-control-max-age": PREFLIGHT_SECONDS,
    },
  });
}

/**
 * DNS rebinding lets a web page reach this server under a name of its own: without a key, or where only this machine
 * should get in, names must be known. A key is nothing that a page has, and an address is never a rebound name.
 */
function hostRule({ isKeyed, host, allowedHosts = [] }: PageAccess): (header: string | null) => boolean {
  const isLocal = isLoopback(host);
  if (isKeyed && !isLocal && allowedHosts.length === 0) return () => true;
  const names = [...localhostAllowedHostnames(), ...allowedHosts];
  return (header) => {
    const result = validateHostHeader(header, names);
    return result.ok || (!isLocal && result.hostname !== undefined && isIP(unbracket(result.hostname)) !== 0);
  };
}

function unbracket(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, "");
}
