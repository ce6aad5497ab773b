import { setImmediate as nextTurn } from "node:timers/promises";
import { UserError } from "../errors.ts";
import { log } from "../log.ts";
import { untilAborted } from "../soap/deadline.ts";
import type { Moref } from "../soap/encode.ts";
import { isFault, VimFault } from "./faults.ts";
import { Feed, FeedLost } from "./inventory/feed.ts";
import { HardwareMacs } from "./inventory/hardware_macs.ts";
import { detachedRef } from "./inventory/kept.ts";
import { Mirror } from "./inventory/mirror.ts";
import { readAgain } from "./inventory/read_again.ts";
import { kindOf } from "./inventory/shapes.ts";
import type { Login, Session } from "./session.ts";

interface Current {
  readonly feed: Feed;
  readonly mirror: Mirror;
  /** What has to be read by itself, because the feed does not tell it. */
  readonly unread: Map<string, Moref>;
}

/**
 * The inventory of the target, mirrored in memory from the first call that needs it. Each read asks the server for
 * what has changed since, so that nothing in an answer is older than the call.
 */
export class Inventory {
  /** MAC addresses that no guest reports. */
  readonly macs: HardwareMacs;
  readonly #session: Session;
  #current: Current | undefined;
  /** What runs now; one thing at a time touches the mirror. */
  #turn: Promise<unknown> = Promise.resolve();
  /** Those who have their look and go on, one in each turn of the event loop. */
  #leaving: Promise<void> = Promise.resolve();
  /** The next look at the server, which has not begun: all who ask meanwhile share it. */
  #nextLook: Promise<Mirror> | undefined;

  constructor(session: Session) {
    this.#session = session;
    this.macs = new HardwareMacs(session);
  }

  /** The inventory as it was at the last look, which may be long ago: good for a guess. */
  get latest(): Mirror | undefined {
    return this.#current?.mirror;
  }

  /** The inventory as it is now: one round trip, the first time a paged retrieval. */
  async current(signal?: AbortSignal): Promise<Mirror> {
    this.#nextLook ??= this.#inTurn(() => {
      this.#nextLook = undefined;
      return this.#session.run((login) => this.#look(login));
    });
    const mirror = await untilAborted(this.#nextLook, signal);
    // One caller after the other: what they do with so many objects must not add up to a time in which nothing else
    // happens. And where others wait for the next look it goes out first, so that the server works on it meanwhile.
    this.#leaving = this.#leaving.then(() => nextTurn());
    await this.#leaving;
    return mirror;
  }

  /** Reads what this server has just written: some servers do not tell of changed configurations. Never throws. */
  async readBack(objects: readonly Moref[]): Promise<void> {
    const known = objects.filter(({ type }) => kindOf(type) !== undefined);
    if (known.length === 0) return;
    await this.#inTurn(async () => {
      const current = this.#current;
      if (current === undefined) return;
      for (const object of known) current.unread.set(object.value, object);
      // What cannot be read now is read with the next look.
      await readUnread(current).catch((error) => log.info("inventory not read back", { error }));
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#turn.then(work);
    this.#turn = run.catch(() => {});
    return run;
  }

  /** Follows the feed, and begins anew where the server has lost it. */
  async #look(login: Login): Promise<Mirror> {
    if (this.#current !== undefined && this.#current.feed.login !== login) this.#current = undefined;
    try {
      return await this.#follow(login);
    } catch (error) {
      // The server keeps what it has told until the next version is asked for: the feed goes on where it broke.
      if (isNoAnswer(error)) throw error;
      await this.#drop(error);
      if (!hasLostFeed(error)) throw error;
      log.info("inventory begins anew", { error });
      return await this.#follow(login);
    }
  }

  async #follow(login: Login): Promise<Mirror> {
    this.#current ??= { feed: await Feed.open(login), mirror: new Mirror(), unread: new Map() };
    const current = this.#current;
    const { feed, mirror, unread } = current;
    const wasEmpty = mirror.size === 0;
    await feed.read((update) => {
      if (!mirror.apply(update)) unread.set(update.ref.value, detachedRef(update.ref));
    });
    // Not even a datacenter is left: it is the view that has gone.
    if (!wasEmpty && mirror.size === 0) throw new FeedLost("The inventory seems empty");
    await readUnread(current);
    return mirror;
  }

  async #drop(why: unknown): Promise<void> {
    const feed = this.#current?.feed;
    this.#current = undefined;
    // What belongs to a session ends with it.
    if (!isFault(why, "NotAuthenticated")) await feed?.close();
  }
}

async function readUnread({ feed, mirror, unread }: Current): Promise<void> {
  if (unread.size === 0) return;
  for (const update of await readAgain(feed.login, [...unread.values()])) mirror.apply(update);
  unread.clear();
}

/** A timeout, a broken connection, an answer that a proxy gave: nothing that vSphere itself said. */
function isNoAnswer(error: unknown): boolean {
  return error instanceof UserError && !(error instanceof VimFault);
}

/** Errors after which the same session can begin anew. */
function hasLostFeed(error: unknown): boolean {
  return error instanceof FeedLost || isFault(error, "InvalidCollectorVersion", "ManagedObjectNotFound");
}
