import { Buffer } from "node:buffer";
import { CHECKOUT_FLAGS } from "../src/cli/permissions.ts";
import { SERVE_ARGS, SETTINGS } from "./product.ts";

/** How a client starts the server. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
}

/** The server as `install.sh` and `install.ps1` put it on the machine. */
export const INSTALLED: Launch = { command: "esxi-mcp-server", args: SERVE_ARGS };

/** The server from a checkout, without anything installed but Node. */
export const CHECKOUT: Launch = {
  command: "npx",
  args: [
    "--yes",
    `deno@${Deno.readTextFileSync(new URL("../.deno-version", import.meta.url)).trim()}`,
    "run",
    ...CHECKOUT_FLAGS,
    "/path/to/esxi-mcp-server/main.ts",
    ...SERVE_ARGS,
  ],
};

/** Under this name clients list the server. */
export const ENTRY_NAME = "esxi";

const required = SETTINGS.filter(({ isRequired }) => isRequired);
const secrets = required.filter(({ isSecret }) => isSecret);

/** Variables with an example in place of each value. */
const exampleEnv = Object.fromEntries(required.map(({ variable, example }) => [variable, example]));

type Entries<Entry> = Readonly<Record<string, Entry>>;
type Env = Readonly<Record<string, string>>;

/** Claude Desktop, Cursor, Gemini CLI and most others. */
export function mcpServers(
  { command, args }: Launch,
): { readonly mcpServers: Entries<Launch & { readonly env: Env }> } {
  return { mcpServers: { [ENTRY_NAME]: { command, args, env: exampleEnv } } };
}

interface VscodeInput {
  readonly id: string;
  readonly type: string;
  readonly description: string;
  readonly password: boolean;
}
type VscodeServer = Launch & { readonly type: string; readonly env: Env };

/** VS Code, which asks for secrets itself and keeps them. */
export function vscode(
  launch: Launch,
): { readonly inputs: readonly VscodeInput[]; readonly servers: Entries<VscodeServer> } {
  return { inputs: vscodeInputs(), servers: { [ENTRY_NAME]: vscodeServer(launch) } };
}

function vscodeInputs(): readonly VscodeInput[] {
  return secrets.map(({ key, description }) => ({
    id: key,
    type: "promptString",
    description,
    password: true,
  }));
}

function vscodeServer({ command, args }: Launch): VscodeServer {
  const env = required.map(({ variable, key, example, isSecret }) => [
    variable,
    isSecret ? `\${input:${key}}` : example,
  ]);
  return { type: "stdio", command, args, env: Object.fromEntries(env) };
}

/** The command that adds the server to Claude Code. */
export function claudeCode({ command, args }: Launch): string {
  const env = Object.entries(exampleEnv).map(([name, value]) => `--env ${name}=${value}`).join(" ");
  return `claude mcp add ${ENTRY_NAME} ${env} -- \\\n  ${[command, ...args].join(" ")}`;
}

interface OpencodeEntry {
  readonly type: string;
  readonly command: readonly string[];
  readonly environment: Env;
  readonly enabled: boolean;
}

/** opencode takes command and arguments as one list. */
export function opencode(
  { command, args }: Launch,
): { readonly $schema: string; readonly mcp: Entries<OpencodeEntry> } {
  return {
    $schema: "https://opencode.ai/config.json",
    mcp: {
      [ENTRY_NAME]: { type: "local", command: [command, ...args], environment: exampleEnv, enabled: true },
    },
  };
}

/** Goose reads YAML, of which JSON is a part: every value is written as JSON. */
export function goose({ command, args }: Launch): string {
  const entry = {
    name: ENTRY_NAME,
    type: "stdio",
    enabled: true,
    cmd: command,
    args,
    envs: exampleEnv,
    timeout: 300,
  };
  const lines = Object.entries(entry).map(([key, value]) => `    ${key}: ${JSON.stringify(value)}`);
  return ["extensions:", `  ${ENTRY_NAME}:`, ...lines].join("\n");
}

/** Installs the server in VS Code, which asks for what is secret. */
export function vscodeLink(launch: Launch): string {
  const query = new URLSearchParams({
    name: ENTRY_NAME,
    inputs: JSON.stringify(vscodeInputs()),
    config: JSON.stringify(vscodeServer(launch)),
  });
  // A plus sign is a blank only to those who read forms.
  return `https://insiders.vscode.dev/redirect/mcp/install?${query.toString().replaceAll("+", "%20")}`;
}

/** Installs the server in Cursor; the values are to be replaced there. */
export function cursorLink({ command, args }: Launch): string {
  const config = Buffer.from(JSON.stringify({ command, args, env: exampleEnv })).toString("base64");
  return `https://cursor.com/en/install-mcp?name=${ENTRY_NAME}&config=${encodeURIComponent(config)}`;
}
