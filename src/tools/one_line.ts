/** A foreign text as part of a line: one that breaks lines is quoted, so that it cannot pass for a line of ours. */
export function oneLine(text: string): string {
  return /[\r\n]/.test(text) ? JSON.stringify(text) : text;
}

/** The first of many names as part of a line, of `total` in all; "none" when there are none. */
export function someNames(
  names: readonly string[],
  { limit = 10, total = names.length }: { readonly limit?: number; readonly total?: number } = {},
): string {
  if (names.length === 0) return "none";
  const shown = names.slice(0, limit).map(oneLine).join(", ");
  return total > limit ? `${shown} and ${total - limit} more` : shown;
}

/** Fields as parts of a line: `vm_count=3`. */
export function fieldTexts(fields: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(fields).map(([field, value]) => `${field}=${oneLine(String(value))}`);
}

/** The lines of a list: how many of all, the rows, how to go on. */
export function listText(
  rows: readonly string[],
  { what, total, next_cursor }: {
    readonly what: string;
    readonly total: number;
    readonly next_cursor?: string | undefined;
  },
): string {
  if (total === 0) return `No ${what} matches`;
  const more = next_cursor === undefined ? [] : [`More: repeat with cursor "${next_cursor}"`];
  return [`${rows.length} of ${total} ${what}(s)`, ...rows, ...more].join("\n");
}
