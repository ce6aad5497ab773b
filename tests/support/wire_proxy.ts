import type { FarSide } from "./far_side.ts";

/** One call and its answer as they went over the wire. */
export interface Exchange {
  /** SOAP method; empty when it was not SOAP. */
  readonly method: string;
  readonly request: string;
  readonly answer: string;
  /** What the server set, without attributes. */
  readonly cookie: string;
}

/** Options of {@linkcode proxyWire}. */
export interface WireProxyOptions {
  /** Changes answers on their way back, for servers that the far side is not. */
  readonly rewrite?: (answer: string, method: string) => string;
}

/** A proxy in front of a far side without TLS that keeps every exchange. */
export interface WireProxy extends AsyncDisposable {
  /** What the product takes for its target. */
  readonly url: string;
  readonly exchanges: readonly Exchange[];
  /** The exchanges of one method. */
  readonly of: (method: string) => readonly Exchange[];
}

/** Puts a recording proxy in front of a far side. */
export function proxyWire(
  farSide: FarSide,
  { rewrite = (answer) => answer }: WireProxyOptions = {},
): WireProxy {
  const exchanges: Exchange[] = [];
  const stop = new AbortController();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (incoming) => {
    const request = await incoming.text();
    const method = /<(?:\w+:)?Body[^>]*>\s*<(\w+)/.exec(request)?.[1] ?? "";
    const { pathname, search } = new URL(incoming.url);
    const headers = new Headers(incoming.headers);
    for (const name of ["host", "accept-encoding", "content-length"]) headers.delete(name);
    const response = await fetch(new URL(pathname + search, farSide.url), {
      method: incoming.method,
      headers,
      // A poll that nobody waits for any more would go on for half a minute.
      signal: AbortSignal.any([incoming.signal, stop.signal]),
      ...(incoming.method === "POST" ? { body: request } : {}),
    }).catch(() => Response.error());
    const answer = rewrite(await response.text(), method);
    const cookie = response.headers.get("set-cookie")?.split(";")[0]?.split("=")[1] ?? "";
    exchanges.push({ method, request, answer, cookie });
    const { status } = response;
    const kept = ["content-type", "set-cookie"].flatMap((name) => {
      const value = response.headers.get(name);
      return value === null ? [] : [[name, value]];
    });
    return new Response(answer, { status: status === 0 ? 502 : status, headers: Object.fromEntries(kept) });
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}/sdk`,
    exchanges,
    of: (method) => exchanges.filter((exchange) => exchange.method === method),
    async [Symbol.asyncDispose]() {
      stop.abort();
      await server.shutdown();
    },
  };
}
