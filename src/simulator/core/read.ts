import { isScalar, type WireField } from "../../soap/schema.ts";
import type { XmlElement } from "../../soap/xml.ts";
import { compareVersions } from "../../vsphere/versions.ts";
import { isKnownType, SCHEMA } from "../wire/schema.ts";
import { invalidRequest } from "./fault.ts";
import type { DataObject, Value } from "./value.ts";

/** The parameters of a call as a data object; `_this` has been taken out before. Throws InvalidRequest. */
export function readParameters(
  method: string,
  elements: readonly XmlElement[],
  version: string,
): DataObject {
  const fields = SCHEMA.parametersOf(method);
  return { $type: method, ...readFields(elements, { fields, version, owner: method, isMethod: true }) };
}

interface Scope {
  readonly fields: readonly WireField[];
  readonly version: string;
  readonly owner: string;
  readonly isMethod?: boolean;
}

/** A forward cursor over the fields, as real servers read: what stands in another order or is unknown is refused. */
function readFields(
  elements: readonly XmlElement[],
  scope: Scope,
): Readonly<Record<string, Value>> {
  const { fields, version } = scope;
  const values: Record<string, Value> = {};
  let at = 0;
  for (const field of fields) {
    if (field.since !== undefined && compareVersions(version, field.since) < 0) continue;
    const items: Value[] = [];
    for (let element = elements[at]; element?.name === field.name; element = elements[at]) {
      if (items.length > 0 && !field.isArray) break;
      items.push(readValue(element, field, version));
      at++;
    }
    const [first] = items;
    if (field.isArray) values[field.name] = items;
    else if (first !== undefined) values[field.name] = first;
    else if (!field.isOptional) throw missing(field.name, scope);
  }
  const stray = elements[at];
  if (stray !== undefined) throw unexpected(stray.name, scope);
  return values;
}

function readValue(element: XmlElement, field: WireField, version: string): Value {
  if (field.type === "ref") return readRef(element);
  if (field.type === "anyType") return readAny(element, version);
  if (!isScalar(field)) return readData(element, field.type, version);
  return readScalar(element.text, field.type, element.name);
}

function readRef(element: XmlElement): Value {
  if (element.type !== undefined) return { type: element.type, value: element.text };
  throw invalidRequest(
    `Reference ${element.name} has no attribute "type"\n\nwhile parsing ManagedObjectReference`,
  );
}

function readData(element: XmlElement, declared: string, version: string): DataObject {
  const type = element.xsiType ?? declared;
  if (!isKnownType(type)) {
    throw invalidRequest(`Type not found: "${type}"\n\nwhile parsing ${element.name}`);
  }
  const { lineage, fields, isAbstract } = SCHEMA.typeOf(type);
  if (!lineage.includes(declared)) {
    throw invalidRequest(
      `Unexpected type "${type}" where "${declared}" is declared\n\nwhile parsing ${element.name}`,
    );
  }
  if (isAbstract) {
    throw invalidRequest(`Type "${type}" is abstract: xsi:type is missing\n\nwhile parsing ${element.name}`);
  }
  return { $type: type, ...readFields(element.children, { fields, version, owner: type }) };
}

function readAny(element: XmlElement, version: string): Value {
  const { xsiType } = element;
  if (element.type !== undefined) return readRef(element);
  if (xsiType === undefined) {
    throw invalidRequest(
      `Element ${element.name} of type anyType has no xsi:type\n\nwhile parsing ${element.name}`,
    );
  }
  if (isKnownType(xsiType)) return readData(element, xsiType, version);
  return readScalar(element.text, xsiType, element.name);
}

const WHOLE: ReadonlySet<string> = new Set(["byte", "short", "int", "long"]);

function readScalar(text: string, type: string, name: string): Value {
  const trimmed = text.trim();
  if (type === "boolean") {
    if (trimmed === "true" || trimmed === "1") return true;
    if (trimmed === "false" || trimmed === "0") return false;
    throw invalidRequest(`"${text}" is no boolean\n\nwhile parsing ${name}`);
  }
  if (WHOLE.has(type) || type === "float" || type === "double") {
    const isFine = WHOLE.has(type) ? /^[+-]?\d+$/.test(trimmed) : Number.isFinite(Number(trimmed));
    if (trimmed === "" || !isFine) throw invalidRequest(`"${text}" is no ${type}\n\nwhile parsing ${name}`);
    return Number(trimmed);
  }
  if (type === "dateTime" && Number.isNaN(Date.parse(trimmed))) {
    throw invalidRequest(`"${text}" is no dateTime\n\nwhile parsing ${name}`);
  }
  return text;
}

function unexpected(name: string, { owner, isMethod }: Scope) {
  const place = isMethod
    ? `while parsing call information for method ${owner}`
    : `while parsing serialized DataObject of type ${owner}`;
  return invalidRequest(`Unexpected element tag "${name}" seen\n\n${place}\n\nat line 1, column 0`);
}

function missing(name: string, { owner, isMethod }: Scope) {
  return isMethod
    ? invalidRequest(`Missing parameter ${name}\n\nwhile parsing call information for method ${owner}`)
    : invalidRequest(`Required property ${name} is missing from data object of type ${owner}`);
}
