import type { Moref } from "./encode.ts";
import type { XmlElement } from "./xml.ts";

/** Reads one element; `undefined` where the text does not fit, because simulators send empty enums and numbers. */
export type Reader<T> = (element: XmlElement) => T | undefined;

/** Reads all elements of one name inside a data object. */
export type Field<T> = (elements: readonly XmlElement[]) => T;

/** What a reader gives. */
export type Read<R> = R extends Reader<infer T> ? T : never;

/** Text as it stands; enums too. */
export function text(element: XmlElement): string {
  return element.text;
}

/** An enum or id: empty text is no value. */
export function word(element: XmlElement): string | undefined {
  return element.text.trim() || undefined;
}

/** xsd:int, xsd:long, xsd:double: exact up to 2^53. */
export function number(element: XmlElement): number | undefined {
  const trimmed = element.text.trim();
  const value = Number(trimmed);
  return trimmed === "" || !Number.isFinite(value) ? undefined : value;
}

/** xsd:boolean in each of its four spellings. */
export function boolean(element: XmlElement): boolean | undefined {
  const trimmed = element.text.trim();
  if (trimmed === "true" || trimmed === "1") return true;
  return trimmed === "false" || trimmed === "0" ? false : undefined;
}

/** A reference to a managed object. */
export function ref(element: XmlElement): Moref | undefined {
  return element.type === undefined ? undefined : { type: element.type, value: element.text };
}

/** The element itself, for what is read later or elsewhere. */
export function raw(element: XmlElement): XmlElement {
  return element;
}

/** The name of the concrete type, from `xsi:type`. */
export function xsiType(element: XmlElement): string | undefined {
  return element.xsiType;
}

/** A field that occurs at most once. */
export function one<T>(reader: Reader<T>): Field<T | undefined> {
  return (elements) => elements[0] === undefined ? undefined : reader(elements[0]);
}

/** A field that occurs any number of times; what cannot be read is left out. */
export function many<T>(reader: Reader<T>): Field<readonly T[]> {
  return (elements) => readAll(elements, reader);
}

/** A data object: reads the fields that the shape names and ignores those of newer servers. */
export function object<Shape extends Readonly<Record<string, Field<unknown>>>>(
  shape: Shape,
): Reader<{ readonly [Key in keyof Shape]: ReturnType<Shape[Key]> }>;
export function object(shape: Readonly<Record<string, Field<unknown>>>): Reader<Record<string, unknown>> {
  const fields = Object.entries(shape);
  return (element) => {
    const value: Record<string, unknown> = {};
    for (const [name, field] of fields) {
      value[name] = field(named(element.children, name));
    }
    return value;
  };
}

/** An `ArrayOf...` value: every child is an item, whatever its name. */
export function arrayOf<T>(reader: Reader<T>): Reader<readonly T[]> {
  return (element) => readAll(element.children, reader);
}

/** The object together with the name of its concrete type, for unions such as VirtualDevice. */
export function typed<T>(reader: Reader<T>): Reader<T & { readonly $type: string }> {
  return (element) => {
    const value = reader(element);
    return value === undefined ? undefined : { ...value, $type: element.xsiType ?? "" };
  };
}

/** Half the time of `filter()` on lists of devices: most fields of a shape are absent or occur once. */
function named(elements: readonly XmlElement[], name: string): readonly XmlElement[] {
  let found = NONE;
  for (const element of elements) {
    if (element.name !== name) continue;
    if (found === NONE) found = [element];
    else found.push(element);
  }
  return found;
}

/** Shared by all absent fields; never pushed to. */
const NONE: XmlElement[] = [];

function readAll<T>(elements: readonly XmlElement[], reader: Reader<T>): readonly T[] {
  const values: T[] = [];
  for (const element of elements) {
    const value = reader(element);
    if (value !== undefined) values.push(value);
  }
  return values;
}
