import { escapeText } from "../../soap/xml.ts";
import { SimFault } from "../core/fault.ts";
import { isData, made } from "../core/value.ts";
import { isPlain, writeTyped } from "../core/write.ts";
import { SCHEMA } from "../wire/schema.ts";
import type { ManagedObject, Reader } from "../world/managed_object.ts";
import { type PathValue, PropertyReader } from "./path.ts";
import { writeMissing } from "./retrieve.ts";

/** What a filter last told of an object: a mark for each path that has a value. */
export type Told = ReadonlyMap<string, string | number>;

/** The state of an object as a filter reports it. */
export interface Report {
  readonly told: Told;
  /** `val` elements by path; a path without value is not in it. */
  readonly values: ReadonlyMap<string, string>;
  readonly missing: string;
}

/** Reads what a filter reports of an object; with `isPartial` every leaf for itself. */
export function readReport(
  object: ManagedObject,
  { paths, reader, version, isPartial }: {
    readonly paths: readonly string[];
    readonly reader: Reader;
    readonly version: string;
    readonly isPartial: boolean;
  },
): Report {
  const properties = new PropertyReader(object, reader);
  const told = new Map<string, string | number>();
  const values = new Map<string, string>();
  let missing = "";
  for (const path of paths) {
    try {
      const found = properties.read(path);
      if (found === undefined) continue;
      const xml = writeTyped("val", found.value, { field: found.field, version });
      values.set(path, xml);
      if (isPartial) { for (const [leaf, val] of leavesOf(path, found, version)) told.set(leaf, val); }
      else told.set(path, hashOf(xml));
    } catch (error) {
      if (!(error instanceof SimFault) || error.fault === "InvalidProperty") throw error;
      missing += writeMissing(path, error);
    }
  }
  return { told, values, missing };
}

/** The `changeSet` elements of an object that was not there before. */
export function writeEnter({ values }: Report): string {
  return [...values].map(([path, val]) => writeChange(path, val)).join("");
}

/** The `changeSet` elements for what differs; "" when nothing does. */
export function writeModify(before: Told, report: Report, isPartial: boolean): string {
  let xml = "";
  for (const [path, mark] of report.told) {
    if (before.get(path) === mark) continue;
    const val = isPartial ? String(mark) : report.values.get(path) ?? "";
    xml += writeChange(path, val);
  }
  for (const path of before.keys()) {
    if (!report.told.has(path)) {
      xml += `<changeSet><name>${escapeText(path)}</name><op>assign</op></changeSet>`;
    }
  }
  return xml;
}

function writeChange(path: string, val: string): string {
  return `<changeSet><name>${escapeText(path)}</name><op>assign</op>${val}</changeSet>`;
}

/** The scalars and lists inside a value, each with its path. */
function leavesOf(
  path: string,
  { value, field }: PathValue,
  version: string,
): readonly (readonly [string, string])[] {
  const known = made(value);
  // Faults go as a whole: clients know them by the LocalizedMethodFault around them.
  const isLeaf = !isData(known) || known.$type === "LocalizedMethodFault" || !isPlain(known.$type);
  if (isLeaf) return [[path, writeTyped("val", value, { field, version })]];
  return SCHEMA.typeOf(known.$type).fields.flatMap((inner) => {
    const one = made(known[inner.name]);
    return one === undefined ? [] : leavesOf(`${path}.${inner.name}`, { value: one, field: inner }, version);
  });
}

/** Tells texts apart without keeping them: 53 bits. */
function hashOf(text: string): number {
  let low = 0xdeadbeef;
  let high = 0x41c6ce57;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    low = Math.imul(low ^ code, 2654435761);
    high = Math.imul(high ^ code, 1597334677);
  }
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  return 4294967296 * (2097151 & high) + (low >>> 0);
}
