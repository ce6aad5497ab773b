import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { GENERAL_PERMISSIONS, permissionFlags } from "../../src/cli/permissions.ts";
import { type Ended, type Product, spawn } from "../support/product.ts";

const ROOT = new URL("../../", import.meta.url);

/** What executables are compiled with. */
export const FLAGS: readonly string[] = permissionFlags(GENERAL_PERMISSIONS);

/** The path of a file of the checkout. */
export const pathOf = (name: string): string => fileURLToPath(new URL(name, ROOT));

/** One way to start the product. */
export interface Form {
  readonly command: string;
  readonly args: readonly string[];
}

export interface Started {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd: string;
}

export function start({ command, args }: Form, more: readonly string[], { env = {}, cwd }: Started): Product {
  return spawn([...args, ...more], { command, env, cwd });
}

export async function run(form: Form, more: readonly string[], started: Started): Promise<Ended> {
  const product = start(form, more, started);
  await product.stdin.close();
  return await product.ended;
}

/** Runs a script of the checkout to its good end. */
export async function runScript(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const all = { ...Deno.env.toObject(), ...env };
  const { code, stderr } = await spawn(["run", "--allow-all", pathOf(`scripts/${name}.ts`), ...args], {
    env: all,
  }).ended;
  assert.equal(code, 0, stderr);
}
