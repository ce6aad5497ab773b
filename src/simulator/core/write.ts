import { isScalar, type WireField } from "../../soap/schema.ts";
import { escapeAttribute, escapeText } from "../../soap/xml.ts";
import type { Moref } from "../../soap/encode.ts";
import { compareVersions } from "../../vsphere/versions.ts";
import { isKnownType, SCHEMA } from "../wire/schema.ts";
import { type DataObject, isData, isList, isRef, type Made, made, type Value } from "./value.ts";

/** One element whose type the reader knows from the field: the items of a list one after the other. */
function writeField(field: WireField, value: Value | undefined, version: string): string {
  const known = made(value);
  if (known === undefined) return "";
  if (field.isArray) {
    const items = isList(known) ? known : [known];
    return items.map((item) => writeItem(field, made(item), version)).join("");
  }
  return writeItem(field, known, version);
}

/** An element of type anyType, which says its type itself: `val` of a property, `result` of a task. */
export function writeTyped(
  name: string,
  value: Value,
  { field, version }: { readonly field: WireField; readonly version: string },
): string {
  const known = made(value);
  if (known === undefined) return "";
  if (!field.isArray) return writeOne(name, known, { field, version });
  const item = { ...field, isArray: false, name: itemName(field.type) };
  const items = isList(known) ? known : [known];
  const body = items.map((one) => writeItem(item, made(one), version)).join("");
  return `<${name} xsi:type="ArrayOf${capitalized(item.name)}">${body}</${name}>`;
}

/** What `returnval` of a method holds; lists repeat it. */
export function writeReturned(value: Value | undefined, version: string): string {
  const known = made(value);
  if (known === undefined) return "";
  const items = isList(known) ? known : [known];
  return items.map((item) => {
    const one = made(item);
    if (one === undefined) return "";
    if (isRef(one)) return writeRef("returnval", one);
    return isData(one) ? writeData("returnval", one, version) : `<returnval>${scalar(one)}</returnval>`;
  }).join("");
}

/** The fields of a data object in wire order, as far as the version knows them. */
function writeFields(data: DataObject, version: string): string {
  let xml = "";
  let written = 1;
  for (const field of fieldsOf(data.$type)) {
    const value = data[field.name];
    if (value === undefined) {
      // A far side that is itself incomplete would hide what real servers refuse.
      if (!field.isOptional && !field.isArray) {
        throw new Error(`Cannot answer with ${data.$type}: its field ${field.name} is missing`);
      }
      if (field.name in data) written++;
      continue;
    }
    written++;
    if (field.since !== undefined && compareVersions(version, field.since) < 0) continue;
    xml += writeField(field, value, version);
  }
  if (written < Object.keys(data).length) {
    const known = new Set(fieldsOf(data.$type).map(({ name }) => name));
    const unknown = Object.keys(data).filter((name) => name !== "$type" && !known.has(name));
    throw new Error(`Cannot answer with ${data.$type}: it has no field ${unknown.join(", ")}`);
  }
  return xml;
}

/** A data object with its type. */
function writeData(name: string, data: DataObject, version: string): string {
  return `<${name} xsi:type="${data.$type}">${writeFields(data, version)}</${name}>`;
}

/** Faults have fields of their own, which are in no table: written as they come. */
export function writeFault(name: string, data: DataObject, version: string): string {
  const { $type, ...fields } = data;
  const body = Object.entries(fields).map(([key, value]) => writeFree(key, value, version)).join("");
  return `<${name} xsi:type="${$type}">${body}</${name}>`;
}

function writeFree(name: string, value: Value | undefined, version: string): string {
  const known = made(value);
  if (known === undefined) return "";
  if (isList(known)) return known.map((item) => writeFree(name, item, version)).join("");
  if (isRef(known)) return writeRef(name, known);
  if (!isData(known)) return `<${name}>${scalar(known)}</${name}>`;
  return isPlain(known.$type) ? writeData(name, known, version) : writeFault(name, known, version);
}

function writeItem(field: WireField, value: Made | undefined, version: string): string {
  if (value === undefined) return "";
  if (field.type === "anyType") return writeOne(field.name, value, { field, version });
  if (isRef(value)) return writeRef(field.name, value);
  if (!isData(value)) return `<${field.name}>${scalar(value)}</${field.name}>`;
  if (!isPlain(value.$type)) return writeFault(field.name, value, version);
  return value.$type === field.type
    ? `<${field.name}>${writeFields(value, version)}</${field.name}>`
    : writeData(field.name, value, version);
}

function writeOne(
  name: string,
  value: Made,
  { field, version }: { readonly field: WireField; readonly version: string },
): string {
  if (isRef(value)) return writeRef(name, value, ' xsi:type="ManagedObjectReference"');
  if (isData(value)) {
    return isKnownType(value.$type) ? writeData(name, value, version) : writeFault(name, value, version);
  }
  if (isList(value)) {
    const [first] = value;
    const item = { ...field, type: listType(made(first)), isArray: true };
    return writeTyped(name, value, { field: item, version });
  }
  return `<${name} xsi:type="${scalarType(value, field)}">${scalar(value)}</${name}>`;
}

function listType(first: Made | undefined): string {
  if (isRef(first)) return "ref";
  return isData(first) ? first.$type : typeof first === "number" ? "int" : "";
}

function scalarType(value: Made, { type }: WireField): string {
  if (type.startsWith("=")) return type.slice(1);
  if (type !== "" && isScalar({ type })) return `xsd:${type}`;
  if (typeof value === "boolean") return "xsd:boolean";
  if (typeof value !== "number") return "xsd:string";
  return Number.isInteger(value) ? value === (value | 0) ? "xsd:int" : "xsd:long" : "xsd:double";
}

function itemName(type: string): string {
  if (type === "") return "string";
  if (type === "ref") return "ManagedObjectReference";
  return type.startsWith("=") ? type.slice(1) : type;
}

function capitalized(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function writeRef(name: string, { type, value }: Moref, attribute = ""): string {
  return `<${name}${attribute} type="${escapeAttribute(type)}">${escapeText(value)}</${name}>`;
}

/** True for data objects whose fields are in the tables; faults carry what no table says of them. */
export function isPlain(type: string): boolean {
  return isKnownType(type) && !SCHEMA.typeOf(type).lineage.includes("MethodFault");
}

function scalar(value: Made): string {
  return typeof value === "string" ? escapeText(value) : String(value);
}

const FIELDS = new Map<string, readonly WireField[]>();

function fieldsOf(type: string): readonly WireField[] {
  const known = FIELDS.get(type) ?? SCHEMA.typeOf(type).fields;
  FIELDS.set(type, known);
  return known;
}
