/** Marks a folder that was filled to the end, since it cannot be filled elsewhere and moved. */
export async function markComplete(folder: URL): Promise<void> {
  await Deno.writeTextFile(markOf(folder), "");
}

/** Whether {@linkcode markComplete} has marked it. */
export function isComplete(folder: URL): boolean {
  try {
    return Deno.statSync(markOf(folder)).isFile;
  } catch {
    return false;
  }
}

function markOf(folder: URL): URL {
  return new URL("complete", folder);
}
