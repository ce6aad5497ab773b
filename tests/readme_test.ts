import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

function read(path: string): string {
  return readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
}

const readme = read("README.md");

const documents = [
  readme,
  ...[...Deno.readDirSync(new URL("../docs", import.meta.url))].map(({ name }) => read(`docs/${name}`)),
];

Deno.test("README and documents pin the Deno version of .deno-version", () => {
  const named = new Set(documents.join("\n").matchAll(/deno@([\d.]+\d)/g).map(([, version]) => version));
  assert.deepEqual([...named], [read(".deno-version").trim()]);
});

Deno.test("README gives every package in src/deps its reason", () => {
  const dependencies = readme.slice(readme.indexOf("## Dependencies"));
  const packages = [...Deno.readDirSync(new URL("../src/deps", import.meta.url))]
    .flatMap(({ name }) =>
      [...read(`src/deps/${name}`).matchAll(/"npm:((?:@[\w-]+\/)?[\w-]+)@/g)].map(([, npm]) => npm)
    );
  assert.ok(packages.length > 0);
  assert.deepEqual(packages.filter((npm) => !dependencies.includes(`\`${npm}\``)), []);
});

Deno.test("ARCHITECTURE.md has at most 100 lines", () => {
  assert.ok(read("ARCHITECTURE.md").split("\n").length <= 101);
});
