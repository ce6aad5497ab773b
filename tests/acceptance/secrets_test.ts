import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { fileURLToPath } from "node:url";
import { CLIENT_KINDS, connectClient, type TestClient } from "../support/mcp_clients.ts";
import {
  productEnv,
  type ProductOptions,
  RUN,
  spawn,
  startHttp,
  startProduct,
  stdioPlace,
} from "../support/product.ts";
import type { FarSide } from "../support/far_side.ts";
import { farSideTest } from "../support/far_sides.ts";
import { simulatorTest } from "../support/simulator.ts";
import { proxyWire } from "../support/wire_proxy.ts";
import { ask, rowsOf } from "./answers.ts";

// Ending the process that it started, the SDK's client leaves timers behind.
Deno.test.sanitizer({ ops: false, resources: false });

const PASSWORD = "Pass&<word>-planted-7f3a";
const KEY = "key-planted-91c2";
const CRASH = fileURLToPath(new URL("../support/crash.ts", import.meta.url));
const secretUser = { password: PASSWORD };

farSideTest("no password, key or cookie comes out anywhere", secretUser, async (farSide) => {
  await using wire = proxyWire(farSide);
  const logFile = await Deno.makeTempFile();
  const env = { MCP_API_KEY: KEY, MCP_HTTP_HOST: "127.0.0.1", MCP_LOG_LEVEL: "DEBUG" };
  const seen = [...await overHttp({ farSide, host: wire.url, env })];
  try {
    seen.push(...await overStdio({ farSide, host: wire.url, env: { ...env, MCP_LOG_FILE: logFile } }));
    const logged = await Deno.readTextFile(logFile);
    assert.match(logged, /DEBUG/);
    seen.push(logged);
  } finally {
    await Deno.remove(logFile);
  }
  const cookies = wire.exchanges.map(({ cookie }) => cookie).filter((cookie) => cookie !== "");
  assert.ok(cookies.length > 0, "no cookie was caught");
  assertFree(seen, [PASSWORD, KEY, ...cookies]);
});

farSideTest("no secret comes out when the start or the login fails", secretUser, async (farSide) => {
  const wrong = { VCENTER_PASSWORD: `${PASSWORD}-wrong`, MCP_API_KEY: KEY, MCP_LOG_LEVEL: "DEBUG" };
  const seen: string[] = [];
  for (
    const args of [["check"], ["call", "list_vms"], ["--http-port", "no"], ["--vcenter-password", PASSWORD]]
  ) {
    const server = startProduct(args, { farSide, env: wrong });
    const { code, stdout, stderr } = await server.ended;
    assert.notEqual(code, 0, args.join(" "));
    assert.match(stderr + stdout, /Cannot /);
    seen.push(stdout, stderr);
  }
  assertFree(seen, [PASSWORD, KEY]);
});

for (const crash of ["exception", "rejection"]) {
  simulatorTest(
    `no secret comes out when the process dies of an uncaught ${crash}`,
    secretUser,
    async (farSide) => {
      const env = { MCP_API_KEY: KEY, MCP_LOG_LEVEL: "DEBUG", CRASH: crash };
      const args = [...RUN.toSpliced(-1, 0, "--preload", CRASH), "-t", "http", "--http-port", "0"];
      const server = spawn(args, { env: productEnv({ farSide, env }) });
      await server.says(/serving MCP/, "stderr");
      const { code, stdout, stderr } = await server.stop();
      assert.equal(code, 1);
      assert.match(
        stderr,
        /ERROR stopped by an internal error error=.*crashed with \[secret\].*caused by \[secret\]/,
      );
      assert.match(stderr, /\nesxi-mcp-server: crashed with \[secret\]\n$/);
      assertFree([stdout, stderr], [PASSWORD, KEY]);
    },
  );
}

/** Answers and errors of every kind, the secrets themselves among the arguments. */
async function provoke(client: TestClient): Promise<readonly string[]> {
  const [row] = rowsOf((await ask(client, ["list_vms", { limit: 1 }])).data);
  const calls = [
    ["list_vms", {}],
    ["get_vm", { name: row?.moref }],
    ["get_vm", { name: PASSWORD }],
    ["get_vm", { name: `a ${KEY} b` }],
    ["power_on_vm", { [PASSWORD]: KEY }],
    ["create_vm", { name: "x", cpu: 1, memory: 64, datastore: Buffer.from(PASSWORD).toString("base64") }],
    [KEY, {}],
  ] as const;
  const answers = await Promise.all(
    calls.map(([tool, args]) => client.call(tool, { ...args }).then(JSON.stringify, String)),
  );
  const read = await client.read(`vmstats://${encodeURIComponent(PASSWORD)}`).then(JSON.stringify, String);
  return [...answers, read, JSON.stringify(await client.listTools()), client.instructions ?? ""];
}

async function provokeHttp(url: string): Promise<readonly string[]> {
  const paths = [
    "/api/vms",
    `/api/vms/${encodeURIComponent(PASSWORD)}`,
    "/api/tools",
    "/openapi.json",
    "/healthz",
    `/${KEY}`,
  ];
  const headers = [{ "x-api-key": KEY }, { authorization: `Bearer ${KEY}x` }];
  return await Promise.all(paths.flatMap((path) =>
    headers.map(async (header) => {
      const response = await fetch(new URL(path, url), { headers: new Headers(Object.entries(header)) });
      return [...response.headers].join("\n") + await response.text();
    })
  ));
}

async function overHttp(options: ProductOptions & { readonly farSide: FarSide }): Promise<readonly string[]> {
  await using server = await startHttp(options);
  const seen: string[] = [];
  for (const kind of CLIENT_KINDS) {
    await using client = await connectClient(kind, { url: server.url, headers: { "x-api-key": KEY } });
    seen.push(...await provoke(client));
  }
  seen.push(...await provokeHttp(server.url));
  await options.farSide.fault({
    method: "RetrievePropertiesEx",
    fault: "SystemError",
    fields: { reason: PASSWORD },
    message: `password ${PASSWORD}`,
    count: 1,
  });
  seen.push(...await provokeHttp(server.url));
  const { stdout, stderr } = await server.stop();
  return [...seen, stdout, stderr];
}

async function overStdio(options: ProductOptions): Promise<readonly string[]> {
  await using client = await connectClient("v2 2026-07-28", stdioPlace(options));
  return await provoke(client);
}

function assertFree(texts: readonly string[], secrets: readonly string[]): void {
  for (const secret of secrets) {
    const forms = [
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      Buffer.from(secret).toString("base64"),
    ];
    for (const form of forms) {
      for (const text of texts) {
        const at = text.indexOf(form);
        assert.equal(at, -1, `a secret is in: ${text.slice(Math.max(0, at - 200), at + 20)}`);
      }
    }
  }
}
