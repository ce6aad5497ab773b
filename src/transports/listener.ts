import { Buffer } from "node:buffer";
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from "node:http";
import { createServer as createSecureServer, type Server as SecureServer } from "node:https";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { messageOf, UserError } from "../errors.ts";
import { log } from "../log.ts";
import { type Exchange, isSecure, readHead } from "./exchange.ts";
import { send, type SendLimits } from "./send.ts";
import { countRefusal, type RefusalReason } from "./metrics.ts";
import { problem, problemBody, statusTitle } from "./problem.ts";
import { securityHeaders } from "./security_headers.ts";
import { type TlsFiles, TlsPair } from "./tls_pair.ts";

/** What a client may cost before it has said who it is. */
export interface ConnectionLimits extends SendLimits {
  readonly maxConnections: number;
  /** Time for the TLS handshake and for the head of a request, each. */
  readonly headMs: number;
  /** Time for a whole request; the body has a limit of its own that answers in a better way. */
  readonly requestMs: number;
  /** How long a connection is kept for the next request. */
  readonly idleMs: number;
}

/** Where to listen. */
export interface ListenOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly tls?: TlsFiles | undefined;
  readonly connections?: Partial<ConnectionLimits> | undefined;
}

/** Answers one request; whatever it throws is a fault of ours. */
export type Answer = (exchange: Exchange) => Promise<Response>;

/** A listening socket with its connections. */
export interface Listener {
  readonly port: number;
  /** Takes no more connections; resolves when those that are open have had their answers. */
  readonly shutdown: () => Promise<void>;
  /** Cuts what is still open. */
  readonly abort: () => void;
}

const LIMITS: ConnectionLimits = {
  maxConnections: 2000,
  headMs: 10_000,
  requestMs: 90_000,
  idleMs: 60_000,
  stallMs: 60_000,
  keepAliveMs: 15_000,
};
/** Room for a large token; the address of the request counts too. */
const MAX_HEAD_BYTES = 32 * 1024;
const MAX_HEADERS = 100;
const MAX_TARGET_LENGTH = 8 * 1024;

/**
 * Listens for HTTP, or HTTPS with certificates that are read again when they change.
 * On Node's servers, since the runtime's own neither limits the time for a head nor swaps a certificate under way.
 */
export async function listen(options: ListenOptions, answer: Answer): Promise<Listener> {
  const limits = { ...LIMITS, ...options.connections };
  const settings = settingsOf(limits);
  const pair = options.tls === undefined ? undefined : TlsPair.open(options.tls);
  const server = pair === undefined
    ? createServer(settings)
    : createSecureServer({ ...settings, ...pair.context, handshakeTimeout: limits.headMs });
  const unused = unusedConnections(server);
  serve(server, { answer, limits });
  await bind(server, options);
  if (pair !== undefined && "setSecureContext" in server) {
    pair.watch((context) => server.setSecureContext(context));
  }
  const closed = new Promise<void>((resolve) => server.once("close", resolve));
  return {
    port: portOf(server),
    shutdown() {
      pair?.close();
      server.close();
      server.closeIdleConnections();
      for (const socket of unused.values()) socket.destroy();
      return closed;
    },
    abort: () => server.closeAllConnections(),
  };
}

function settingsOf({ headMs, requestMs, idleMs }: ConnectionLimits): ServerOptions {
  return {
    headersTimeout: headMs,
    requestTimeout: requestMs,
    keepAliveTimeout: idleMs,
    connectionsCheckingInterval: Math.min(headMs, 1000),
    maxHeaderSize: MAX_HEAD_BYTES,
    // Clients that vanish without a word are noticed by the system.
    keepAlive: true,
    keepAliveInitialDelay: 60_000,
  };
}

function serve(
  server: Server | SecureServer,
  { answer, limits }: { readonly answer: Answer; readonly limits: ConnectionLimits },
): void {
  server.maxConnections = limits.maxConnections;
  server.on("drop", () => {
    countRefusal("too_many_connections");
    log.warn("connection refused: too many are open", { open: limits.maxConnections });
  });
  server.on("tlsClientError", (error: Error) => log.debug("TLS handshake failed", { error: error.message }));
  server.on("clientError", refuse);
  server.on("request", (incoming, outgoing) => void handle(incoming, { outgoing, answer, limits }));
}

