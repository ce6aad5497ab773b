import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import * as z from "../../src/deps/zod.ts";
import { blocksOf } from "../docs/documents.ts";
import { type CommandOptions, print } from "./command.ts";
import type { NpmClients } from "./npm_clients.ts";
import type { Stage } from "./stage.ts";
import type { Said, Trial } from "./trial.ts";

const CLAUDE_CODE = { client: "@anthropic-ai/claude-code", set: "programs" } as const;
const OPENCODE = { client: "opencode-ai", set: "programs" } as const;

/** Programs that speak to a model, told of the server as docs/clients.md says, and asked whether they reach it. */
export const AGENTS: readonly Trial[] = [
  { ...CLAUDE_CODE, transport: "stdio", run: useClaudeCode },
  { ...CLAUDE_CODE, transport: "http", run: useClaudeCode },
  { ...OPENCODE, transport: "stdio", run: useOpencode },
  { ...OPENCODE, transport: "http", run: useOpencode },
];

/** Nothing but the server is spoken to. */
const ALONE = {
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
  DISABLE_AUTOUPDATER: "1",
  DISABLE_TELEMETRY: "1",
  OPENCODE_DISABLE_AUTOUPDATE: "1",
  OPENCODE_DISABLE_DEFAULT_PLUGINS: "1",
  OPENCODE_DISABLE_MODELS_FETCH: "1",
};

async function useClaudeCode(clients: NpmClients, stage: Stage): Promise<Said> {
  await addToClaudeCode(clients, stage);
  return { connect: await listInClaudeCode(clients, stage) };
}

/** Tells Claude Code of the product. */
export async function addToClaudeCode(clients: NpmClients, stage: Stage): Promise<void> {
  const isLocal = stage.transport === "stdio";
  const added = documented(
    "sh",
    isLocal ? /^claude mcp add .* stdio$/s : /^claude mcp add --transport http /,
  );
  const command = asHere(added, stage).replace(/npx --yes deno@[\d.]+/, Deno.execPath());
  await print(["-c", command], claudeOptions(clients, stage));
}

/** What Claude Code says of the servers that it was told of. */
export async function listInClaudeCode(clients: NpmClients, stage: Stage): Promise<string> {
  return await print(["-c", "claude mcp list"], claudeOptions(clients, stage));
}

function claudeOptions(clients: NpmClients, stage: Stage): CommandOptions {
  const folder = fileURLToPath(new URL("node_modules/@anthropic-ai/claude-code", clients.folder));
  const env = { ...ALONE, PATH: `${folder}:${Deno.env.get("PATH")}` };
  return { clients, stage, env, cwd: stage.folder, command: "sh" };
}

const OpencodeConfig = z.looseObject({
  mcp: z.object({ esxi: z.looseObject({ command: z.array(z.string()).optional() }) }),
});

async function useOpencode(clients: NpmClients, stage: Stage): Promise<Said> {
  const text = documented("json", stage.transport === "stdio" ? /"type": "local"/ : /"type": "remote"/);
  const config = OpencodeConfig.parse(JSON.parse(asHere(text, stage)));
  const { esxi } = config.mcp;
  // Deno itself in place of npx, --yes and deno@VERSION.
  const command = esxi.command === undefined ? undefined : [Deno.execPath(), ...esxi.command.slice(3)];
  await Deno.writeTextFile(
    `${stage.folder}/opencode.json`,
    JSON.stringify({ ...config, mcp: { esxi: { ...esxi, command } } }),
  );
  const program = fileURLToPath(new URL("node_modules/opencode-ai/bin/opencode", clients.folder));
  const options = { clients, stage, env: ALONE, cwd: stage.folder, command: program };
  return { connect: await print(["mcp", "list"], options) };
}

/** The one block of docs/clients.md that has this. */
function documented(language: string, pattern: RegExp): string {
  const found = blocksOf(language).filter(({ path, text }) =>
    path === "docs/clients.md" && pattern.test(text.trim())
  );
  assert.equal(found.length, 1, String(pattern));
  return found[0]?.text.trim() ?? "";
}

/** With what the document tells its reader to replace, and `--demo` where it says one may put it. */
function asHere(text: string, { url, key }: Stage): string {
  const checkout = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
  return text.replace("/path/to/esxi-mcp-server", checkout)
    .replace(/http:\/\/127\.0\.0\.1:\d+\/message/, url)
    .replace("your-api-key", key)
    .replace(/ stdio$/, " stdio --demo")
    .replace(/"stdio"/, '"stdio", "--demo"');
}
