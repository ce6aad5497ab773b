import assert from "node:assert/strict";
import type { RequestListener } from "node:http";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { type Certificate, makeCertificate } from "../support/certificates.ts";
import { freePort } from "../support/free_port.ts";
import { type Ended, type Product, RUN, spawn } from "../support/product.ts";
import { serveHttp } from "../support/raw_server.ts";
import { listen, serveTls } from "../support/tls_server.ts";
import { parse } from "./command_line.ts";

const MAIN = fileURLToPath(new URL("../../main.ts", import.meta.url));
const KEY = "a-key-of-32-characters-that-is-secret";

type Env = Readonly<Record<string, string>>;

async function health(env: Env, args: readonly string[] = RUN): Promise<Ended> {
  return await spawn([...args, "health"], { env }).ended;
}

/** A server of the product that listens. */
async function serving(env: Env): Promise<Product> {
  const product = spawn([...RUN, "--demo"], { env });
  await product.says(/serving MCP url=/, "stderr");
  return product;
}

async function unhealthy(env: Env, state: RegExp): Promise<void> {
  const { code, stdout, stderr } = await health(env);
  assert.deepEqual([code, stdout], [1, ""], stderr);
  assert.match(stderr, state);
  assert.equal(stderr.trim().split("\n").length, 1, stderr);
}

async function withFiles(certificate: Certificate, run: (files: Env) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/tls.crt`, certificate.certPem);
    await Deno.writeTextFile(`${folder}/tls.key`, certificate.keyPem);
    await run({ MCP_HTTP_TLS_CERT: `${folder}/tls.crt`, MCP_HTTP_TLS_KEY: `${folder}/tls.key` });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("health takes the options of the server", () => {
  assert.deepEqual(parse("health -c c.yaml --http-port 9"), {
    command: "health",
    configFile: "c.yaml",
    flags: { http_port: "9" },
  });
});

Deno.test("health finds a server on all addresses, needs no target for that, and tells no key", async () => {
  const env = { MCP_HTTP_PORT: String(freePort()), MCP_API_KEY: KEY };
  await using _server = await serving(env);
  const { code, stdout, stderr } = await health(env);
  assert.deepEqual([code, stderr], [0, ""]);
  assert.equal(stdout, `healthy: http://127.0.0.1:${env.MCP_HTTP_PORT}/healthz answers\n`);
});

Deno.test("health asks the server and not vSphere", async () => {
  await using vsphere = await serveHttp((_request, response) => response.end());
  const env = {
    MCP_HTTP_PORT: String(freePort()),
    VCENTER_HOST: vsphere.url,
    VCENTER_USER: "u",
    VCENTER_PASSWORD: "a-password",
  };
  await using _server = await serving(env);
  assert.equal((await health(env)).code, 0);
  assert.equal(vsphere.connections(), 0);
});

Deno.test("health trusts the server's own certificate, whoever issued it to whichever name, and no other", async () => {
  const issuer = await makeCertificate({ commonName: "authority", isAuthority: true });
  const names = ["mcp.example.com"];
  const certificate = await makeCertificate({ commonName: "mcp", names, issuer });
  await withFiles(certificate, async (files) => {
    const env = { ...files, MCP_HTTP_PORT: String(freePort()) };
    await using _server = await serving(env);
    const { code, stdout, stderr } = await health(env);
    assert.equal(code, 0, stderr);
    assert.equal(stdout, `healthy: https://127.0.0.1:${env.MCP_HTTP_PORT}/healthz answers\n`);
    await unhealthy({ MCP_HTTP_PORT: env.MCP_HTTP_PORT }, /Cannot reach "http:.*healthz"/);

    const other = await makeCertificate({ commonName: "mcp", names, issuer });
    await using imposter = await serveTls(other, answerHealthy);
    await unhealthy({ ...files, MCP_HTTP_PORT: String(imposter.port) }, /Cannot trust .*http_tls_cert/);
    await using plain = await serveHttp(answerHealthy);
    await unhealthy({ ...files, MCP_HTTP_PORT: String(plain.port) }, /Cannot reach "https:/);
  });
});

const answerHealthy: RequestListener = (_request, response) => response.end('{"status":"ok"}');

Deno.test("health says that nothing listens", async () => {
  const port = String(freePort());
  await unhealthy(
    { MCP_HTTP_PORT: port },
    new RegExp(`Cannot reach "http://127.0.0.1:${port}/healthz": .*refused`),
  );
});

for (
  const [what, answer] of [
    ["answers something else", (_request, response) => response.end("hello")],
    ["does not know the path", (_request, response) => response.writeHead(404).end('{"status":"ok"}')],
    ["answers without end", (_request, response) => {
      const more = () => {
        while (response.write("x".repeat(65_536)));
      };
      response.on("drain", more);
      more();
    }],
  ] satisfies readonly (readonly [string, RequestListener])[]
) {
  Deno.test(`health knows the server from another program that ${what}`, async () => {
    await using server = await serveHttp(answer);
    await unhealthy(
      { MCP_HTTP_PORT: String(server.port) },
      /Cannot understand .*another program listens there/,
    );
  });
}

Deno.test("health waits three seconds for a server that hangs, before the head and within the body", async () => {
  await using mute = await listen(createServer());
  await using halting = await serveHttp((_request, response) => void response.writeHead(200).write("{"));
  const before = performance.now();
  await Promise.all(
    [mute, halting].map(({ port }) =>
      unhealthy({ MCP_HTTP_PORT: String(port) }, /does not answer within 3 s/)
    ),
  );
  const tookMs = performance.now() - before;
  assert.ok(tookMs >= 3000 && tookMs < 10_000, `${tookMs} ms`);
});

Deno.test("health says why it cannot ask a server over stdio, nor one on a port that nobody chose", async () => {
  for (
    const [env, state] of [[{ MCP_TRANSPORT: "stdio" }, /stdio/], [
      { MCP_HTTP_PORT: "0" },
      /http_port/,
    ]] as const
  ) {
    const { code, stderr } = await health(env);
    assert.equal(code, 2);
    assert.match(stderr, /Cannot ask the server for its health: /);
    assert.match(stderr, state);
  }
});

Deno.test("health needs no permission but those of the server's own configuration", async () => {
  await withFiles(await makeCertificate({ commonName: "mcp" }), async (files) => {
    const env = {
      ...files,
      MCP_HTTP_PORT: String(freePort()),
      MCP_API_KEY: KEY,
      VCENTER_HOST: "vc.example.com",
      VCENTER_USER: "u",
      VCENTER_PASSWORD: "a-password",
      NODE_EXTRA_CA_CERTS: "missing.pem",
    };
    await using _server = await serving(env);
    const { stdout } = await spawn([...RUN, "permissions"], { env }).ended;
    const { code, stderr } = await health(env, ["run", "--quiet", ...stdout.trim().split(" "), MAIN]);
    assert.equal(code, 0, stderr);
  });
});
