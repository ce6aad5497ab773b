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

/** What the errors of the code say before the first colon, such as `Cannot trust "…"`. */
export function errorHeads(code: string): ReadonlySet<string> {
  const heads = [...code.matchAll(/["'`](Cannot [^\n`]*?): /g)].map(([, head = ""]) => head);
  // Comments show the form of a text with three dots.
  return new Set(heads.filter((head) => !head.includes("...")));
}
