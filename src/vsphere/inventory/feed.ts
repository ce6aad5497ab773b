import { setImmediate as nextTurn } from "node:timers/promises";
import type { Moref } from "../../soap/encode.ts";
import type { XmlElement } from "../../soap/xml.ts";
import { createRootView } from "../properties.ts";
import type { Answer, Login } from "../session.ts";
import { type CollectorWithView, createCollectorWith, free } from "../session_objects.ts";
import { OBJECT_SET, type ObjectUpdate, readUpdate, readUpdateSet } from "../updates.ts";
import { propertySpecs } from "./shapes.ts";

/** What a feed follows is gone from the server, so that it would tell nothing any more. */
export class FeedLost extends Error {
  override readonly name = "FeedLost";
}

/** So many objects come at once that reading them takes a few milliseconds. */
const PAGE_SIZE = 150;

/** One collector with one filter over the whole inventory, and how much of its story is known. */
export class Feed {
  readonly login: Login;
  readonly #collector: Moref;
  readonly #view: Moref;
  #version = "";

  private constructor(login: Login, { collector, view }: CollectorWithView) {
    this.login = login;
    this.#collector = collector;
    this.#view = view;
  }

  /** A feed that begins with everything there is. */
  static async open(login: Login): Promise<Feed> {
    return await createCollectorWith(login, createRootView(login), {
      use: async (made) => {
        const feed = new Feed(login, made);
        await feed.#createFilter();
        return feed;
      },
    });
  }

  /**
   * Tells what has changed since the last time, object by object, without waiting for more. The next page is asked for
   * before this one is read: while it is worked on here, the server works on the next. After an error some of a page
   * may have been told; the server tells the whole page again.
   */
  async read(tell: (update: ObjectUpdate) => void): Promise<void> {
    let answer = await this.#ask(this.#version);
    let next: Promise<Answer> | undefined;
    try {
      for (;;) {
        next = this.#askAhead(answer);
        // Reading must not hold up what has just been asked, nor anybody else.
        if (next !== undefined) await nextTurn();
        const isTruncated = this.#open(answer, tell);
        if (!isTruncated) return;
        answer = await (next ?? this.#ask(this.#version));
        next = undefined;
      }
    } finally {
      // Nobody reads what was asked ahead of a failure.
      await next?.catch(() => {});
    }
  }

  /** Frees what the server keeps for it; never throws. */
  async close(): Promise<void> {
    await free(this.login, [this.#collector, this.#view]);
  }

  async #createFilter(): Promise<void> {
    const selectSet = [{ $type: "TraversalSpec", type: "ContainerView", path: "view", skip: false }];
    const spec = {
      propSet: propertySpecs(),
      objectSet: [{ obj: this.#view, skip: true, selectSet }],
      reportMissingObjectsInResults: true,
    };
    const args = { spec, partialUpdates: false };
    await this.login.call({ method: "CreateFilter", target: this.#collector, args });
  }

  #ask(version: string): Promise<Answer> {
    return this.login.send({
      method: "WaitForUpdatesEx",
      target: this.#collector,
      args: { version, options: { maxWaitSeconds: 0, maxObjectUpdates: PAGE_SIZE } },
      action: "read the inventory",
    });
  }

  /** Tells what is in a page; true when there are more. */
  #open(answer: Answer, tell: (update: ObjectUpdate) => void): boolean {
    const take = (element: XmlElement) => {
      const update = readUpdate(element);
      if (update !== undefined) tell(update);
    };
    const [set] = answer.open({ name: OBJECT_SET, take });
    if (set === undefined) return false;
    const { version, missing, isTruncated } = readUpdateSet(set);
    if (missing.includes(this.#view.value)) {
      throw new FeedLost(`The server has lost view ${this.#view.value}`);
    }
    this.#version = version;
    return isTruncated;
  }

  #askAhead(answer: Answer): Promise<Answer> | undefined {
    const version = answer.firstText("version");
    if (version === undefined || answer.lastText("truncated") !== "true") return undefined;
    const next = this.#ask(version);
    next.catch(() => {});
    return next;
  }
}
