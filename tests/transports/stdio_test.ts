import assert from "node:assert/strict";
import { ADMIN } from "../support/callers.ts";
import { CLIENT_KINDS, connectClient } from "../support/mcp_clients.ts";
import { SUITE } from "../support/mcp_suite.ts";

// Ending the process that it started, the SDK's client leaves timers behind.
Deno.test.sanitizer({ ops: false, resources: false });

const ENTRY = new URL("../support/stdio_entry.ts", import.meta.url).pathname;
/** No permissions: serving stdio needs none. */
const ARGS = ["run", "--quiet", "--no-prompt", ENTRY];

for (const kind of CLIENT_KINDS) {
  Deno.test(`serveStdio() serves the ${kind} client`, async (t) => {
    await using client = await connectClient(kind, { command: Deno.execPath(), args: ARGS });
    assert.match(client.instructions ?? "", /^Hand-made tools for tests\. A call that destroys may /);
    for (const [name, check] of Object.entries(SUITE)) await t.step(name, () => check(client));
  });
}

Deno.test("serveStdio() ends with its input, writes nothing but protocol and lets no call wait for another", async () => {
  const command = new Deno.Command(Deno.execPath(), {
    args: ARGS,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  });
  const child = command.spawn();
  const input = child.stdin.getWriter();
  const lines = [
    {
      id: 1,
      method: "initialize",
      params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: CLIENT },
    },
    { method: "notifications/initialized" },
    { id: 2, method: "tools/call", params: { name: "wait", arguments: {} } },
    { id: 3, method: "tools/call", params: { name: "crash", arguments: {} } },
    { id: 4, method: "resources/subscribe", params: { uri: "note://a%20b%2Fc" } },
  ];
  for (const line of lines) await input.write(encode({ jsonrpc: "2.0", ...line }));
  const output = child.stdout.pipeThrough(new TextDecoderStream());
  let text = "";
  for await (const chunk of output) {
    text += chunk;
    // Both a running call and a subscription are open when the input ends.
    if (text.includes('"id":4') && text.includes('"id":3')) await input.close().catch(() => {});
  }
  const { success } = await child.status;
  assert.ok(success);
  // The subscription may also see the waiting call begin.
  const messages = text.trim().split("\n").map((line) => JSON.parse(line))
    .filter(({ method }) => method !== "notifications/resources/updated");
  const ids = messages.map(({ id }) => id).sort();
  assert.deepEqual(ids, [1, 3, 4]);
  assert.equal(await new Response(child.stderr).text(), "");
});

Deno.test("serveStdio() ends when its signal is aborted", async () => {
  const script = `
    import { serveStdio } from ${
    JSON.stringify(new URL("../../src/transports/stdio.ts", import.meta.url).href)
  };
    import { createStage } from ${
    JSON.stringify(new URL("../support/hand_made_service.ts", import.meta.url).href)
  };
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 0);
    await serveStdio(createStage().service, { caller: ${JSON.stringify(ADMIN)}, signal: stop.signal });
  `;
  const command = new Deno.Command(Deno.execPath(), {
    args: ["eval", "--quiet", "--ext=ts", script],
    stdin: "piped",
  });
  await using child = command.spawn();
  assert.ok((await child.status).success);
  await child.stdin.close();
});

Deno.test("serveStdio() answers a running call before it ends when its signal is aborted", async () => {
  const script = `
    import { serveStdio } from ${
    JSON.stringify(new URL("../../src/transports/stdio.ts", import.meta.url).href)
  };
    import { createStage } from ${
    JSON.stringify(new URL("../support/hand_made_service.ts", import.meta.url).href)
  };
    const stage = createStage();
    const stop = new AbortController();
    void stage.started.then(() => stop.abort()).then(() => setTimeout(stage.release, 50));
    await serveStdio(stage.service, { caller: ${JSON.stringify(ADMIN)}, signal: stop.signal });
  `;
  const command = new Deno.Command(Deno.execPath(), {
    args: ["eval", "--quiet", "--ext=ts", script],
    stdin: "piped",
    stdout: "piped",
  });
  await using child = command.spawn();
  const input = child.stdin.getWriter();
  const params = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: CLIENT };
  await input.write(encode({ jsonrpc: "2.0", id: 1, method: "initialize", params }));
  await input.write(encode({ jsonrpc: "2.0", method: "notifications/initialized" }));
  await input.write(
    encode({ jsonrpc: "2.0", id: 2, method: "tools/call", params: { name: "wait", arguments: {} } }),
  );
  const lines = (await new Response(child.stdout).text()).trim().split("\n");
  assert.ok((await child.status).success);
  await input.close().catch(() => {});
  const answers = lines.map((line) => JSON.parse(line));
  assert.deepEqual(answers.map(({ id }) => id), [1, 2]);
  assert.deepEqual(answers[1].result.structuredContent, { waited: true });
});

const CLIENT = { name: "test", version: "1.0.0" };

function encode(message: unknown): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(message) + "\n");
}
