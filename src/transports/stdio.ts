import {
  serveStdio as serveSdk,
  StdioServerTransport,
  SUBSCRIPTION_ID_META_KEY,
} from "../deps/mcp_server.ts";
import { messageOf } from "../errors.ts";
import { log } from "../log.ts";
import type { Caller } from "../mcp/caller.ts";
import { createServerFactory } from "../mcp/server.ts";
import type { Service } from "../mcp/service.ts";
import { serviceFor } from "../mcp/service_for.ts";
import { listenRequest, offeredUris, ResourceWatcher } from "../mcp/subscriptions.ts";
import { ABORT_MS, GRACE_MS, shutdownReason, within } from "./shutdown.ts";

/** Who is at the other end, and where that is. */
export interface StdioOptions {
  readonly caller: Caller;
  readonly signal: AbortSignal;
  /** Default: stdin and stdout of this process. */
  readonly wire?: StdioServerTransport;
}

/** Serves MCP of all eras on stdin and stdout until the input ends, or the signal is aborted and running calls have ended. */
export async function serveStdio(
  service: Service,
  { caller, signal, wire = new StdioServerTransport() }: StdioOptions,
): Promise<void> {
  const watcher = new ResourceWatcher(service);
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  const shutdown = new AbortController();
  const build = createServerFactory({ service, watcher, shutdown: shutdown.signal });
  const handle = serveSdk(() => build(caller), {
    transport: wire,
    onerror: (error) => log.debug("protocol error", { error: messageOf(error) }),
  });
  const stopListening = watchListens(wire, { watcher, caller, service: serviceFor(service, caller) });
  const requests = watchRequests(wire);
  const onclose = wire.onclose;
  wire.onclose = () => {
    onclose?.();
    stopListening();
    resolve();
  };
  const close = async () => {
    await within(requests.ended(), GRACE_MS);
    shutdown.abort(shutdownReason());
    await within(requests.ended(), ABORT_MS);
    await handle.close();
  };
  signal.addEventListener("abort", close, { once: true });
  if (signal.aborted) close();
  await closed;
  signal.removeEventListener("abort", close);
}

/** The SDK answers `subscriptions/listen` itself without saying which resources it is about. */
function watchListens(
  wire: StdioServerTransport,
  { watcher, caller, service }: {
    readonly watcher: ResourceWatcher;
    readonly caller: Caller;
    readonly service: Service;
  },
): () => void {
  const stops = new Map<string | number, () => void>();
  const deliver = wire.onmessage;
  wire.onmessage = (message) => {
    const listen = listenRequest(message);
    if (listen !== undefined) {
      const uris = offeredUris(service, listen.uris);
      const tell = (uri: string) => sendUpdated(wire, { id: listen.id, uri });
      stops.set(listen.id, watcher.watchAll(uris, caller.name, tell));
      // The answer says that the subscriptions stand.
      void watcher.ready(uris).then(() => deliver?.(message));
      return;
    }
    deliver?.(message);
    if ("method" in message && message.method === "notifications/cancelled") {
      const id = message.params?.requestId;
      if (typeof id !== "string" && typeof id !== "number") return;
      stops.get(id)?.();
      stops.delete(id);
    }
  };
  return () => stops.forEach((stop) => stop());
}

/** Knows which requests have no answer yet; a subscription never gets its last one. */
function watchRequests(wire: StdioServerTransport): { readonly ended: () => Promise<void> } {
  const running = new Set<string | number>();
  const waiting = new Set<() => void>();
  const end = (id: unknown) => {
    if (typeof id === "string" || typeof id === "number") running.delete(id);
    if (running.size === 0) waiting.forEach((tell) => tell());
  };
  const deliver = wire.onmessage;
  wire.onmessage = (message) => {
    if ("method" in message) {
      if ("id" in message && message.method !== "subscriptions/listen") running.add(message.id);
      if (message.method === "notifications/cancelled") end(message.params?.requestId);
    }
    deliver?.(message);
  };
  const send = wire.send.bind(wire);
  wire.send = async (message) => {
    await send(message);
    if (!("method" in message)) end(message.id);
  };
  return {
    ended: () => running.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.add(resolve)),
  };
}

function sendUpdated(
  wire: StdioServerTransport,
  { id, uri }: { readonly id: string | number; readonly uri: string },
): void {
  const params = { uri, _meta: { [SUBSCRIPTION_ID_META_KEY]: id } };
  wire.send({ jsonrpc: "2.0", method: "notifications/resources/updated", params }).catch((error: unknown) => {
    log.debug("notification not delivered", { error: messageOf(error) });
  });
}
