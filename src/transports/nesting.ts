/** Tool arguments have a handful of levels; what walks through a value goes down one call per level. */
export const MAX_DEPTH = 64;

/** Whether the JSON in the text is nested deeper than {@linkcode MAX_DEPTH}; looks at the text, so that none is built. */
export function isNestedTooDeep(text: string): boolean {
  let depth = 0;
  let isInString = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (isInString) {
      if (code === BACKSLASH) i++;
      else if (code === QUOTE) isInString = false;
    } else if (code === QUOTE) isInString = true;
    else if (code === BRACE || code === BRACKET) {
      if (++depth > MAX_DEPTH) return true;
    } else if (code === END_BRACE || code === END_BRACKET) depth--;
  }
  return false;
}

const [QUOTE, BACKSLASH, BRACE, BRACKET, END_BRACE, END_BRACKET] = [
  0x22,
  0x5c,
  0x7b,
  0x5b,
  0x7d,
  0x5d,
] as const;
