import { type ConfigKey, configKeys } from "../src/config/schema.ts";
import { markdownTable } from "./markdown.ts";

/** The table of all keys for README.md. */
export function configTable(): string {
  const rows = configKeys.map((
    key,
  ) => [code(key.path.join(".")), code(key.variable), key.description, fallbackOf(key)]);
  return markdownTable(["Key", "Variable", "Meaning", "Default"], rows);
}

/** A file that works as soon as host, user and password are filled in. */
export function configSample(): string {
  const entries = configKeys.map((key, at) => {
    const isRequired = key.fallback === "required";
    const before = headingsOf(configKeys[at - 1]);
    const headings = headingsOf(key).filter((heading, depth) => heading !== before[depth]);
    const depth = headingsOf(key).length;
    const lines = [
      ...headings.map((heading, row) => `# ${"  ".repeat(depth - headings.length + row)}${heading}:`),
      `# ${"  ".repeat(depth)}${key.path.at(-1)}: ${quoted(key)}`,
    ];
    const comment = `# ${key.description}${isRequired ? "" : ` Default: ${key.fallback}.`}`;
    return [comment, ...(isRequired ? lines.map((line) => line.slice(2)) : lines)].join("\n") + "\n";
  });
  return [
    "# Copy to config.yaml, fill in, and start with: esxi-mcp-server -c config.yaml\n" +
    "# Variables and flags override this file. Put passwords in single quotes: # & * ! mean something in YAML.\n",
    ...entries,
  ].join("\n");
}

function headingsOf(key: ConfigKey | undefined): readonly string[] {
  return key?.path.slice(0, -1) ?? [];
}

/** docs/configuration.md. */
export function configDocument(): string {
  return [HEAD, ...configKeys.map(section), TAIL].join("\n\n") + "\n";
}

const HEAD = `<!-- Written by \`deno task gen\` from src/config/schema.ts. -->

# Configuration

Every key can stand in a file, in an environment variable and, secrets excepted, on the command line. The strongest
source that gives a value wins: flag, then variable, then file, then default. A variable that is set but empty counts as
unset.

The file is named with \`-c FILE\` or \`MCP_CONFIG_FILE\`; there is no file that is searched for. A name that ends in
\`.json\` means JSON, any other YAML 1.2. Relative paths start at the working directory. Everything that is wrong is
reported at once, with the place and the remedy.

A dot in the name of a key means that it stands under a heading: \`policy.read_only\` is \`read_only\` below \`policy:\`.
The heading \`policy\` may be left out. A list is written as one; in a variable or flag with commas, or as JSON.

A yes or no may be written \`1\`, \`true\`, \`yes\`, \`on\` or \`0\`, \`false\`, \`no\`, \`off\`.`;

const TAIL = `## Rules between keys

- A secret comes from one place: \`vcenter_password\` or \`vcenter_password_file\`, \`api_key\` or \`api_key_file\`. One
  line break at the end of such a file does not count.
- \`insecure\` excludes \`thumbprint\` and \`ca_file\`, which it would make pointless.
- \`read_only\` wins over everything; \`exclude_tools\` over \`toolsets\` and \`tools\`.
- \`http_tls_cert\` and \`http_tls_key\` belong together; \`oauth.issuer\` needs \`oauth.audience\`.
- Without an API key HTTP listens on 127.0.0.1. An \`http_host\` that other machines can reach needs a key or
  \`allow_unauthenticated: true\`, which has no effect when there is a key.
- Passwords in YAML belong in single quotes: outside of them \`#\` starts a comment, and \`&\`, \`*\`, \`!\` have meanings of
  their own.`;

function section(key: ConfigKey): string {
  const flag = key.flag === undefined
    ? "none, since other users could read it in the process list"
    : `\`${flagOf(key)}\``;
  return [
    `## \`${key.path.join(".")}\``,
    key.description,
    [
      `- Variable: ${code(key.variable)}`,
      `- Flag: ${flag}`,
      `- Default: ${fallbackOf(key)}`,
      `- Example: ${code(`${key.path.at(-1)}: ${quoted(key)}`)}`,
    ].join("\n"),
  ].join("\n\n");
}

function flagOf({ flag, short, placeholder }: ConfigKey): string {
  const names = [...(short === undefined ? [] : [`-${short}`]), `--${flag}`].join(", ");
  return placeholder === undefined ? names : `${names} ${placeholder}`;
}

function fallbackOf({ fallback, otherwise }: ConfigKey): string {
  return otherwise !== undefined || fallback === "required" || fallback === "none"
    ? fallback
    : code(fallback);
}

function quoted({ example, isList }: ConfigKey): string {
  if (isList) return example.startsWith("[") ? example : `[${example.split(",").map(inQuotes).join(", ")}]`;
  return /^(\d+|true|false)$/.test(example) ? example : inQuotes(example);
}

function inQuotes(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

function code(text: string): string {
  return `\`${text}\``;
}
