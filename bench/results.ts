/** RESULTS.md: each part has its place between two markers. */

const file = new URL("RESULTS.md", import.meta.url);

/** Puts a section in the place of what the same part said before. */
export async function writeSection(part: string, text: string): Promise<void> {
  const before = await Deno.readTextFile(file);
  const [open, close] = [`<!-- ${part} -->`, `<!-- end of ${part} -->`];
  const [start, end] = [before.indexOf(open), before.indexOf(close)];
  if (start === -1 || end < start) {
    throw new Error(`Cannot write to RESULTS.md: it has no place for "${part}"`);
  }
  const after = `${before.slice(0, start)}${open}\n\n${text}\n\n${before.slice(end)}`;
  await Deno.writeTextFile(file, after);
}
