import assert from "node:assert/strict";
import { CLIENT_KINDS, connectClient } from "../support/mcp_clients.ts";
import { startHttp } from "../support/product.ts";
import { farSideTest } from "../support/far_sides.ts";
import { ask, textAt } from "./answers.ts";
import { hasCall } from "./calls.ts";

const KEY = "a-key-of-the-test";
const JSON_HEADERS = { "content-type": "application/json", accept: "application/json, text/event-stream" };
const INITIALIZE = JSON.stringify({
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "test", version: "1.0.0" } },
});

farSideTest(
  "pitfall 12: the first POST after the start works, and each client has a session that DELETE ends",
  {},
  async (farSide) => {
    await using server = await startHttp({ farSide });
    const first = await send(server.url, { method: "POST", body: INITIALIZE });
    assert.equal(first.status, 200);
    assert.match(first.text, /"protocolVersion":"2025-11-25"/);
    const second = await send(server.url, { method: "POST", body: INITIALIZE });
    assert.notEqual(second.session, first.session);
    const ping = async ({ session }: { readonly session: string }) => {
      const body = '{"jsonrpc":"2.0","id":2,"method":"ping"}';
      return (await send(server.url, { method: "POST", headers: { "mcp-session-id": session }, body }))
        .status;
    };
    assert.deepEqual([await ping(first), await ping(second)], [200, 200]);
    const headers = { "mcp-session-id": first.session };
    assert.equal((await send(server.url, { method: "DELETE", headers })).status, 200);
    assert.deepEqual([await ping(first), await ping(second)], [404, 200]);
  },
);

farSideTest("the product streams to a GET until the session ends", {}, async (farSide) => {
  await using server = await startHttp({ farSide });
  const { session } = await send(server.url, { method: "POST", body: INITIALIZE });
  const headers = { accept: "text/event-stream", "mcp-session-id": session };
  const stream = await fetch(server.url, { headers });
  assert.equal(stream.status, 200);
  assert.equal(stream.headers.get("content-type"), "text/event-stream");
  const reading = stream.text().catch(() => "");
  assert.equal(
    (await send(server.url, { method: "DELETE", headers: { "mcp-session-id": session } })).status,
    200,
  );
  await reading;
});

farSideTest(
  "the product lets nobody in without the key, and anybody with it in either header",
  {},
  async (farSide) => {
    await using server = await startHttp({
      farSide,
      env: { MCP_API_KEY: KEY, MCP_HTTP_HOST: "127.0.0.1" },
    });
    for (
      const headers of [{}, { authorization: "Bearer wrong" }, { "x-api-key": `${KEY}x` }, {
        authorization: KEY,
      }]
    ) {
      for (const path of ["/message", "/api/tools", "/api/vms", "/openapi.json", "/nowhere"]) {
        const { status, challenge, text } = await send(new URL(path, server.url), {
          headers: new Headers(Object.entries(headers)),
        });
        assert.deepEqual([status, challenge], [401, "Bearer"], path);
        assert.ok(!text.includes(KEY));
      }
    }
    assert.deepEqual(await farSide.log(), [], "somebody without the key has reached vSphere");
    const health = await send(new URL("/healthz", server.url), {});
    assert.deepEqual([health.status, JSON.parse(health.text)], [200, { status: "ok" }]);
    for (const headers of [{ authorization: `Bearer ${KEY}` }, { "x-api-key": KEY }]) {
      assert.equal(
        (await send(new URL("/api/vms", server.url), { headers: new Headers(Object.entries(headers)) }))
          .status,
        200,
      );
      for (const kind of CLIENT_KINDS) {
        await using client = await connectClient(kind, { url: server.url, headers });
        assert.match((await ask(client, ["list_vms", { limit: 1 }])).text, /^1 of /);
      }
    }
  },
);

farSideTest("the product refuses ten megabytes, and goes on", {}, async (farSide) => {
  await using server = await startHttp({ farSide });
  await using client = await connectClient("v2 2026-07-28", server);
  await assert.rejects(client.call("get_vm", { name: "n".repeat(10_000_000) }));
  assert.match((await ask(client, ["list_vms", { limit: 1 }])).text, /^1 of /);
});

farSideTest("pitfall 12: the product refuses web pages of others", {}, async (farSide) => {
  await using server = await startHttp({ farSide });
  assert.equal(await rawStatus(server.url, { origin: "https://evil.example" }), 403);
  assert.equal(await rawStatus(server.url, { host: "evil.example" }), 403);
  assert.equal(await rawStatus(server.url, { origin: "http://localhost:6274" }), 200);
});

const slow = { slow: { task: "PowerOn", ms: 1500 } } as const;

for (const kind of CLIENT_KINDS) {
  farSideTest(
    `the product finishes the ${kind} client's call when told to end, and logs out`,
    slow,
    async (farSide, { vm: name }) => {
      await using server = await startHttp({ farSide });
      await using client = await connectClient(kind, server);
      await ask(client, ["power_off_vm", { name }]);
      const running = ask(client, ["power_on_vm", { name }]);
      await hasCall(farSide, "PowerOnVM_Task");
      const ended = server.stop();
      assert.equal(textAt((await running).data, "power_state"), "poweredOn");
      const { code, stdout, stderr } = await ended;
      assert.deepEqual([code, stdout], [0, ""]);
      assert.match(stderr, /shutting down/);
      assert.equal((await farSide.log()).at(-1)?.method, "Logout");
    },
  );
}

async function send(
  url: string | URL,
  { method = "GET", headers, body }: { method?: string; headers?: HeadersInit; body?: string },
): Promise<{ status: number; text: string; session: string; challenge: string | null }> {
  const all = new Headers(JSON_HEADERS);
  new Headers(headers).forEach((value, name) => all.set(name, value));
  const response = await fetch(url, { method, headers: all, ...(body === undefined ? {} : { body }) });
  return {
    status: response.status,
    text: await response.text(),
    session: response.headers.get("mcp-session-id") ?? "",
    challenge: response.headers.get("www-authenticate"),
  };
}

/** Over a raw connection, since `fetch` sets Host itself. */
async function rawStatus(
  url: string,
  headers: { readonly host?: string; readonly origin?: string },
): Promise<number> {
  const { hostname, port, host } = new URL(url);
  using connection = await Deno.connect({ hostname, port: Number(port) });
  const lines = Object.entries({ host, connection: "close", ...headers }).map(([name, value]) =>
    `${name}: ${value}`
  );
  await connection.write(
    new TextEncoder().encode(["GET /api/tools HTTP/1.1", ...lines, "", ""].join("\r\n")),
  );
  const head = new Uint8Array(64);
  await connection.read(head);
  return Number(new TextDecoder().decode(head).split(" ")[1]);
}
