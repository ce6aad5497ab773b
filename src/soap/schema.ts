import { closest as nearest } from "../closest.ts";

/**
 * Types and methods with their fields in wire order, one `name[:Type][[]][?][@since]` each.
 * `:ref` is a managed object reference, `:anyType` anything, `:int` and its like a scalar of XML schema, `:=Name` an
 * enum, no type text.
 * A `!` before the fields marks a type that is only ever sent as one of its descendants.
 */
export interface WireTable {
  readonly types: Readonly<Record<string, readonly [base: string, fields: string]>>;
  readonly methods: Readonly<Record<string, string>>;
}

/** One field of a type or one parameter of a method. */
export interface WireField {
  readonly name: string;
  /** "" for text, a scalar such as "int", "=Name" for an enum, "ref", "anyType" or the declared data object type. */
  readonly type: string;
  readonly isArray: boolean;
  readonly isOptional: boolean;
  /** The first version that knows the field, where that is newer than 6.7. */
  readonly since: string | undefined;
}

/** Scalars of XML schema that a field may have beside text. */
export const SCALARS: ReadonlySet<string> = new Set(
  "boolean byte short int long float double dateTime base64Binary".split(" "),
);

/** True for fields whose value is text on the wire: scalars, enums, dates. */
export function isScalar({ type }: Pick<WireField, "type">): boolean {
  return type === "" || type.startsWith("=") || SCALARS.has(type);
}

/** A data object type with everything that it inherits. */
export interface WireType {
  /** The type itself, then its bases upwards. */
  readonly lineage: readonly string[];
  readonly isAbstract: boolean;
  /** Those of the bases come first. */
  readonly fields: readonly WireField[];
}

/** The table, parsed as far as it was asked for. */
export interface Schema {
  typeOf(name: string): WireType;
  parametersOf(method: string): readonly WireField[];
}

/** Reads a table lazily: most processes use a small part of it. */
export function createSchema(table: WireTable): Schema {
  const types = new Map<string, WireType>();
  const methods = new Map<string, readonly WireField[]>();
  const schema: Schema = {
    typeOf: (name) => types.get(name) ?? remember(types, name, parseType(name, { table, schema })),
    parametersOf: (name) => methods.get(name) ?? remember(methods, name, parseMethod(name, table)),
  };
  return schema;
}

/** What an error adds about the known name that was most likely meant. */
export function closest(name: string, known: readonly string[]): string {
  const best = nearest(name, known);
  return best === undefined ? "no known name is close" : `the closest is ${best}`;
}

function parseType(name: string, { table, schema }: { table: WireTable; schema: Schema }): WireType {
  const entry = table.types[name];
  if (entry === undefined) {
    throw new Error(`Cannot send a ${name}: no such type; ${closest(name, Object.keys(table.types))}`);
  }
  const [baseName, line] = entry;
  const base = baseName === "" ? undefined : schema.typeOf(baseName);
  return {
    lineage: [name, ...base?.lineage ?? []],
    isAbstract: line.trimStart().startsWith("!"),
    fields: [...base?.fields ?? [], ...parseFields(line)],
  };
}

function parseMethod(name: string, table: WireTable): readonly WireField[] {
  const line = table.methods[name];
  if (line !== undefined) return parseFields(line);
  throw new Error(`Cannot call ${name}: no such method; ${closest(name, Object.keys(table.methods))}`);
}

const FIELD = /^(\w+)(?::(=?\w+))?(\[\])?(\?)?(?:@([\d.]+))?$/;

function parseFields(line: string): readonly WireField[] {
  return line.split(/\s+/).filter((token) => token !== "" && token !== "!").map((token) => {
    const [, name, type = "", array, optional, since] = FIELD.exec(token) ?? [];
    if (name === undefined) {
      throw new Error(`Cannot read field "${token}": it is not name[:Type][[]][?][@since]`);
    }
    return { name, type, isArray: array !== undefined, isOptional: optional !== undefined, since };
  });
}

function remember<T>(map: Map<string, T>, name: string, value: T): T {
  map.set(name, value);
  return value;
}
