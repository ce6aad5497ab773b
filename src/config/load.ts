import { registerSecret } from "../log.ts";
import type { Settings } from "./given.ts";
import { ConfigError, type Problem } from "./problem.ts";
import { brokenRules } from "./rules.ts";
import { type Config, configKeys, configSchema, parsePartialConfig } from "./schema.ts";
import { type ConfigSources, readSources } from "./sources.ts";

/**
 * The checked configuration from file, variables and flags; every secret is registered with the log.
 * Throws ConfigError with everything that is wrong at once.
 */
export function loadConfig(sources: ConfigSources): Config {
  const { settings, problems } = readSources(sources);
  registerSecrets(settings);
  const written = Object.fromEntries([...settings].map(([key, { text }]) => [key, text]));
  const result = configSchema.safeParse(written);
  const issues = result.success ? [] : result.error.issues;
  const wrong = new Set(issues.map((issue) => String(issue.path[0])));
  const right = Object.fromEntries(Object.entries(written).filter(([key]) => !wrong.has(key)));
  // A file that cannot be read in full would make everything in it look missing.
  const isComplete = problems.every((problem) => problem.key !== undefined);
  const all = [
    ...problems,
    ...issues.flatMap((issue) =>
      valueProblem(String(issue.path[0]), issue.message, { settings, isComplete })
    ),
    ...brokenRules(result.success ? result.data : parsePartialConfig(right), settings),
  ];
  if (!result.success || all.length > 0) throw new ConfigError(all);
  return result.data;
}

function registerSecrets(settings: Settings): void {
  for (const { name, isSecret } of configKeys) {
    const given = settings.get(name);
    if (isSecret && given !== undefined) registerSecret(given.text);
  }
}

function valueProblem(
  key: string,
  text: string,
  { settings, isComplete }: { readonly settings: Settings; readonly isComplete: boolean },
): readonly Problem[] {
  const given = settings.get(key);
  if (given !== undefined) return [{ key, origin: given.origin, text }];
  if (!isComplete || settings.has(`${key}_file`)) return [];
  const { variable, flag } = configKeys.find(({ name }) => name === key) ?? {};
  const remedy = [variable, `${key} in a file named with -c`, flag && `--${flag}`].filter(Boolean).join(
    ", or ",
  );
  return [{ key, origin: "not set", text: `is required; set ${remedy}` }];
}
