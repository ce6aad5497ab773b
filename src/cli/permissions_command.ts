import process from "node:process";
import type { Config } from "../config/schema.ts";
import { type ConfiguredBy, permissionFlags, permissionsOf } from "./permissions.ts";

/** Prints the narrowest flags for this configuration as one line for a shell. */
export function permissionsCommand(config: Config, by: ConfiguredBy): void {
  process.stdout.write(permissionFlags(permissionsOf(config, by)).map(quoted).join(" ") + "\n");
  if (config.transport !== "http" || config.oauth_issuer === undefined) return;
  process.stderr.write(
    "Tokens: where the issuer keeps its keys at another host, add that to --allow-net.\n",
  );
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
