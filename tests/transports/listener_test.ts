import assert from "node:assert/strict";
import { oneKey } from "../support/callers.ts";
import { startHttp } from "../support/hand_made_http.ts";
import { exchangeRaw, getText, openRaw, parseAnswer, readAll } from "../support/raw_http.ts";

Deno.test("listen() refuses heads that are too large with 414 and 431", async () => {
  await using server = await startHttp();
  const cases = [
    { text: getText(`/${"a".repeat(9000)}`), status: 414, says: /longer than 8192 characters/ },
    { text: getText(`/${"a".repeat(40_000)}`), status: 431, says: /larger than 32768 bytes/ },
    { text: getText("/healthz", `x: ${"a".repeat(40_000)}`), status: 431, says: /larger than 32768 bytes/ },
    {
      text: getText("/healthz", `x: ${"a".repeat(5_000_000)}`),
      status: 431,
      says: /larger than 32768 bytes/,
    },
    { text: getText("/healthz", ...headers(101)), status: 431, says: /more than 100 headers/ },
  ];
  for (const { text, status, says } of cases) {
    const answer = parseAnswer(await exchangeRaw(server, text));
    assert.equal(answer.status, status);
    assert.match(answer.body, says);
    assert.equal(answer.headers.get("content-type"), "application/problem+json");
  }
});

Deno.test("listen() takes heads up to its limits", async () => {
  await using server = await startHttp();
  // Beside the two that every request here has.
  const many = parseAnswer(await exchangeRaw(server, getText("/healthz", ...headers(98))));
  const large = parseAnswer(await exchangeRaw(server, getText("/healthz", `x: ${"a".repeat(30_000)}`)));
  assert.deepEqual([many.status, large.status], [200, 200]);
});

Deno.test("listen() loses no header behind many others", async () => {
  await using server = await startHttp();
  const text = getText("/api/tools", ...headers(97), "origin: https://evil.example");
  assert.equal(parseAnswer(await exchangeRaw(server, text)).status, 403);
});

