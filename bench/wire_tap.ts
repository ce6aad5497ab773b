/** Stands between a client and a far side without TLS and tells what went over the wire. */
import { Buffer } from "node:buffer";
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { gunzipSync } from "node:zlib";
import { listenOnLoopback } from "./loopback.ts";

/** One call and its answer. */
export interface Exchange {
  /** SOAP method, else verb and path. */
  readonly method: string;
  readonly action: string;
  readonly request: string;
  /** Unpacked. */
  readonly answer: () => string;
  /** Bytes of both bodies as they were sent. */
  readonly bytes: number;
}

/** A proxy that remembers; disposal ends it. */
export interface WireTap extends AsyncDisposable {
  readonly url: string;
  /** What was answered since the last {@linkcode WireTap.clear}. */
  readonly exchanges: readonly Exchange[];
  readonly clear: () => void;
  /** Most calls of the method that had no answer yet at a time since the last clear. */
  readonly mostOpen: (method: string) => number;
}

/** Starts a tap in front of a far side. */
export async function tapWire(farSide: string): Promise<WireTap> {
  const exchanges: Exchange[] = [];
  const calls = new OpenCalls();
  const agent = new Agent({ keepAlive: true });
  const server = createServer(async (incoming, response) => {
    const body = await bytesOf(incoming);
    const method = methodOf(incoming, body);
    calls.begin(method);
    // It ends with the client's interest too.
    response.on("close", () => calls.end(method));
    const url = new URL(incoming.url ?? "/", farSide);
    const sent = await forward(url, { incoming, response, body, agent }).catch(() => undefined);
    if (sent === undefined) return void incoming.socket.destroy();
    exchanges.push({
      method,
      action: String(incoming.headers.soapaction ?? ""),
      request: body.toString("utf8"),
      answer: () => (sent.isPacked ? gunzipSync(sent.bytes) : sent.bytes).toString("utf8"),
      bytes: body.length + sent.bytes.length,
    });
  });
  const port = await listenOnLoopback(server);
  return {
    url: `http://127.0.0.1:${port}/sdk`,
    exchanges,
    clear: () => {
      exchanges.length = 0;
      calls.forgetMost();
    },
    mostOpen: (method) => calls.mostOpen(method),
    async [Symbol.asyncDispose]() {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** How many calls of each method have no answer yet. */
class OpenCalls {
  readonly #open = new Map<string, number>();
  readonly #most = new Map<string, number>();

  begin(method: string): void {
    this.#open.set(method, this.#now(method) + 1);
    this.#most.set(method, this.mostOpen(method));
  }

  end(method: string): void {
    this.#open.set(method, this.#now(method) - 1);
  }

  forgetMost(): void {
    this.#most.clear();
  }

  /** Most at a time since it was forgotten. */
  mostOpen(method: string): number {
    return Math.max(this.#most.get(method) ?? 0, this.#now(method));
  }

  #now(method: string): number {
    return this.#open.get(method) ?? 0;
  }
}

interface Forwarded {
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: Buffer;
  readonly agent: Agent;
}

function forward(
  url: URL,
  { incoming, response, body, agent }: Forwarded,
): Promise<{ readonly bytes: Buffer; readonly isPacked: boolean }> {
  const { method = "GET", headers } = incoming;
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers: { ...headers, host: url.host }, agent }, (answer) => {
      bytesOf(answer).then((bytes) => {
        const { "transfer-encoding": _, ...kept } = answer.headers;
        response.writeHead(answer.statusCode ?? 502, { ...kept, "content-length": bytes.length });
        response.end(bytes);
        resolve({ bytes, isPacked: answer.headers["content-encoding"] === "gzip" });
      }, reject);
    });
    response.on("close", () => response.writableFinished || outgoing.destroy());
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

function methodOf({ method = "", url = "" }: IncomingMessage, body: Buffer): string {
  return /<(?:\w+:)?Body[^>]*>\s*<(\w+)/.exec(body.toString("utf8"))?.[1] ?? `${method} ${url}`;
}

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces);
}
