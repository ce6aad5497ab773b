import { addInstrument, traceIn } from "../instruments.ts";
import { log } from "../log.ts";
import { localAddress, urlHost } from "../loopback.ts";
import { failureOf } from "../mcp/result.ts";
import type { Service } from "../mcp/service.ts";
import { type AdmissionOptions, createAdmission, type Serve } from "./admission.ts";
import { isKeyed } from "./auth.ts";
import { readBody } from "./body.ts";
import { createMessageEndpoint, type CreateServers, type MessageEndpoint } from "./message.ts";
import { listen, type ListenOptions } from "./listener.ts";
import { countWork, metricsText } from "./metrics.ts";
import { problemOf } from "./problem.ts";
import { createRest } from "./rest.ts";
import type { SessionLimits } from "./sessions.ts";
import { ABORT_MS, GRACE_MS, shutdownReason, within } from "./shutdown.ts";
import type { StreamLimits } from "./streams.ts";

/** Where and to whom to serve. */
export interface HttpOptions extends AdmissionOptions, ListenOptions {
  readonly sessions?: SessionLimits | undefined;
  readonly streams?: StreamLimits | undefined;
  /** Servers other than the product's own, to prove what carries them. */
  readonly createServers?: CreateServers | undefined;
  /** How long the body of a request may take to arrive. */
  readonly bodyMs?: number | undefined;
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

const EXPOSITION_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** Serves MCP at `/message`, the tools as plain HTTP under `/api`, `/metrics` and `/healthz`. */
export async function serveHttp(service: Service, options: HttpOptions): Promise<HttpServer> {
  const shutdown = new AbortController();
  const endpoint = createMessageEndpoint(service, { ...options, shutdown: shutdown.signal });
  const answer = createAdmission(
    options,
    createServe(service, { options, endpoint, shutdown: shutdown.signal }),
  );
  const listener = await listen(
    options,
    (exchange) =>
      answer(exchange).catch((error: unknown) =>
        problemOf(failureOf(error, { action: "serve the request", signal: exchange.request.signal }))
      ),
  );
  const stopCounting = addInstrument(countWork);
  const { port } = listener;
  log.info("listening", { host: options.host, port });
  return {
    url: `${options.tls === undefined ? "http" : "https"}://${
      urlHost(localAddress(options.host))
    }:${port}/message`,
    port,
    async close() {
      const finished = listener.shutdown();
      await endpoint.closeStreams();
      await within(finished, options.graceMs ?? GRACE_MS);
      shutdown.abort(shutdownReason());
      await within(finished, ABORT_MS);
      await endpoint.close();
      await within(finished, ABORT_MS);
      listener.abort();
      stopCounting();
    },
  };
}

interface Parts {
  readonly options: HttpOptions;
  readonly endpoint: MessageEndpoint;
  readonly shutdown: AbortSignal;
}

/** Serves what has been let in. */
function createServe(service: Service, { options, endpoint, shutdown }: Parts): Serve {
  const rest = createRest(service, { hasKey: isKeyed(options) });
  return async (exchange, { caller, charge }) => {
    const { request, completed } = exchange;
    const { pathname } = new URL(request.url);
    const text = request.method === "POST" ? await readBody(exchange, { limitMs: options.bodyMs }) : "";
    if (text instanceof Response) return text;
    if (pathname === "/message") return await endpoint.fetch({ request, text, caller, completed, charge });
    if (pathname === "/metrics" && request.method === "GET") {
      return new Response(metricsText(endpoint), { headers: { "content-type": EXPOSITION_TYPE } });
    }
    const signal = AbortSignal.any([request.signal, shutdown]);
    return await rest({ request, text, caller, signal, trace: traceIn(request.headers) });
  };
}
