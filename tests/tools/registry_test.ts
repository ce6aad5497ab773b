import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { basename, dirname } from "node:path";
import { TOOLS } from "../../src/tools/registry.ts";

const folder = new URL("../../src/tools/", import.meta.url);
const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && dirname(file) !== ".");

Deno.test("TOOLS holds every file of every toolset under the file's name", () => {
  assert.deepEqual(TOOLS.map(({ name }) => name).sort(), files.map((file) => basename(file, ".ts")).sort());
});

Deno.test("TOOLS have the names of the seed", () => {
  const seed = ["create_vm", "clone_vm", "delete_vm", "power_on_vm", "power_off_vm", "list_vms"];
  const names = TOOLS.map(({ name }) => name);
  assert.deepEqual(seed.filter((name) => !names.includes(name)), []);
});

Deno.test("TOOLS describe themselves and each argument", () => {
  for (const { name, title, description, input } of TOOLS) {
    assert.match(name, /^[a-z]+(_[a-z]+)*$/);
    assert.ok(title.length > 0 && description.length >= 60, name);
    for (const [argument, schema] of Object.entries(input.shape)) {
      assert.ok((schema.description ?? "").length > 10, `${name}.${argument} has no description`);
    }
  }
});
