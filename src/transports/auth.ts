import { createHash, timingSafeEqual } from "node:crypto";
import { isIP } from "node:net";
import { localhostAllowedHostnames, validateHostHeader, validateOriginHeader } from "../deps/mcp_server.ts";
import { isLoopback } from "../loopback.ts";
import { NAME } from "../version.ts";
import { problem } from "./problem.ts";

/** Who may talk to the server. */
export interface Access {
  /** Without one everybody who reaches the address may. */
  readonly apiKey?: string | undefined;
  /** The address that the server listens on. */
  readonly host: string;
  /** Names under which clients and web pages may address the server beside the local ones. */
  readonly allowedHosts?: readonly string[] | undefined;
}

/** Checks a request before anything else reads it; answers with the refusal. */
export type Guard = (request: Request) => Response | undefined;

/** Guards against web pages (names that resolve to this machine, foreign origins) and against callers without the key. */
export function createGuard(access: Access): Guard {
  const isKnownHost = hostRule(access);
  const isKey = keyRule(access.apiKey);
  const origins = [...localhostAllowedHostnames(), ...access.allowedHosts ?? []];
  return (request) => {
    if (!isKnownHost(request.headers.get("host"))) {
      return problem(
        403,
        "Cannot serve the request: its Host is not allowed; address the server by an allowed name",
      );
    }
    if (!validateOriginHeader(request.headers.get("origin"), origins).ok) {
      return problem(403, "Cannot serve the request: its Origin is not allowed");
    }
    if (isKey(presentedKey(request.headers))) return undefined;
    return problem(
      401,
      "Cannot serve the request: the API key is missing or wrong; send Authorization: Bearer KEY",
      {
        headers: { "www-authenticate": `Bearer realm="${NAME}"` },
      },
    );
  };
}

/**
 * DNS rebinding lets a web page reach this server under a name of its own: without a key, or where only this machine
 * should get in, names must be known. A key is nothing that a page has, and an address is never a rebound name.
 */
function hostRule({ apiKey, host, allowedHosts = [] }: Access): (header: string | null) => boolean {
  const isLocal = isLoopback(host);
  if (apiKey !== undefined && !isLocal && allowedHosts.length === 0) return () => true;
  const names = [...localhostAllowedHostnames(), ...allowedHosts];
  return (header) => {
    const result = validateHostHeader(header, names);
    return result.ok || (!isLocal && result.hostname !== undefined && isIP(unbracket(result.hostname)) !== 0);
  };
}

function keyRule(apiKey: string | undefined): (key: string | undefined) => boolean {
  if (apiKey === undefined) return () => true;
  const expected = digest(apiKey);
  // Digests have one length, so the comparison tells nothing about the key's.
  return (key) => key !== undefined && timingSafeEqual(digest(key), expected);
}

function presentedKey(headers: Headers): string | undefined {
  const bearer = /^Bearer +(\S.*)$/i.exec(headers.get("authorization") ?? "")?.[1];
  return bearer ?? headers.get("x-api-key") ?? undefined;
}

function digest(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}

function unbracket(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, "");
}
