import { configKeys } from "../config/schema.ts";

/** Environment variables by name. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Variables beside those of the configuration. */
const OTHERS = [
  "MCP_CONFIG_FILE",
  ...["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"].flatMap((name) => [name, name.toLowerCase()]),
  "NODE_EXTRA_CA_CERTS",
  "NO_COLOR",
  "OTEL_DENO",
  // Not we but the parser of YAML asks for these, and fails where it may not.
  "LOG_STREAM",
  "LOG_TOKENS",
] as const;

/** Every environment variable that this program looks at. */
export const VARIABLES: readonly string[] = [...configKeys.map(({ variable }) => variable), ...OTHERS];

/** What these variables say: all of an environment is only shown to who may read all of it. */
export function variablesOf(env: Variables): Variables {
  return Object.fromEntries(VARIABLES.map((name) => [name, env[name]]));
}
