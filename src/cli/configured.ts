import { loadConfig } from "../config/load.ts";
import type { Config } from "../config/schema.ts";
import { configFileOf } from "../config/sources.ts";
import { fileSystem } from "../file_system.ts";
import type { ConfigFlags } from "./flags.ts";
import type { Variables } from "./variables.ts";

/** A configuration, and the files that it was read from. */
export interface Configured {
  readonly config: Config;
  readonly files: readonly string[];
}

/** Reads the configuration that the command line and these variables name. Throws ConfigError. */
export async function readConfig(
  { flags, configFile }: Pick<ConfigFlags, "flags" | "configFile">,
  env: Variables,
): Promise<Configured> {
  // Most servers are configured by variables alone, and what reads YAML costs each start some milliseconds.
  const file = configFileOf({ configFile, env }) === undefined
    ? undefined
    : await import("../config/file.ts");
  const files: string[] = [];
  const config = loadConfig({
    flags,
    configFile,
    parseConfigFile: file?.parseConfigFile,
    env,
    readTextFile(path) {
      files.push(path);
      return fileSystem().readFileSync(path, "utf8");
    },
  });
  return { config, files };
}
