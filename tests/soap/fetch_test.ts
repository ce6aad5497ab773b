import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { RequestListener } from "node:http";
import { gzipSync } from "node:zlib";
import { UserError } from "../../src/errors.ts";
import { createFetch } from "../../src/soap/fetch.ts";
import { serveHttp, serveRaw } from "../support/raw_server.ts";

const insecure = { tls: { kind: "insecure" } } as const;

function post(url: string, body = "x"): Request {
  return new Request(url, { method: "POST", body });
}

for (const connection of ["fresh", "reuse"] as const) {
  Deno.test(`createFetch() rejects with the signal's reason before the answer (${connection})`, async () => {
    const abort = new AbortController();
    const reason = new Error("enough");
    await using server = await serveHttp(() => abort.abort(reason));
    using fetch = createFetch(insecure);
    await assert.rejects(fetch(new Request(server.url, { signal: abort.signal }), { connection }), reason);
  });

  Deno.test(`createFetch() breaks off an answer with the signal's reason (${connection})`, async () => {
    const abort = new AbortController();
    const reason = new Error("enough");
    const gone = Promise.withResolvers<void>();
    await using server = await serveHttp((_request, response) => {
      response.on("close", () => gone.resolve());
      response.write("part");
    });
    using fetch = createFetch(insecure);
    const response = await fetch(new Request(server.url, { signal: abort.signal }), { connection });
    abort.abort(reason);
    await assert.rejects(response.text(), reason);
    await gone.promise;
  });

  Deno.test(`createFetch() closes the connection of an answer that is cancelled unread (${connection})`, async () => {
    const gone = Promise.withResolvers<void>();
    await using server = await serveHttp((_request, response) => {
      response.on("close", () => gone.resolve());
      response.write("part");
    });
    using fetch = createFetch(insecure);
    const response = await fetch(new Request(server.url), { connection });
    await response.body?.cancel();
    await gone.promise;
  });

  const truncated = {
    "before its Content-Length": "Content-Length: 9\r\n\r\nfour",
    "before its last chunk": "Transfer-Encoding: chunked\r\n\r\n4\r\nfour\r\n",
    "in the middle of gzip": `Content-Encoding: gzip\r\nContent-Length: 99\r\n\r\n`,
  };
  for (const [where, rest] of Object.entries(truncated)) {
    Deno.test(`createFetch() fails to read an answer that ends ${where} (${connection})`, async () => {
      await using server = await serveRaw(() => ({ text: `HTTP/1.1 200 OK\r\n${rest}`, isLast: true }));
      using fetch = createFetch(insecure);
      const response = await fetch(post(server.url), { connection });
      await assert.rejects(response.text(), { name: "ConnectionError", delivered: "unknown" });
    });
  }
}

Deno.test("createFetch() fails to read a gzip answer that is complete for HTTP but not for gzip", async () => {
  await using server = await serveHttp((_request, response) => {
    response.setHeader("Content-Encoding", "gzip");
    response.end(gzipSync("hello".repeat(1000)).subarray(0, -9));
  });
  using fetch = createFetch(insecure);
  const response = await fetch(post(server.url), { connection: "fresh" });
  await assert.rejects(response.text(), { name: "ConnectionError" });
});

Deno.test("createFetch() asks for gzip and decodes it", async () => {
  await using server = await serveHttp((request, response) => {
    assert.equal(request.headers["accept-encoding"], "gzip");
    response.setHeader("Content-Encoding", "gzip");
    response.end(gzipSync("hello".repeat(100_000)));
  });
  using fetch = createFetch(insecure);
  for (let i = 0; i < 2; i++) {
    const response = await fetch(post(server.url), { connection: "reuse" });
    assert.equal(response.headers.get("content-encoding"), null);
    assert.equal(await response.text(), "hello".repeat(100_000));
  }
  assert.equal(server.connections(), 1);
});

Deno.test("createFetch() keeps status, headers and every cookie", async () => {
  await using server = await serveHttp((_request, response) => {
    response.writeHead(500, { "X-Test": "yes", "Set-Cookie": ['a="1"; Path=/', "b=2"] });
    response.end();
  });
  using fetch = createFetch(insecure);
  const response = await fetch(post(server.url), { connection: "fresh" });
  assert.equal(response.status, 500);
  assert.equal(response.headers.get("x-test"), "yes");
  assert.deepEqual(response.headers.getSetCookie(), ['a="1"; Path=/', "b=2"]);
  assert.equal(await response.text(), "");
});

