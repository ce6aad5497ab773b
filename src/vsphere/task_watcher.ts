import { UserError } from "../errors.ts";
import { log } from "../log.ts";
import { many, object, one, raw, ref, text, word } from "../soap/decode.ts";
import type { Moref } from "../soap/encode.ts";
import type { XmlElement } from "../soap/xml.ts";
import { together } from "../together.ts";
import { isFault } from "./faults.ts";
import type { Login, Session } from "./session.ts";
import { readTaskInfo, type TaskInfo } from "./task_info.ts";

/** What somebody who waits for a task wants to hear. */
export interface TaskListener {
  readonly onInfo: (info: TaskInfo) => void;
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

interface Watch {
  readonly collector: Moref;
  readonly view: Moref;
  /** Ids of the tasks in the list view. */
  readonly listed: Set<string>;
  version: string;
}

/** Watches any number of tasks through one list view, one filter and one open poll. */
export class TaskWatcher {
  readonly #session: Session;
  readonly #listeners = new Map<string, Set<TaskListener>>();
  /** Last known state of the listed tasks: who joins later hears it at once. */
  readonly #known = new Map<string, TaskInfo>();
  readonly #closing = new AbortController();
  #current: CurrentWatch | undefined;
  #polling: Promise<void> | undefined;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Tells the listener of every change of the task, beginning with its state now; disposing ends that. */
  watch(task: Moref, listener: TaskListener): Disposable {
    const listeners = this.#listeners.get(task.value) ?? new Set();
    listeners.add(listener);
    this.#listeners.set(task.value, listeners);
    const known = this.#known.get(task.value);
    if (known !== undefined) listener.onInfo(known);
    if (this.#polling === undefined) this.#polling = this.#poll();
    else {
      // The poll starts over with a new view and, when that fails too, tells whoever waits.
      this.#session.run((login) => this.#list(login)).catch(() => this.#startOver());
    }
    return {
      [Symbol.dispose]: () => {
        listeners.delete(listener);
        if (listeners.size === 0) this.#listeners.delete(task.value);
      },
    };
  }

  /** Ends the open poll; whoever still waits is told. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#polling;
  }

  async #poll(): Promise<void> {
    try {
      while (this.#listeners.size > 0) {
        await this.#session.run((login) => this.#pollOnce(login), this.#closing.signal);
      }
    } catch (error) {
      this.#giveUp(error);
    } finally {
      this.#polling = undefined;
    }
  }

  #giveUp(cause: unknown): void {
    if (!this.#closing.signal.aborted) log.warn("waiting for tasks failed", { error: cause });
    for (const task of [...this.#listeners.keys()]) {
      const error = this.#lostSight(task, cause);
      this.#tell(task, (listener) => listener.onError(error));
    }
    this.#listeners.clear();
  }

  #lostSight(task: string, cause: unknown): UserError {
    const isClosing = this.#closing.signal.aborted;
    const state = isClosing ? "this server shuts down" : "the connection or session was lost";
    return new UserError(
      isClosing ? "cancelled" : cause instanceof UserError ? cause.kind : "unavailable",
      `Cannot follow task "${task}": ${state}; the task may go on, so look at it with get_task before you repeat anything`,
      { cause },
    );
  }

  /** What an older session or view told may be outdated by now, and a view that does not answer never will. */
  #startOver(): void {
    this.#current?.stop.abort();
    this.#current = undefined;
    this.#known.clear();
  }

  #watchOf(login: Login): CurrentWatch {
    if (this.#current?.login === login) return this.#current;
    this.#startOver();
    const stop = new AbortController();
    const signal = AbortSignal.any([stop.signal, this.#closing.signal]);
    const current = { login, stop, watch: createWatch(login, signal) };
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
    const add = [...this.#listeners.keys()].filter((id) => !watch.listed.has(id));
    if (add.length === 0) return watch;
    const remove = [...watch.listed].filter((id) => !this.#listeners.has(id));
    for (const id of add) watch.listed.add(id);
    for (const id of remove) {
      watch.listed.delete(id);
      this.#known.delete(id);
    }
    try {
      const unknown = await login.call({
        method: "ModifyListView",
        target: watch.view,
        args: { add: add.map(taskRef), remove: remove.map(taskRef) },
        signal: this.#closing.signal,
      });
      for (const { text } of unknown) this.#tellUnknown(watch, text);
    } catch (error) {
      // Whether they are in the list is unknown; to add them twice does no harm.
      for (const id of add) watch.listed.delete(id);
      throw error;
    }
    return watch;
  }

  #tellUnknown(watch: Watch, task: string): void {
    watch.listed.delete(task);
    const error = new UserError(
      "not_found",
      `Cannot find task "${task}": it does not exist or is too old; look at the state of the object itself`,
    );
    this.#tell(task, (listener) => listener.onError(error));
  }

  #take(watch: Watch, element: XmlElement): void {
    const update = readUpdateSet(element);
    if (update === undefined) return;
    watch.version = update.version ?? "";
    for (const { obj, changeSet } of update.filterSet.flatMap(({ objectSet }) => objectSet)) {
      const value = changeSet.find(({ name }) => name === "info")?.val;
      const info = value === undefined ? undefined : readTaskInfo(value);
      if (obj === undefined || info === undefined) continue;
      this.#known.set(obj.value, info);
      this.#tell(obj.value, (listener) => listener.onInfo(info));
    }
  }

  #tell(task: string, what: (listener: TaskListener) => void): void {
    for (const listener of [...this.#listeners.get(task) ?? []]) what(listener);
  }
}

const readUpdateSet = object({
  version: one(text),
  filterSet: many(object({
    objectSet: many(object({
      kind: one(word),
      obj: one(ref),
      changeSet: many(object({ name: one(text), val: one(raw) })),
    })),
  })),
});

async function createWatch(login: Login, signal: AbortSignal): Promise<Watch> {
  const { propertyCollector, viewManager } = login.content;
  const [[collector], [view]] = await together([
    login.call({ method: "CreatePropertyCollector", target: propertyCollector, signal }),
    login.call({ method: "CreateListView", target: viewManager, signal }),
  ]);
  const collectorRef = collector === undefined ? undefined : ref(collector);
  const viewRef = view === undefined ? undefined : ref(view);
  if (collectorRef === undefined || viewRef === undefined) {
    throw new Error("no collector or list view came back");
  }
  const selectSet = [{ $type: "TraversalSpec", type: "ListView", path: "view", skip: false }];
  const spec = {
    propSet: [{ type: "Task", pathSet: ["info"] }],
    objectSet: [{ obj: viewRef, skip: true, selectSet }],
  };
  const args = { spec, partialUpdates: false };
  await login.call({ method: "CreateFilter", target: collectorRef, args, signal });
  return { collector: collectorRef, view: viewRef, listed: new Set(), version: "" };
}

function taskRef(value: string): Moref {
  return { type: "Task", value };
}
