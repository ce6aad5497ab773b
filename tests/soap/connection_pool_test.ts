import assert from "node:assert/strict";
import { Agent, request as httpRequest } from "node:http";
import { createServer as createTcp, type Socket } from "node:net";
import { ConnectionError, createFetch } from "../../src/soap/fetch.ts";
import { serveHttp, serveRaw } from "../support/raw_server.ts";
import { listen } from "../support/tls_server.ts";

const insecure = { tls: { kind: "insecure" } } as const;

/** Answers the first request of a connection, and closes on the second without a word. */
const dropsSecond = (delivery: number) =>
  delivery === 1 ? { text: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok" } : { text: "", isLast: true };

function post(url: string, body = "x"): Request {
  return new Request(url, { method: "POST", body });
}

async function readAll(response: Response): Promise<number> {
  return (await response.arrayBuffer()).byteLength;
}

Deno.test("createFetch() with reuse sends requests over one connection", async () => {
  await using server = await serveHttp((_request, response) => response.end("hi"));
  using fetch = createFetch(insecure);
  for (let i = 0; i < 3; i++) await readAll(await fetch(post(server.url), { connection: "reuse" }));
  assert.equal(server.connections(), 1);
});

Deno.test("createFetch() with fresh never sends over a used connection", async () => {
  await using server = await serveHttp((_request, response) => response.end("hi"));
  using fetch = createFetch(insecure);
  await readAll(await fetch(post(server.url), { connection: "reuse" }));
  for (let i = 0; i < 2; i++) await readAll(await fetch(post(server.url), { connection: "fresh" }));
  assert.equal(server.connections(), 3);
});

Deno.test("createFetch() with reuse gives up connections that idled too long", async () => {
  await using server = await serveHttp((_request, response) => response.end("hi"));
  using fetch = createFetch({ ...insecure, idleTimeoutMs: 0 });
  for (let i = 0; i < 2; i++) await readAll(await fetch(post(server.url), { connection: "reuse" }));
  assert.equal(server.connections(), 2);
});

Deno.test("createFetch() with fresh delivers exactly once to a server that drops reused connections", async () => {
  await using server = await serveRaw(dropsSecond);
  using fetch = createFetch(insecure);
  for (let i = 1; i <= 3; i++) {
    await readAll(await fetch(post(server.url), { connection: "fresh" }));
    assert.equal(server.deliveries(), i);
  }
});

Deno.test("createFetch() with fresh delivers once and rejects when the server never answers", async () => {
  await using server = await serveRaw(() => ({ text: "", isLast: true }));
  using fetch = createFetch(insecure);
  await assert.rejects(fetch(post(server.url), { connection: "fresh" }), (error) => {
    assert(error instanceof ConnectionError);
    assert.match(
      error.message,
      /^Cannot finish a request to "127\.0\.0\.1:\d+": the connection broke .*look before/,
    );
    return error.delivered === "unknown";
  });
  assert.equal(server.deliveries(), 1);
});

Deno.test("createFetch() with reuse delivers once and rejects when the server drops the connection", async () => {
  await using server = await serveRaw(dropsSecond);
  using fetch = createFetch(insecure);
  await readAll(await fetch(post(server.url), { connection: "reuse" }));
  await assert.rejects(fetch(post(server.url), { connection: "reuse" }), { delivered: "unknown" });
  assert.equal(server.deliveries(), 2);
});

// The reason for a pool of our own. When this fails, Deno has mended it and the pool may become an Agent.
Deno.test("node:http with a keep-alive Agent delivers a POST twice on a dropped connection", async () => {
  await using server = await serveRaw(dropsSecond);
  const agent = new Agent({ keepAlive: true });
  for (let i = 0; i < 2; i++) {
    await new Promise<void>((resolve, reject) => {
      const outgoing = httpRequest(server.url, { agent, method: "POST" }, (incoming) => {
        // The connection is free for the next request only a turn after the end.
        incoming.resume().on("end", () => setTimeout(resolve, 0));
      });
      outgoing.on("error", reject).end("x");
    });
  }
  agent.destroy();
  assert.equal(server.deliveries(), 3);
});

Deno.test("createFetch() with reuse replaces a connection that the server closed while idle", async () => {
  const closed = Promise.withResolvers<void>();
  const tcp = createTcp((socket) => {
    socket.on("data", () => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
    socket.on("close", () => closed.resolve());
  });
  await using server = await listen(tcp);
  using fetch = createFetch(insecure);
  const url = `http://127.0.0.1:${server.port}/`;
  await readAll(await fetch(post(url), { connection: "reuse" }));
  await closed.promise;
  assert.equal(await readAll(await fetch(post(url), { connection: "reuse" })), 2);
});

Deno.test("createFetch() uses six connections at a time for reuse, and fresh ones beside them", async () => {
  const held: (() => void)[] = [];
  const six = Promise.withResolvers<void>();
  await using server = await serveHttp((request, response) => {
    if (request.url === "/fresh") response.end("now");
    else held.push(() => response.end("later"));
    if (held.length === 6) six.resolve();
  });
  using fetch = createFetch(insecure);
  const reads = Array.from(
    { length: 20 },
    () => fetch(post(server.url), { connection: "reuse" }).then(readAll),
  );
  await six.promise;
  await readAll(await fetch(post(`${server.url}fresh`), { connection: "fresh" }));
  assert.equal(held.length, 6);
  assert.equal(server.connections(), 7);
  const released = setInterval(() => held.splice(0).forEach((release) => release()), 1);
  await Promise.all(reads);
  clearInterval(released);
  assert.equal(server.connections(), 7);
});

Deno.test("createFetch() lets a waiting request give up without losing a place", async () => {
  const held = Promise.withResolvers<() => void>();
  await using server = await serveHttp((request, response) => {
    if (request.url === "/held") held.resolve(() => response.end("hi"));
    else response.end("hi");
  });
  using fetch = createFetch({ ...insecure, maxConnections: 1 });
  const first = fetch(post(`${server.url}held`), { connection: "reuse" }).then(readAll);
  const release = await held.promise;
  const reason = new Error("enough");
  const abort = new AbortController();
  const second = fetch(new Request(server.url, { signal: abort.signal }), { connection: "reuse" });
  abort.abort(reason);
  await assert.rejects(second, reason);
  release();
  await first;
  assert.equal(await readAll(await fetch(post(server.url), { connection: "reuse" })), 2);
  assert.equal(server.connections(), 1);
});

Deno.test("createFetch() breaks off what runs when it is disposed", async () => {
  const arrived = Promise.withResolvers<void>();
  await using server = await serveHttp(() => arrived.resolve());
  const fetch = createFetch(insecure);
  const pending = fetch(post(server.url), { connection: "reuse" });
  await arrived.promise;
  fetch[Symbol.dispose]();
  await assert.rejects(pending, { name: "ConnectionError" });
});

Deno.test("createFetch() sends nothing after it was disposed", async () => {
  await using server = await serveHttp((_request, response) => response.end("hi"));
  const fetch = createFetch(insecure);
  fetch[Symbol.dispose]();
  await assert.rejects(fetch(post(server.url), { connection: "reuse" }), /The connections are closed/);
  assert.equal(server.connections(), 0);
});

Deno.test("createFetch() drops an idle connection that speaks unasked", async () => {
  const dropped = Promise.withResolvers<void>();
  const sockets: Socket[] = [];
  const answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  await using server = await listen(createTcp((socket) => {
    sockets.push(socket);
    socket.on("data", () => socket.write(answer)).on("close", () => dropped.resolve());
  }));
  using fetch = createFetch(insecure);
  const url = `http://127.0.0.1:${server.port}/`;
  await readAll(await fetch(post(url), { connection: "reuse" }));
  sockets[0]?.write(answer.replace("ok", "no"));
  await dropped.promise;
  const response = await fetch(post(url), { connection: "reuse" });
  assert.equal(await response.text(), "ok");
  assert.equal(server.connections(), 2);
});
