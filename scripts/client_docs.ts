/** What users read about clients; how each wants its entry stands in client_entries.ts. */
import {
  CHECKOUT,
  claudeCode,
  cursorLink,
  goose,
  INSTALLED,
  mcpServers,
  opencode,
  vscode,
  vscodeLink,
} from "./client_entries.ts";
import { clientResults, resultTable } from "./client_results.ts";
import { MCPB_FILE } from "./product.ts";

const VERSION = Deno.readTextFileSync(new URL("../.deno-version", import.meta.url)).trim();

const URL_OF_SERVER = "http://127.0.0.1:8080/message";
const HEADERS = { Authorization: "Bearer your-api-key" };

/** What README.md shows: the form that most clients read, and the one command. */
export function commonClients(): string {
  return [
    "**Claude Desktop** (`claude_desktop_config.json`), **Cursor** (`.cursor/mcp.json`) and many others:",
    json(mcpServers(CHECKOUT)),
    "**Claude Code**:",
    CLAUDE_CODE,
  ].join("\n\n");
}

/** docs/clients.md. */
export function clientDocument(): string {
  return [HEAD, ...LOCAL, ...REMOTE, EXPECT, TRIED, resultTable(clientResults())].join("\n\n") + "\n";
}

const CLAUDE_CODE = shell(claudeCode(CHECKOUT));

const HEAD = `<!-- Written by \`deno task gen\` from scripts/client_docs.ts. -->

# Clients

Two ways: the client starts a server for itself (stdio), or many clients share one that runs (HTTP). Replace
\`/path/to/esxi-mcp-server\` by the folder of your checkout; with Deno ${VERSION} installed, \`deno\` may stand in place of
\`npx --yes deno@${VERSION}\`. To look around without any VMware software, put \`--demo\` behind \`stdio\` and leave the
variables out ([simulator.md](simulator.md)).

A password in a client's file is readable by all that this user runs. \`VCENTER_PASSWORD_FILE\` names a file in its place,
VS Code asks and keeps it. Other settings are variables beside these three ([configuration.md](configuration.md)): for a
first look, \`MCP_READ_ONLY=true\`.

## Over stdio`;

const LOCAL = [
  "**Claude Desktop** (`claude_desktop_config.json`), **Cursor** (`.cursor/mcp.json`), **Gemini CLI** " +
  "(`~/.gemini/settings.json`), **Windsurf** (`~/.codeium/windsurf/mcp_config.json`) read the same form:",
  json(mcpServers(CHECKOUT)),
  "**VS Code** (`.vscode/mcp.json`), which asks for the password once and keeps it:",
  json(vscode(CHECKOUT)),
  "**Claude Code**:",
  CLAUDE_CODE,
  "**opencode** (`opencode.json`; its second line wants `servers` between `mcp` and the name):",
  json(opencode(CHECKOUT)),
  "**Goose** (`~/.config/goose/config.yaml`):",
  yaml(goose(CHECKOUT)),
  "## With one click",
  "These start the server that `install.sh` or `install.ps1` of a release has installed; its command stands in place of " +
  "`npx` and what follows up to `main.ts`.",
  `- [VS Code](${
    vscodeLink(INSTALLED)
  }) asks for the password and keeps it; host and user are to be replaced in the entry.`,
  `- [Cursor](${cursorLink(INSTALLED)}) shows the entry first: replace host, user and password there.`,
  `- Claude Desktop: open \`${MCPB_FILE}\` of a release. It asks for everything, keeps the password in the keychain of ` +
  "the system, and needs nothing installed.",
];

const REMOTE = [
  `## Over HTTP

Start the server with \`api_key\` or \`api_keys\` in its configuration. Each client gets a key of its own, with the role
that it needs ([security.md](security.md)). Over a network, put HTTPS in front or on ([deploy.md](deploy.md)).`,
  "**Claude Code**:",
  shell(`claude mcp add --transport http esxi ${URL_OF_SERVER} --header "X-API-Key: your-api-key"`),
  "**VS Code** (`.vscode/mcp.json`):",
  json({ servers: { esxi: { type: "http", url: URL_OF_SERVER, headers: HEADERS } } }),
  "**Cursor** (`.cursor/mcp.json`):",
  json({ mcpServers: { esxi: { url: URL_OF_SERVER, headers: HEADERS } } }),
  "**Gemini CLI** (`~/.gemini/settings.json`):",
  json({ mcpServers: { esxi: { httpUrl: URL_OF_SERVER, headers: HEADERS } } }),
  "**opencode** (`opencode.json`):",
  json({
    $schema: "https://opencode.ai/config.json",
    mcp: { esxi: { type: "remote", url: URL_OF_SERVER, headers: HEADERS, enabled: true } },
  }),
  "**Goose** (`~/.config/goose/config.yaml`):",
  yaml(
    "extensions:",
    "  esxi:",
    "    enabled: true",
    "    type: streamable_http",
    "    name: esxi",
    `    uri: ${URL_OF_SERVER}`,
    "    headers:",
    `      Authorization: ${HEADERS.Authorization}`,
    "    timeout: 300",
  ),
  "**Claude Desktop** starts servers itself: use stdio there.",
];

const EXPECT = `## What to expect

- Calls may take minutes. A client that gives up earlier cancels the call; set its timeout to 300 seconds or more, where
  it has one.
- Before data is lost the human is asked where the client can ask (elicitation). Where it cannot, the model is given a
  plan to show and a token to come back with ([security.md](security.md#plans-and-confirmation)).
- Prompts and resources are there for clients that show them; everything works with tools alone.
- These forms are the clients' own and change with them: where one does not work, its manual is right.`;

const TRIED = `## What is tried

Programs of others, driven against the server without a model; over HTTP it asks them for a key, which goes as a header.
Claude Code and opencode are told of it as written above, say that it is connected and read its tools; the rest they do
for a model only. A dash is what the program does not offer. The forms of the other clients on this page follow their
manuals and have not been run.

Every run of the tests drives most of them (Claude Code and opencode on x64 Linux) and fails when one does not do what
its line says. All are tried there by \`deno run -A tests/clients/try_clients.ts\`.`;

function json(value: unknown): string {
  return `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;
}

function yaml(...lines: readonly string[]): string {
  return `\`\`\`yaml\n${lines.join("\n")}\n\`\`\``;
}

function shell(...lines: readonly string[]): string {
  return `\`\`\`sh\n${lines.join("\n")}\n\`\`\``;
}
