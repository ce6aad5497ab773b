/** Builds the vcsim of this folder once per version of its sources; nothing but Go has to be installed. */
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";

/** Whether vcsim can be built here. */
export const hasGo: boolean = detectGo();

const sources = new URL(".", import.meta.url);
const cache = new URL("../../.cache/vcsim/", import.meta.url);

/** What is changed in the simulator's own sources, which Go vendors into a folder of ours. */
const patches = [
  {
    // It gathers updates for 20 ms, twice a virtual machine it creates and in every wait; real servers answer at once.
    file: "property_collector.go",
    before: "time.NewTicker(20 * time.Millisecond)",
    after: "time.NewTicker(200 * time.Microsecond)",
  },
  {
    // A wait holds the filter and wants the list view while ModifyListView holds the view and wants the filter.
    file: "property_filter.go",
    before: `	ctx.WithLock(f, func() {
		if f.sync {
			f.sync = false
			clear(f.refs)
			_, _ = f.collect(ctx)
		}
	})
`,
    after: `	isStale := false
	ctx.WithLock(f, func() { isStale, f.sync = f.sync, false })
	if isStale {
		clear(f.refs)
		_, _ = f.collect(ctx)
	}
`,
  },
] as const;

/** The path of the executable, built first when this version of the sources has none yet. */
export async function buildVcsim(): Promise<string> {
  const files = readSources();
  const hash = createHash("sha256").update(JSON.stringify(patches));
  for (const [name, text] of files) hash.update(`\0${name}\0${text}`);
  const executable = new URL(`vcsim-${hash.digest("hex").slice(0, 16)}`, cache);
  if (exists(executable)) return fileURLToPath(executable);

  await Deno.mkdir(cache, { recursive: true });
  using lock = await Deno.open(new URL("lock", cache), { create: true, write: true });
  await lock.lock(true);
  if (!exists(executable)) await build(files, executable);
  return fileURLToPath(executable);
}

function detectGo(): boolean {
  try {
    return new Deno.Command("go", { args: ["version"] }).outputSync().success;
  } catch {
    return false;
  }
}

function readSources(): ReadonlyMap<string, string> {
  const names = [...Deno.readDirSync(sources)].map((entry) => entry.name)
    .filter((name) => name.endsWith(".go") || name.startsWith("go."));
  return new Map(names.sort().map((name) => [name, Deno.readTextFileSync(new URL(name, sources))]));
}

function exists(file: URL): boolean {
  try {
    return Deno.statSync(file).isFile;
  } catch {
    return false;
  }
}

/** Under the lock only: the folder has a fixed name so that Go's own cache recognises what it compiled before. */
async function build(files: ReadonlyMap<string, string>, executable: URL): Promise<void> {
  const folder = new URL("source/", cache);
  await Deno.mkdir(folder, { recursive: true });
  for await (const entry of Deno.readDir(folder)) {
    await Deno.remove(new URL(entry.name, folder), { recursive: true });
  }
  for (const [name, text] of files) await Deno.writeTextFile(new URL(name, folder), text);

  await go(["mod", "vendor"], folder);
  for (const { file, before, after } of patches) {
    const url = new URL(`vendor/github.com/vmware/govmomi/simulator/${file}`, folder);
    const text = await Deno.readTextFile(url);
    if (text.split(before).length !== 2) {
      throw new Error(`Cannot patch ${file}: "${before}" is not there once`);
    }
    await Deno.writeTextFile(url, text.replace(before, after));
  }

  await go(["build", "-mod=vendor", "-ldflags=-s -w", "-o", "vcsim", "."], folder);
  await Deno.rename(new URL("vcsim", folder), executable);
}

async function go(args: readonly string[], cwd: URL): Promise<void> {
  const env = { GOWORK: "off", GOFLAGS: "" };
  const output = await new Deno.Command("go", { args: [...args], cwd, env }).output();
  if (!output.success) {
    throw new Error(`Cannot run go ${args.join(" ")}: ${new TextDecoder().decode(output.stderr)}`);
  }
}
