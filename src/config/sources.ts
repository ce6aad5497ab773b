import { messageOf } from "../errors.ts";
import { withKeyFiles } from "./api_keys.ts";
import type { Given, Settings, SourceContent } from "./given.ts";
import type { Problem } from "./problem.ts";
import { configKeys } from "./schema.ts";

/** Where a configuration comes from. */
export interface ConfigSources {
  /** Values of flags by configuration key. */
  readonly flags?: Readonly<Record<string, string>> | undefined;
  /** File named on the command line; else `MCP_CONFIG_FILE` names one. */
  readonly configFile?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Reads a file of UTF-8 text or throws. */
  readonly readTextFile: (path: string) => string;
  /** Reads what stands in the configuration file; needed when there is one. */
  readonly parseConfigFile?: ((path: string, text: string) => SourceContent) | undefined;
}

/** The path of the configuration file; undefined when none is named. */
export function configFileOf(
  { configFile, env }: Pick<ConfigSources, "configFile" | "env">,
): string | undefined {
  return configFile || env.MCP_CONFIG_FILE || undefined;
}

/** Merges flag > variable > file; what is empty counts as not given. Secrets that stand in files of their own are read. */
export function readSources(sources: ConfigSources): SourceContent {
  const file = readConfigFile(sources);
  const written = new Map([
    ...file.settings,
    ...configKeys.flatMap(({ name, variable }) => given(name, sources.env[variable], variable)),
    ...configKeys.flatMap(({ name, flag }) =>
      flag === undefined ? [] : given(name, sources.flags?.[name], `--${flag}`)
    ),
  ]);
  const secrets = readSecretFiles(written, sources.readTextFile);
  const keys = withKeyFiles(written, (path) => readSecret(path, sources.readTextFile));
  return {
    settings: new Map([...written, ...secrets.settings, ...keys.settings]),
    problems: [...file.problems, ...secrets.problems, ...keys.problems],
  };
}

function given(name: string, text: string | undefined, origin: string): readonly [string, Given][] {
  return text ? [[name, { text, origin }]] : [];
}

function readConfigFile(sources: ConfigSources): SourceContent {
  const { configFile, readTextFile, parseConfigFile } = sources;
  const path = configFileOf(sources);
  if (path === undefined || parseConfigFile === undefined) return { settings: new Map(), problems: [] };
  const read = tryRead(path, readTextFile);
  if (read.text !== undefined) return parseConfigFile(path, read.text);
  const origin = configFile ? "--config" : "MCP_CONFIG_FILE";
  const text = `names "${path}", which ${read.state}; name a file that this user may read`;
  return { settings: new Map(), problems: [{ origin, text }] };
}

function readSecretFiles(
  written: Settings,
  readTextFile: ConfigSources["readTextFile"],
): SourceContent {
  const settings = new Map<string, Given>();
  const problems: Problem[] = [];
  for (const { name } of configKeys.filter((key) => key.isSecret)) {
    const file = written.get(`${name}_file`);
    if (file === undefined) continue;
    const direct = written.get(name);
    // The path is not repeated: it may be the secret itself, set in the wrong variable.
    const report = (text: string) => void problems.push({ key: `${name}_file`, origin: file.origin, text });
    if (direct !== undefined) {
      report(`stands beside ${name} (${direct.origin}); remove one of them`);
      continue;
    }
    const { text, state } = readSecret(file.text, readTextFile);
    if (text === undefined) report(`names a file that ${state}; name one that this user may read`);
    else if (text === "") report(`names an empty file; write the secret into it`);
    else settings.set(name, { text, origin: file.origin });
  }
  return { settings, problems };
}

/** Without the line break that editors put at the end. */
function readSecret(path: string, readTextFile: ConfigSources["readTextFile"]): ReturnType<typeof tryRead> {
  const { text, ...read } = tryRead(path, readTextFile);
  return text === undefined ? read : { text: text.replace(/\r?\n$/, "") };
}

function tryRead(
  path: string,
  readTextFile: ConfigSources["readTextFile"],
): { readonly text?: string; readonly state?: string } {
  try {
    return { text: readTextFile(path) };
  } catch (error) {
    const reason = error instanceof Error ? `${error.name} ${messageOf(error)}` : "";
    return { state: /ENOENT|NotFound/.test(reason) ? "does not exist" : "cannot be read" };
  }
}
