import type { Moref } from "../../soap/encode.ts";
import { invalidArgument, objectNotFound } from "../core/fault.ts";
import { dataListAt, type DataObject, flagAt, isList, isRef, made, refAt, textAt } from "../core/value.ts";
import type { ManagedObject, Reader } from "../world/managed_object.ts";
import { isManagedA } from "../wire/schema.ts";
import { PropertyReader } from "./path.ts";

/** Finds what a reference names, as the session sees it. */
export function lookUp({ world, session }: Reader, ref: Moref): ManagedObject | undefined {
  const own = session?.objects.get(ref.value);
  return own?.ref.type === ref.type ? own : world.find(ref);
}

/** Objects that an ObjectSpec selects, and those it names that do not exist. */
export interface Selection {
  readonly objects: readonly ManagedObject[];
  readonly gone: readonly Moref[];
}

/**
 * Follows the traversals of the object specs, each object once.
 * Throws ManagedObjectNotFound unless missing objects are to be reported.
 */
export function selectObjects(
  filterSpec: DataObject,
  reader: Reader,
): Selection {
  const reportsMissing = flagAt(filterSpec, "reportMissingObjectsInResults") ?? false;
  const found = new Set<ManagedObject>();
  const gone: Moref[] = [];
  for (const objectSpec of dataListAt(filterSpec, "objectSet")) {
    const ref = refAt(objectSpec, "obj");
    if (ref === undefined) continue;
    const start = lookUp(reader, ref);
    if (start === undefined) {
      if (!reportsMissing) throw objectNotFound(ref);
      gone.push(ref);
      continue;
    }
    if (flagAt(objectSpec, "skip") !== true) found.add(start);
    const selectSet = dataListAt(objectSpec, "selectSet");
    new Walk({ named: namedSpecs(selectSet), reader, found }).from(start, selectSet);
  }
  return { objects: [...found], gone };
}

class Walk {
  readonly #named: ReadonlyMap<string, DataObject>;
  readonly #reader: Reader;
  readonly #found: Set<ManagedObject>;
  readonly #visited = new Map<DataObject, Set<ManagedObject>>();

  constructor(parts: {
    readonly named: ReadonlyMap<string, DataObject>;
    readonly reader: Reader;
    readonly found: Set<ManagedObject>;
  }) {
    this.#named = parts.named;
    this.#reader = parts.reader;
    this.#found = parts.found;
  }

  from(object: ManagedObject, selectSet: readonly DataObject[]): void {
    for (const given of selectSet) {
      const spec = this.#traversal(given);
      if (!isManagedA(object.ref.type, textAt(spec, "type") ?? "") || !this.#isNew(spec, object)) continue;
      const isSkipped = flagAt(spec, "skip") ?? false;
      const next = dataListAt(spec, "selectSet");
      for (const target of this.#targets(object, textAt(spec, "path") ?? "")) {
        if (!isSkipped) this.#found.add(target);
        if (next.length > 0) this.from(target, next);
      }
    }
  }

  #traversal(spec: DataObject): DataObject {
    if (spec.$type === "TraversalSpec") return spec;
    const named = this.#named.get(textAt(spec, "name") ?? "");
    if (named === undefined) throw invalidArgument("selectSet");
    return named;
  }

  #isNew(spec: DataObject, object: ManagedObject): boolean {
    const seen = this.#visited.get(spec) ?? new Set();
    this.#visited.set(spec, seen);
    if (seen.has(object)) return false;
    seen.add(object);
    return true;
  }

  #targets(object: ManagedObject, path: string): readonly ManagedObject[] {
    const value = new PropertyReader(object, this.#reader).read(path)?.value;
    const refs = isList(value) ? value.map(made).filter(isRef) : isRef(value) ? [value] : [];
    return refs.flatMap((ref) => lookUp(this.#reader, ref) ?? []);
  }
}

function namedSpecs(selectSet: readonly DataObject[]): ReadonlyMap<string, DataObject> {
  const named = new Map<string, DataObject>();
  const collect = (specs: readonly DataObject[]) => {
    for (const spec of specs) {
      if (spec.$type !== "TraversalSpec") continue;
      const name = textAt(spec, "name");
      if (name !== undefined) named.set(name, spec);
      collect(dataListAt(spec, "selectSet"));
    }
  };
  collect(selectSet);
  return named;
}
