import type { Moref } from "../../soap/encode.ts";
import type { Value } from "../core/value.ts";
import { isManagedA } from "../wire/schema.ts";
import { below } from "./descent.ts";
import type { Entity } from "./entity.ts";
import { ManagedObject, type Reader } from "./managed_object.ts";

/** Everything of some kinds below an object, as it is at the moment. */
export class ContainerView extends ManagedObject {
  readonly #container: Entity;
  readonly #types: readonly string[];
  readonly #isRecursive: boolean;
  #known: { readonly topology: number; readonly refs: readonly Moref[] } | undefined;

  constructor(ref: Moref, facts: {
    readonly container: Entity;
    readonly types: readonly string[];
    readonly isRecursive: boolean;
  }) {
    super(ref);
    this.#container = facts.container;
    this.#types = facts.types;
    this.#isRecursive = facts.isRecursive;
  }

  override read(property: string, { world }: Reader): Value | undefined {
    switch (property) {
      case "view":
        return this.#refs(world.topology);
      case "container":
        return this.#container.ref;
      case "type":
        return this.#types;
      default:
        return property === "recursive" ? this.#isRecursive : undefined;
    }
  }

  #refs(topology: number): readonly Moref[] {
    if (this.#known?.topology === topology) return this.#known.refs;
    const refs = [...below(this.#container, this.#isRecursive)].map(({ ref }) => ref)
      .filter(({ type }) =>
        this.#types.length === 0 || this.#types.some((wanted) => isManagedA(type, wanted))
      );
    this.#known = { topology, refs };
    return refs;
  }
}

/** Objects that a client has listed. */
export class ListView extends ManagedObject {
  readonly #refs = new Map<string, Moref>();

  override read(property: string): Value | undefined {
    return property === "view" ? [...this.#refs.values()] : undefined;
  }

  change(
    { add = [], remove = [] }: { readonly add?: readonly Moref[]; readonly remove?: readonly Moref[] },
  ): void {
    for (const ref of remove) this.#refs.delete(ref.value);
    for (const ref of add) this.#refs.set(ref.value, ref);
  }

  clear(): void {
    this.#refs.clear();
  }
}
