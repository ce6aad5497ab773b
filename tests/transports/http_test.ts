import assert from "node:assert/strict";
import { type HttpServer, serveHttp } from "../../src/transports/http.ts";
import { oneKey } from "../support/callers.ts";
import { SECRET } from "../support/failing_tools.ts";
import { createStage } from "../support/hand_made_service.ts";
import { startHttp } from "../support/hand_made_http.ts";
import { CLIENT_KINDS, connectClient, type TestClient } from "../support/mcp_clients.ts";
import { SUITE, textOf } from "../support/mcp_suite.ts";

const KEY = "a-key-of-the-test";

for (const kind of CLIENT_KINDS) {
  Deno.test(`serveHttp() serves the ${kind} client`, async (t) => {
    await using server = await startHttp({ keys: oneKey(KEY) });
    await using client = await connectClient(kind, { url: server.url, headers: { "X-API-Key": KEY } });
    assert.match(client.instructions ?? "", /^Hand-made tools for tests\. A call that destroys may /);
    for (const [name, check] of Object.entries(SUITE)) await t.step(name, () => check(client));
  });

  Deno.test(`serveHttp() lets no call of five ${kind} clients wait for another`, async () => {
    await using server = await startHttp();
    await using slow = await connectClient(kind, server);
    const waiting = slow.call("wait");
    await server.stage.started;
    const clients: TestClient[] = await Promise.all(
      Array.from({ length: 5 }, () => connectClient(kind, server)),
    );
    const answers = await Promise.all(
      clients.map((client, i) => client.call("echo", { text: `client ${i}` })),
    );
    assert.deepEqual(answers.map(textOf), ["client 0", "client 1", "client 2", "client 3", "client 4"]);
    assert.equal(server.stage.note(), "waiting");
    server.stage.release();
    assert.equal(textOf(await waiting), "waited");
    await Promise.all(clients.map((client) => client[Symbol.asyncDispose]()));
  });
}

Deno.test("serveHttp() answers the first POST after its start", async () => {
  await using server = await startHttp();
  const response = await post(server, INITIALIZE);
  assert.equal(response.status, 200);
  assert.match(await response.text(), /"protocolVersion":"2025-11-25"/);
});

Deno.test("serveHttp() refuses a key that is wrong or missing", async () => {
  await using server = await startHttp({ keys: oneKey(KEY) });
  for (
    const headers of [{}, { authorization: "Bearer nope" }, { "x-api-key": KEY + "x" }, {
      authorization: KEY,
    }]
  ) {
    for (const path of ["/message", "/api/tools", "/openapi.json", "/nowhere"]) {
      const response = await fetch(new URL(path, server.url), {
        headers: new Headers(Object.entries(headers)),
      });
      assert.equal(response.status, 401, path);
      assert.equal(response.headers.get("www-authenticate"), "Bearer");
      assert.equal(response.headers.get("content-type"), "application/problem+json");
      assert.ok(!(await response.text()).includes(KEY));
    }
  }
});

Deno.test("serveHttp() takes the key in either header, whatever the case of the scheme", async () => {
  await using server = await startHttp({ keys: oneKey(KEY) });
  for (
    const headers of [{ authorization: `Bearer ${KEY}` }, { authorization: `bEaReR ${KEY}` }, {
      "x-api-key": KEY,
    }]
  ) {
    const response = await fetch(new URL("/api/tools", server.url), {
      headers: new Headers(Object.entries(headers)),
    });
    assert.equal(response.status, 200);
    await response.body?.cancel();
  }
});

Deno.test("serveHttp() answers /healthz without a key and tells nothing more", async () => {
  await using server = await startHttp({ keys: oneKey(KEY) });
  const response = await fetch(new URL("/healthz", server.url));
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), { status: "ok" });
});

Deno.test("serveHttp() refuses foreign hosts and origins", async () => {
  await using server = await startHttp();
  assert.equal(await statusWith(server, { host: "evil.example" }), 403);
  assert.equal(await statusWith(server, { origin: "https://evil.example" }), 403);
  assert.equal(await statusWith(server, { origin: "null" }), 403);
  assert.equal(await statusWith(server, { host: "localhost:1", origin: "http://localhost:6274" }), 200);
});

Deno.test("serveHttp() refuses a body that is too large before it has all of it", async () => {
  await using server = await startHttp();
  const declared = await post(server, "[".repeat(4 * 1024 * 1024 + 1));
  assert.equal(declared.status, 413);
  await declared.body?.cancel();
  // Over a raw connection, since `fetch` does not let go of an upload once the answer is there.
  const connection = await Deno.connect({ hostname: "127.0.0.1", port: server.port });
  const head =
    `POST /message HTTP/1.1\r\nhost: 127.0.0.1:${server.port}\r\ntransfer-encoding: chunked\r\n\r\n`;
  const chunk = new TextEncoder().encode(`10000\r\n${" ".repeat(65536)}\r\n`);
  const endless = ReadableStream.from(repeat(chunk, new TextEncoder().encode(head)));
  const upload = endless.pipeTo(connection.writable, { preventClose: true }).catch(() => {});
  assert.equal(await readStatus(connection), 413);
  // The server waits for nothing more of it.
  await upload;
});

