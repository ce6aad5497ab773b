import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { CHECKOUT_FLAGS } from "../src/cli/permissions.ts";
import { spawn } from "./support/product.ts";

const BUNDLE = fileURLToPath(new URL("../scripts/bundle.ts", import.meta.url));

async function run(
  args: readonly string[],
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  return await spawn(args, { env: Deno.env.toObject() }).ended;
}

/** A part of a bundle and what it imports, not on demand but at once. */
function loadedWith(folder: string, part: string, known = new Set<string>()): ReadonlySet<string> {
  if (known.has(part)) return known;
  known.add(part);
  const text = Deno.readTextFileSync(`${folder}/${part}`);
  for (const [, name = ""] of text.matchAll(/\b(?:from|import)\s*"\.\/([^"]+)"/g)) {
    loadedWith(folder, name, known);
  }
  return known;
}

Deno.test("the bundle loads the simulator only when it is used", async (t) => {
  const folder = await Deno.makeTempDir();
  try {
    const { code, stderr } = await run(["run", "--allow-all", BUNDLE, folder]);
    assert.equal(code, 0, stderr);
    const product = (...args: readonly string[]) =>
      run(["run", "--quiet", ...CHECKOUT_FLAGS, `${folder}/main.js`, ...args]);

    await t.step("--demo works", async () => {
      const { code, stdout, stderr } = await product("--demo", "call", "list_vms", "--name", "db-*");
      assert.equal(code, 0, stderr);
      assert.match(stdout, /^2 of 2 virtual machine/);
    });

    await t.step("what speaks to vSphere is loaded with the first call", () => {
      const parts = [...loadedWith(folder, "main.js")].map((part) =>
        Deno.readTextFileSync(`${folder}/${part}`)
      );
      assert.ok(parts.length > 1);
      for (const word of ["WaitForUpdatesEx", 'from"node:fs"', 'from"node:tls"', 'from "node:module"']) {
        assert.ok(!parts.some((text) => text.includes(word)), word);
      }
    });

    await t.step("everything else works without it", async () => {
      const names = [...Deno.readDirSync(folder)].map(({ name }) => name);
      const parts = names.filter((name) => /^(simulator|serve|direct|certificate)-\w+\.js$/.test(name));
      assert.equal(parts.length, 4, String(names));
      const hasSimulator = (name: string) =>
        Deno.readTextFileSync(`${folder}/${name}`).includes("ha-folder-root");
      const always = loadedWith(folder, "main.js");
      assert.deepEqual([...always].filter(hasSimulator), [], "the simulator is in a part that always loads");
      assert.ok(names.some(hasSimulator));
      for (const part of parts) Deno.removeSync(`${folder}/${part}`);
      assert.equal((await product("tools")).code, 0);
      const { code, stderr } = await product("--demo", "call", "list_vms");
      assert.notEqual(code, 0, stderr);
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
