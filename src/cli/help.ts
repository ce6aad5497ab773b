import { type ConfigKey, configKeys } from "../config/schema.ts";
import { NAME } from "../version.ts";

/** What `--help` prints, at most 100 columns wide. */
export function helpText(): string {
  const flags = configKeys.filter(({ flag }) => flag !== undefined);
  const secrets = configKeys.filter(({ flag }) => flag === undefined);
  return [
    `Usage: ${NAME} [OPTIONS] [COMMAND]`,
    "",
    "A Model Context Protocol server for VMware ESXi and vCenter.",
    "",
    "Commands:",
    ...rows([
      ["(none)", "Serve clients over HTTP or stdio."],
      ["check", "Connect and say what works and what does not, with the remedy."],
      [
        "check --role[=vcenter|esxi]",
        "Print the smallest vSphere role for the enabled tools, as commands for govc and PowerCLI.",
      ],
      ["tools", "List the tools."],
      ["call TOOL [--NAME VALUE]...", "Run one tool; options of the server go before TOOL."],
      ["call TOOL --args JSON", "The same with all arguments as one JSON object."],
      ["call TOOL ... --json", "Print the answer as JSON."],
      ["call TOOL ... --yes", "Agree to the plan of a tool that destroys; on a terminal it is asked."],
      ["permissions", "Print the narrowest flags for deno run with this configuration."],
      [
        "health",
        "Ask the server that runs with this configuration whether it answers: 0 it does, 1 not, 2 wrong usage.",
      ],
      [
        "simulate [--model vcenter|esxi]",
        "Serve a simulated vSphere to any vSphere client until it is stopped.",
      ],
      [
        "simulate ... [--vms N] [--listen ADDRESS:PORT] [--tls]",
        "Its size; where (default 127.0.0.1:0, a free port); with a certificate.",
      ],
      [
        "audit verify FILE [--json]",
        "Say whether an audit trail is as it was written: 0 intact, 1 not, 2 wrong usage.",
      ],
      [
        "audit verify ... [--expect-last HASH]",
        "Also whether the line is still there that once was the last.",
      ],
    ]),
    "",
    "Options (each also as variable, or as key of the file with _ for -):",
    ...rows([
      ["-c, --config FILE", "Configuration file, YAML or JSON. [MCP_CONFIG_FILE]"],
      ["    --demo[=vcenter|esxi]", "Use a simulated vSphere in memory in place of a real one."],
      ["    --demo-vms N", "How many virtual machines it has, up to 100000."],
      ...flags.map((key) => [flagOf(key), describe(key)] as const),
      ["-h, --help", "Print this."],
      ["    --version", "Print the version."],
    ]),
    "",
    "Never as a flag, since other users could read it in the process list:",
    ...rows(secrets.map((key) => [key.name, describe(key)] as const)),
    "",
    "Precedence: flag, variable, file, default. An empty variable counts as unset.",
  ].join("\n") + "\n";
}

const WIDTH = 100;
const TEXT_COLUMN = 38;

function flagOf({ flag, short, placeholder }: ConfigKey): string {
  const name = `${short === undefined ? "   " : `-${short},`} --${flag}`;
  return placeholder === undefined ? name : `${name} ${placeholder}`;
}

function describe({ description, variable, fallback }: ConfigKey): string {
  const isDull = fallback === "none" || fallback === "false";
  return `${description} [${variable}${
    isDull ? "" : `; ${fallback === "required" ? "" : "default: "}${fallback}`
  }]`;
}

function rows(pairs: readonly (readonly [string, string])[]): readonly string[] {
  return pairs.flatMap(([name, text]) => {
    const label = `  ${name}`;
    const [first = "", ...more] = wrap(text, WIDTH - TEXT_COLUMN);
    const rest = more.map((line) => " ".repeat(TEXT_COLUMN) + line);
    if (label.length < TEXT_COLUMN) return [label.padEnd(TEXT_COLUMN) + first, ...rest];
    return [label, " ".repeat(TEXT_COLUMN) + first, ...rest];
  });
}

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
