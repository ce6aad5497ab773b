import { messageOf, UserError } from "../errors.ts";
import { closest, createSchema, isScalar, type Schema, type WireField, type WireTable } from "./schema.ts";
import { escapeAttribute, escapeText } from "./xml.ts";

export type { WireTable } from "./schema.ts";

/** A reference to a managed object: `{ type: "VirtualMachine", value: "vm-42" }`. */
export interface Moref {
  readonly type: string;
  readonly value: string;
}
/** A value of a request, before it is ordered and written; `undefined` fields are left out. */
export type WireValue = string | number | bigint | boolean | Moref | WireObject | readonly WireValue[];
/** A data object; `$type` names the concrete type where the declared one is a base type. */
export interface WireObject {
  readonly $type?: string;
  readonly [field: string]: WireValue | undefined;
}

/** A call of a method; `version` is the negotiated one, such as "8.0.3.0". */
export interface Call {
  readonly method: string;
  readonly target: Moref;
  readonly args: WireObject;
  readonly version: string;
}

/** Writes calls as the children of a SOAP body, where the prefixes `xsi` and `xsd` are bound. */
export interface Encoder {
  /** Throws `UserError` on text that XML cannot carry, and `Error` on all that the table does not allow. */
  encodeCall(call: Call): string;
}

/** An encoder for the types and methods of a table. */
export function createEncoder(table: WireTable): Encoder {
  const schema = createSchema(table);
  return {
    encodeCall({ method, target, args, version }) {
      const fields = schema.parametersOf(method);
      const self = writeReference(target, { owner: method, name: "_this" });
      const body = writeFields(args, { schema, version, owner: method, fields });
      return `<${method} xmlns="urn:vim25">${self}${body}</${method}>`;
    },
  };
}

interface Scope {
  readonly schema: Schema;
  readonly version: string;
  /** The type or method whose fields are written. */
  readonly owner: string;
  readonly fields: readonly WireField[];
}

function writeFields(value: WireObject, scope: Scope): string {
  let xml = "";
  let written = 0;
  for (const field of scope.fields) {
    const item = value[field.name];
    if (item === undefined) {
      if (!field.isOptional) throw bug(scope, field, "it is required");
      continue;
    }
    written++;
    if (field.since !== undefined && isOlder(scope.version, field.since)) {
      throw bug(scope, field, `it exists since ${field.since}, the connection speaks ${scope.version}`);
    }
    if (isList(item) !== field.isArray) {
      throw bug(scope, field, field.isArray ? "it takes a list" : "it takes no list");
    }
    for (const one of isList(item) ? item : [item]) xml += writeValue(one, field, scope);
  }
  refuseUnknown(value, written, scope);
  return xml;
}

function refuseUnknown(value: WireObject, written: number, { owner, fields }: Scope): void {
  const given = Object.keys(value).filter((name) => name !== "$type" && value[name] !== undefined);
  if (given.length === written) return;
  const names = fields.map((field) => field.name);
  const unknown = given.find((name) => !names.includes(name)) ?? "";
  throw new Error(`Cannot send ${owner}.${unknown}: no such field; ${closest(unknown, names)}`);
}

function writeValue(value: WireValue, field: WireField, scope: Scope): string {
  if (isScalar(field)) {
    checkKind(value, field, scope);
    return `<${field.name}>${scalarText(value, field, scope)}</${field.name}>`;
  }
  switch (field.type) {
    case "ref":
      if (!isMoref(value)) throw bug(scope, field, "it takes a managed object reference");
      return writeReference(value, { owner: scope.owner, name: field.name });
    case "anyType":
      return writeAny(value, field, scope);
    default:
      if (!isObject(value)) throw bug(scope, field, `it takes a ${field.type}`);
      return writeObject(value, field, scope);
  }
}

