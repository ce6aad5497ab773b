import { escapeText } from "../../soap/xml.ts";
import type { Moref } from "../../soap/encode.ts";
import { faultData, objectNotFound, SimFault } from "../core/fault.ts";
import { writeFault, writeTyped } from "../core/write.ts";
import type { ManagedObject, Reader } from "../world/managed_object.ts";
import { PropertyReader } from "./path.ts";
import type { PropertySpecs } from "./property_specs.ts";
import { selectObjects } from "./select.ts";
import { dataListAt, type DataObject } from "../core/value.ts";

/** Objects that were selected and not answered yet. */
export interface Remainder {
  readonly entries: readonly Entry[];
  readonly version: string;
}

/** One object with the specs that are about it. */
type Entry = { readonly object: ManagedObject; readonly paths: readonly string[] } | { readonly gone: Moref };

/** What a retrieval selects, in the order of the answer. */
export function selectEntries(
  args: DataObject,
  { reader, specsOf }: {
    readonly reader: Reader;
    readonly specsOf: (filterSpec: DataObject) => PropertySpecs;
  },
): readonly Entry[] {
  return dataListAt(args, "specSet").flatMap((filterSpec) => {
    const specs = specsOf(filterSpec);
    const { objects, gone } = selectObjects(filterSpec, reader);
    const entries = objects.flatMap((object): readonly Entry[] => {
      const paths = specs.pathsFor(object.ref.type);
      return paths === undefined ? [] : [{ object, paths }];
    });
    return [...entries, ...gone.map((ref) => ({ gone: ref }))];
  });
}

/** The first `count` entries as elements of that name, and the rest. */
export function writeEntries(
  { entries, version }: Remainder,
  { name, count, reader }: { readonly name: string; readonly count: number; readonly reader: Reader },
): { readonly xml: string; readonly rest: Remainder } {
  const xml = entries.slice(0, count).map((entry) => {
    const body = "gone" in entry
      ? writeObj(entry.gone) + writeMissing("", objectNotFound(entry.gone))
      : writeObj(entry.object.ref) + writeProperties(entry.object, entry.paths, { reader, version });
    return `<${name}>${body}</${name}>`;
  }).join("");
  return { xml, rest: { entries: entries.slice(count), version } };
}

function writeProperties(
  object: ManagedObject,
  paths: readonly string[],
  { reader, version }: { readonly reader: Reader; readonly version: string },
): string {
  const properties = new PropertyReader(object, reader);
  let present = "";
  let missing = "";
  for (const path of paths) {
    try {
      const found = properties.read(path);
      if (found === undefined) continue;
      const val = writeTyped("val", found.value, { field: found.field, version });
      present += `<propSet><name>${escapeText(path)}</name>${val}</propSet>`;
    } catch (error) {
      if (!(error instanceof SimFault) || error.fault === "InvalidProperty") throw error;
      missing += writeMissing(path, error);
    }
  }
  return present + missing;
}

/** A reference as element `obj`. */
export function writeObj({ type, value }: Moref): string {
  return `<obj type="${type}">${escapeText(value)}</obj>`;
}

/** A property that could not be read. */
export function writeMissing(path: string, fault: SimFault): string {
  return `<missingSet><path>${escapeText(path)}</path>${writeLocalized(fault)}</missingSet>`;
}

/** A fault as element `fault` of type LocalizedMethodFault. */
export function writeLocalized(fault: SimFault): string {
  const body = writeFault("fault", faultData(fault), "8.0.3.0");
  return `<fault>${body}<localizedMessage>${escapeText(fault.message)}</localizedMessage></fault>`;
}
