import type { WireField } from "../../soap/schema.ts";
import { noPermission, notAuthenticated, SimFault } from "../core/fault.ts";
import {
  type DataObject,
  isData,
  isList,
  type Made,
  made,
  numberAt,
  textAt,
  type Value,
} from "../core/value.ts";
import type { ManagedObject, Reader } from "../world/managed_object.ts";
import { holds } from "../world/session.ts";
import { readProperty } from "../properties/read_property.ts";
import { ANSWER_TYPES, isKnownType, MANAGED, SCHEMA } from "../wire/schema.ts";

/** A path such as `config.hardware.device[2000].backing`. */
interface Path {
  readonly text: string;
  readonly head: string;
  readonly steps: readonly (string | { readonly key: string })[];
}

/** A value with the field that declares its type. */
export interface PathValue {
  readonly value: Value;
  readonly field: WireField;
}

const PATHS = new Map<string, Path>();

function parsePath(text: string): Path {
  const known = PATHS.get(text);
  if (known !== undefined) return known;
  const words = text.match(/[^.[\]]+|\[[^\]]*\]/g) ?? [];
  const [head = "", ...rest] = words;
  const steps = rest.map((word) =>
    word.startsWith("[") ? { key: word.slice(1, -1).replaceAll('"', "") } : word
  );
  const path = { text, head, steps };
  PATHS.set(text, path);
  return path;
}

/** Throws InvalidProperty unless objects of the type have the property that the path begins with. */
export function checkPath(type: string, text: string): void {
  if (fieldOf(type, parsePath(text).head) === undefined) throw invalidProperty(text);
}

/** The properties of a managed type. */
export function propertyNames(type: string): readonly string[] {
  return MANAGED.typeOf(type).fields.map(({ name }) => name);
}

/** Reads properties of one object; what several paths begin with is made once. */
export class PropertyReader {
  readonly #object: ManagedObject;
  readonly #reader: Reader;
  readonly #heads = new Map<string, Made | undefined>();

  constructor(object: ManagedObject, reader: Reader) {
    this.#object = object;
    this.#reader = reader;
  }

  /** The value at a path; undefined when it is unset. Throws InvalidProperty, NoPermission, NotAuthenticated. */
  read(text: string): PathValue | undefined {
    const path = parsePath(text);
    const declared = fieldOf(this.#object.ref.type, path.head);
    if (declared === undefined) throw invalidProperty(text);
    refuseUnseen(this.#object, path.head, this.#reader);
    const head = this.#head(path.head);
    return path.steps.length === 0
      ? head === undefined ? undefined : { value: head, field: declared }
      : descend({ value: head, field: declared }, path);
  }

  #head(name: string): Made | undefined {
    if (this.#heads.has(name)) return this.#heads.get(name);
    const value = made(readProperty(this.#object, name, this.#reader));
    this.#heads.set(name, value);
    return value;
  }
}

function descend(
  from: { readonly value: Made | undefined; readonly field: WireField },
  path: Path,
): PathValue | undefined {
  let { value, field }: { value: Made | undefined; field: WireField } = from;
  for (const step of path.steps) {
    if (typeof step === "object") {
      if (!field.isArray) throw invalidProperty(path.text);
      value = isList(value) ? itemAt(value, step.key) : undefined;
      field = { ...field, isArray: false };
      continue;
    }
    const type = isData(value) ? value.$type : field.type;
    const next = field.isArray ? undefined : dataField(type, step, isData(value));
    if (next === undefined) throw invalidProperty(path.text);
    value = isData(value) ? made(value[step]) : undefined;
    field = next;
  }
  return value === undefined ? undefined : { value, field };
}

function itemAt(list: readonly Value[], key: string): Made | undefined {
  const items = list.map(made);
  const keyed = items.find((item) => isData(item) && keyOf(item) === key);
  return keyed ?? (/^\d+$/.test(key) && !items.some(isData) ? items[Number(key)] : undefined);
}

function keyOf(item: DataObject): string | undefined {
  return textAt(item, "key") ?? numberAt(item, "key")?.toString();
}

/** The field of a type; of a value that is unset the type may be any below the declared one. */
function dataField(type: string, name: string, isExact: boolean): WireField | undefined {
  if (!isKnownType(type)) return isExact ? undefined : { ...UNKNOWN, name };
  const own = SCHEMA.typeOf(type).fields.find((field) => field.name === name);
  if (own !== undefined || isExact) return own;
  return Object.keys(ANSWER_TYPES).filter((other) => SCHEMA.typeOf(other).lineage.includes(type))
    .map((other) => SCHEMA.typeOf(other).fields.find((field) => field.name === name))
    .find((field) => field !== undefined);
}

/** A field of a type whose fields are in no table; no object has a value there. */
const UNKNOWN: WireField = { name: "", type: "anyType", isArray: false, isOptional: true, since: undefined };

const MANAGED_FIELDS = new Map<string, ReadonlyMap<string, WireField>>();

function fieldOf(type: string, name: string): WireField | undefined {
  const known = MANAGED_FIELDS.get(type) ??
    new Map(MANAGED.typeOf(type).fields.map((field) => [field.name, field]));
  MANAGED_FIELDS.set(type, known);
  return known.get(name);
}

/** What one may see before login, and what needs a privilege of its own. */
function refuseUnseen({ ref }: ManagedObject, property: string, { session }: Reader): void {
  if (session === undefined && !PUBLIC.has(ref.type)) throw notAuthenticated(ref);
  const privilege = PRIVILEGES[`${ref.type}.${property}`];
  if (privilege === undefined || session === undefined || holds(session.account, privilege)) return;
  throw noPermission(ref, privilege);
}

const PUBLIC: ReadonlySet<string> = new Set(["ServiceInstance", "SessionManager", "PropertyCollector"]);
const PRIVILEGES: Readonly<Record<string, string>> = {
  "LicenseManager.licenses": "Global.Licenses",
  "SessionManager.sessionList": "Sessions.TerminateSession",
};

function invalidProperty(name: string): SimFault {
  return new SimFault("InvalidProperty", `The property '${name}' is not valid`, { name });
}
