import { setTimeout as delay } from "node:timers/promises";
import { ProtocolError, ProtocolErrorCode } from "../deps/mcp_server.ts";
import * as z from "../deps/zod.ts";
import { messageOf } from "../errors.ts";
import { log } from "../log.ts";
import { loadTemplate, matchResource, type ResourceMatch } from "./resources.ts";
import type { Follower } from "../vsphere/follow_vm.ts";
import type { Service } from "./service.ts";

/** A client needs a handful; more than this is a mistake or an attack on the target. */
export const MAX_SUBSCRIPTIONS = 100;
/** Each is read again and again for as long as somebody listens: a bound on what clients can make the target do. */
const MAX_WATCHES = 1000;
/** So many that one caller has begun. */
const MAX_PER_CALLER = 200;

const DEFAULT_REFRESH_MS = 20_000;
/** Whoever subscribes waits no longer for a target that does not answer. */
const READY_LIMIT_MS = 5000;

interface Watch {
  /** Name of the caller who was the first. */
  readonly owner: string;
  readonly listeners: Set<() => void>;
  readonly stop: AbortController;
  /** Resolves when no change is missed any more. */
  readonly ready: Promise<void>;
}

const ListenRequest = z.object({
  id: z.union([z.string(), z.number()]),
  method: z.literal("subscriptions/listen"),
  params: z.object({ notifications: z.object({ resourceSubscriptions: z.array(z.string()).default([]) }) }),
});

/** Which resources a `subscriptions/listen` request wants to hear of; `undefined` for any other message. */
export function listenRequest(
  message: unknown,
): { id: string | number; uris: readonly string[] } | undefined {
  const { data } = ListenRequest.safeParse(message);
  if (data === undefined) return undefined;
  return {
    id: data.id,
    uris: [...new Set(data.params.notifications.resourceSubscriptions)].slice(0, MAX_SUBSCRIPTIONS),
  };
}

/** Those of the URIs whose family of resources the service, as its caller sees it, has. */
export function offeredUris(service: Service, uris: readonly string[]): readonly string[] {
  return uris.filter((uri) => {
    try {
      return matchResource(service, uri) !== undefined;
    } catch {
      return false;
    }
  });
}

/** Reads resources again while somebody listens, once for all listeners, and tells them when the content changed. */
export class ResourceWatcher {
  readonly #service: Service;
  readonly #watches = new Map<string, Watch>();

  constructor(service: Service) {
    this.#service = service;
  }

  /** How many resources are being read. */
  get size(): number {
    return this.#watches.size;
  }

  /** Calls `listener` after each change until the returned function is called; throws when nothing has this URI. */
  watch(uri: string, owner: string, listener: () => void): () => void {
    const watch = this.#watches.get(uri) ?? this.#start(uri, owner);
    const own = () => listener();
    watch.listeners.add(own);
    return () => {
      watch.listeners.delete(own);
      if (watch.listeners.size > 0 || this.#watches.get(uri) !== watch) return;
      this.#watches.delete(uri);
      watch.stop.abort();
    };
  }

  /** {@linkcode watch} for several; URIs that cannot be watched are left out, as the protocol has it. */
  watchAll(uris: readonly string[], owner: string, listener: (uri: string) => void): () => void {
    const stops = uris.flatMap((uri) => {
      try {
        return [this.watch(uri, owner, () => listener(uri))];
      } catch (error) {
        log.info("resource not watched", { uri, error });
        return [];
      }
    });
    return () => stops.forEach((stop) => stop());
  }

  /** Resolves when no change of these is missed any more, or after a while when the target does not answer. */
  async ready(uris: readonly string[]): Promise<void> {
    const limit = new AbortController();
    const readies = uris.flatMap((uri) => this.#watches.get(uri)?.ready ?? []);
    await Promise.race([Promise.all(readies), delay(READY_LIMIT_MS, undefined, limit).catch(() => {})]);
    limit.abort();
  }

  #start(uri: string, owner: string): Watch {
    const match = matchResource(this.#service, uri);
    const own = [...this.#watches.values()].filter((watch) => watch.owner === owner).length;
    if (own >= MAX_PER_CALLER) {
      const text =
        `Cannot watch "${uri}": "${owner}" watches ${own} resources already; unsubscribe from some`;
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, text);
    }
    if (this.#watches.size >= MAX_WATCHES) {
      const text = `Cannot watch "${uri}": ${MAX_WATCHES} resources are being watched; try again later`;
      throw new ProtocolError(ProtocolErrorCode.InternalError, text);
    }
    const { promise: ready, resolve: onReady } = Promise.withResolvers<void>();
    const watch = { owner, listeners: new Set<() => void>(), stop: new AbortController(), ready };
    this.#watches.set(uri, watch);
    const { signal } = watch.stop;
    const follower = { onReady, onChange: () => watch.listeners.forEach((listener) => listener()), signal };
    follow(this.#service, match, follower)
      .catch((error: unknown) => log.warn("resource watch ended", { uri, error: messageOf(error) }))
      .finally(onReady);
    return watch;
  }
}

async function follow(service: Service, { listed, value }: ResourceMatch, follower: Follower): Promise<void> {
  const { template, vsphere } = await loadTemplate(service, listed);
  const context = { vsphere, signal: follower.signal };
  if (template.follow !== undefined) return await template.follow(value, context, follower);
  await poll(() => template.read(value, context), template.refreshMs ?? DEFAULT_REFRESH_MS, follower);
}

async function poll(
  read: () => Promise<unknown>,
  refreshMs: number,
  { onReady, onChange, signal }: Follower,
): Promise<void> {
  let last = await snapshot(read);
  onReady();
  while (!signal.aborted) {
    await delay(refreshMs, undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    const now = await snapshot(read);
    if (now === last) continue;
    last = now;
    onChange();
  }
}

/** A read that fails is a state like any other: whoever listens hears of it once and sees the error when reading. */
async function snapshot(read: () => Promise<unknown>): Promise<string> {
  try {
    return JSON.stringify(await read());
  } catch (error) {
    return `error: ${messageOf(error)}`;
  }
}
