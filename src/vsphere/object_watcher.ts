import { UserError } from "../errors.ts";
import { log } from "../log.ts";
import type { Moref } from "../soap/encode.ts";
import type { XmlElement } from "../soap/xml.ts";
import { isFault } from "./faults.ts";
import type { Login, Session } from "./session.ts";
import { type PropertyChange, readUpdateSet } from "./updates.ts";
import { createWatch, freeWatch, type Watch, type WatchedProperties } from "./watch_list.ts";

/** What somebody who watches an object wants to hear. */
export interface ObjectListener {
  /** Properties that have changed; at first all that are watched. */
  readonly onChange: (changes: readonly PropertyChange[]) => void;
  /** The object does not exist, or not any more. */
  readonly onGone: () => void;
  /** Nothing more will be heard. */
  readonly onError: (error: unknown) => void;
}

/** One poll at most this long, so that a server which loses it is noticed. */
const POLL_SECONDS = 30;
const POLL_SLACK_MS = 30_000;

interface CurrentWatch {
  readonly login: Login;
  readonly watch: Promise<Watch>;
  /** Aborted when it is given up for a new one. */
  readonly stop: AbortController;
}

interface Watched {
  readonly object: Moref;
  readonly listeners: Set<ObjectListener>;
}

/** Watches any number of objects through one list view, one filter and one open poll, for as long as anybody listens. */
export class ObjectWatcher {
  readonly #session: Session;
  readonly #properties: WatchedProperties;
  readonly #watched = new Map<string, Watched>();
  /** Last known properties of the listed objects: who joins later hears them at once. */
  readonly #known = new Map<string, Map<string, PropertyChange>>();
  readonly #closing = new AbortController();
  #current: CurrentWatch | undefined;
  #polling: Promise<void> | undefined;
  readonly #freeing = new Set<Promise<void>>();

  constructor(session: Session, properties: WatchedProperties) {
    this.#session = session;
    this.#properties = properties;
  }

