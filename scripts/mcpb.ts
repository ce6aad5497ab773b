/** Packs the bundle for desktop clients, which run it on the Node that they ship: `deno task mcpb [FOLDER]`, dist unless another is named. */
import { dirname, isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ENTRY_POINT, manifest } from "./manifest.ts";
import { MCPB_FILE } from "./product.ts";
import { runDeno, runTool } from "./tools.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const [wanted = "dist"] = Deno.args;
const out = isAbsolute(wanted) ? wanted : join(ROOT, wanted);
const staged = join(out, "mcpb");

await Deno.remove(staged, { recursive: true }).catch(() => {});
await runDeno([
  "run",
  "--quiet",
  "--allow-all",
  "scripts/bundle.ts",
  join(staged, dirname(ENTRY_POINT)),
  "--single",
]);
for (const name of ["LICENSE", "THIRD_PARTY_NOTICES"]) {
  await Deno.copyFile(join(ROOT, name), join(staged, name));
}
const manifestFile = join(staged, "manifest.json");
await Deno.writeTextFile(manifestFile, JSON.stringify(manifest(), null, 2) + "\n");
await runTool("mcpb", ["validate", manifestFile]);
await runTool("mcpb", ["pack", staged, join(out, MCPB_FILE)]);
