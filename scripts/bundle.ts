/** Bundles the product into a folder, dist/bundle unless another is named: `deno task bundle`. */
const [folder = "dist/bundle"] = Deno.args;
const OUT = new URL(`${folder}/`, new URL("..", import.meta.url));

/** What the bundler writes for packages that call `require`: every start pays for it, and few need it. */
const EAGER =
  /import\s*\{\s*createRequire as (\w+)\s*\}\s*from\s*"node:module";\s*var (\w+)\s*=\s*\1\(import\.meta\.url\);/;

const LAZY = 'import lazyProcess from "node:process";' +
  'var $2=(...a)=>lazyProcess.getBuiltinModule("node:module").createRequire(import.meta.url)(...a);';

await Deno.remove(OUT, { recursive: true }).catch(() => {});
const { success, stderr } = await new Deno.Command(Deno.execPath(), {
  args: ["bundle", "--quiet", "--code-splitting", "--minify", "--outdir", folder, "main.ts"],
  cwd: new URL("..", import.meta.url),
}).output();
if (!success) {
  await Deno.stderr.write(stderr);
  Deno.exit(1);
}
for (const { name } of Deno.readDirSync(OUT)) {
  const file = new URL(name, OUT);
  const text = Deno.readTextFileSync(file);
  const lazy = text.replace(EAGER, LAZY);
  if (lazy !== text) Deno.writeTextFileSync(file, lazy);
}