  /** Tells the listener of every change of the object, beginning with its state now; disposing ends that. */
  watch(object: Moref, listener: ObjectListener): Disposable {
    const id = object.value;
    const watched = this.#watched.get(id) ?? { object, listeners: new Set() };
    watched.listeners.add(listener);
    this.#watched.set(id, watched);
    const known = this.#known.get(id);
    if (known !== undefined) listener.onChange([...known.values()]);
    if (this.#polling === undefined) this.#polling = this.#poll();
    else {
      // The poll starts over with a new view and, when that fails too, tells whoever waits.
      this.#session.run((login) => this.#list(login)).catch(() => this.#giveUpWatch());
    }
    return {
      [Symbol.dispose]: () => {
        watched.listeners.delete(listener);
        if (watched.listeners.size === 0 && this.#watched.get(id) === watched) this.#watched.delete(id);
      },
    };
  }

  /** Ends the poll; whoever still waits is told. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#polling;
    await Promise.all(this.#freeing);
  }

  async #poll(): Promise<void> {
    try {
      while (this.#watched.size > 0) {
        await this.#session.run((login) => this.#pollOnce(login), this.#closing.signal);
      }
    } catch (error) {
      this.#giveUp(error);
    } finally {
      this.#polling = undefined;
    }
  }

  #giveUp(cause: unknown): void {
    if (!this.#closing.signal.aborted) log.warn("watching failed", { error: cause });
    for (const { object, listeners } of [...this.#watched.values()]) {
      const error = this.#lostSight(object, cause);
      for (const listener of [...listeners]) listener.onError(error);
    }
    this.#watched.clear();
  }

  #lostSight({ type, value }: Moref, cause: unknown): UserError {
    const isClosing = this.#closing.signal.aborted;
    const what = `${type === "Task" ? "task" : type} "${value}"`;
    const state = isClosing ? "this server shuts down" : "the connection or session was lost";
    const next = type === "Task"
      ? "the task may go on, so look at it with get_task before you repeat anything"
      : "try again";
    return new UserError(
      isClosing ? "cancelled" : cause instanceof UserError ? cause.kind : "unavailable",
      `Cannot follow ${what}: ${state}; ${next}`,
      { cause },
    );
  }

  /** What an older session or view told may be outdated by now, and a view that does not answer never will. */
  #startOver(): void {
    this.#current?.stop.abort();
    this.#current = undefined;
    this.#known.clear();
  }

  /** Starts over within the same session, which would keep what is not freed. */
  #giveUpWatch(): void {
    const current = this.#current;
    this.#startOver();
    const freeing = current?.watch.then((watch) => freeWatch(current.login, watch)).catch(() => {});
    if (freeing === undefined) return;
    this.#freeing.add(freeing);
    void freeing.finally(() => this.#freeing.delete(freeing));
  }

  #watchOf(login: Login): CurrentWatch {
    if (this.#current?.login === login) return this.#current;
    this.#startOver();
    const stop = new AbortController();
    const signal = AbortSignal.any([stop.signal, this.#closing.signal]);
    const current = { login, stop, watch: createWatch(login, this.#properties, signal) };
    current.watch.catch(() => {
      if (this.#current === current) this.#current = undefined;
    });
    this.#current = current;
    return current;
  }

  async #pollOnce(login: Login): Promise<void> {
    const { stop } = this.#watchOf(login);
    try {
      await this.#pollUntil(stop.signal, login);
    } catch (error) {
      if (!stop.signal.aborted || this.#closing.signal.aborted) throw error;
    }
  }

  async #pollUntil(stop: AbortSignal, login: Login): Promise<void> {
    const watch = await this.#list(login);
    try {
      const [update] = await login.call({
        method: "WaitForUpdatesEx",
        target: watch.collector,
        args: { version: watch.version, options: { maxWaitSeconds: POLL_SECONDS } },
        signal: AbortSignal.any([stop, this.#closing.signal]),
        timeoutMs: POLL_SECONDS * 1000 + POLL_SLACK_MS,
        isLongPoll: true,
      });
      if (update !== undefined) this.#take(watch, update);
    } catch (error) {
      if (!isFault(error, "InvalidCollectorVersion") || watch.version === "") throw error;
      watch.version = "";
    }
  }

  /** Brings the list view up to date with the listeners, in at most one call. */
  async #list(login: Login): Promise<Watch> {
    const watch = await this.#watchOf(login).watch;
    const add = [...this.#watched.values()].map(({ object }) => object)
      .filter(({ value }) => !watch.listed.has(value));
    if (add.length === 0) return watch;
    const remove = [...watch.listed.values()].filter(({ value }) => !this.#watched.has(value));
    for (const object of add) watch.listed.set(object.value, object);
    for (const { value } of remove) {
      watch.listed.delete(value);
      watch.unlisted.add(value);
      this.#known.delete(value);
    }
    try {
      const unknown = await login.call({
        method: "ModifyListView",
        target: watch.view,
        args: { add, remove },
        signal: this.#closing.signal,
      });
      for (const { text } of unknown) {
        watch.listed.delete(text);
        this.#tell(text, (listener) => listener.onGone());
      }
    } catch (error) {
      // Whether they are in the list is unknown; to add them twice does no harm.
      for (const { value } of add) watch.listed.delete(value);
      throw error;
    }
    return watch;
  }

  #take(watch: Watch, element: XmlElement): void {
    const { version, objects } = readUpdateSet(element);
    watch.version = version;
    for (const { kind, ref, changes } of objects) {
      const isOwnDoing = watch.unlisted.delete(ref.value);
      if (kind === "leave") {
        this.#known.delete(ref.value);
        if (!isOwnDoing) this.#tell(ref.value, (listener) => listener.onGone());
        continue;
      }
      const known = this.#known.get(ref.value) ?? new Map<string, PropertyChange>();
      // Some servers tell all of a list again when something joins it.
      const news = changes.filter((change) => !isSame(known.get(change.path), change));
      if (news.length === 0) continue;
      for (const change of news) known.set(change.path, change);
      this.#known.set(ref.value, known);
      this.#tell(ref.value, (listener) => listener.onChange(news));
    }
  }

  #tell(id: string, what: (listener: ObjectListener) => void): void {
    for (const listener of [...this.#watched.get(id)?.listeners ?? []]) what(listener);
  }
}

function isSame(before: PropertyChange | undefined, after: PropertyChange): boolean {
  return before !== undefined && JSON.stringify(before.value) === JSON.stringify(after.value);
}
