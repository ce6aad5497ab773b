import type { Moref } from "../../soap/encode.ts";

/** A value of the far side: what a property holds, a request brought or a method answers. */
export type Value =
  | string
  | number
  | boolean
  | Moref
  | DataObject
  | readonly Value[]
  | Thunk;

/** Made when somebody asks for it: most of a machine's configuration never goes over the wire. */
export type Thunk = () => Value | undefined;

/** A data object with the name of its concrete type; absent fields are unset. */
export interface DataObject {
  readonly $type: string;
  readonly [field: string]: Value | undefined;
}

/** A value that is there already. */
export type Made = Exclude<Value, Thunk>;

/** The value itself, made now where it was put off. */
export function made(value: Value | undefined): Made | undefined {
  let at = value;
  while (typeof at === "function") at = at();
  return at;
}

/** True for a list. */
export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** True for a data object. */
export function isData(value: Value | undefined): value is DataObject {
  return typeof value === "object" && "$type" in value;
}

/** True for a reference to a managed object. */
export function isRef(value: Value | undefined): value is Moref {
  return typeof value === "object" && !Array.isArray(value) && !("$type" in value);
}

/** Text of a field; undefined when unset. */
export function textAt(data: DataObject | undefined, field: string): string | undefined {
  const value = made(data?.[field]);
  return typeof value === "string" ? value : undefined;
}

/** Number of a field; undefined when unset. */
export function numberAt(data: DataObject | undefined, field: string): number | undefined {
  const value = made(data?.[field]);
  return typeof value === "number" ? value : undefined;
}

/** Boolean of a field; undefined when unset. */
export function flagAt(data: DataObject | undefined, field: string): boolean | undefined {
  const value = made(data?.[field]);
  return typeof value === "boolean" ? value : undefined;
}

/** Reference of a field; undefined when unset. */
export function refAt(data: DataObject | undefined, field: string): Moref | undefined {
  const value = made(data?.[field]);
  return isRef(value) ? value : undefined;
}

/** Data object of a field; undefined when unset. */
export function dataAt(data: DataObject | undefined, field: string): DataObject | undefined {
  const value = made(data?.[field]);
  return isData(value) ? value : undefined;
}

/** Items of a list field; none when unset. */
export function listAt(data: DataObject | undefined, field: string): readonly Made[] {
  const value = made(data?.[field]);
  return isList(value) ? value.map(made).filter((item) => item !== undefined) : [];
}

/** Data objects of a list field. */
export function dataListAt(data: DataObject | undefined, field: string): readonly DataObject[] {
  return listAt(data, field).filter(isData);
}

/** Texts of a list field. */
export function textListAt(data: DataObject | undefined, field: string): readonly string[] {
  return listAt(data, field).filter((item) => typeof item === "string");
}

/** References of a list field. */
export function refListAt(data: DataObject | undefined, field: string): readonly Moref[] {
  return listAt(data, field).filter(isRef);
}

/** A point in time as vSphere writes it. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
