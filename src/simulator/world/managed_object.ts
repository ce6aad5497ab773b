import type { Moref } from "../../soap/encode.ts";
import type { Value } from "../core/value.ts";
import type { SimSession } from "./session.ts";
import type { World } from "./world.ts";

/** Who reads a property, and where. */
export interface Reader {
  readonly world: World;
  /** Undefined before login. */
  readonly session: SimSession | undefined;
}

/** How the properties of a kind of object come about; a name that is not in it is unset. */
export type PropertyTable<T> = Readonly<Record<string, (object: T, reader: Reader) => Value | undefined>>;

/** Anything that a reference names. */
export abstract class ManagedObject {
  readonly ref: Moref;
  /** `World.version` of its last change. */
  stamp = 0;

  constructor(ref: Moref) {
    this.ref = ref;
  }

  /** Objects that tell of this one in their own properties: they change with it. */
  get tellers(): readonly ManagedObject[] {
    return [];
  }

  /** The value of a property of that name, as far as the object knows it by itself: those of entities are in tables. */
  read(_property: string, _reader: Reader): Value | undefined {
    return undefined;
  }
}

/** A manager or another object whose state lies elsewhere. */
export class ServiceObject extends ManagedObject {
  readonly #table: PropertyTable<void>;

  constructor(ref: Moref, table: PropertyTable<void> = {}) {
    super(ref);
    this.#table = table;
  }

  override read(property: string, reader: Reader): Value | undefined {
    return this.#table[property]?.(undefined, reader);
  }
}
