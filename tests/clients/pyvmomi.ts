/** The scripts of ./pyvmomi as processes, and the lines of JSON in which they say what they saw. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import * as z from "../../src/deps/zod.ts";
import type { Place } from "./place.ts";
import { preparePyvmomi } from "./pyvmomi_env.ts";

const scripts = new URL("pyvmomi/", import.meta.url);

/** Several times what the longest script takes; a simulator that never answers fails its step and not the run. */
const TIME_LIMIT_MS = 60_000;

/** What a script said, and how it ended. */
export class Reports {
  readonly code: number;
  readonly stderr: string;
  readonly #lines: readonly z.output<typeof line>[];

  constructor(output: Deno.CommandOutput) {
    this.code = output.code;
    this.stderr = new TextDecoder().decode(output.stderr);
    const text = new TextDecoder().decode(output.stdout);
    this.#lines = text.split("\n").filter((part) => part !== "").map((part) => line.parse(JSON.parse(part)));
  }

  /** All reports of a check, of which there has to be one. */
  all<T>(check: string, schema: z.ZodType<T>): readonly T[] {
    const found = this.#lines.filter((report) => report.check === check);
    assert.notEqual(
      found.length,
      0,
      `nothing about "${check}" before the script ended with code ${this.code}`,
    );
    return found.map((report) => schema.parse(report));
  }

  /** The only report of a check. */
  one<T>(check: string, schema: z.ZodType<T>): T {
    const [report, ...more] = this.all(check, schema);
    assert.ok(report !== undefined && more.length === 0, `${more.length + 1} reports of "${check}"`);
    return report;
  }

  /** The fault that a call of the script raised. */
  fault(check: string): z.output<typeof fault> {
    return this.one(check, fault);
  }
}

/** What is expected of a script's reports, by what it proves. */
export type Checks = Readonly<Record<string, (reports: Reports, place: Place) => void>>;

/** Runs a script to its end. */
export async function runScript(name: string, { url, user, password }: Place): Promise<Reports> {
  const child = new Deno.Command(await preparePyvmomi(), {
    args: [name],
    cwd: scripts,
    env: {
      VSPHERE_URL: url,
      VSPHERE_USER: user,
      VSPHERE_PASSWORD: password,
      // Compiled scripts beside the sources would be files of the repository.
      PYTHONPYCACHEPREFIX: fileURLToPath(new URL("../../.cache/pyvmomi/compiled", import.meta.url)),
    },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    child.kill("SIGKILL");
  }, TIME_LIMIT_MS);
  const output = await child.output();
  clearTimeout(timer);
  assert.ok(!isLate, `${name} did not end within ${TIME_LIMIT_MS} ms`);
  return new Reports(output);
}

const line = z.looseObject({ check: z.string() });
const fault = z.object({
  /** As Python names the class; null when nothing was raised. */
  fault: z.string().nullable(),
  fields: z.record(z.string(), z.string()).default({}),
  text: z.string().default(""),
});
