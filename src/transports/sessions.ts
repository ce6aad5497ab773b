import { clearInterval, setInterval } from "node:timers";
import {
  isInitializeRequest,
  isJSONRPCNotification,
  type McpServer,
  type Server,
  WebStandardStreamableHTTPServerTransport,
} from "../deps/mcp_server.ts";
import type { Caller } from "../mcp/caller.ts";
import { countRefusal } from "./metrics.ts";
import { json, problem } from "./problem.ts";

/** Clients rarely say goodbye; one that is back later than this starts anew. */
const IDLE_MS = 30 * 60_000;
const REAP_EVERY_MS = 60_000;
/** An idle session takes about 0.1 MB. */
const MAX_SESSIONS = 1000;
/** So many clients of one key are a fault of one of them. */
const MAX_PER_CALLER = 200;

/** A server of the SDK, in either of its two forms. */
export type AnyServer = Server | McpServer;

/** Limits of the session table. */
export interface SessionLimits {
  readonly maxSessions?: number;
  readonly maxPerCaller?: number;
  readonly idleMs?: number;
}

/** A request with its body parsed. */
export interface Incoming {
  readonly request: Request;
  /** `undefined` where the method has no body. */
  readonly body: unknown;
  readonly caller: Caller;
  /** Resolves when the answer has been sent or the client is gone. */
  readonly completed: Promise<void>;
}

interface Session {
  readonly transport: WebStandardStreamableHTTPServerTransport;
  readonly server: AnyServer;
  /** Who opened it: to anybody else it does not exist. */
  readonly owner: string;
  /** Requests and streams that are still being answered. */
  open: number;
  lastUsed: number;
}

/** The sessions of clients that speak a protocol revision before 2026-07-28. */
export class Sessions {
  readonly #build: (caller: Caller) => AnyServer;
  readonly #limits: Required<SessionLimits>;
  readonly #sessions = new Map<string, Session>();
  /** Those that have no id yet: they take their places at once, or a burst would go past the limits. */
  readonly #opening = new Set<Session>();
  /** Runs from the first session on. */
  #reaper: ReturnType<typeof setInterval> | undefined;

  constructor(
    build: (caller: Caller) => AnyServer,
    { maxSessions = MAX_SESSIONS, maxPerCaller = MAX_PER_CALLER, idleMs = IDLE_MS }: SessionLimits = {},
  ) {
    this.#build = build;
    this.#limits = { maxSessions, maxPerCaller, idleMs };
  }

  /** How many sessions there are. */
  get size(): number {
    return this.#sessions.size;
  }

  /** Answers one request of a session, or the one that opens it. */
  async fetch(incoming: Incoming): Promise<Response> {
    const id = incoming.request.headers.get("mcp-session-id");
    if (id === null) {
      if (isInitializeRequest(incoming.body)) return await this.#open(incoming);
      return rpcError(400, "Cannot serve the request: it has no Mcp-Session-Id; send initialize first");
    }
    const session = this.#sessions.get(id);
    if (session === undefined || session.owner !== ownerOf(incoming.caller)) {
      return rpcError(404, "Cannot serve the request: the session has ended; send initialize again");
    }
    return await answer(session, incoming);
  }

  /** Ends the sessions that nobody has used for long. */
  reap(now = performance.now()): void {
    const limit = now - this.#limits.idleMs;
    for (const [id, session] of this.#sessions) {
      if (session.open === 0 && session.lastUsed <= limit) this.#end(id, session);
    }
  }

  /** Ends the streams that wait for news, so that what is left are calls. */
  closeStreams(): void {
    for (const { transport } of this.#sessions.values()) transport.closeStandaloneSSEStream();
  }

  /** Ends all sessions and aborts their calls. */
  async close(): Promise<void> {
    clearInterval(this.#reaper);
    this.#reaper = undefined;
    const servers = [...this.#sessions.values()].map(({ server }) => server);
    this.#sessions.clear();
    await Promise.all(servers.map((server) => server.close()));
  }

  async #open(incoming: Incoming): Promise<Response> {
    this.#reaper ??= setInterval(() => this.reap(), Math.min(this.#limits.idleMs, REAP_EVERY_MS)).unref();
    const owner = ownerOf(incoming.caller);
    const { maxPerCaller, maxSessions } = this.#limits;
    if (!this.#hasRoom(maxPerCaller, (session) => session.owner === owner)) {
      return refusal(429, `all ${maxPerCaller} sessions of this key are busy; end some of them`);
    }
    if (!this.#hasRoom(maxSessions, () => true)) {
      return refusal(503, "all sessions are busy; try again later");
    }
    const server = this.#build(incoming.caller);
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: () => crypto.randomUUID(),
      onsessioninitialized: (id) => {
        this.#opening.delete(session);
        this.#sessions.set(id, session);
      },
      onsessionclosed: (id) => void this.#sessions.delete(id),
    });
    const session: Session = {
      transport,
      server,
      owner,
      open: 0,
      lastUsed: performance.now(),
    };
    this.#opening.add(session);
    try {
      await server.connect(transport);
      const response = await answer(session, incoming);
      if (transport.sessionId === undefined) await server.close();
      return response;
    } finally {
      this.#opening.delete(session);
    }
  }

  /** Makes room among those that count by ending the one that has been idle longest. */
  #hasRoom(limit: number, counts: (session: Session) => boolean): boolean {
    const sessions = [...this.#sessions].filter(([, session]) => counts(session));
    if (sessions.length + [...this.#opening].filter(counts).length < limit) return true;
    const idle = sessions.filter(([, session]) => session.open === 0);
    const [oldest] = idle.sort(([, a], [, b]) => a.lastUsed - b.lastUsed);
    if (oldest === undefined) return false;
    this.#end(...oldest);
    return true;
  }

  #end(id: string, { server }: Session): void {
    this.#sessions.delete(id);
    void server.close();
  }
}

async function answer(session: Session, { request, body, completed }: Incoming): Promise<Response> {
  session.open++;
  completed.then(() => {
    session.open--;
    session.lastUsed = performance.now();
  });
  const response = await session.transport.handleRequest(
    request,
    body === undefined ? {} : { parsedBody: body },
  );
  // The SDK never answers a cancelled request nor ends its stream, which would keep the session busy for good.
  for (const id of cancelledRequests(body)) session.transport.closeSSEStream(id);
  return response;
}

/** Those that a message or, in a batch, several of them cancel. */
function cancelledRequests(body: unknown): readonly (string | number)[] {
  if (Array.isArray(body)) return body.flatMap(cancelledRequests);
  if (!isJSONRPCNotification(body) || body.method !== "notifications/cancelled") return [];
  const id = body.params?.requestId;
  return typeof id === "string" || typeof id === "number" ? [id] : [];
}

/** A token may come back with another role, and what a session may was decided when it was opened. */
function ownerOf({ name, role }: Caller): string {
  return `${role} ${name}`;
}

function refusal(status: 429 | 503, state: string): Response {
  countRefusal("too_many_sessions");
  return problem(status, `Cannot open a session: ${state}`, { headers: { "retry-after": "60" } });
}

function rpcError(status: number, message: string): Response {
  return json({ jsonrpc: "2.0", error: { code: status === 404 ? -32001 : -32000, message }, id: null }, {
    status,
  });
}
