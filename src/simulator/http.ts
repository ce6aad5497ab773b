import { Buffer } from "node:buffer";
import { gzipSync } from "node:zlib";
import { SimFault } from "./core/fault.ts";
import { carryOut, type Envelope, openEnvelope, wrapAnswer, wrapFault } from "./dispatch.ts";
import { answerFolder } from "./folder.ts";
import type { RequestLog } from "./request_log.ts";
import type { RestServices } from "./rest.ts";
import { Dropped, ruleFault, type Rules } from "./rules.ts";
import { answerScreen } from "./screen.ts";
import type { Sessions } from "./methods/sessions.ts";
import { API_VERSION, requestedVersion, versionsXml } from "./wire/versions.ts";
import type { SimSession } from "./world/session.ts";
import type { World } from "./world/world.ts";

/** What answers requests. */
export interface Server {
  readonly world: World;
  readonly sessions: Sessions;
  readonly rest: RestServices;
  readonly rules: Rules;
  readonly log: RequestLog;
  /** Aborted when the simulator ends. */
  readonly signal: AbortSignal;
}

const COOKIE = "vmware_soap_session";
/** Smaller answers are not worth packing. */
const GZIP_FROM_BYTES = 1000;

/** Answers one HTTP request. Rejects with Dropped when a rule says that the connection ends. */
export async function answerRequest(server: Server, request: Request, connection: number): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const session = server.sessions.of(cookieOf(request));
  if (/^\/sdk\/?$/.test(pathname) && request.method === "POST") {
    return await answerSoap(server, request, { session, connection });
  }
  const method = `${request.method} ${nameOf(pathname)}`;
  server.log.note({ method, target: "", connection, body: pathname + search });
  const other = await intercept(server, { method, object: "" }, async () => {
    switch (pathname.split("/")[1]) {
      case "folder":
        return session === undefined ? refused() : await answerFolder(server.world, request);
      case "rest":
        return await server.rest.answer(request);
      case "screen":
        return session === undefined ? refused() : answerScreen(server.world, request);
      default:
        return pathname === "/sdk/vimServiceVersions.xml"
          ? new Response(versionsXml(), { headers: { "content-type": "text/xml" } })
          : new Response("Not found", { status: 404 });
    }
  });
  return other;
}

/** A REST service in full, without the id of a thing; of files and screens what they are alone. */
function nameOf(pathname: string): string {
  return pathname.startsWith("/rest/")
    ? pathname.replace(/\/id:.*$/, "")
    : pathname.replace(/^(\/\w+).*/, "$1");
}

async function answerSoap(
  server: Server,
  request: Request,
  { session, connection }: { readonly session: SimSession | undefined; readonly connection: number },
): Promise<Response> {
  const body = await request.text();
  const asked = requestedVersion(request.headers.get("soapaction"));
  const version = asked ?? API_VERSION;
  const setCookie = (fresh: string) => `${COOKIE}="${fresh}"; Path=/; HttpOnly; Secure; `;
  let envelope: Envelope | undefined;
  try {
    envelope = openEnvelope(body);
    const { method, target } = envelope;
    server.log.note({ method, target: `${target.type}:${target.value}`, connection, body });
    if (asked === undefined) throw unsupported(request.headers.get("soapaction") ?? "");
    const { world, sessions } = server;
    const signal = AbortSignal.any([request.signal, server.signal]);
    const userAgent = request.headers.get("user-agent") ?? "";
    const known = envelope;
    return await intercept(server, { method, object: target.value }, async () => {
      const around = { world, sessions, session, version, signal, userAgent };
      const { answer, opened } = await carryOut(known, around);
      const text = wrapAnswer(method, answer, version);
      return xml(text, { request, cookie: opened === undefined ? undefined : setCookie(opened.cookie) });
    });
  } catch (error) {
    if (!(error instanceof SimFault)) throw error;
    return xml(wrapFault(error, version), { request, status: 500 });
  }
}

/** Does what a rule says about the call, and what it is for. */
async function intercept(
  { rules, world }: Server,
  { method, object }: { readonly method: string; readonly object: string },
  run: () => Promise<Response>,
): Promise<Response> {
  const rule = rules.take(method, object);
  if (rule === undefined) return await run();
  if (rule.delayMs !== undefined) await world.clock.sleep(rule.delayMs);
  if (rule.drop === "before") throw new Dropped("before");
  if (rule.status !== undefined) {
    const page = `<html><body><h1>${rule.status}</h1></body></html>`;
    return new Response(page, { status: rule.status, headers: { "content-type": "text/html" } });
  }
  if (rule.fault !== undefined) throw ruleFault(rule.fault);
  const response = await run();
  if (rule.drop === "after") throw new Dropped("after");
  if (rule.truncate === undefined) return response;
  const bytes = new Uint8Array(await response.arrayBuffer()).slice(0, rule.truncate);
  return new Response(bytes, { status: response.status, headers: response.headers });
}

function xml(
  text: string,
  { request, status = 200, cookie }: {
    readonly request: Request;
    readonly status?: number;
    readonly cookie?: string | undefined;
  },
): Response {
  const headers = new Headers({ "content-type": "text/xml; charset=utf-8", "cache-control": "no-cache" });
  if (cookie !== undefined) headers.append("set-cookie", cookie);
  const isPacked = text.length >= GZIP_FROM_BYTES &&
    /\bgzip\b/.test(request.headers.get("accept-encoding") ?? "");
  if (!isPacked) return new Response(text, { status, headers });
  headers.set("content-encoding", "gzip");
  return new Response(new Uint8Array(gzipSync(Buffer.from(text), { level: 1 })), { status, headers });
}

function unsupported(action: string): SimFault {
  const [, namespace = action, version = ""] = /^"?([^/"]*)(?:\/([^"]*))?"?$/.exec(action) ?? [];
  return new SimFault(
    "InvalidRequest",
    `Request version '${version}' and namespace '${namespace}' are not supported`,
  );
}

function refused(): Response {
  return new Response("Unauthorized", {
    status: 401,
    headers: { "www-authenticate": 'Basic realm="VMware HTTP server"' },
  });
}

/** Real servers take the value with its quotes or without. */
function cookieOf(request: Request): string | undefined {
  const cookies = request.headers.get("cookie") ?? "";
  return new RegExp(`(?:^|;\\s*)${COOKIE}="?([^";]*)"?`).exec(cookies)?.[1];
}
