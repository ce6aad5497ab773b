import { parseConfigFile } from "../../src/config/file.ts";
import { loadConfig } from "../../src/config/load.ts";
import { ConfigError } from "../../src/config/problem.ts";
import type { Config } from "../../src/config/schema.ts";
import type { ConfigSources } from "../../src/config/sources.ts";

/** What a configuration needs at least, as variables. */
export const target = {
  VCENTER_HOST: "esxi.example.com",
  VCENTER_USER: "root",
  VCENTER_PASSWORD: "pw-of-root",
} as const;

interface Given extends Partial<ConfigSources> {
  /** Contents by path. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Loads from literals; `config.yaml` is named with -c when it is among the files. */
export function load({ files = {}, ...sources }: Given): Config {
  return loadConfig({
    env: {},
    parseConfigFile,
    configFile: "config.yaml" in files ? "config.yaml" : undefined,
    readTextFile(path) {
      const text = files[path];
      if (text === undefined) throw Object.assign(new Error(`no such file: ${path}`), { name: "NotFound" });
      return text;
    },
    ...sources,
  });
}

/** The lines of the error that loading ends with, the first one apart. */
export function problemsOf(given: Given): readonly string[] {
  try {
    load(given);
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split("\n").slice(1).map((line) => line.trim());
    throw error;
  }
  return [];
}