Deno.test("createFetch() gives an answer without content a null body", async () => {
  await using server = await serveHttp((_request, response) => response.writeHead(204).end());
  using fetch = createFetch(insecure);
  const response = await fetch(post(server.url), { connection: "reuse" });
  assert.equal(response.status, 204);
  assert.equal(response.body, null);
});

Deno.test("createFetch() rejects an answer whose status is no status", async () => {
  await using server = await serveRaw(() => ({ text: "HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n" }));
  using fetch = createFetch(insecure);
  await assert.rejects(fetch(post(server.url), { connection: "reuse" }), { name: "ConnectionError" });
});

/** Echoes how the body was announced, and the body. */
const echo: RequestListener = async (request, response) => {
  const pieces: Uint8Array[] = [];
  try {
    for await (const piece of request) pieces.push(piece);
  } catch {
    return;
  }
  const { "content-length": length, "transfer-encoding": coding } = request.headers;
  response.end(`${request.method} ${length} ${coding} ${Buffer.concat(pieces)}`);
};

Deno.test("createFetch() announces the length of a whole body", async () => {
  await using server = await serveHttp(echo);
  using fetch = createFetch(insecure);
  const response = await fetch(post(server.url, "grün"), { connection: "fresh" });
  assert.equal(await response.text(), "POST 5 undefined grün");
});

/** A PUT of "one two" in two pieces that announces `length` bytes. */
function streamed(url: string, length: number): Request {
  const body = ReadableStream.from(["one ", "two"]).pipeThrough(new TextEncoderStream());
  return new Request(url, { method: "PUT", body, headers: { "Content-Length": `${length}` } });
}

Deno.test("createFetch() sends a stream with the length that the caller gives", async () => {
  await using server = await serveHttp(echo);
  using fetch = createFetch(insecure);
  const response = await fetch(streamed(server.url, 7), { connection: "fresh" });
  assert.equal(await response.text(), "PUT 7 undefined one two");
});

for (const length of [6, 8]) {
  Deno.test(`createFetch() rejects a stream of 7 bytes announced as ${length}`, async () => {
    await using server = await serveHttp(echo);
    using fetch = createFetch(insecure);
    await assert.rejects(
      fetch(streamed(server.url, length), { connection: "fresh" }),
      (error) =>
        error instanceof UserError && error.kind === "conflict" &&
        /^Cannot send \d bytes/.test(error.message),
    );
  });
}

Deno.test("createFetch() hands out an answer that comes before the whole stream was sent", async () => {
  await using server = await serveHttp((_request, response) => response.writeHead(401).end("no"));
  using fetch = createFetch(insecure);
  const body = ReadableStream.from((async function* () {
    for (let i = 0; i < 64; i++) yield await Promise.resolve(new Uint8Array(1 << 16));
  })());
  const headers = { "Content-Length": `${64 << 16}` };
  const response = await fetch(new Request(server.url, { method: "PUT", body, headers }), {
    connection: "fresh",
  });
  assert.equal(response.status, 401);
  assert.equal(await response.text(), "no");
});

Deno.test("createFetch() says that a port refuses", async () => {
  const server = await serveHttp(() => {});
  await server[Symbol.asyncDispose]();
  using fetch = createFetch(insecure);
  await assert.rejects(fetch(post(server.url), { connection: "reuse" }), {
    message: `Cannot reach "127.0.0.1:${server.port}": the connection was refused; ` +
      "check the port and that the service behind it runs",
    delivered: "no",
    kind: "unavailable",
  });
});

Deno.test("createFetch() says that a name is unknown", async () => {
  using fetch = createFetch(insecure);
  await assert.rejects(fetch(post("https://esx.invalid/sdk"), { connection: "fresh" }), {
    message: 'Cannot reach "esx.invalid": DNS does not know this name; ' +
      "check its spelling and the DNS server, or use the IP address",
    delivered: "no",
  });
});
