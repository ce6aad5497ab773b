import assert from "node:assert/strict";
import { commands, serverArguments } from "./commands.ts";

const ROOT = new URL("../../", import.meta.url);

/** What the documents show of this server, each line once. */
const lines = new Map(
  commands().flatMap((command) => {
    const args = serverArguments(command);
    return args === undefined || isElsewhere(args) ? [] : [[args.join(" "), args] as const];
  }),
);

/** A client starts it over stdio, from a place of the user's; the file that audit verify reads is somebody's own. */
function isElsewhere(args: readonly string[]): boolean {
  return args.includes("--transport") || args[0] === "audit";
}

/** Whether the command ends by itself. */
function ends(args: readonly string[]): boolean {
  return args.some((word) => ["call", "check", "permissions", "tools"].includes(word));
}

Deno.test("the commands of the documents work, with the simulator where they name a target", async (t) => {
  assert.ok(lines.size >= 8, [...lines.keys()].join("\n"));
  const folder = await Deno.makeTempDir();
  try {
    await Deno.copyFile(new URL("config.yaml.sample", ROOT), `${folder}/config.yaml`);
    for (const [line, args] of lines) {
      await t.step(line, () => ends(args) ? run(folder, args) : startAndStop(folder, args));
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

async function run(folder: string, args: readonly string[]): Promise<void> {
  const { success, stdout, stderr } = await commandOf(folder, args).output();
  assert.ok(success, new TextDecoder().decode(stderr) + new TextDecoder().decode(stdout));
  assert.ok(stdout.length > 0);
}

/** A server says where it serves, and ends in order when it is told to. */
async function startAndStop(folder: string, args: readonly string[]): Promise<void> {
  const child = commandOf(folder, args.map((word) => word.replace(/:8989$/, ":0"))).spawn();
  const isSimulator = args[0] === "simulate";
  let isServing = false;
  const other = drained(isSimulator ? child.stderr : child.stdout);
  const said = await drained(isSimulator ? child.stdout : child.stderr, (text) => {
    if (isServing || !SERVING.test(text)) return;
    isServing = true;
    child.kill("SIGTERM");
  });
  const { success } = await child.status;
  assert.ok(success && isServing, said + await other);
}

/** A command that says nothing is ended after this time, and has failed. */
const LIMIT_MS = 30_000;

/** The line that names the address, in full. */
const SERVING = /https?:\/\/127\.0\.0\.1:\d+.*\n$/;

/** All that comes; a reader that went away would make the server fail. */
async function drained(stream: ReadableStream<Uint8Array>, onText?: (text: string) => void): Promise<string> {
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of stream) {
    text += decoder.decode(chunk, { stream: true });
    onText?.(text);
  }
  return text;
}

function commandOf(folder: string, args: readonly string[]): Deno.Command {
  const isComplete = args.some((word) => /^(--demo|--role=|simulate$)/.test(word));
  const main = new URL("main.ts", ROOT).pathname;
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-A", "--frozen", main, ...isComplete ? [] : ["--demo"], ...args],
    cwd: folder,
    // Not the port of a server that somebody may have started.
    env: { MCP_HTTP_PORT: "0" },
    stdin: "null",
    signal: AbortSignal.timeout(LIMIT_MS),
    stdout: "piped",
    stderr: "piped",
  });
}
