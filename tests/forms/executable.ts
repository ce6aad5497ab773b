import { findCompiler, prepareBase } from "../../scripts/denort.ts";
import { runScript } from "./form.ts";

/** Whether an executable can be compiled here; its base, which needs no download host, is fetched first. */
export async function canCompile(): Promise<boolean> {
  if (Deno.build.os !== "linux" || Deno.build.arch !== "x86_64") return false;
  return await prepareBase().then(() => true, () => false);
}

/** Compiles the executable for Linux x64 into a folder, with these options of the task; gives its path. */
export async function compileExecutable(out: string, options: readonly string[] = []): Promise<string> {
  const args = [`--deno=${await findCompiler()}`, `--out=${out}`, "--target=linux-x64", ...options];
  await runScript("compile", args, { DENORT_BIN: await prepareBase() });
  return `${out}/esxi-mcp-server-linux-x64`;
}
