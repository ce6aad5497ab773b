import { fileURLToPath } from "node:url";
import { mustRunClients } from "../clients/place.ts";
import { spawn } from "./product.ts";

const SCRIPT = fileURLToPath(new URL("../../scripts/bundle.ts", import.meta.url));

/** Bundles the product into a folder, as one file where `single` is asked for, and gives the path of what is started. */
export async function bundleInto(folder: string, kind: "split" | "single"): Promise<string> {
  const args = ["run", "--quiet", "--allow-all", "--frozen", SCRIPT, folder];
  const { code, stderr } = await spawn([...args, ...(kind === "single" ? ["--single"] : [])], {
    env: Deno.env.toObject(),
  }).ended;
  if (code !== 0) throw new Error(`Cannot bundle the product: ${stderr}`);
  return `${folder}/${kind === "single" ? "esxi-mcp-server.mjs" : "main.js"}`;
}

/** Whether tests on Node have nothing to run on, and nobody insists. */
export const lacksNode: boolean = !mustRunClients && nodeMajor() < 20;

function nodeMajor(): number {
  try {
    const { stdout } = new Deno.Command("node", { args: ["--version"] }).outputSync();
    return Number(/^v(\d+)/.exec(new TextDecoder().decode(stdout))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
