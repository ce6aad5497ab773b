import assert from "node:assert/strict";
import { ask } from "../acceptance/answers.ts";
import { CLIENT_KINDS, connectClient, type Place } from "../support/mcp_clients.ts";
import { type Form, run, start } from "./form.ts";

/** What does not need a network to vSphere works in every form, with a client on each transport. */
export async function smoke(form: Form, t: Deno.TestContext): Promise<void> {
  const cwd = await Deno.makeTempDir();
  try {
    await t.step("check", async () => {
      const { code, stdout, stderr } = await run(form, ["--demo", "check"], { cwd });
      assert.equal(code, 0, stderr);
      assert.match(stdout, /ok +version/);
    });

    await askClients(form, { args: ["--demo"], env: {}, cwd, expected: /^1 of 48 / }, t);

    await t.step("log and audit files, where they may be", async () => {
      await Deno.writeTextFile(`${cwd}/config.yaml`, "audit_file: audit/trail.jsonl\nconfirm: never\n");
      const args = ["-c", "config.yaml", "--demo", "--log-file", "logs/server.log", "call", "power_off_vm"];
      const { code, stderr } = await run(form, [...args, "--name", "web-02"], { cwd });
      assert.equal(code, 0, stderr);
      assert.match(await Deno.readTextFile(`${cwd}/logs/server.log`), /logged in/);
      assert.equal((await run(form, ["audit", "verify", "audit/trail.jsonl"], { cwd })).code, 0);
    });

    await t.step("no file elsewhere, and no prompt", async () => {
      const { code, stderr } = await run(form, ["--demo", "--log-file", "x/y.log", "check"], { cwd });
      assert.notEqual(code, 0);
      assert.match(stderr, /Cannot open log file "x\/y\.log": .*write access/);
    });
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
}

interface Asking {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** How its answer about one machine begins. */
  readonly expected: RegExp;
}

/** Lets a client of every kind list machines over stdio and over HTTP. */
export async function askClients(
  form: Form,
  { args, env, cwd, expected }: Asking,
  t: Deno.TestContext,
): Promise<void> {
  const listOne = async (place: Place) => {
    for (const kind of CLIENT_KINDS) {
      await using client = await connectClient(kind, place);
      assert.ok((await client.listTools()).length > 10);
      assert.match((await ask(client, ["list_vms", { limit: 1 }])).text, expected);
    }
  };
  await t.step("stdio", () =>
    listOne({
      command: form.command,
      args: [...form.args, ...args, "-t", "stdio"],
      env: { ...env, MCP_LOG_LEVEL: "ERROR" },
    }));
  await t.step("HTTP", async () => {
    await using product = start(form, [...args, "--http-port", "0"], { cwd, env });
    const url = (await product.says(/serving MCP url=\S+/, "stderr")).replace(/^.*url=/, "");
    await listOne({ url });
  });
}
