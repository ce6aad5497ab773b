import { fileURLToPath } from "node:url";

const LOCK = fileURLToPath(new URL("tools.lock", import.meta.url));

/** Programs of others that make what is released, with their versions; `tools.lock` has the hashes. */
const TOOLS = { esbuild: "npm:esbuild@0.25.5", mcpb: "npm:@anthropic-ai/mcpb@2.1.2" } as const;

/**
 * Runs a program of others and throws when it fails. They have a lock file of their own: who runs the product from a
 * checkout fetches everything in deno.lock.
 */
export async function runTool(name: keyof typeof TOOLS, args: readonly string[]): Promise<void> {
  await runDeno([
    "run",
    "--quiet",
    "--allow-all",
    "--no-config",
    `--lock=${LOCK}`,
    "--frozen",
    TOOLS[name],
    ...args,
  ]);
}

/** Runs Deno in the root of the repository and throws when it fails. */
export async function runDeno(args: readonly string[]): Promise<void> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd: new URL("..", import.meta.url),
  }).output();
  if (success) return;
  const said = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("\n").trim();
  throw new Error(`Cannot run deno ${args.join(" ")}: ${said}`);
}
