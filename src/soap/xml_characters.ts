import { UserError } from "../errors.ts";

/** The value as character data; throws UserError for characters that XML cannot carry, not even escaped. */
export function escapeText(value: string): string {
  return escape(value, /[&<>\r]/g);
}

/** The value for an attribute in double quotes; throws UserError for characters that XML cannot carry. */
export function escapeAttribute(value: string): string {
  return escape(value, /[&<>"\t\n\r]/g);
}

/** What an entity stands for, given without "&" and ";". */
export function characterOf(entity: string): string | undefined {
  const named = ENTITIES.get(entity);
  if (named !== undefined) return named;
  const [, hex, decimal] = /^#(?:x([\da-fA-F]+)|(\d+))$/.exec(entity) ?? [];
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  const character = code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
  return character === undefined || ILLEGAL.test(character) ? undefined : character;
}

/** Whether a name may hold the UTF-16 code; beyond ASCII anything goes. */
export function isNameCharacter(code: number): boolean {
  return code > 127 || NAME[code] === 1;
}

const ILLEGAL = /[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
]);
const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const NAME = new Uint8Array(128);
for (const character of "-.:_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") {
  NAME[character.charCodeAt(0)] = 1;
}

function escape(value: string, special: RegExp): string {
  const illegal = ILLEGAL.exec(value);
  if (illegal !== null) {
    const code = (illegal[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    throw new UserError(
      "invalid",
      `Cannot send a text to vSphere: it holds the character U+${code} at position ${illegal.index}; remove it`,
    );
  }
  return value.replace(special, (character) => ESCAPES[character] ?? `&#${character.charCodeAt(0)};`);
}
