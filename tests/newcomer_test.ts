import assert from "node:assert/strict";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { mustRunClients } from "./clients/place.ts";
import { spawn } from "./support/product.ts";
import { programPath } from "./support/programs.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const VERSION = Deno.readTextFileSync(new URL("../.deno-version", import.meta.url)).trim();

/** What of a machine its user can call: nothing but these. */
const MACHINES = {
  "only Node": { programs: ["node", "npx", "sh"], command: ["npx", "--yes", `deno@${VERSION}`] },
  "only Deno": { programs: ["deno"], command: ["deno"] },
};

for (const [machine, { programs, command: [first = "", ...rest] }] of Object.entries(MACHINES)) {
  const missing = programs.filter((name) => programPath(name) === undefined);
  Deno.test({
    name: `from a clone to the first answer on a machine with ${machine}`,
    ignore: Deno.build.os === "windows" || (!mustRunClients && (missing.length > 0 || !await isCheckout())),
    async fn() {
      const folder = await Deno.makeTempDir();
      try {
        const bin = `${folder}/bin`;
        await Deno.mkdir(bin);
        for (const name of programs) await Deno.symlink(programPath(name) ?? "", `${bin}/${name}`);
        const started = performance.now();
        assert.equal((await git(["clone", "--quiet", ROOT, `${folder}/clone`])).code, 0);
        const { HOME = "" } = process.env;
        await using demo = spawn([...rest, "task", "demo"], {
          command: `${bin}/${first}`,
          cwd: `${folder}/clone`,
          env: { HOME, PATH: bin, NO_COLOR: "1", NO_UPDATE_NOTIFIER: "1" },
        });
        await demo.says(/\d+ of \d+ machines; the answer has a cursor/);
        const seconds = ((performance.now() - started) / 1000).toFixed(1);
        process.stderr.write(`from clone to first answer, ${machine}: ${seconds} s\n`);
        const { code, stdout, stderr } = await demo.ended;
        assert.equal(code, 0, stdout + stderr);
        assert.match(stdout, /^9 steps, all as expected/m);
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    },
  });
}

/** A folder out of an archive has nothing to clone. */
async function isCheckout(): Promise<boolean> {
  try {
    return (await git(["-C", ROOT, "rev-parse", "--verify", "--quiet", "HEAD"])).success;
  } catch {
    return false;
  }
}

function git(args: readonly string[]): Promise<Deno.CommandOutput> {
  return new Deno.Command("git", { args: [...args] }).output();
}
