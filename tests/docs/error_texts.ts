import { readdirSync, readFileSync } from "node:fs";

const SRC = new URL("../../src/", import.meta.url);

/** A value that the code puts in, shallow braces inside of it included. */
const VALUE = /\$\{(?:[^{}]|\{[^{}]*\})*\}/g;
/** Where a text goes on in the next string. */
const JOINT = /["'`]\s*\+\s*["'`]/g;

/** The code as far as it speaks to users, with `…` for what it puts in; the simulator speaks as vSphere does. */
export function spokenCode(): string {
  return readdirSync(SRC, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.startsWith("simulator/"))
    .map((file) => readFileSync(new URL(file, SRC), "utf8").replaceAll(VALUE, "…").replaceAll(JOINT, ""))
    .join("\n");
}

/** The families of errors, such as `Cannot trust`, that the code has. */
export function errorFamilies(code: string): ReadonlySet<string> {
  return new Set([...code.matchAll(/["'`](Cannot [a-z]+)/g)].map(([, family = ""]) => family));
}
