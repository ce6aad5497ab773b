import assert from "node:assert/strict";
import { networkInterfaces } from "node:os";
import { GENERAL_PERMISSIONS, permissionFlags } from "../../src/cli/permissions.ts";
import { spawn } from "../support/product.ts";

const MODULE = new URL("../../src/cli/own_macs.ts", import.meta.url).href;
const PRINT = `import { ownMacs } from "${MODULE}"; console.log(JSON.stringify(ownMacs()));`;

async function macsUnder(flags: readonly string[]): Promise<unknown> {
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(file, PRINT);
    const { code, stdout, stderr } = await spawn(["run", "--quiet", ...flags, file], {
      env: Deno.env.toObject(),
    }).ended;
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout);
  } finally {
    await Deno.remove(file);
  }
}

Deno.test("ownMacs() names every network card under the permissions of executables", async () => {
  const macs = Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ mac }) => mac));
  assert.deepEqual(await macsUnder(permissionFlags(GENERAL_PERMISSIONS)), [...new Set(macs)]);
});

Deno.test("ownMacs() knows none where this process may not look", async () => {
  assert.deepEqual(await macsUnder(["--no-prompt", "--allow-read"]), []);
});
