import { ref, word } from "../../soap/decode.ts";
import type { Moref } from "../../soap/encode.ts";
import type { XmlElement } from "../../soap/xml.ts";

/**
 * Readers for what stays in memory. Engines share the characters of a text with the pieces cut from it, so that one
 * kept name would hold the whole answer of which it was a part.
 */

/** A text of its own. */
export function ownText(element: XmlElement): string {
  return detached(element.text);
}

/** A word of its own, such as a UUID; undefined when it is empty. */
export function ownWord(element: XmlElement): string | undefined {
  const value = word(element);
  return value === undefined ? undefined : detached(value);
}

/** A word that many objects have, such as a power state: kept once. */
export function sharedWord(element: XmlElement): string | undefined {
  const value = word(element);
  if (value === undefined) return undefined;
  return words.get(value) ?? remembered(words, value, detached(value));
}

/** A reference to an object that many others refer to, such as their host: kept once. */
export function sharedRef(element: XmlElement): Moref | undefined {
  const value = ref(element);
  if (value === undefined) return undefined;
  const key = `${value.type}:${value.value}`;
  return refs.get(key) ?? remembered(refs, detached(key), detachedRef(value));
}

/** A reference that shares nothing with the answer it came in. */
export function detachedRef({ type, value }: Moref): Moref {
  return { type: detached(type), value: detached(value) };
}

const words = new Map<string, string>();
const refs = new Map<string, Moref>();

/** Far more than there are words and hosts; whoever sends ever new ones must not fill the memory. */
const MAX_SHARED = 50_000;

function remembered<T>(pool: Map<string, T>, key: string, value: T): T {
  if (pool.size >= MAX_SHARED) pool.clear();
  pool.set(key, value);
  return value;
}

/** The text joined to something is a new one, of which the piece is cut. */
function detached(text: string): string {
  return ` ${text}`.slice(1);
}
