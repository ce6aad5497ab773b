import type { Moref } from "../../soap/encode.ts";
import type { DataObject, Value } from "../core/value.ts";
import { ManagedObject, type Reader } from "../world/managed_object.ts";
import { readReport, type Told, writeEnter, writeModify } from "./changes.ts";
import { PropertySpecs } from "./property_specs.ts";
import { writeLocalized, writeObj } from "./retrieve.ts";
import { selectObjects } from "./select.ts";
import { objectNotFound } from "../core/fault.ts";

interface Tracked {
  readonly object: ManagedObject;
  /** Stamp of the object and beat of the statistics when it was read. */
  readonly stamp: number;
  readonly beat: number;
  readonly told: Told;
}

/** What a client has been told once it asks for the next version. */
export interface Batch {
  readonly xml: string;
  /** Object updates in it. */
  readonly count: number;
  readonly isTruncated: boolean;
  /** Takes note that the client has it. */
  readonly commit: () => void;
}

/** Reading changes with the time and nobody touches the object: looked at anew in every interval. */
const VOLATILE =
  /^summary(\.(quickStats|guest|storage|runtime|freeSpace))?$|^(summary\.quickStats|guest|runtime)\b/;

/** A filter: which objects and properties a client wants to hear of, and what it has heard. */
export class PropertyFilter extends ManagedObject {
  readonly #spec: DataObject;
  readonly #isPartial: boolean;
  readonly #specs: PropertySpecs;
  readonly #version: string;
  readonly #isVolatile: boolean;
  readonly #tracked = new Map<string, Tracked>();
  #selected: {
    readonly topology: number;
    readonly objects: readonly ManagedObject[];
    readonly gone: readonly Moref[];
  } | undefined;
  /** World version and beat up to which everything is told. */
  #seen: { readonly version: number; readonly beat: number } | undefined;

  constructor(ref: Moref, options: {
    readonly spec: DataObject;
    readonly isPartial: boolean;
    readonly version: string;
    readonly reader: Reader;
  }) {
    super(ref);
    this.#spec = options.spec;
    this.#isPartial = options.isPartial;
    this.#version = options.version;
    this.#specs = new PropertySpecs(options.spec);
    this.#isVolatile = this.#specs.paths.some((path) => VOLATILE.test(path));
    // Throws for objects that do not exist.
    selectObjects(options.spec, options.reader);
  }

  override read(property: string): Value | undefined {
    if (property === "spec") return this.#spec;
    return property === "partialUpdates" ? this.#isPartial : undefined;
  }

  /** Begins anew: the client has nothing. */
  forget(): void {
    this.#tracked.clear();
    this.#seen = undefined;
  }

  /** What has changed since the last commit, at most `max` objects; undefined when nothing has. */
  collect(reader: Reader, max: number): Batch | undefined {
    const { world } = reader;
    const now = { version: world.version, beat: this.#isVolatile ? world.beat : 0 };
    if (this.#seen?.version === now.version && this.#seen.beat === now.beat) return undefined;
    const { objects, gone } = this.#select(reader);
    const changed = new Map<string, Tracked | undefined>();
    const updates: string[] = [];
    const isFull = () => updates.length >= max;
    for (const object of objects) {
      if (isFull()) break;
      const update = this.#update(object, { changed, reader, beat: now.beat });
      if (update !== "") updates.push(update);
    }
    const there = new Set(objects);
    for (const { object } of this.#tracked.values()) {
      if (isFull()) break;
      if (there.has(object)) continue;
      changed.set(object.ref.value, undefined);
      updates.push(`<objectSet><kind>leave</kind>${writeObj(object.ref)}</objectSet>`);
    }
    const isTruncated = isFull();
    const commit = () => {
      for (const [id, tracked] of changed) {
        if (tracked === undefined) this.#tracked.delete(id);
        else this.#tracked.set(id, tracked);
      }
      if (!isTruncated) this.#seen = now;
    };
    const missing = this.#seen === undefined && this.#tracked.size === 0
      ? gone.map(missingObject).join("")
      : "";
    if (updates.length === 0 && missing === "") {
      commit();
      return undefined;
    }
    const xml = `<filterSet><filter type="PropertyFilter">${this.ref.value}</filter>${
      updates.join("")
    }${missing}</filterSet>`;
    return { xml, count: updates.length, isTruncated, commit };
  }

  #select(reader: Reader): { readonly objects: readonly ManagedObject[]; readonly gone: readonly Moref[] } {
    const { topology } = reader.world;
    if (this.#selected?.topology === topology) return this.#selected;
    const { objects, gone } = selectObjects(
      { ...this.#spec, reportMissingObjectsInResults: true },
      reader,
    );
    const wanted = objects.filter(({ ref }) => this.#specs.pathsFor(ref.type) !== undefined);
    this.#selected = { topology, objects: wanted, gone };
    return this.#selected;
  }

  #update(
    object: ManagedObject,
    { changed, reader, beat }: {
      readonly changed: Map<string, Tracked | undefined>;
      readonly reader: Reader;
      readonly beat: number;
    },
  ): string {
    const id = object.ref.value;
    const before = this.#tracked.get(id);
    if (before?.stamp === object.stamp && before.beat === beat) return "";
    const report = readReport(object, {
      paths: this.#specs.pathsFor(object.ref.type) ?? [],
      reader,
      version: this.#version,
      isPartial: this.#isPartial,
    });
    changed.set(id, { object, stamp: object.stamp, beat, told: report.told });
    const changes = before === undefined
      ? writeEnter(report)
      : writeModify(before.told, report, this.#isPartial);
    if (before !== undefined && changes === "") return "";
    const kind = before === undefined ? "enter" : "modify";
    return `<objectSet><kind>${kind}</kind>${writeObj(object.ref)}${changes}${report.missing}</objectSet>`;
  }
}

function missingObject(ref: Moref): string {
  return `<missingObject>${writeObj(ref)}${writeLocalized(objectNotFound(ref))}</missingObject>`;
}
