/** A percent-encoded name as it is; a client that did not encode a name such as `100%` means it as it stands. */
export function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
