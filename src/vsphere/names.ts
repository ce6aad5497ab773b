import { shownText } from "../shown_text.ts";

/** A name as people write it: vSphere stores `/`, `\` and `%` as `%2f`, `%5c` and `%25`. */
export function decodeName(stored: string): string {
  // Hardly any name has one, and lists decode thousands.
  if (!stored.includes("%")) return stored;
  return stored.replace(/%(2f|5c|25)/gi, (_, code) => String.fromCharCode(parseInt(code, 16)));
}

/** A name as vSphere wants it. */
export function encodeName(name: string): string {
  return name.replace(/[%/\\]/g, (character) => "%" + character.charCodeAt(0).toString(16));
}

/**
 * True when the caller's spelling, escaped or not, means the stored name. What counts is what is shown of both: who has
 * read a name cannot write what is hidden in it.
 */
export function isSameName(stored: string, wanted: string): boolean {
  if (stored === wanted) return true;
  const shown = shownText(decodeName(stored));
  return shown === shownText(wanted) || shown === shownText(decodeName(wanted));
}
