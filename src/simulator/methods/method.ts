import { type DataObject, refAt, type Value } from "../core/value.ts";
import { notAuthenticated, objectNotFound } from "../core/fault.ts";
import type { Moref } from "../../soap/encode.ts";
import type { ManagedObject, Reader } from "../world/managed_object.ts";
import type { SimSession } from "../world/session.ts";
import type { World } from "../world/world.ts";
import type { Sessions } from "./sessions.ts";
import { lookUp } from "../collector/select.ts";

/** An answer that is written already. */
export class Xml {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What a method gives: nothing for void and null. */
export type Answer = Value | Xml | undefined;

/** One call of a method as it arrived. */
export class Call<T extends ManagedObject = ManagedObject> {
  readonly method: string;
  readonly target: T;
  readonly args: DataObject;
  readonly world: World;
  /** The negotiated version. */
  readonly version: string;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  readonly sessions: Sessions;
  readonly userAgent: string;
  /** The session that a login begins; its cookie goes out with the answer. */
  opened: SimSession | undefined;
  readonly #session: SimSession | undefined;

  constructor(parts: {
    readonly method: string;
    readonly target: T;
    readonly args: DataObject;
    readonly world: World;
    readonly version: string;
    readonly signal: AbortSignal;
    readonly sessions: Sessions;
    readonly userAgent: string;
    readonly session: SimSession | undefined;
  }) {
    this.method = parts.method;
    this.target = parts.target;
    this.args = parts.args;
    this.world = parts.world;
    this.version = parts.version;
    this.signal = parts.signal;
    this.sessions = parts.sessions;
    this.userAgent = parts.userAgent;
    this.#session = parts.session;
  }

  /** The session that the call belongs to. Throws NotAuthenticated. */
  get session(): SimSession {
    if (this.#session === undefined) throw notAuthenticated(this.target.ref);
    return this.#session;
  }

  get maybeSession(): SimSession | undefined {
    return this.#session;
  }

  get reader(): Reader {
    return { world: this.world, session: this.#session };
  }

  get user(): string {
    return this.#session?.account.user ?? "";
  }

  /** The object of a class that an argument names. Throws ManagedObjectNotFound. */
  object<K extends ManagedObject>(kind: abstract new (...args: never[]) => K, name: string): K {
    const found = this.maybeObject(kind, name);
    if (found === undefined) {
      throw objectNotFound(refAt(this.args, name) ?? { type: "ManagedObject", value: "" });
    }
    return found;
  }

  /** The same for an argument that may be unset. */
  maybeObject<K extends ManagedObject>(
    kind: abstract new (...args: never[]) => K,
    name: string,
  ): K | undefined {
    const ref = refAt(this.args, name);
    if (ref === undefined) return undefined;
    const found = lookUp(this.reader, ref);
    if (found instanceof kind) return found;
    throw objectNotFound(ref);
  }
}

/** A privilege that a call needs, and on which object. */
export interface Need {
  readonly privilege: string;
  readonly on: Moref;
}

/** A method as the far side carries it out. */
export interface Method {
  /** Type of managed object that has it. */
  readonly on: string;
  /**
   * "public" needs no login; "write" needs more than a read-only account and a licence that allows it.
   * Default "read".
   */
  readonly access?: "public" | "read" | "write";
  /** What a write needs on its object. */
  readonly privilege?: string;
  /** What it needs instead where that follows from the call. */
  readonly needs?: (call: Call) => readonly Need[];
  readonly run: (call: Call) => Answer | Promise<Answer>;
}

/** A method of objects of one class. */
export function method<T extends ManagedObject>(
  kind: abstract new (...args: never[]) => T,
  definition: Omit<Method, "run"> & { readonly run: (call: Call<T>) => Answer | Promise<Answer> },
): Method {
  const { run, ...rest } = definition;
  return {
    ...rest,
    run: (call) => {
      const { target } = call;
      if (!(target instanceof kind)) throw objectNotFound(target.ref);
      return run(
        new Call<T>({ ...call, target, session: call.maybeSession }),
      );
    },
  };
}

/** Methods by name; one name may belong to several types. */
export type MethodTable = Readonly<Record<string, Method | readonly Method[]>>;
