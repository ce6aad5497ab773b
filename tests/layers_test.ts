import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** What each room may import beside itself and the shared files directly in `src`. */
const BELOW: Readonly<Record<string, readonly string[]>> = {
  soap: [],
  vsphere: ["soap"],
  tools: ["vsphere", "soap"],
  resources: ["vsphere", "soap"],
  prompts: ["resources"],
  mcp: ["audit", "tools", "resources", "prompts", "vsphere", "soap"],
  transports: ["mcp", "tools", "resources", "vsphere", "soap"],
  config: [],
  audit: [],
  cli: [
    "audit",
    "config",
    "transports",
    "mcp",
    "tools",
    "resources",
    "prompts",
    "vsphere",
    "soap",
    "simulator",
  ],
  // The far side of the wire: of ours it knows what stands on the wire, and no more.
  simulator: ["vsphere", "soap"],
};

/** Packages that one room alone may know. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  "deps/mcp_server.ts": ["mcp", "transports"],
  "deps/yaml.ts": ["config"],
  "deps/logtape.ts": [""],
  "deps/selfsigned.ts": ["simulator"],
  "deps/jose.ts": ["transports"],
  "deps/opentelemetry.ts": [""],
};

interface Import {
  readonly from: string;
  readonly to: string;
}

function sourceFiles(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts")).map((name) => join(folder, name));
}

/** An import or a re-export at the beginning of a line, or a dynamic import. */
const STATEMENT = /(?:^(?:import|export)\s(?:[\w\s*,{}]*\sfrom\s+)?|\bimport\(\s*)"([^"]+)"/gm;

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  return [...text.matchAll(STATEMENT)].map(([, to = ""]) => ({
    from: file,
    to: to.startsWith(".") ? normalize(join(dirname(file), to)) : to,
  }));
}

function roomOf(file: string): string {
  return relative("src", dirname(file)).split("/")[0] ?? "";
}

const imports = sourceFiles("src").flatMap(importsOf);

Deno.test("layers import downwards only", () => {
  const upward = imports.filter(({ from, to }) => {
    const [here, there] = [roomOf(from), roomOf(to)];
    if (!to.startsWith("src/") || here === there || there === "" || there === "deps") return false;
    return here === "" || !(BELOW[here]?.includes(there) ?? false);
  });
  assert.deepEqual(upward, []);
});

Deno.test("every room has its rule", () => {
  const rooms = new Set(sourceFiles("src").map(roomOf).filter((room) => room !== "" && room !== "deps"));
  assert.deepEqual([...rooms].sort(), Object.keys(BELOW).sort());
});

Deno.test("no files import each other in a circle, but for the objects of the simulated world, which know each other", () => {
  const inWorld = (file: string) => file.startsWith("src/simulator/world/");
  const edges = Map.groupBy(
    imports.filter(({ from, to }) => !(inWorld(from) && inWorld(to))),
    ({ from }) => from,
  );
  const reach = (file: string, seen: Set<string>): ReadonlySet<string> => {
    for (const { to } of edges.get(file) ?? []) if (!seen.has(to)) reach(to, seen.add(to));
    return seen;
  };
  assert.deepEqual([...edges.keys()].filter((file) => reach(file, new Set()).has(file)), []);
});

Deno.test("npm packages are named in src/deps only, each with one version", () => {
  const named = imports.filter(({ to }) => to.startsWith("npm:"));
  assert.deepEqual(named.filter(({ from }) => !from.startsWith("src/deps/")), []);
  assert.deepEqual(named.filter(({ to }) => !/^npm:(@[\w-]+\/)?[\w-]+@\d+\.\d+\.\d+(\/|$)/.test(to)), []);
});

Deno.test("bare names never resolve from a URL, so product code uses none", () => {
  const bare = imports.filter(({ to }) => !/^(src\/|npm:|node:)/.test(to));
  assert.deepEqual(bare, []);
});

