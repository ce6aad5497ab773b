/** Builds the govc of ./govc once per version of its sources; nothing but Go has to be installed. */
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";

export { hasGo } from "../vcsim/build.ts";

const sources = new URL("govc/", import.meta.url);
const cache = new URL("../../.cache/govc/", import.meta.url);

/** The path of the executable, built first when this version of the sources has none yet. */
export async function buildGovc(): Promise<string> {
  const hash = createHash("sha256");
  for (const name of sourceNames()) {
    hash.update(`\0${name}\0${Deno.readTextFileSync(new URL(name, sources))}`);
  }
  const executable = new URL(`govc-${hash.digest("hex").slice(0, 16)}`, cache);
  if (exists(executable)) return fileURLToPath(executable);

  await Deno.mkdir(cache, { recursive: true });
  using lock = await Deno.open(new URL("lock", cache), { create: true, write: true });
  await lock.lock(true);
  if (!exists(executable)) await build(executable);
  return fileURLToPath(executable);
}

function sourceNames(): readonly string[] {
  return [...Deno.readDirSync(sources)].map((entry) => entry.name)
    .filter((name) => name.endsWith(".go") || name.startsWith("go.")).sort();
}

function exists(file: URL): boolean {
  try {
    return Deno.statSync(file).isFile;
  } catch {
    return false;
  }
}

/** Under the lock only. What has the final name is complete: a build that is cut off leaves another name behind. */
async function build(executable: URL): Promise<void> {
  const unfinished = new URL("unfinished", cache);
  // Read-only, so that go.sum says what is built and a build changes no file of the repository.
  const args = ["build", "-mod=readonly", "-ldflags=-s -w", "-o", fileURLToPath(unfinished), "."];
  const env = { GOWORK: "off", GOFLAGS: "" };
  const output = await new Deno.Command("go", { args, cwd: sources, env }).output();
  if (!output.success) {
    throw new Error(`Cannot build govc: ${new TextDecoder().decode(output.stderr)}`);
  }
  await Deno.rename(unfinished, executable);
}
