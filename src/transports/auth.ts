import { createHash, timingSafeEqual } from "node:crypto";
import { isIP } from "node:net";
import { localhostAllowedHostnames, validateHostHeader, validateOriginHeader } from "../deps/mcp_server.ts";
import { isLoopback } from "../loopback.ts";
import type { Caller } from "../mcp/caller.ts";
import { NAME } from "../version.ts";
import { problem } from "./problem.ts";

/** Who may talk to the server. */
export interface Access {
  /** Without any everybody who reaches the address may do everything. */
  readonly keys?: readonly AccessKey[] | undefined;
  /** The address that the server listens on. */
  readonly host: string;
  /** Names under which clients and web pages may address the server beside the local ones. */
  readonly allowedHosts?: readonly string[] | undefined;
}

/** A key and who it stands for. */
export interface AccessKey extends Omit<Caller, "transport"> {
  readonly key: string;
}

/** Checks a request before anything else reads it; gives who calls, or the refusal. */
export type Guard = (request: Request) => Caller | Response;

/** Guards against web pages (names that resolve to this machine, foreign origins) and against callers without the key. */
export function createGuard(access: Access): Guard {
  const isKnownHost = hostRule(access);
  const callerOf = keyRule(access.keys);
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
    const caller = callerOf(presentedKey(request.headers));
    if (caller !== undefined) return isMessage(request) ? caller.http : caller.rest;
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
function hostRule({ keys, host, allowedHosts = [] }: Access): (header: string | null) => boolean {
  const isLocal = isLoopback(host);
  if (keys !== undefined && !isLocal && allowedHosts.length === 0) return () => true;
  const names = [...localhostAllowedHostnames(), ...allowedHosts];
  return (header) => {
    const result = validateHostHeader(header, names);
    return result.ok || (!isLocal && result.hostname !== undefined && isIP(unbracket(result.hostname)) !== 0);
  };
}

/** One caller by the way that its calls come in: objects that live as long as the key, since much is kept by them. */
interface KeyCaller {
  readonly http: Caller;
  readonly rest: Caller;
}

function keyRule(keys: Access["keys"]): (presented: string | undefined) => KeyCaller | undefined {
  if (keys === undefined) {
    const anybody = keyCaller({ name: "anonymous", role: "admin" });
    return () => anybody;
  }
  const known = keys.map(({ key, ...caller }) => ({ expected: digest(key), caller: keyCaller(caller) }));
  return (presented) => {
    if (presented === undefined) return undefined;
    const given = digest(presented);
    // Digests have one length, and all are compared: the time tells nothing about the keys.
    return known.filter(({ expected }) => timingSafeEqual(given, expected))[0]?.caller;
  };
}

function keyCaller(caller: Omit<Caller, "transport">): KeyCaller {
  return { http: { ...caller, transport: "http" }, rest: { ...caller, transport: "rest" } };
}

function isMessage(request: Request): boolean {
  return URL.parse(request.url)?.pathname === "/message";
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
