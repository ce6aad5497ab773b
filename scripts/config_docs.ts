import { type ConfigKey, configKeys } from "../src/config/schema.ts";

/** The table of all keys for README.md. */
export function configTable(): string {
  const rows = configKeys.map((
    key,
  ) => [code(key.name), code(key.variable), key.description, fallbackOf(key)]);
  return markdownTable(["Key", "Variable", "Meaning", "Default"], rows);
}

/** A file that works as soon as host, user and password are filled in. */
export function configSample(): string {
  const entries = configKeys.map((key) => {
    const line = `${key.name}: ${quoted(key.example)}`;
    const isRequired = key.fallback === "required";
    const comment = `# ${key.description}${isRequired ? "" : ` Default: ${key.fallback}.`}`;
    return `${comment}\n${isRequired ? "" : "# "}${line}\n`;
  });
  return [
    "# Copy to config.yaml, fill in, and start with: esxi-mcp-server -c config.yaml\n" +
    "# Variables and flags override this file. Put passwords in single quotes: # & * ! mean something in YAML.\n",
    ...entries,
  ].join("\n");
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

A yes or no may be written \`1\`, \`true\`, \`yes\`, \`on\` or \`0\`, \`false\`, \`no\`, \`off\`.`;

const TAIL = `## Rules between keys

- A secret comes from one place: \`vcenter_password\` or \`vcenter_password_file\`, \`api_key\` or \`api_key_file\`. One
  line break at the end of such a file does not count.
- \`insecure\` excludes \`thumbprint\` and \`ca_file\`, which it would make pointless.
- Without an API key HTTP listens on 127.0.0.1. An \`http_host\` that other machines can reach needs a key or
  \`allow_unauthenticated: true\`, which has no effect when there is a key.
- Passwords in YAML belong in single quotes: outside of them \`#\` starts a comment, and \`&\`, \`*\`, \`!\` have meanings of
  their own.`;

function section(key: ConfigKey): string {
  const flag = key.flag === undefined
    ? "none, since other users could read it in the process list"
    : `\`${flagOf(key)}\``;
  return [
    `## \`${key.name}\``,
    key.description,
    [
      `- Variable: ${code(key.variable)}`,
      `- Flag: ${flag}`,
      `- Default: ${fallbackOf(key)}`,
      `- Example: ${code(`${key.name}: ${quoted(key.example)}`)}`,
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

function quoted(value: string): string {
  return /^(\d+|true|false)$/.test(value) ? value : `'${value.replaceAll("'", "''")}'`;
}

function code(text: string): string {
  return `\`${text}\``;
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`).join(
    "\n",
  );
}
