import assert from "node:assert/strict";
import { createServer } from "node:http";
import { connect as connectTcp } from "node:net";
import { ConnectionError, createFetch } from "../../src/soap/fetch.ts";
import { openTunnel, proxyFor, proxySettings } from "../../src/soap/proxy.ts";
import { makeCertificate } from "../support/certificates.ts";
import { listen, type Listening, serveTls } from "../support/tls_server.ts";

const certificate = await makeCertificate({ commonName: "vc.example", names: ["vc.example"] });

/** A proxy that notes what it is asked for and leads every tunnel to `port`, or refuses with `status`. */
async function serveProxy(
  options: { readonly port?: number; readonly status?: number },
): Promise<Listening & { readonly asked: readonly string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(
      `${request.method} ${request.url} ${request.headers.host} ${request.headers["proxy-authorization"]}`,
    );
    response.writeHead(options.status ?? 200).end("from the proxy");
  });
  server.on("connect", (request, socket) => {
    asked.push(`CONNECT ${request.url} ${request.headers["proxy-authorization"]}`);
    if (options.port === undefined) {
      socket.end(`HTTP/1.1 ${options.status} No\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const onward = connectTcp(options.port, "127.0.0.1");
    onward.on("error", () => socket.destroy()).on("close", () => socket.destroy());
    socket.on("close", () => onward.destroy());
    onward.on("connect", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      socket.pipe(onward).pipe(socket);
    });
  });
  return { ...await listen(server), asked };
}

const through = (proxy: Listening, userinfo = "") =>
  proxySettings({
    HTTPS_PROXY: `http://${userinfo}127.0.0.1:${proxy.port}`,
    HTTP_PROXY: `http://${userinfo}127.0.0.1:${proxy.port}`,
  });

for (const connection of ["fresh", "reuse"] as const) {
  Deno.test(`createFetch() reaches https through a tunnel, with credentials and the pin (${connection})`, async () => {
    await using server = await serveTls(certificate);
    await using proxy = await serveProxy({ port: server.port });
    using fetch = createFetch({
      tls: { kind: "pin", thumbprint: certificate.sha256 },
      proxy: through(proxy, "us%40er:p%3Ass@"),
    });
    for (let i = 0; i < 2; i++) {
      const response = await fetch(new Request("https://vc.example/sdk"), { connection });
      assert.equal(await response.text(), "hello");
    }
    const line = `CONNECT vc.example:443 Basic ${btoa("us@er:p:ss")}`;
    assert.deepEqual(proxy.asked, connection === "fresh" ? [line, line] : [line]);
    assert.equal(server.requests(), 2);
  });
}

Deno.test("createFetch() verifies the name of the target behind a proxy", async () => {
  await using server = await serveTls(certificate);
  await using proxy = await serveProxy({ port: server.port });
  const tls = { kind: "verify", caPem: certificate.certPem } as const;
  using fetch = createFetch({ tls, proxy: through(proxy) });
  const response = await fetch(new Request("https://vc.example:8443/"), { connection: "fresh" });
  assert.equal(await response.text(), "hello");
  await assert.rejects(fetch(new Request("https://other.example/"), { connection: "fresh" }), {
    name: "CertificateError",
  });
  assert.equal(server.requests(), 1);
});

Deno.test("createFetch() asks a proxy for an http target by its whole URL", async () => {
  await using proxy = await serveProxy({});
  using fetch = createFetch({ tls: { kind: "verify" }, proxy: through(proxy, "u:p@") });
  const response = await fetch(new Request("http://vc.example/sdk?x=1"), { connection: "reuse" });
  assert.equal(await response.text(), "from the proxy");
  assert.deepEqual(proxy.asked, [`GET http://vc.example/sdk?x=1 vc.example Basic ${btoa("u:p")}`]);
});

Deno.test("createFetch() says that a proxy wants credentials, without telling those it has", async () => {
  await using proxy = await serveProxy({ status: 407 });
  using fetch = createFetch({ tls: { kind: "verify" }, proxy: through(proxy, "user:hunter2@") });
  await assert.rejects(fetch(new Request("https://vc.example/"), { connection: "fresh" }), (error) => {
    assert(error instanceof ConnectionError);
    assert.equal(error.delivered, "no");
    assert.match(
      error.message,
      /^Cannot reach "vc\.example" through the proxy "127\.0\.0\.1:\d+": .*\(407\)/,
    );
    return !/hunter2/.test(Deno.inspect(error));
  });
});

Deno.test("createFetch() tells the status of a proxy that refuses a tunnel", async () => {
  await using proxy = await serveProxy({ status: 403 });
  using fetch = createFetch({ tls: { kind: "verify" }, proxy: through(proxy) });
  await assert.rejects(
    fetch(new Request("https://vc.example/"), { connection: "fresh" }),
    /the proxy answered 403; add the host to NO_PROXY/,
  );
});

for (const url of ["https://vc.example/", "http://vc.example/"]) {
  Deno.test(`createFetch() says that the proxy refuses connections (${url})`, async () => {
    const proxy = await serveProxy({});
    await proxy[Symbol.asyncDispose]();
    using fetch = createFetch({ tls: { kind: "verify" }, proxy: through(proxy) });
    await assert.rejects(
      fetch(new Request(url), { connection: "fresh" }),
      /^ConnectionError: Cannot reach the proxy "127\.0\.0\.1:\d+": the connection was refused/,
    );
  });
}

Deno.test("openTunnel() gives up when the signal fires", async () => {
  const abort = new AbortController();
  const reason = new Error("enough");
  const server = createServer();
  server.on("connect", () => abort.abort(reason));
  await using proxy = await listen(server);
  const socket = connectTcp(proxy.port, "127.0.0.1");
  await assert.rejects(
    openTunnel(socket, {
      url: new URL("https://vc.example"),
      proxy: new URL(`http://127.0.0.1:${proxy.port}`),
      signal: abort.signal,
    }),
    reason,
  );
});

Deno.test("proxySettings() reads small letters, adds the scheme and takes empty for unset", () => {
  const settings = proxySettings({
    HTTPS_PROXY: "",
    https_proxy: "proxy:3128",
    NO_PROXY: " a.example , ,B.example",
  });
  assert.equal(settings.https?.href, "http://proxy:3128/");
  assert.equal(settings.http, undefined);
  assert.deepEqual(settings.noProxy, ["a.example", "b.example"]);
});

Deno.test("proxySettings() refuses other schemes and does not show the value", () => {
  assert.throws(() => proxySettings({ HTTPS_PROXY: "socks5://user:hunter2@proxy" }), {
    message: "Cannot use HTTPS_PROXY: its value is no http:// URL; write http://host:port",
  });
});

Deno.test("proxyFor() chooses by scheme", () => {
  const settings = proxySettings({ HTTPS_PROXY: "one:1", HTTP_PROXY: "two:2" });
  assert.equal(proxyFor(new URL("https://h/"), settings)?.host, "one:1");
  assert.equal(proxyFor(new URL("http://h/"), settings)?.host, "two:2");
  assert.equal(proxyFor(new URL("http://h/"), undefined), undefined);
});

const directly: readonly (readonly [noProxy: string, url: string, isDirect: boolean])[] = [
  ["", "https://localhost/", true],
  ["", "https://127.1.2.3/", true],
  ["", "https://[::1]/", true],
  ["", "https://127.example/", false],
  ["*", "https://vc.example/", true],
  ["example", "https://vc.example/", true],
  [".example", "https://vc.example/", true],
  ["*.example", "https://vc.example/", true],
  ["VC.Example", "https://vc.example/", true],
  ["c.example", "https://vc.example/", false],
  ["vc.example:443", "https://vc.example/", true],
  ["vc.example:8443", "https://vc.example/", false],
  ["other, vc.example", "https://vc.example/", true],
  ["10.0.0.5", "https://10.0.0.5/", true],
  ["0.5", "https://10.0.0.5/", false],
  ["10.0.0.5:443", "https://10.0.0.5/", true],
  ["10.0.0.0/8", "https://10.200.3.4/", true],
  ["10.0.0.0/16", "https://10.200.3.4/", false],
  ["10.0.0.0/99", "https://10.200.3.4/", false],
  ["fd00::5", "https://[fd00::5]/", true],
  ["[fd00::5]:443", "https://[fd00::5]/", true],
];

for (const [noProxy, url, isDirect] of directly) {
  Deno.test(`proxyFor() with NO_PROXY "${noProxy}" reaches ${url} ${isDirect ? "directly" : "by proxy"}`, () => {
    const settings = proxySettings({ HTTPS_PROXY: "proxy:3128", NO_PROXY: noProxy });
    assert.equal(proxyFor(new URL(url), settings) === undefined, isDirect);
  });
}
