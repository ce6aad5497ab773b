import type { Moref } from "../../soap/encode.ts";
import { dataListAt, type DataObject, refAt, textAt, type Value } from "../core/value.ts";
import { ManagedObject, type Reader } from "../world/managed_object.ts";
import type { World } from "../world/world.ts";
import { readReport, type Told, writeEnter, writeModify } from "./changes.ts";
import { PropertySpecs } from "./property_specs.ts";
import { writeLocalized, writeObj } from "./retrieve.ts";
import { selectObjects } from "./select.ts";
import { objectNotFound } from "../core/fault.ts";

interface Tracked {
  readonly object: ManagedObject;
  /** Stamp of the object when it was read, and for a volatile one the beat of the statistics. */
  readonly stamp: number;
  readonly beat: number;
  readonly told: Told;
}

interface Selected {
  readonly topology: number;
  readonly objects: ReadonlySet<ManagedObject>;
  /** Those with properties that change with the time. */
  readonly volatile: ReadonlySet<ManagedObject>;
  readonly gone: readonly Moref[];
}

interface Moment {
  readonly version: number;
  readonly beat: number;
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

/** What changes with the time although nobody touches the object, by type: read anew in every interval. */
const VOLATILE: Readonly<Record<string, RegExp>> = {
  VirtualMachine: /^summary(\.quickStats\b.*)?$/,
  HostSystem: /^summary(\.(quickStats|runtime)\b.*)?$|^runtime(\.healthSystemRuntime\b.*)?$/,
  ComputeResource: /^summary\b/,
  ClusterComputeResource: /^summary\b/,
  ResourcePool: /^(summary|runtime)\b/,
  VirtualApp: /^(summary|runtime)\b/,
};

/** A filter: which objects and properties a client wants to hear of, and what it has heard. */
export class PropertyFilter extends ManagedObject {
  readonly #spec: DataObject;
  readonly #isPartial: boolean;
  readonly #specs: PropertySpecs;
  /** Tasks come and go all the time: who selects by them selects anew at every change. */
  readonly #followsTasks: boolean;
  readonly #version: string;
  readonly #tracked = new Map<string, Tracked>();
  #selected: Selected | undefined;
  /** World version and beat up to which everything is told. */
  #seen: Moment | undefined;

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
    this.#followsTasks = dataListAt(options.spec, "objectSet").some(followsTasks);
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
    const { version, beat } = reader.world;
    const now = { version, beat };
    const selected = this.#select(reader);
    const isSame = this.#seen?.version === version &&
      (this.#seen.beat === beat || selected.volatile.size === 0);
    if (isSame) return undefined;
    const changed = new Map<string, Tracked | undefined>();
    const updates: string[] = [];
    const isFull = () => updates.length >= max;
    const fresh = this.#changedObjects(selected, reader.world);
    for (const object of fresh ?? selected.objects) {
      if (isFull()) break;
      const update = this.#update(object, {
        changed,
        reader,
        beat: selected.volatile.has(object) ? beat : 0,
      });
      if (update !== "") updates.push(update);
    }
    for (const { object } of fresh === undefined ? this.#tracked.values() : []) {
      if (isFull()) break;
      if (selected.objects.has(object)) continue;
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
      ? selected.gone.map(missingObject).join("")
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

  #select(reader: Reader): Selected {
    const { world } = reader;
    const topology = this.#followsTasks ? world.version : world.topology;
    if (this.#selected?.topology === topology) return this.#selected;
    const { objects: found, gone } = selectObjects(
      { ...this.#spec, reportMissingObjectsInResults: true },
      reader,
    );
    const objects = found.filter(({ ref }) => this.#specs.pathsFor(ref.type) !== undefined);
    const volatile = objects.filter(({ ref }) => this.#isVolatile(ref.type));
    this.#selected = { topology, objects: new Set(objects), volatile: new Set(volatile), gone };
    return this.#selected;
  }

  /** Objects that may tell something new; undefined when that may be any, or one may be gone. */
  #changedObjects(
    { topology, objects, volatile }: Selected,
    world: World,
  ): Iterable<ManagedObject> | undefined {
    const seen = this.#seen;
    if (seen === undefined || topology > seen.version) return undefined;
    const changed = world.changedSince(seen.version);
    if (changed === undefined) return undefined;
    const fresh = [...changed].filter((object) => objects.has(object));
    return seen.beat === world.beat ? fresh : new Set([...fresh, ...volatile]);
  }

  #isVolatile(type: string): boolean {
    const pattern = VOLATILE[type];
    return pattern !== undefined && (this.#specs.pathsFor(type) ?? []).some((path) => pattern.test(path));
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

function followsTasks(spec: DataObject): boolean {
  return refAt(spec, "obj")?.type === "Task" || textAt(spec, "path") === "recentTask" ||
    dataListAt(spec, "selectSet").some(followsTasks);
}

function missingObject(ref: Moref): string {
  return `<missingObject>${writeObj(ref)}${writeLocalized(objectNotFound(ref))}</missingObject>`;
}
