import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Server, Socket } from "node:net";
import { messageOf } from "../errors.ts";
import { Dropped } from "./rules.ts";
import type { Simulator } from "./simulator.ts";

/** A simulator on the network. */
export interface ServedSimulator extends AsyncDisposable {
  /** The SOAP endpoint, `http://127.0.0.1:40123/sdk`. */
  readonly url: string;
}

/** Serves a simulator; port 0 takes a free one. Disposal ends the server and its connections, not the simulator. */
export async function serveSimulator(
  simulator: Simulator,
  { host, port, certificate }: {
    readonly host: string;
    readonly port: number;
    readonly certificate?: { readonly certPem: string; readonly keyPem: string } | undefined;
  },
): Promise<ServedSimulator> {
  const numbers = new WeakMap<Socket, number>();
  let last = 0;
  const numberOf = (socket: Socket) => {
    const number = numbers.get(socket) ?? ++last;
    numbers.set(socket, number);
    return number;
  };
  const onRequest = (incoming: IncomingMessage, response: ServerResponse) =>
    void answer(simulator, { incoming, response, connection: numberOf(incoming.socket) });
  const server: Server = certificate === undefined
    ? createServer(onRequest)
    : createTlsServer({ key: certificate.keyPem, cert: certificate.certPem }, onRequest);
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => {}).on("close", () => sockets.delete(socket));
  });
  server.on("tlsClientError", () => {});
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, host, resolve);
  });
  const scheme = certificate === undefined ? "http" : "https";
  return {
    url: `${scheme}://${host.includes(":") ? `[${host}]` : host}:${portOf(server.address())}/sdk`,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

interface Exchange {
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
  readonly connection: number;
}

async function answer(simulator: Simulator, { incoming, response, connection }: Exchange): Promise<void> {
  const gone = new AbortController();
  response.on("close", () => gone.abort());
  try {
    const request = toRequest(incoming, gone.signal);
    const answered = await simulator.handle(request, connection);
    await send(response, { answered, isHead: request.method === "HEAD" });
  } catch (error) {
    if (error instanceof Dropped || gone.signal.aborted) return void incoming.socket.destroy();
    response.writeHead(500, { "content-type": "text/plain" });
    response.end(`Cannot answer: ${messageOf(error)}`);
  }
}

function toRequest(incoming: IncomingMessage, signal: AbortSignal): Request {
  const { method = "GET", url = "/", headers } = incoming;
  const body = method === "GET" || method === "HEAD" ? null : ReadableStream.from(incoming);
  const known = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(", ") : value] as [string, string]]
  );
  return new Request(new URL(url, "http://simulator"), { method, headers: known, body, signal });
}

async function send(
  response: ServerResponse,
  { answered, isHead }: { readonly answered: Response; readonly isHead: boolean },
): Promise<void> {
  const headers = Object.fromEntries(answered.headers);
  if (answered.body === null || isHead) {
    response.writeHead(answered.status, headers).end();
    return;
  }
  if (headers["content-length"] !== undefined) {
    response.writeHead(answered.status, headers);
    for await (const piece of answered.body) response.write(piece);
    response.end();
    return;
  }
  const bytes = new Uint8Array(await answered.arrayBuffer());
  response.writeHead(answered.status, { ...headers, "content-length": bytes.length }).end(bytes);
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  return address.port;
}
