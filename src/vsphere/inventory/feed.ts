import { setImmediate as nextTurn } from "node:timers/promises";
import { log } from "../../log.ts";
import { boolean, ref } from "../../soap/decode.ts";
import type { Moref } from "../../soap/encode.ts";
import { child, type XmlElement } from "../../soap/xml.ts";
import { faultName, sessionLost } from "../faults.ts";
import { createRootView } from "../properties.ts";
import type { Answer, Login } from "../session.ts";
import { together } from "../../together.ts";
import { propertySpecs } from "./shapes.ts";

/** What a server tells of one object. */
export interface ObjectUpdate {
  readonly kind: string;
  readonly ref: Moref;
  readonly changes: readonly PropertyChange[];
}

/** The new value of a property; undefined when it has none any more. */
export interface PropertyChange {
  readonly path: string;
  readonly value: XmlElement | undefined;
}

/** What a feed follows is gone from the server, so that it would tell nothing any more. */
export class FeedLost extends Error {
  override readonly name = "FeedLost";
}

/** So many objects come at once that reading them takes a few milliseconds. */
const PAGE_SIZE = 250;

/** One collector with one filter over the whole inventory, and how much of its story is known. */
export class Feed {
  readonly login: Login;
  readonly #collector: Moref;
  readonly #view: Moref;
  #version = "";

  private constructor(login: Login, { collector, view }: { collector: Moref; view: Moref }) {
    this.login = login;
    this.#collector = collector;
    this.#view = view;
  }

  /** A feed that begins with everything there is. */
  static async open(login: Login): Promise<Feed> {
    const { propertyCollector } = login.content;
    const [view, [answer]] = await together([
      createRootView(login),
      login.call({ method: "CreatePropertyCollector", target: propertyCollector }),
    ]);
    const collector = answer === undefined ? undefined : ref(answer);
    if (collector === undefined) throw new Error("CreatePropertyCollector answered without a collector");
    const feed = new Feed(login, { collector, view });
    try {
      await feed.#createFilter();
      return feed;
    } catch (error) {
      await feed.close();
      throw error;
    }
  }

  /**
   * What has changed since the last time, page by page, without waiting for more. The next page is asked for before
   * this one is read: while it is worked on here, the server works on the next.
   */
  async *pages(): AsyncGenerator<readonly ObjectUpdate[]> {
    let answer = await this.#ask(this.#version);
    let next: Promise<Answer> | undefined;
    try {
      for (;;) {
        next = this.#askAhead(answer);
        // Reading must not hold up what has just been asked, nor anybody else.
        if (next !== undefined) await nextTurn();
        const [set] = answer.open();
        if (set === undefined) return;
        this.#version = child(set, "version")?.text ?? "";
        yield this.#updates(set);
        const truncated = child(set, "truncated");
        if (truncated === undefined || boolean(truncated) !== true) return;
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
    for (
      const call of [
        { method: "DestroyPropertyCollector", target: this.#collector },
        { method: "DestroyView", target: this.#view },
      ] as const
    ) {
      await this.login.call(call).catch((error) => log.debug("could not free", { ...call, error }));
    }
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

  #askAhead(answer: Answer): Promise<Answer> | undefined {
    const version = answer.firstText("version");
    if (version === undefined || answer.lastText("truncated") !== "true") return undefined;
    const next = this.#ask(version);
    next.catch(() => {});
    return next;
  }

  #updates(set: XmlElement): readonly ObjectUpdate[] {
    const updates: ObjectUpdate[] = [];
    for (const filterSet of set.children) {
      for (const element of filterSet.children) {
        if (element.name === "missingObject") this.#refuseMissing(element);
        if (element.name !== "objectSet") continue;
        const update = readUpdate(element);
        if (update !== undefined) updates.push(update);
      }
    }
    return updates;
  }

  #refuseMissing(element: XmlElement): void {
    const object = child(element, "obj")?.text;
    if (object === this.#view.value) throw new FeedLost(`The server has lost view ${object}`);
  }
}

function readUpdate(element: XmlElement): ObjectUpdate | undefined {
  let kind = "";
  let object: Moref | undefined;
  const changes: PropertyChange[] = [];
  for (const part of element.children) {
    if (part.name === "changeSet") changes.push(readChange(part));
    else if (part.name === "kind") kind = part.text;
    else if (part.name === "obj") object = ref(part);
    else if (part.name === "missingSet") refuseLostSession(part);
  }
  return object === undefined ? undefined : { kind, ref: object, changes };
}

function readChange({ children }: XmlElement): PropertyChange {
  let path = "";
  let op = "assign";
  let value: XmlElement | undefined;
  for (const part of children) {
    if (part.name === "name") path = part.text;
    else if (part.name === "op") op = part.text;
    else if (part.name === "val") value = part;
  }
  return { path, value: op === "assign" ? value : undefined };
}

/** The second shape of expiry: properties are missing as NotAuthenticated. */
function refuseLostSession(missing: XmlElement): void {
  const fault = child(missing, "fault");
  if (fault !== undefined && faultName(fault) === "NotAuthenticated") throw sessionLost("read the inventory");
}
