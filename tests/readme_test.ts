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

Deno.test("README and documents show client configurations that are valid JSON", () => {
  const blocks = [...documents.join("\n").matchAll(/```json\n([\s\S]*?)```/g)].map(([, json = ""]) => json);
  assert.ok(blocks.length >= 2);
  for (const block of blocks) assert.doesNotThrow(() => JSON.parse(block));
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

Deno.test("README links to files that exist", () => {
  const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path = ""]) => path);
  assert.ok(links.length > 0);
  for (const path of links) assert.ok(read(path).length > 0, path);
});

Deno.test("ARCHITECTURE.md has at most 100 lines", () => {
  assert.ok(read("ARCHITECTURE.md").split("\n").length <= 101);
});
