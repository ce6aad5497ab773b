import { redact } from "../log.ts";
import { shownText } from "../shown_text.ts";

/** No string of an answer is longer; of one that was, the beginning stays. */
export const MAX_STRING = 10_000;

/** The text without secrets and without characters that nobody sees; tabs and line feeds stay. */
export function cleanText(text: string): string {
  return redact(shownText(text));
}

/** {@linkcode cleanText} of a text that may be as long as a stranger likes. */
export function cleanString(text: string): string {
  const clean = cleanText(text);
  if (clean.length <= MAX_STRING) return clean;
  return `${clean.slice(0, MAX_STRING).toWellFormed()} [Cut: the whole text has ${clean.length} characters]`;
}

/** A copy of a JSON value with every key and string cleaned; what JSON cannot say becomes text. */
export function cleanValue(value: unknown): unknown {
  if (typeof value === "string") return cleanString(value);
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Date) return value.toJSON();
  if (Array.isArray(value)) return value.map(cleanValue);
  if (typeof value === "object" && value !== null) return cleanRecord(value);
  return value;
}

/** {@linkcode cleanValue} for an object. */
export function cleanRecord(record: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [cleanString(key), cleanValue(value)]),
  );
}
