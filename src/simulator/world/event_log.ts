import type { Value } from "../core/value.ts";
import type { Entity } from "./entity.ts";

/** Something that happened. */
export interface EventRecord {
  readonly key: number;
  readonly createdAt: number;
  /** Type of the event, such as `VmPoweredOnEvent`. */
  readonly type: string;
  readonly user: string;
  /** What it happened to; undefined for sessions. */
  readonly entity: Entity | undefined;
  readonly message: string;
  /** Fields of the type beside those of every event. */
  readonly fields: Readonly<Record<string, Value>>;
}

/** What is to be noted; the time is now unless given. */
export interface NewEvent extends Pick<EventRecord, "type" | "message"> {
  readonly user?: string | undefined;
  readonly entity?: Entity | undefined;
  readonly createdAt?: number;
  readonly fields?: Readonly<Record<string, Value>>;
}

/** As many events are kept; the oldest go first. */
const CAPACITY = 10_000;

/** The events of a server, oldest first. */
export class EventLog {
  readonly #now: () => number;
  readonly #records: EventRecord[] = [];
  #lastKey = 0;
  #onNote: () => void = () => {};

  constructor(now: () => number) {
    this.#now = now;
  }

  get records(): readonly EventRecord[] {
    return this.#records;
  }

  get latest(): EventRecord | undefined {
    return this.#records.at(-1);
  }

  /** Calls the listener after every event; there is one at most. */
  onNote(listener: () => void): void {
    this.#onNote = listener;
  }

  note(event: NewEvent): void {
    const { type, message, user = "", entity, createdAt = this.#now(), fields = {} } = event;
    this.#records.push({ key: ++this.#lastKey, createdAt, type, user, entity, message, fields });
    if (this.#records.length > CAPACITY) this.#records.splice(0, CAPACITY / 10);
    this.#onNote();
  }
}