function writeAny(value: WireValue, field: WireField, scope: Scope): string {
  if (isObject(value)) {
    if (value.$type !== undefined) return writeObject(value, field, scope);
    if (isMoref(value)) {
      return writeReference(value, {
        owner: scope.owner,
        name: field.name,
        xsiType: "ManagedObjectReference",
      });
    }
    throw bug(scope, field, "an object needs $type here");
  }
  return `<${field.name} xsi:type="xsd:${xsdType(value)}">${scalarText(value, field, scope)}</${field.name}>`;
}

function writeObject(value: WireObject, field: WireField, scope: Scope): string {
  const { schema, version } = scope;
  const name = value.$type ?? field.type;
  const type = schema.typeOf(name);
  if (field.type !== "anyType" && !type.lineage.includes(field.type)) {
    throw bug(scope, field, `a ${name} is no ${field.type}`);
  }
  if (type.isAbstract) {
    throw bug(scope, field, `${name} is a base type; $type must name one of its descendants`);
  }
  const attribute = value.$type === undefined ? "" : ` xsi:type="${name}"`;
  const body = writeFields(value, { schema, version, owner: name, fields: type.fields });
  return `<${field.name}${attribute}>${body}</${field.name}>`;
}

function writeReference(
  { type, value }: Moref,
  { owner, name, xsiType }: { owner: string; name: string; xsiType?: string },
): string {
  const path = `${owner}.${name}`;
  const attribute = xsiType === undefined ? "" : ` xsi:type="${xsiType}"`;
  const kind = escaped(type, { path, escape: escapeAttribute });
  return `<${name}${attribute} type="${kind}">${escaped(value, { path, escape: escapeText })}</${name}>`;
}

/** A server reads "true" as a number no better than a person would. */
function checkKind(value: WireValue, field: WireField, scope: Scope): void {
  if (typeof value === "object") return;
  const kind = typeof value === "bigint" ? "number" : typeof value;
  const wanted = field.type === "boolean" ? "boolean" : NUMBERS.has(field.type) ? "number" : "string";
  if (kind !== wanted) throw bug(scope, field, `it takes a ${wanted}`);
}

const NUMBERS: ReadonlySet<string> = new Set(["byte", "short", "int", "long", "float", "double"]);

function scalarText(value: WireValue, field: WireField, scope: Scope): string {
  switch (typeof value) {
    case "boolean":
    case "bigint":
      return String(value);
    case "number":
      // Whole numbers above 2^53 have lost digits, and 1e21 would be written with an exponent.
      if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
        throw bug(scope, field, `${value} is no exact number; a bigint carries large ones`);
      }
      return String(value);
    case "string":
      return escaped(value, { path: `${scope.owner}.${field.name}`, escape: escapeText });
    default:
      throw bug(scope, field, "it takes a string, number or boolean");
  }
}

function escaped(
  value: string,
  { path, escape }: { path: string; escape: (value: string) => string },
): string {
  try {
    return escape(value);
  } catch (error) {
    throw new UserError("invalid", `${messageOf(error)} (in ${path})`, { cause: error });
  }
}

function xsdType(value: WireValue): string {
  if (typeof value === "bigint") return "long";
  if (typeof value !== "number") return typeof value;
  if (!Number.isInteger(value)) return "double";
  return value === (value | 0) ? "int" : "long";
}

function isList(value: WireValue): value is readonly WireValue[] {
  return Array.isArray(value);
}

function isObject(value: WireValue): value is WireObject {
  return typeof value === "object" && !Array.isArray(value);
}

function isMoref(value: WireValue): value is Moref {
  return isObject(value) && typeof value.type === "string" && typeof value.value === "string";
}

function isOlder(version: string, since: string): boolean {
  const have = version.split(".").map(Number);
  const need = since.split(".").map(Number);
  const index = need.findIndex((part, at) => part !== (have[at] ?? 0));
  return index !== -1 && (have[index] ?? 0) < (need[index] ?? 0);
}

function bug({ owner }: Scope, { name }: WireField, state: string): Error {
  return new Error(`Cannot send ${owner}.${name}: ${state}`);
}
