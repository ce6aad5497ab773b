import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Newer than ES2023, and yet known to Node 20. */
const KNOWN = ["toWellFormed"];

Deno.test("the product uses nothing that Node 20 lacks, but for what scripts/node_20.js brings", async () => {
  const gaps = Deno.readTextFileSync(`${ROOT}scripts/node_20.js`).matchAll(/^\w+\.(\w+) \?\?=/gm);
  // The compiler's own list has no static part of URL that is newer than the class.
  const brought = [...gaps].map(([, name = ""]) => name).filter((name) => name !== "parse");
  assert.deepEqual(await newerThanEs2023(), [...brought, ...KNOWN].sort());
});

/** Names of the language's newer parts in what `main.ts` loads, as the compiler misses them in an older library. */
async function newerThanEs2023(): Promise<readonly string[]> {
  const config = await Deno.makeTempFile({ suffix: ".json" });
  try {
    const lib = ["es2023", "esnext.disposable", "dom", "dom.iterable", "dom.asynciterable"];
    Deno.writeTextFileSync(config, JSON.stringify({ compilerOptions: { strict: true, lib } }));
    const { stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", "--quiet", "--no-lock", "--config", config, `${ROOT}main.ts`],
      env: { NO_COLOR: "1" },
    }).output();
    const said = new TextDecoder().decode(stderr);
    const missed = [...said.matchAll(/^TS\d+ \[ERROR\]: (.*)$/gm)].map(([, text = ""]) => text);
    const names = missed.map((text) => /^Property '(\w+)' does not exist on type/.exec(text)?.[1]);
    // What follows from a name that is missed is a value without a type.
    const others = missed.filter((text, at) =>
      names[at] === undefined && !/implicitly has an 'any'/.test(text)
    );
    assert.deepEqual(others, []);
    return [...new Set(names.filter((name) => name !== undefined))].sort();
  } finally {
    await Deno.remove(config);
  }
}
