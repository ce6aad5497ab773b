/** Installs the programs of a folder of ./npm in the versions of its lock file, once. */
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import * as z from "../../src/deps/zod.ts";
import { isComplete, markComplete } from "./complete.ts";
import { mustRunClients } from "./place.ts";

const sources = new URL("npm/", import.meta.url);
const cache = new URL("../../.cache/npm-clients/", import.meta.url);
const FILES = ["package.json", "deno.lock"] as const;

/** Those that every run of the tests drives, scripts and executables; and those that it drives when it is asked to. */
export type ClientSet = "tested" | "programs" | "others";

/** Whether a run of the tests drives these here. */
export function isDriven(set: ClientSet): boolean {
  // Pinned are the executables for one platform: their packages for all would be gigabytes.
  if (set === "programs") return Deno.build.target === "x86_64-unknown-linux-gnu";
  // To install them takes longer than all that is done with them.
  return set === "tested" || Deno.env.get("WITH_OTHER_CLIENTS") === "1";
}

/** Where the packages are. */
export interface NpmClients {
  /** The arguments that make Deno run a file of a package. */
  readonly run: (file: string) => readonly string[];
  readonly folder: URL;
}

/** Programs of others from npm; undefined where they cannot be had and need not be. */
export async function npmClients(set: ClientSet = "tested"): Promise<NpmClients | undefined> {
  try {
    return await prepareNpmClients(new URL(`${set}/`, sources));
  } catch (error) {
    if (mustRunClients) throw error;
    return undefined;
  }
}

const Manifest = z.object({ dependencies: z.record(z.string(), z.string()) });

/** The version in which a package of the set is pinned. */
export function versionOf(name: string, set: ClientSet): string {
  const text = Deno.readTextFileSync(new URL(`${set}/package.json`, sources));
  const pinned = Manifest.parse(JSON.parse(text)).dependencies[name];
  if (pinned === undefined) {
    throw new Error(`Cannot tell the version of "${name}": it is not in the set "${set}"`);
  }
  // Another name may stand in front: npm:NAME@VERSION.
  return pinned.slice(pinned.lastIndexOf("@") + 1);
}

async function prepareNpmClients(source: URL): Promise<NpmClients> {
  const hash = createHash("sha256").update(Deno.version.deno);
  for (const name of FILES) hash.update(Deno.readTextFileSync(new URL(name, source)));
  const folder = new URL(`${hash.digest("hex").slice(0, 16)}/`, cache);
  if (!isComplete(folder)) {
    await Deno.mkdir(folder, { recursive: true });
    using lock = await Deno.open(new URL("lock", cache), { create: true, write: true });
    await lock.lock(true);
    if (!isComplete(folder)) await install(source, folder);
  }
  return {
    folder,
    run: (
      file,
    ) => [
      "run",
      "--quiet",
      "--allow-all",
      "--no-lock",
      fileURLToPath(new URL(`node_modules/${file}`, folder)),
    ],
  };
}

/** Under the lock only. */
async function install(source: URL, folder: URL): Promise<void> {
  for (const name of FILES) await Deno.copyFile(new URL(name, source), new URL(name, folder));
  // Frozen, so that the lock file says what is installed.
  const args = ["install", "--quiet", "--frozen"];
  const output = await new Deno.Command(Deno.execPath(), { args, cwd: folder }).output();
  if (!output.success) {
    throw new Error(`Cannot install the clients from npm: ${new TextDecoder().decode(output.stderr)}`);
  }
  await markComplete(folder);
}
