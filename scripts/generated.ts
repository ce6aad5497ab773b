/** A file, or a part of one, that follows from the code. */
export interface Generated {
  /** From the root of the repository. */
  readonly path: string;
  /** Name of the part between `<!-- generated:NAME -->` and `<!-- /generated:NAME -->`; without one the whole file is meant. */
  readonly marker?: string;
  readonly text: () => string;
}

/** `document` with new text between the markers; throws when they are not there exactly once. */
export function replaceBetweenMarkers(
  document: string,
  { path, marker, text }: { readonly path: string; readonly marker: string; readonly text: string },
): string {
  const open = `<!-- generated:${marker} -->`;
  const close = `<!-- /generated:${marker} -->`;
  const [before, middle, ...more] = document.split(open);
  const end = middle?.indexOf(close) ?? -1;
  if (before === undefined || middle === undefined || end < 0 || more.length > 0) {
    throw new Error(
      `Cannot write the part "${marker}" of ${path}: it needs one ${open} and one ${close} behind it; add them`,
    );
  }
  return `${before}${open}\n\n${text.trim()}\n\n${middle.slice(end)}`;
}

/** The new text of every file, where `read` gives its present one or undefined when there is none. */
export function renderGenerated(
  list: readonly Generated[],
  read: (path: string) => string | undefined,
): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const { path, marker, text } of list) {
    const present = files.get(path) ?? read(path) ?? "";
    files.set(
      path,
      marker === undefined ? text() : replaceBetweenMarkers(present, { path, marker, text: text() }),
    );
  }
  return files;
}
