/** Builds the actionlint of ./actionlint once per version of its sources; nothing but Go has to be installed. */
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";

export { hasGo } from "../vcsim/build.ts";

const sources = new URL("actionlint/", import.meta.url);
const cache = new URL("../../.cache/actionlint/", import.meta.url);

/** The path of the executable, built first when this version of the sources has none yet. */
export async function buildActionlint(): Promise<string> {
  const hash = createHash("sha256");
  for (const name of ["go.mod", "go.sum"]) {
    hash.update(`\0${name}\0${Deno.readTextFileSync(new URL(name, sources))}`);
  }
  const executable = new URL(`actionlint-${hash.digest("hex").slice(0, 16)}`, cache);
  if (exists(executable)) return fileURLToPath(executable);

  await Deno.mkdir(cache, { recursive: true });
  using lock = await Deno.open(new URL("lock", cache), { create: true, write: true });
  await lock.lock(true);
  if (!exists(executable)) await build(executable);
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
async function build(executable: URL): Promise<void> {
  const unfinished = new URL("unfinished", cache);
  const what = "github.com/rhysd/actionlint/cmd/actionlint";
  // Read-only, so that go.sum says what is built and a build changes no file of the repository.
  const args = ["build", "-mod=readonly", "-ldflags=-s -w", "-o", fileURLToPath(unfinished), what];
  const output = await new Deno.Command("go", { args, cwd: sources, env: { GOWORK: "off", GOFLAGS: "" } })
    .output();
  if (!output.success) {
    throw new Error(`Cannot build actionlint: ${new TextDecoder().decode(output.stderr)}`);
  }
  await Deno.rename(unfinished, executable);
}
