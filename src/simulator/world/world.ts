import type { Moref } from "../../soap/encode.ts";
import type { Clock } from "../core/clock.ts";
import { objectNotFound } from "../core/fault.ts";
import { Random } from "../core/random.ts";
import type { EventLog } from "./event_log.ts";
import type { Ids } from "./ids.ts";
import type { ManagedObject } from "./managed_object.ts";
import { TagWorld } from "./tags.ts";
import type { MadeRole } from "./session.ts";
import type { TaskList } from "./task_list.ts";

/** Which server is simulated. */
export type ModelName = "vcenter" | "esxi";

/** What the licence lets clients do: the free one makes the API read-only. */
export type Licence = "standard" | "evaluation" | "free";

/** Statistics are taken this often. */
export const BEAT_MS = 20_000;
/** As many changes are remembered: more than happen between two looks of a client that waits. */
const CHANGES_KEPT = 4096;

/** Everything there is, and who changed when. */
export class World {
  readonly model: ModelName;
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: Ids;
  readonly licence: Licence;
  /** Multiplies the time that tasks and guests take. */
  readonly pace: number;
  /** When the world began; ages are told from here. */
  readonly startedAt: number;
  readonly events: EventLog;
  readonly tasks: TaskList;
  readonly tags: TagWorld;
  /** Roles beside those that a server comes with. */
  readonly roles: MadeRole[] = [];
  /** Counts changes. */
  version = 0;
  /** `version` of the last change of what is where. */
  topology = 0;
  /** Who changed last: of version v at v modulo its length. */
  readonly #changed: ManagedObject[] = [];
  readonly #objects = new Map<string, ManagedObject>();
  readonly #listeners = new Set<() => void>();

  constructor(parts: {
    readonly model: ModelName;
    readonly clock: Clock;
    readonly seed: number;
    readonly licence: Licence;
    readonly pace: number;
    readonly ids: Ids;
    readonly events: EventLog;
    readonly tasks: TaskList;
  }) {
    this.model = parts.model;
    this.clock = parts.clock;
    // Not the same numbers as those that the inventory was made with.
    this.random = new Random(parts.seed ^ 0x5bd1e995);
    this.licence = parts.licence;
    this.pace = parts.pace;
    this.ids = parts.ids;
    this.events = parts.events;
    this.tasks = parts.tasks;
    this.tags = new TagWorld(parts.seed);
    this.startedAt = parts.clock.now();
  }

  get isVcenter(): boolean {
    return this.model === "vcenter";
  }

  /** Number of the interval of statistics that runs now. */
  get beat(): number {
    return Math.floor(this.clock.now() / BEAT_MS);
  }

  /** All objects that do not belong to a session. */
  objects(): Iterable<ManagedObject> {
    return this.#objects.values();
  }

  /** All objects of a class, such as `Vm`. */
  all<T extends ManagedObject>(kind: abstract new (...args: never[]) => T): readonly T[] {
    const found: T[] = [];
    for (const object of this.#objects.values()) if (object instanceof kind) found.push(object);
    return found;
  }

  find(ref: Moref): ManagedObject | undefined {
    const object = this.#objects.get(ref.value);
    return object?.ref.type === ref.type ? object : undefined;
  }

  /** The object of a class behind a reference. Throws ManagedObjectNotFound. */
  need<T extends ManagedObject>(kind: abstract new (...args: never[]) => T, ref: Moref): T {
    const object = this.find(ref);
    if (object instanceof kind) return object;
    throw objectNotFound(ref);
  }

  /** The same where the reference may be unset. */
  maybe<T extends ManagedObject>(
    kind: abstract new (...args: never[]) => T,
    ref: Moref | undefined,
  ): T | undefined {
    return ref === undefined ? undefined : this.need(kind, ref);
  }

  /** Puts an object into the world; "state" when nothing in the inventory tells of it. */
  add<T extends ManagedObject>(object: T, what: "state" | "topology" = "topology"): T {
    this.#objects.set(object.ref.value, object);
    this.touch(object, what);
    return object;
  }

  remove(object: ManagedObject): void {
    this.#objects.delete(object.ref.value);
    this.touch(object, "topology");
  }

  /** Notes that an object has changed; "topology" when it is about what is where. */
  touch(object: ManagedObject, what: "state" | "topology" = "state"): void {
    for (const changed of [object, ...object.tellers]) {
      changed.stamp = ++this.version;
      this.#changed[this.version % CHANGES_KEPT] = changed;
    }
    if (what === "topology") this.topology = this.version;
    for (const listener of this.#listeners) listener();
  }

  /** What has changed since a version; undefined when that is too long ago. */
  changedSince(version: number): ReadonlySet<ManagedObject> | undefined {
    if (this.version - version > CHANGES_KEPT) return undefined;
    const found = new Set<ManagedObject>();
    for (let at = version + 1; at <= this.version; at++) {
      const object = this.#changed[at % CHANGES_KEPT];
      if (object !== undefined) found.add(object);
    }
    return found;
  }

  /** Calls the listener with every change; the returned function ends that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
