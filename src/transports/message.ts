import { AsyncLocalStorage } from "node:async_hooks";
import {
  createMcpHandler,
  isLegacyRequest,
  ProtocolErrorCode,
  type ServerEventBus,
} from "../deps/mcp_server.ts";
import { messageOf } from "../errors.ts";
import { log } from "../log.ts";
import type { Caller } from "../mcp/caller.ts";
import { createServerFactory, type ServerParts } from "../mcp/server.ts";
import type { Service } from "../mcp/service.ts";
import { serviceFor } from "../mcp/service_for.ts";
import { listenRequest, offeredUris, ResourceWatcher } from "../mcp/subscriptions.ts";
import type { Held } from "./metrics.ts";
import { json, problem } from "./problem.ts";
import { type AnyServer, type SessionLimits, Sessions } from "./sessions.ts";
import { type StreamLimits, Streams } from "./streams.ts";

const METHODS: readonly string[] = ["GET", "POST", "DELETE"];

/** Gives what makes the MCP server of a caller. */
export type CreateServers = (parts: ServerParts) => (caller: Caller) => AnyServer;

/** A request whose body has been read. */
export interface ReadRequest {
  readonly request: Request;
  readonly text: string;
  readonly caller: Caller;
  readonly completed: Promise<void>;
  /** Counts further messages; gives the refusal. */
  readonly charge?: (count: number) => Response | undefined;
}

/** The MCP endpoint: every era, each in the way it expects. */
export interface MessageEndpoint extends Held {
  readonly fetch: (incoming: ReadRequest) => Promise<Response>;
  /** Ends the streams that wait for news; calls go on. */
  readonly closeStreams: () => Promise<void>;
  /** Aborts what still runs. */
  readonly close: () => Promise<void>;
}

/** Serves MCP over streamable HTTP; an aborted `shutdown` lets running calls answer that they end. */
export function createMessageEndpoint(
  service: Service,
  { shutdown, createServers = createServerFactory, ...limits }: {
    readonly sessions?: SessionLimits | undefined;
    readonly streams?: StreamLimits | undefined;
    readonly createServers?: CreateServers | undefined;
    readonly shutdown: AbortSignal;
  },
): MessageEndpoint {
  const watcher = new ResourceWatcher(service);
  const buildFor = createServers({ service, watcher, shutdown });
  const onerror = (error: Error) => log.debug("protocol error", { error: messageOf(error) });
  // The SDK makes servers without being told for whom and for which resources: each request brings that along.
  const current = new AsyncLocalStorage<Current>();
  const build = () => buildFor(currentOf(current).caller);
  const sessions = new Sessions(buildFor, limits.sessions);
  const streams = new Streams(limits.streams);
  const calls = createMcpHandler(build, { legacy: "reject", onerror });
  // A handler of its own, since closing one ends everything that it serves.
  const listens = createMcpHandler(build, { legacy: "reject", onerror, bus: watcherBus(watcher, current) });

  return {
    get sessions() {
      return sessions.size;
    },
    get streams() {
      return streams.size;
    },
    fetch: (incoming) => answer(incoming, { service, watcher, sessions, streams, calls, listens, current }),
    async closeStreams() {
      sessions.closeStreams();
      await listens.close();
    },
    async close() {
      await Promise.all([sessions.close(), calls.close(), listens.close()]);
    },
  };
}

interface Parts {
  readonly service: Service;
  readonly watcher: ResourceWatcher;
  readonly sessions: Sessions;
  readonly streams: Streams;
  readonly calls: McpHandler;
  readonly listens: McpHandler;
  readonly current: AsyncLocalStorage<Current>;
}

type McpHandler = ReturnType<typeof createMcpHandler>;

async function answer(incoming: ReadRequest, parts: Parts): Promise<Response> {
  const { request, text, caller, completed } = incoming;
  const { service, watcher, sessions, calls, listens, current } = parts;
  if (!METHODS.includes(request.method)) return wrongMethod();
  const body = request.method === "POST" ? parse(text) : undefined;
  if (request.method === "POST" && body === undefined) return notJson();
  const listen = listenRequest(body);
  const refusal = refuseExcess(incoming, {
    body,
    isStream: request.method === "GET" || listen !== undefined,
    parts,
  });
  if (refusal !== undefined) return refusal;
  if (await isLegacyRequest(request, body)) return await sessions.fetch({ request, body, caller, completed });
  if (listen === undefined) {
    return await current.run({ caller, uris: [] }, () => calls.fetch(request, { parsedBody: body }));
  }
  // The answer says that the subscriptions stand: until then they are held for it.
  const uris = offeredUris(serviceFor(service, caller), listen.uris);
  const release = watcher.watchAll(uris, caller.name, () => {});
  try {
    await watcher.ready(uris);
    return await current.run({ caller, uris }, () => listens.fetch(request, { parsedBody: body }));
  } finally {
    release();
  }
}

function refuseExcess(
  { caller, completed, charge = () => undefined }: ReadRequest,
  { body, isStream, parts: { streams } }: {
    readonly body: unknown;
    readonly isStream: boolean;
    readonly parts: Pick<Parts, "streams">;
  },
): Response | undefined {
  // Of a batch one message is the request itself.
  if (Array.isArray(body) && body.length > 1) return charge(body.length - 1);
  return isStream ? streams.hold(caller, completed) : undefined;
}

interface Current {
  readonly caller: Caller;
  /** The resources that a stream wants to hear of. */
  readonly uris: readonly string[];
}

function currentOf(current: AsyncLocalStorage<Current>): Current {
  const request = current.getStore();
  if (request === undefined) throw new Error("A server is made outside of a request");
  return request;
}

function watcherBus(watcher: ResourceWatcher, current: AsyncLocalStorage<Current>): ServerEventBus {
  return {
    publish: () => {},
    subscribe(listener) {
      const { uris, caller } = currentOf(current);
      return watcher.watchAll(uris, caller.name, (uri) => listener({ kind: "resource_updated", uri }));
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function wrongMethod(): Response {
  const allow = METHODS.join(", ");
  return problem(405, `Cannot serve the request: allowed here: ${allow}`, { headers: { allow } });
}

function notJson(): Response {
  const error = {
    code: ProtocolErrorCode.ParseError,
    message: "Cannot read the request: its body is no JSON",
  };
  return json({ jsonrpc: "2.0", error, id: null }, { status: 400 });
}
