import assert from "node:assert/strict";
import { CHECKOUT_FLAGS } from "../src/cli/permissions.ts";
import * as z from "../src/deps/zod.ts";
import { bundleInto, lacksNode } from "./support/bundle.ts";
import { CLIENT_KINDS, type ClientKind, connectClient, type Place } from "./support/mcp_clients.ts";
import { spawn } from "./support/product.ts";

// Ending the process that it started, the SDK's client leaves timers behind.
Deno.test.sanitizer({ ops: false, resources: false });

const SERVE = ["--demo", "--transport", "stdio"];
const env = { ...quietEnv(), MCP_LOG_LEVEL: "ERROR" };

for (const kind of ["single", "split"] as const) {
  Deno.test({
    name: `the bundle (${kind}) answers over stdio on Node as it does on Deno`,
    ignore: lacksNode,
    async fn(t) {
      const folder = await Deno.makeTempDir();
      try {
        const main = await bundleInto(folder, kind);
        const onDeno = await answers({ command: Deno.execPath(), args: denoArgs(main, SERVE), env });
        assert.ok(onDeno.tools.some(({ name }) => name === "list_vms"));
        assert.equal(onDeno.found.isError, false);
        for (const client of kind === "single" ? CLIENT_KINDS : CLIENT_KINDS.slice(0, 1)) {
          await t.step(client, async () => {
            const place = { command: "node", args: [main, ...SERVE], env };
            assert.deepEqual(await answers(place, client), onDeno);
          });
        }
        await t.step("and ends well with its input", async () => {
          const { code, stdout, stderr } = await new Deno.Command("node", {
            args: [main, ...SERVE],
            env,
            stdin: "null",
          }).output();
          assert.equal(code, 0, new TextDecoder().decode(stderr));
          assert.equal(stdout.length, 0);
        });
        if (kind === "split") return;
        await t.step("and over HTTP on Deno", () => answersOverHttp(main, onDeno));
        await t.step("and is one file, minified, with everything inside", () => {
          assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => `${folder}/${name}`), [main]);
          const text = Deno.readTextFileSync(main);
          assert.ok(text.length / text.split("\n").length > 300, "most of its lines are short");
          assert.doesNotMatch(text, /(?:from|import)\s*"(?:npm:|\.)/);
        });
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    },
  });
}

function denoArgs(main: string, args: readonly string[]): readonly string[] {
  return ["run", "--quiet", "--no-config", "--no-prompt", ...CHECKOUT_FLAGS, main, ...args];
}

/** What a client sees, without what moves on in a simulation that is alive. */
async function answers(place: Place, kind: ClientKind = "v2 2026-07-28") {
  await using client = await connectClient(kind, place);
  const { content, isError = false } = await client.call("find", { query: "db-01" });
  return {
    tools: await client.listTools(),
    templates: await client.listTemplates(),
    found: { content, isError },
    vm: named.parse(await client.read("vm://db-01")),
  };
}

const named = z.object({ name: z.string(), moref: z.string(), vmx_path: z.string() });

async function answersOverHttp(main: string, expected: unknown): Promise<void> {
  const args = denoArgs(main, ["--demo", "--transport", "http", "--http-port", "0"]);
  await using server = spawn(args, { env: quietEnv() });
  const url = (await server.says(/serving MCP url=\S+/, "stderr")).replace(/^.*url=/, "");
  assert.deepEqual(await answers({ url }), expected);
}

/** The test's own variables without those that configure the product. */
function quietEnv(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(Deno.env.toObject()).filter(([name]) => !/^(VCENTER|MCP)_/.test(name)),
  );
}