Deno.test("serveHttp() answers nonsense as what it is", async () => {
  await using server = await startHttp();
  const cases = [
    { request: { method: "POST", body: "{" }, status: 400, says: /-32700/ },
    { request: { method: "POST", body: "[".repeat(100_000) }, status: 400, says: /nested deeper than 64/ },
    {
      request: { method: "POST", body: "[".repeat(100_000) + "]".repeat(100_000) },
      status: 400,
      says: /nested deeper than 64/,
    },
    {
      request: { method: "POST", body: '{"jsonrpc":"2.0","id":1,"method":"tools/list"}' },
      status: 400,
      says: /initialize first/,
    },
    { request: { method: "GET" }, status: 400, says: /initialize first/ },
    { request: { method: "DELETE" }, status: 400, says: /initialize first/ },
    {
      request: { method: "DELETE", headers: { "mcp-session-id": "none" } },
      status: 404,
      says: /initialize again/,
    },
    { request: { method: "PUT", body: "{}" }, status: 405, says: /GET, POST, DELETE/ },
  ];
  for (const { request, status, says } of cases) {
    const response = await fetch(server.url, {
      ...request,
      headers: { ...JSON_HEADERS, ...request.headers },
    });
    assert.equal(response.status, status, JSON.stringify(request).slice(0, 100));
    assert.match(await response.text(), says);
  }
});

Deno.test("serveHttp() ends a session on DELETE", async () => {
  await using server = await startHttp();
  const opened = await post(server, INITIALIZE);
  await opened.body?.cancel();
  const headers = { ...JSON_HEADERS, "mcp-session-id": opened.headers.get("mcp-session-id") ?? "" };
  const ended = await fetch(server.url, { method: "DELETE", headers });
  assert.equal(ended.status, 200);
  await ended.body?.cancel();
  const again = await fetch(server.url, {
    method: "POST",
    headers,
    body: '{"jsonrpc":"2.0","id":2,"method":"ping"}',
  });
  assert.equal(again.status, 404);
  await again.body?.cancel();
});

Deno.test("serveHttp() says which address is taken", async () => {
  await using server = await startHttp();
  await assert.rejects(serveHttp(createStage().service, { host: "127.0.0.1", port: server.port }), {
    message: /^Cannot listen on "127\.0\.0\.1:\d+": .+; set http_host and http_port to a free address$/,
  });
});

Deno.test("serveHttp() answers a Host that is no host", async () => {
  await using server = await startHttp();
  assert.equal(await statusWith(server, { host: "a b" }), 400);
  assert.equal(await statusWith(server, { host: "[" }), 400);
});

Deno.test("serveHttp() says that a body is broken", async () => {
  await using server = await startHttp();
  using connection = await Deno.connect({ hostname: "127.0.0.1", port: server.port });
  const head =
    `POST /message HTTP/1.1\r\nhost: 127.0.0.1:${server.port}\r\ntransfer-encoding: chunked\r\n\r\n`;
  await connection.write(new TextEncoder().encode(`${head}1\0\n0\0\n`));
  await connection.closeWrite();
  assert.equal(await readStatus(connection), 400);
});

Deno.test("serveHttp() lets no secret out in any answer", async () => {
  await using server = await startHttp();
  const calls = ["crash", "flood", "deny"].map((name) => new URL(`/api/tools/${name}`, server.url));
  for (const url of calls) {
    const text = await (await fetch(url, { method: "POST" })).text();
    assert.ok(!text.includes(SECRET), text);
  }
});

const JSON_HEADERS = { "content-type": "application/json", accept: "application/json, text/event-stream" };
const INITIALIZE = JSON.stringify({
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "test", version: "1.0.0" } },
});

async function post({ url }: HttpServer, body: string): Promise<Response> {
  return await fetch(url, { method: "POST", headers: JSON_HEADERS, body });
}

/** Over a raw connection, since `fetch` sets Host itself. */
async function statusWith(
  { port }: HttpServer,
  headers: { host?: string; origin?: string },
): Promise<number> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const lines = Object.entries({ host: `127.0.0.1:${port}`, connection: "close", ...headers });
  const head = ["GET /api/tools HTTP/1.1", ...lines.map(([name, value]) => `${name}: ${value}`), "", ""].join(
    "\r\n",
  );
  await connection.write(new TextEncoder().encode(head));
  return await readStatus(connection);
}

async function readStatus(connection: Deno.Conn): Promise<number> {
  const chunk = new Uint8Array(64);
  await connection.read(chunk);
  return Number(new TextDecoder().decode(chunk).split(" ")[1]);
}

function* repeat(
  chunk: Uint8Array<ArrayBuffer>,
  first: Uint8Array<ArrayBuffer>,
): Generator<Uint8Array<ArrayBuffer>> {
  yield first;
  while (true) yield chunk;
}
