import { setTimeout as delay } from "node:timers/promises";
import { messageOf, UserError } from "../errors.ts";
import { log } from "../log.ts";
import { failureOf } from "../mcp/result.ts";
import type { Service } from "../mcp/service.ts";
import { type Access, createGuard } from "./auth.ts";
import { MAX_BODY_BYTES, readBody } from "./body.ts";
import { createMessageEndpoint, type MessageEndpoint } from "./message.ts";
import { json, problem, problemOf } from "./problem.ts";
import { createRest } from "./rest.ts";
import type { SessionLimits } from "./sessions.ts";

/** Where and to whom to serve. */
export interface HttpOptions extends Access {
  /** 0 takes any free port. */
  readonly port: number;
  readonly sessions?: SessionLimits | undefined;
  /** How long running calls may take to finish after {@linkcode HttpServer.close}. */
  readonly graceMs?: number | undefined;
}

/** A listening server. */
export interface HttpServer {
  /** The address of its MCP endpoint. */
  readonly url: string;
  readonly port: number;
  /** Takes no more calls, lets running ones finish, aborts what takes too long. */
  readonly close: () => Promise<void>;
}

const GRACE_MS = 10_000;
/** What does not heed its signal in this time is left behind. */
const ABORT_MS = 1000;

/** Serves MCP at `/message`, the tools as plain HTTP under `/api`, and `/healthz`. */
export function serveHttp(service: Service, options: HttpOptions): HttpServer {
  const shutdown = new AbortController();
  const endpoint = createMessageEndpoint(service, options.sessions);
  const answer = createAnswer(service, { options, endpoint, shutdown: shutdown.signal });
  const server = listen(options, {
    // Deno would announce the address on standard output.
    onListen: ({ hostname, port }) => log.info("listening", { host: hostname, port }),
    handler: (request, info) =>
      answer(request, info.completed.catch(() => {})).catch((error: unknown) =>
        problemOf(failureOf(error, { action: "serve the request", signal: request.signal }))
      ),
  });
  return {
    url: `http://${urlHost(options.host)}:${server.addr.port}/message`,
    port: server.addr.port,
    async close() {
      const finished = server.shutdown();
      await endpoint.closeStreams();
      await within(finished, options.graceMs ?? GRACE_MS);
      shutdown.abort();
      await endpoint.close();
      await within(finished, ABORT_MS);
    },
  };
}

interface AnswerParts {
  readonly options: HttpOptions;
  readonly endpoint: MessageEndpoint;
  readonly shutdown: AbortSignal;
}

function createAnswer(
  service: Service,
  { options, endpoint, shutdown }: AnswerParts,
): (request: Request, completed: Promise<void>) => Promise<Response> {
  const rest = createRest(service, { hasKey: options.keys !== undefined });
  const guard = createGuard(options);
  return async (request, completed) => {
    // The address holds what the client sent as Host, whatever that is.
    const pathname = URL.parse(request.url)?.pathname;
    if (pathname === undefined) return problem(400, "Cannot serve the request: its Host is no host name");
    if (pathname === "/healthz" && request.method === "GET") return json({ status: "ok" });
    const caller = guard(request);
    if (caller instanceof Response) {
      log.info("request refused", { status: caller.status, path: pathname });
      return caller;
    }
    const text = request.method === "POST" ? await readBody(request) : "";
    if (text === undefined) {
      return problem(413, `Cannot read the request: its body is larger than ${MAX_BODY_BYTES} bytes`);
    }
    if (pathname === "/message") return await endpoint.fetch({ request, text, caller, completed });
    return await rest({ request, text, caller, signal: AbortSignal.any([request.signal, shutdown]) });
  };
}

function listen(
  { host, port }: HttpOptions,
  options: Deno.ServeOptions<Deno.NetAddr> & Deno.ServeInit<Deno.NetAddr>,
): Deno.HttpServer<Deno.NetAddr> {
  try {
    return Deno.serve({ ...options, hostname: host, port });
  } catch (cause) {
    const text = `Cannot listen on "${host}:${port}": ${
      messageOf(cause)
    }; set http_host and http_port to a free address`;
    throw new UserError("unavailable", text, { cause });
  }
}

/** An address as a client on this machine writes it. */
function urlHost(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host;
}

async function within(promise: Promise<void>, limitMs: number): Promise<void> {
  const timer = new AbortController();
  const limit = delay(limitMs, undefined, { signal: timer.signal }).catch(() => {});
  await Promise.race([promise, limit]);
  timer.abort();
}
