import { AsyncLocalStorage } from "node:async_hooks";
import {
  createMcpHandler,
  isLegacyRequest,
  ProtocolErrorCode,
  type ServerEventBus,
} from "../deps/mcp_server.ts";
import { messageOf } from "../errors.ts";
import { log } from "../log.ts";
import { createServerFactory } from "../mcp/server.ts";
import type { Service } from "../mcp/service.ts";
import { listenRequest, ResourceWatcher } from "../mcp/subscriptions.ts";
import { json, problem } from "./problem.ts";
import { type SessionLimits, Sessions } from "./sessions.ts";

const METHODS: readonly string[] = ["GET", "POST", "DELETE"];

/** A request whose body has been read. */
export interface ReadRequest {
  readonly request: Request;
  readonly text: string;
  readonly completed: Promise<void>;
}

/** The MCP endpoint: every era, each in the way it expects. */
export interface MessageEndpoint {
  readonly fetch: (incoming: ReadRequest) => Promise<Response>;
  /** Ends the streams that wait for news; calls go on. */
  readonly closeStreams: () => Promise<void>;
  /** Aborts what still runs. */
  readonly close: () => Promise<void>;
}

/** Serves MCP over streamable HTTP. */
export function createMessageEndpoint(service: Service, limits?: SessionLimits): MessageEndpoint {
  const watcher = new ResourceWatcher(service);
  const build = createServerFactory({ service, watcher, caller: "http" });
  const onerror = (error: Error) => log.debug("protocol error", { error: messageOf(error) });
  const requested = new AsyncLocalStorage<readonly string[]>();
  const sessions = new Sessions(build, limits);
  const calls = createMcpHandler(build, { legacy: "reject", onerror });
  // A handler of its own, since closing one ends everything that it serves.
  const listens = createMcpHandler(build, { legacy: "reject", onerror, bus: watcherBus(watcher, requested) });

  return {
    async fetch({ request, text, completed }) {
      if (!METHODS.includes(request.method)) return wrongMethod();
      const body = request.method === "POST" ? parse(text) : undefined;
      if (request.method === "POST" && body === undefined) return notJson();
      if (await isLegacyRequest(request, body)) return await sessions.fetch({ request, body, completed });
      const listen = listenRequest(body);
      if (listen === undefined) return await calls.fetch(request, { parsedBody: body });
      // The answer says that the subscriptions stand: until then they are held for it.
      const release = watcher.watchAll(listen.uris, () => {});
      try {
        await watcher.ready(listen.uris);
        return await requested.run(listen.uris, () => listens.fetch(request, { parsedBody: body }));
      } finally {
        release();
      }
    },
    async closeStreams() {
      sessions.closeStreams();
      await listens.close();
    },
    async close() {
      await Promise.all([sessions.close(), calls.close(), listens.close()]);
    },
  };
}

/** The SDK's streams only see events, not what they are wanted for: each brings its resources along in the context. */
function watcherBus(
  watcher: ResourceWatcher,
  requested: AsyncLocalStorage<readonly string[]>,
): ServerEventBus {
  return {
    publish: () => {},
    subscribe: (listener) =>
      watcher.watchAll(requested.getStore() ?? [], (uri) => listener({ kind: "resource_updated", uri })),
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