Deno.test("listen() answers the next request behind a body that nobody read", async () => {
  await using server = await startHttp();
  const body = "x".repeat(250_000);
  const first = `GET /nowhere HTTP/1.1\r\nhost: localhost\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
  const text = await exchangeRaw(server, first, getText("/healthz"));
  assert.deepEqual([...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status), ["404", "200"]);
});

Deno.test("listen() refuses methods that no request can have on this platform", async () => {
  await using server = await startHttp();
  const text = "TRACE /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
  const { status, body } = parseAnswer(await exchangeRaw(server, text));
  assert.equal(status, 405);
  assert.match(body, /Cannot TRACE \\"\/healthz\\"/);
});

Deno.test("listen() refuses what could be read in two ways", async () => {
  await using server = await startHttp();
  const cases = [
    "nonsense\r\n\r\n",
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "GET /healthz HTTP/1.1\r\nconnection: close\r\n\r\n",
    "GET /healthz HTTP/1.1\r\nhost: localhost\r\nhost: evil.example\r\nconnection: close\r\n\r\n",
    "GET http://evil.example/healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n",
    "OPTIONS * HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n",
    "GET /healthz HTTP/1.1\r\nhost: localhost\r\n folded: header\r\nconnection: close\r\n\r\n",
    "GET /healthz HTTP/1.1\nhost: localhost\nconnection: close\n\n",
    `${POST}content-length: 2\r\ncontent-length: 3\r\n\r\n{} `,
    `${POST}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`,
    `${POST}transfer-encoding: chunked, identity\r\n\r\n2\r\n{}\r\n0\r\n\r\n`,
    `${POST}transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`,
  ];
  for (const text of cases) {
    assert.equal(parseAnswer(await exchangeRaw(server, text)).status, 400, JSON.stringify(text));
  }
});

Deno.test("listen() answers 408 to a head that does not come", async () => {
  await using server = await startHttp({ connections: { headMs: 50 } });
  const slow = parseAnswer(await exchangeRaw(server, "GET /healthz HTTP/1.1\r\nhost: localhost\r\nx: "));
  assert.equal(slow.status, 408);
  assert.match(slow.body, /did not arrive in time; send it again/);
  assert.equal(parseAnswer(await exchangeRaw(server)).status, 408);
});

Deno.test("listen() answers 408 to a body that does not come, whether its length is told or not", async () => {
  await using server = await startHttp({ bodyMs: 50 });
  for (const length of ["content-length: 10", "transfer-encoding: chunked"]) {
    const answer = parseAnswer(await exchangeRaw(server, `${POST}${length}\r\n\r\n`, "1\r\n"));
    assert.equal(answer.status, 408);
    assert.match(answer.body, /its body did not arrive within 0.05 s/);
  }
});

Deno.test("listen() lets no time limit of requests end a call that takes longer", async () => {
  await using server = await startHttp({
    connections: { headMs: 20, requestMs: 30, idleMs: 20, stallMs: 20 },
    bodyMs: 20,
  });
  const call = fetch(new URL("/api/tools/wait", server.url), { method: "POST" });
  await server.stage.started;
  // Long after all limits have passed for this one too.
  await exchangeRaw(server);
  server.stage.release();
  assert.deepEqual(await (await call).json(), { waited: true });
});

Deno.test("listen() closes a connection that is kept for nothing", async () => {
  await using server = await startHttp({ connections: { idleMs: 50 } });
  const text = await exchangeRaw(server, "GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n");
  assert.equal(parseAnswer(text).status, 200);
});

Deno.test("listen() holds no more connections than allowed and serves again when some are gone", async () => {
  await using server = await startHttp({ connections: { maxConnections: 2 } });
  const [first, second] = [await openRaw(server), await openRaw(server)];
  assert.equal(await exchangeRaw(server, getText("/healthz")), "");
  first.destroy();
  second.destroy();
  let answer = "";
  // The server learns of it a moment later.
  while (answer === "") answer = await exchangeRaw(server, getText("/healthz"));
  assert.equal(parseAnswer(answer).status, 200);
});

Deno.test("listen() gives up on a client that does not read its answer", async () => {
  await using server = await startHttp({
    connections: {
      stallMs: 50,
      idleMs: 3_600_000,
      headMs: 3_600_000,
      requestMs: 3_600_000,
      maxConnections: 1,
    },
  });
  const idle = await openRaw(server);
  // More than the system takes in for a client that does not read.
  idle.write(getText("/openapi.json").replace("connection: close\r\n", "").repeat(1500));
  let answer = "";
  while (answer === "") answer = await exchangeRaw(server, getText("/healthz"));
  assert.equal(parseAnswer(answer).status, 200);
  idle.destroy();
});

Deno.test("listen() keeps a connection for the next request after a refusal with an unread body", async () => {
  await using server = await startHttp({ keys: oneKey("a-key-of-the-test") });
  const socket = await openRaw(server);
  const text = readAll(socket);
  socket.write(`${POST.replace("connection: close\r\n", "")}content-length: 2\r\n\r\n{}`);
  socket.write(getText("/healthz"));
  assert.deepEqual((await text).match(/HTTP\/1.1 \d+/g), ["HTTP/1.1 401", "HTTP/1.1 200"]);
});

Deno.test("listen() says on a silent stream that it lives", async () => {
  await using server = await startHttp({ connections: { keepAliveMs: 10 } });
  const headers = { "content-type": "application/json", accept: "application/json, text/event-stream" };
  const clientInfo = { name: "test", version: "1.0.0" };
  const params = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo };
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "initialize", params });
  const opened = await fetch(server.url, { method: "POST", headers, body });
  await opened.text();
  const stream = await fetch(server.url, {
    headers: { ...headers, "mcp-session-id": opened.headers.get("mcp-session-id") ?? "" },
  });
  let text = "";
  for await (const piece of stream.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += piece;
    if ((text.match(/: keep-alive\n\n/g) ?? []).length >= 2) break;
  }
  assert.match(text, /^(: keep-alive\n\n)+$/);
});

const POST = "POST /message HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n";

function headers(count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `x-${i}: a`);
}
