/** The npm packages that the product consists of beside its own source, from the lock file, with their licences. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import * as z from "../src/deps/zod.ts";

/** A package as it is locked and as it lies in Deno's cache. */
export interface Package {
  readonly name: string;
  readonly version: string;
  /** Subresource integrity of its archive. */
  readonly integrity: string;
  /** SPDX identifier. */
  readonly licence: string;
  /** Whether the product's own source imports it. */
  readonly isDirect: boolean;
  /** Names of the packages that it needs, with versions. */
  readonly needs: readonly string[];
  /** The licence and what else it wants to be shown with it. */
  readonly texts: readonly string[];
}

/** Licences under which code may be part of the product: they ask for nothing but to be named. */
export const ALLOWED_LICENCES: readonly string[] = [
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "ISC",
  "MIT",
];

const ROOT = new URL("..", import.meta.url);

const lockSchema = z.object({
  specifiers: z.record(z.string(), z.string()),
  npm: z.record(
    z.string(),
    z.object({ integrity: z.string(), dependencies: z.array(z.string()).default([]) }),
  ),
});
type Lock = z.output<typeof lockSchema>;

/** Every package that `src/deps` names, and what those need, in the order of their names. */
export function productPackages(cache = npmCache()): readonly Package[] {
  const lock = lockSchema.parse(JSON.parse(Deno.readTextFileSync(new URL("deno.lock", ROOT))));
  const roots = rootKeys(lock);
  return [...closure(lock, roots)].sort()
    .map((key) => ({ ...describe(lock, { key, cache }), isDirect: roots.includes(key) }));
}

/** Refuses what may not be part of the product. */
export function checkLicences(packages: readonly Pick<Package, "name" | "version" | "licence">[]): void {
  const refused = packages.filter(({ licence }) => !ALLOWED_LICENCES.includes(licence));
  if (refused.length === 0) return;
  const names = refused.map(({ name, version, licence }) => `${name}@${version} (${licence})`).join(", ");
  throw new Error(`Cannot ship ${names}: the licence is not among ${ALLOWED_LICENCES.join(", ")}`);
}

function rootKeys(lock: Lock): readonly string[] {
  const folder = new URL("src/deps/", ROOT);
  const texts = [...Deno.readDirSync(folder)].map(({ name }) => Deno.readTextFileSync(new URL(name, folder)));
  return [...texts.join("\n").matchAll(/"npm:((?:@[\w-]+\/)?[\w-]+)@([\d.]+)/g)].map(
    ([, name = "", version]) => {
      const resolved = lock.specifiers[`npm:${name}@${version}`];
      if (resolved === undefined) {
        throw new Error(`Cannot find npm:${name}@${version} in deno.lock; run deno check`);
      }
      return `${name}@${resolved}`;
    },
  );
}

function closure(lock: Lock, roots: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [...roots];
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (found.has(key)) continue;
    found.add(key);
    waiting.push(...needsOf(lock, key));
  }
  return found;
}

/** A need without a version is the only one of its name in the lock file. */
function needsOf({ npm }: Lock, key: string): readonly string[] {
  return (npm[key]?.dependencies ?? []).map((need) => {
    const match = Object.keys(npm).find((other) => other === need || identity(other).name === need);
    if (match === undefined) throw new Error(`Cannot find ${need}, which ${key} needs, in deno.lock`);
    return match;
  });
}

/** Behind `_` stand the peers with which it was resolved. */
function identity(key: string): { readonly name: string; readonly version: string } {
  const [, name = "", version = ""] = /^(@?[^@]+)@([^_]+)/.exec(key) ?? [];
  return { name, version };
}

function describe(
  lock: Lock,
  { key, cache }: { readonly key: string; readonly cache: string },
): Omit<Package, "isDirect"> {
  const { name, version } = identity(key);
  const folder = folderOf(key, cache);
  const { license } = z.object({ license: z.string() })
    .parse(JSON.parse(Deno.readTextFileSync(join(folder, "package.json"))));
  const files = [...Deno.readDirSync(folder)].map((entry) => entry.name)
    .filter((file) => /^(licen[cs]e|copying|notice|copyrightnotice)(\.\w+)?$/i.test(file)).sort();
  const texts = files.map((file) => Deno.readTextFileSync(join(folder, file)));
  const needs = needsOf(lock, key).map((need) => `${identity(need).name}@${identity(need).version}`);
  return { name, version, integrity: lock.npm[key]?.integrity ?? "", licence: license, needs, texts };
}

/** Deno keeps a folder for each registry: which one a package came from does not matter, its hash is locked. */
function folderOf(key: string, cache: string): string {
  const { name, version } = identity(key);
  const folders = [...Deno.readDirSync(cache)].map((registry) => join(cache, registry.name, name, version));
  const folder = folders.find((candidate) => existsSync(join(candidate, "package.json")));
  if (folder === undefined) throw new Error(`Cannot find ${key} in Deno's cache; run deno check`);
  return folder;
}

/** Where Deno keeps what it fetched from npm. */
function npmCache(): string {
  const { stdout } = new Deno.Command(Deno.execPath(), { args: ["info", "--json"], cwd: ROOT }).outputSync();
  return z.object({ npmCache: z.string() }).parse(JSON.parse(new TextDecoder().decode(stdout))).npmCache;
}
