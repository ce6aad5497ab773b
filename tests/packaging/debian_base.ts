/** A base for images in place of the one that only a registry has: the same kind of libraries of Debian, and no shell. */
import { fileURLToPath } from "node:url";
import { asRoot } from "./as_root.ts";

const SUITE = "bookworm";
const PACKAGES = ["base-files", "libc6", "libgcc-s1", "libstdc++6", "netbase", "tzdata"];

const cache = new URL(`../../.cache/container/${SUITE}/`, import.meta.url);

/** The files of the base, and what they came in. */
export interface DebianBase {
  readonly tarball: string;
  /** File names of packages, with their versions. */
  readonly packages: readonly string[];
}

/** The base, which is made of packages from Debian's servers when it is not there yet. */
export async function prepareDebianBase(): Promise<DebianBase> {
  const [tarball, list] = [new URL("base.tar", cache), new URL("packages", cache)];
  await Deno.mkdir(cache, { recursive: true });
  using lock = await Deno.open(new URL("lock", cache), { create: true, write: true });
  await lock.lock(true);
  if (!exists(tarball)) await make(tarball, list);
  const names = (await Deno.readTextFile(list)).split("\n");
  return { tarball: fileURLToPath(tarball), packages: names.filter((name) => name.endsWith(".deb")) };
}

/** Under the lock only. What has the final name is complete. */
async function make(tarball: URL, list: URL): Promise<void> {
  const unfinished = new URL("unfinished.tar", cache);
  const hook = `ls "$1"/var/cache/apt/archives > '${fileURLToPath(list)}'`;
  await asRoot([
    "mmdebstrap",
    // Files as they are packed; nothing is configured, so that nothing has to run in there.
    "--variant=extract",
    `--include=${PACKAGES.join(",")}`,
    `--extract-hook=${hook}`,
    SUITE,
    fileURLToPath(unfinished),
  ]);
  await Deno.rename(unfinished, tarball);
}

function exists(file: URL): boolean {
  try {
    return Deno.statSync(file).isFile;
  } catch {
    return false;
  }
}
