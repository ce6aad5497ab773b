import assert from "node:assert/strict";
import { makeCertificate } from "../support/certificates.ts";
import { startHttp } from "../support/hand_made_http.ts";
import { CLIENT_KINDS, connectClient } from "../support/mcp_clients.ts";
import { textOf } from "../support/mcp_suite.ts";
import { openRaw } from "../support/raw_http.ts";

for (const kind of CLIENT_KINDS) {
  Deno.test(`HttpServer.close() lets a running call of the ${kind} client finish`, async () => {
    await using server = await startHttp();
    await using client = await connectClient(kind, server);
    const waiting = client.call("wait");
    await server.stage.started;
    const closed = server.close();
    server.stage.release();
    assert.equal(textOf(await waiting), "waited");
    await closed;
  });

  Deno.test(`HttpServer.close() aborts a call of the ${kind} client that takes too long`, async () => {
    await using server = await startHttp({ graceMs: 10 });
    await using client = await connectClient(kind, server);
    const waiting = client.call("wait");
    await server.stage.started;
    await server.close();
    assert.equal(server.stage.note(), "aborted");
    const result = await waiting;
    assert.deepEqual([result.isError, textOf(result)], [
      true,
      "Cannot finish the call: this server shuts down; what it was to change may have been carried out, " +
      "so look before you repeat it",
    ]);
  });

  Deno.test(`HttpServer.close() ends the subscriptions of the ${kind} client at once`, async () => {
    await using server = await startHttp();
    await using client = await connectClient(kind, server);
    await client.subscribe("note://a%20b%2Fc", () => {});
    const before = performance.now();
    await server.close();
    assert.ok(performance.now() - before < 5000, "an open stream held up the shutdown");
  });
}

Deno.test("HttpServer.close() lets a running call of the plain interface finish", async () => {
  await using server = await startHttp();
  const call = fetch(new URL("/api/tools/wait", server.url), { method: "POST" });
  await server.stage.started;
  const closed = server.close();
  server.stage.release();
  assert.deepEqual(await (await call).json(), { waited: true });
  await closed;
});

Deno.test("HttpServer.close() does not wait for connections that ask for nothing", async () => {
  const folder = await Deno.makeTempDir();
  const { certPem, keyPem } = await makeCertificate({ commonName: "test" });
  const tls = { cert: `${folder}/tls.crt`, key: `${folder}/tls.key` };
  await Deno.writeTextFile(tls.cert, certPem);
  await Deno.writeTextFile(tls.key, keyPem);
  for (const isTls of [false, true]) {
    const server = await startHttp({ graceMs: 3_600_000, ...(isTls ? { tls } : {}) });
    const unused = await openRaw({ port: server.port, isTls });
    const silent = await openRaw({ port: server.port });
    const used = await openRaw({ port: server.port, isTls });
    used.write("GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n");
    await new Promise((resolve) => used.once("data", resolve));
    await server.close();
    for (const socket of [unused, silent, used]) socket.destroy();
  }
  await Deno.remove(folder, { recursive: true });
});
