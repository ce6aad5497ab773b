import { redact } from "../log.ts";

// Names, notes and guest output come from strangers: these characters hide text or turn its direction.
const HIDDEN =
  // deno-lint-ignore no-control-regex
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u180E\u200B\u200C\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\u{E0000}-\u{E01EF}]/gu;

// Between two pictures it makes one of them, so that a name with such an emoji is still found by what is shown.
const STRAY_JOINER =
  /(?<!\p{Extended_Pictographic}[\uFE0F\u{1F3FB}-\u{1F3FF}]?)\u200D|\u200D(?!\p{Extended_Pictographic})/gu;

/** The text without secrets and without characters that nobody sees; tabs and line feeds stay. */
export function cleanText(text: string): string {
  return redact(text.replace(HIDDEN, "").replace(STRAY_JOINER, ""));
}

/** A copy of a JSON value with every key and string cleaned; what JSON cannot say becomes text. */
export function cleanValue(value: unknown): unknown {
  if (typeof value === "string") return cleanText(value);
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Date) return value.toJSON();
  if (Array.isArray(value)) return value.map(cleanValue);
  if (typeof value === "object" && value !== null) return cleanRecord(value);
  return value;
}

/** {@linkcode cleanValue} for an object. */
export function cleanRecord(record: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [cleanText(key), cleanValue(value)]),
  );
}