/** Never rejects: the process would end with it. */
async function handle(
  incoming: IncomingMessage,
  { outgoing, answer, limits }: {
    readonly outgoing: ServerResponse;
    readonly answer: Answer;
    readonly limits: ConnectionLimits;
  },
): Promise<void> {
  try {
    const exchange = headProblem(incoming) ?? readHead(incoming, outgoing);
    const response = exchange instanceof Response ? exchange : await answer(exchange);
    const extraHeaders = securityHeaders({ isSecure: isSecure(incoming.socket) });
    await send(response, { outgoing, limits, extraHeaders });
    // A body that nobody read would stand between the connection and its next request.
    incoming.resume();
  } catch (error) {
    log.error("request not answered", { error });
    outgoing.destroy();
  }
}

/**
 * Connections that had no request yet, by their other end: clients open some in reserve, and to the server these are
 * not idle. By the other end, since a request knows the encrypted socket and the server first the one below.
 */
function unusedConnections(server: Server | SecureServer): ReadonlyMap<string, Socket> {
  const unused = new Map<string, Socket>();
  server.on("connection", (socket: Socket) => {
    const end = endOf(socket);
    unused.set(end, socket);
    socket.once("close", () => void unused.delete(end));
  });
  server.on("request", ({ socket }) => void unused.delete(endOf(socket)));
  return unused;
}

function endOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}

function headProblem({ rawHeaders, url = "" }: IncomingMessage): Response | undefined {
  if (url.length > MAX_TARGET_LENGTH) {
    countRefusal("too_large");
    const limit = `longer than ${MAX_TARGET_LENGTH} characters`;
    return problem(414, `Cannot serve the request: its address is ${limit}; send the arguments as a body`);
  }
  if (rawHeaders.length / 2 > MAX_HEADERS) {
    countRefusal("too_large");
    return problem(431, `Cannot serve the request: it has more than ${MAX_HEADERS} headers; send fewer`);
  }
  return undefined;
}

/** What cannot be read as HTTP, or not in time, is answered here. */
function refuse(error: Error, socket: Duplex): void {
  // One that is sent on and on fails on and on.
  if (!socket.writable) return void socket.destroy();
  const { reason, status, detail } = unreadable("code" in error ? String(error.code) : "");
  countRefusal(reason);
  const body = JSON.stringify(problemBody(status, detail));
  const headers = {
    ...securityHeaders({ isSecure: isSecure(socket) }),
    "content-type": "application/problem+json",
    "content-length": Buffer.byteLength(body),
    connection: "close",
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end([`HTTP/1.1 ${status} ${statusTitle(status)}`, ...lines, "", body].join("\r\n"));
}

interface Unreadable {
  readonly reason: RefusalReason;
  readonly status: number;
  readonly detail: string;
}

function unreadable(code: string): Unreadable {
  const what = "Cannot serve the request:";
  if (code === "HPE_HEADER_OVERFLOW") {
    const detail = `${what} its address and headers are larger than ${MAX_HEAD_BYTES} bytes; send less`;
    return { reason: "too_large", status: 431, detail };
  }
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") {
    return { reason: "too_slow", status: 408, detail: `${what} it did not arrive in time; send it again` };
  }
  const detail = `${what} it is no HTTP/1.1; speak HTTP/1.1, over TLS where that is on`;
  return { reason: "malformed", status: 400, detail };
}

async function bind(server: Server | SecureServer, { host, port }: ListenOptions): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject).once("listening", resolve);
  try {
    server.listen({ host, port });
    await promise;
  } catch (cause) {
    const text = `Cannot listen on "${host}:${port}": ${messageOf(cause)}`;
    throw new UserError("unavailable", `${text}; set http_host and http_port to a free address`, { cause });
  }
  server.off("error", reject);
  server.on("error", (error) => log.error("listening failed", { error }));
}

function portOf(server: Server | SecureServer): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server listens on no port");
  return address.port;
}