Deno.test("packages stay in their room", () => {
  const strays = imports.filter(({ from, to }) => {
    const rooms = PACKAGES[relative("src", to)];
    return rooms !== undefined && !rooms.includes(roomOf(from));
  });
  assert.deepEqual(strays, []);
});

Deno.test("the simulator takes from vsphere the wire tables alone", () => {
  const strays = imports.filter(({ from, to }) =>
    roomOf(from) === "simulator" && to.startsWith("src/vsphere/")
  )
    .filter(({ to }) => !/^src\/vsphere\/(wire\/|versions\.ts$)/.test(to));
  assert.deepEqual(strays, []);
});

/** The rooms inside the simulator: each may import those before it. */
const SIMULATOR = [
  "wire",
  "core",
  "world",
  "perf",
  "properties",
  "collector",
  "events",
  "methods",
  "seed",
  "",
];

Deno.test("inside the simulator, rooms import downwards only", () => {
  const innerRoom = (file: string) => /^src\/simulator\/(?:(\w+)\/)?/.exec(file)?.[1] ?? "";
  const upward = imports.filter(({ from, to }) =>
    [from, to].every((file) => file.startsWith("src/simulator/"))
  )
    .filter(({ from, to }) => SIMULATOR.indexOf(innerRoom(to)) > SIMULATOR.indexOf(innerRoom(from)));
  assert.deepEqual(upward, []);
});

Deno.test("the simulator is loaded on demand only", () => {
  const eager = imports.filter(({ from, to }) => roomOf(from) !== "simulator" && roomOf(to) === "simulator")
    .filter(({ from, to }) => {
      const name = to.slice(to.lastIndexOf("/") + 1);
      return !new RegExp(`await import\\("[^"]*${name.replace(".", "\\.")}"\\)`).test(
        readFileSync(join(ROOT, from), "utf8"),
      );
    });
  assert.deepEqual(eager, []);
});

/** Everything that a start of `file` loads, types and what is imported later left out. */
function eagerImports(file: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, to = ""] of readFileSync(join(ROOT, file), "utf8").matchAll(EAGER)) {
    if (to.startsWith(".")) eagerImports(normalize(join(dirname(file), to)), seen);
  }
  return seen;
}

const EAGER = /^(?:import|export)\s(?!type\s)(?:[\w\s*,{}]*\sfrom\s+)?"([^"]+)"/gm;

Deno.test("what few starts need is loaded on demand only", () => {
  const atStart = eagerImports("main.ts");
  assert.ok(atStart.has("src/log.ts"));
  for (const file of ["jose", "opentelemetry", "selfsigned", "yaml"].map((name) => `src/deps/${name}.ts`)) {
    assert.equal(atStart.has(file), false, file);
  }
  for (const transport of ["http", "stdio"]) {
    const loaded = eagerImports(`src/transports/${transport}.ts`);
    assert.equal(loaded.has("src/deps/jose.ts"), false, transport);
    assert.equal(loaded.has("src/transports/listener.ts"), transport === "http");
    assert.equal(loaded.has("src/prometheus.ts"), transport === "http");
  }
});

Deno.test("Deno is named only where the process is", () => {
  const allowed = (file: string) => file.startsWith("src/cli/");
  const files = sourceFiles("src").filter((file) => !allowed(file))
    .filter((file) =>
      /\bDeno\./.test(readFileSync(join(ROOT, file), "utf8").replace(/\/\/.*|\/\*[\s\S]*?\*\//g, ""))
    );
  assert.deepEqual(files, []);
});

Deno.test("no file is longer than 250 lines", () => {
  const long = [
    ...sourceFiles("src"),
    ...sourceFiles("tests"),
    ...sourceFiles("scripts"),
    ...sourceFiles("bench"),
  ]
    .filter((file) => readFileSync(join(ROOT, file), "utf8").split("\n").length > 251);
  assert.deepEqual(long, []);
});
