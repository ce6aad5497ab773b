import assert from "node:assert/strict";
import { commands, serverArguments } from "./commands.ts";

const ROOT = new URL("../../", import.meta.url);

/** What a document shows, with the simulator in place of a target, in the folder where config.yaml is the sample. */
const lines = new Map(
  commands().flatMap((command) => {
    const args = serverArguments(command) ?? [];
    return ends(args) ? [[args.join(" "), args] as const] : [];
  }),
);

/** Whether the command ends by itself: servers are started elsewhere, and audit verify needs a file of somebody's. */
function ends(args: readonly string[]): boolean {
  return args.some((word) => word === "call" || word === "check" || word === "tools");
}

Deno.test("the commands of the documents that end by themselves work on the simulator", async (t) => {
  assert.ok(lines.size >= 4, [...lines.keys()].join("\n"));
  const folder = await Deno.makeTempDir();
  try {
    await Deno.copyFile(new URL("config.yaml.sample", ROOT), `${folder}/config.yaml`);
    for (const [line, args] of lines) await t.step(line, () => run(folder, args));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

async function run(folder: string, args: readonly string[]): Promise<void> {
  const isSimulated = args.some((word) => word.startsWith("--demo") || word.startsWith("--role="));
  const main = new URL("main.ts", ROOT).pathname;
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-A", "--frozen", main, ...isSimulated ? [] : ["--demo"], ...args],
    cwd: folder,
    stdin: "null",
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr) + new TextDecoder().decode(stdout));
  assert.ok(stdout.length > 0);
}
