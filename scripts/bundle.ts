/**
 * Bundles the product, for Deno and for Node 20 and newer: `deno task bundle [FOLDER]`, dist/bundle unless another
 * is named; with `--single` as one file, esxi-mcp-server.mjs, else split so that a start loads only what it needs.
 */
import { isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runDeno, runTool } from "./tools.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const isSingle = Deno.args.includes("--single");
const wanted = Deno.args.find((arg) => !arg.startsWith("--")) ?? (isSingle ? "dist/single" : "dist/bundle");
const folder = isAbsolute(wanted) ? wanted : join(ROOT, wanted);
const MAIN = isSingle ? "esxi-mcp-server.mjs" : "main.js";

/** What the bundler writes for packages that call `require`: every start pays for it, and few need it. */
const EAGER =
  /import\s*\{\s*createRequire as (\w+)\s*\}\s*from\s*"node:module";\s*var (\w+)\s*=\s*\1\(import\.meta\.url\);/;

const LAZY = 'import lazyProcess from "node:process";' +
  'var $2=(...a)=>lazyProcess.getBuiltinModule("node:module").createRequire(import.meta.url)(...a);';

/** Node 20 knows neither `using` nor `import.meta.main`, and a bundle is started, never imported. */
const FOR_NODE = ["--format=esm", "--target=node20", "--minify", "--define:import.meta.main=true"];

await Deno.remove(folder, { recursive: true }).catch(() => {});
const parts = isSingle ? ["--output", join(folder, MAIN)] : ["--code-splitting", "--outdir", folder];
await runDeno(["bundle", "--quiet", "--minify", ...parts, "main.ts"]);
const files = [...Deno.readDirSync(folder)].map(({ name }) => join(folder, name));
const gaps = await Deno.readTextFile(join(ROOT, "scripts/node_20.js"));
for (const file of files) {
  const text = (await Deno.readTextFile(file)).replace(EAGER, LAZY);
  await Deno.writeTextFile(file, file.endsWith(MAIN) ? gaps + text : text);
}
const extension = isSingle ? ["--out-extension:.js=.mjs"] : [];
await runTool("esbuild", [...files, `--outdir=${folder}`, "--allow-overwrite", ...extension, ...FOR_NODE]);
