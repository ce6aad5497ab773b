/** Builds the Go modules of this folder once per version of their sources; nothing but Go has to be installed. */
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";

export { hasGo } from "../vcsim/build.ts";

/** What each module is built from: a package of others that it requires, or its own. */
const PACKAGES = {
  actionlint: "github.com/rhysd/actionlint/cmd/actionlint",
  compose: ".",
} as const;

/** The path of the executable, built first when this version of the sources has none yet. */
export async function buildGoTool(name: keyof typeof PACKAGES): Promise<string> {
  const sources = new URL(`${name}/`, import.meta.url);
  const cache = new URL(`../../.cache/${name}/`, import.meta.url);
  const hash = createHash("sha256");
  for (const file of [...Deno.readDirSync(sources)].map(({ name }) => name).sort()) {
    hash.update(`\0${file}\0${Deno.readTextFileSync(new URL(file, sources))}`);
  }
  const executable = new URL(`${name}-${hash.digest("hex").slice(0, 16)}`, cache);
  if (exists(executable)) return fileURLToPath(executable);

  await Deno.mkdir(cache, { recursive: true });
  using lock = await Deno.open(new URL("lock", cache), { create: true, write: true });
  await lock.lock(true);
  if (!exists(executable)) await build(name, { sources, executable });
  return fileURLToPath(executable);
}

function exists(file: URL): boolean {
  try {
    return Deno.statSync(file).isFile;
  } catch {
    return false;
  }
}

/** Under the lock only. What has the final name is complete: a build that is cut off leaves another name behind. */
async function build(
  name: keyof typeof PACKAGES,
  { sources, executable }: { readonly sources: URL; readonly executable: URL },
): Promise<void> {
  const unfinished = new URL("unfinished", executable);
  // Read-only, so that go.sum says what is built and a build changes no file of the repository.
  const args = ["build", "-mod=readonly", "-ldflags=-s -w", "-o", fileURLToPath(unfinished), PACKAGES[name]];
  const output = await new Deno.Command("go", { args, cwd: sources, env: { GOWORK: "off", GOFLAGS: "" } })
    .output();
  if (!output.success) {
    throw new Error(`Cannot build ${name}: ${new TextDecoder().decode(output.stderr)}`);
  }
  await Deno.rename(unfinished, executable);
}
