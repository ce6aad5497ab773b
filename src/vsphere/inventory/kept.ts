import { word } from "../../soap/decode.ts";
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
  return value === undefined ? undefined : sharedText(value);
}

/** A reference to an object that many others refer to, such as their host: kept once. */
export function sharedRef(element: XmlElement): Moref | undefined {
  const { type, text } = element;
  if (type === undefined) return undefined;
  const known = refs.get(text);
  if (known?.type === type) return known;
  return remembered(refs, detached(text), { type: sharedText(type), value: detached(text) });
}

/** A reference that shares nothing with the answer it came in. */
export function detachedRef({ type, value }: Moref): Moref {
  return { type: sharedText(type), value: detached(value) };
}

function sharedText(text: string): string {
  return words.get(text) ?? remembered(words, detached(text), detached(text));
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
