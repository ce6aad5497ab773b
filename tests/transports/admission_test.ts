import assert from "node:assert/strict";
import { VERSION } from "../../src/version.ts";
import { oneKey } from "../support/callers.ts";
import { startHttp, type TestServer } from "../support/hand_made_http.ts";
import { exchangeRaw, getText, parseAnswer } from "../support/raw_http.ts";

const KEY = "a-key-of-the-test";
const APP = "https://app.example.com";

Deno.test("createAdmission() refuses a key that sends too much with 429, and others not", async () => {
  const clock = { now: 0 };
  await using server = await startHttp({
    keys: [...oneKey(KEY), { name: "other", key: "another-key", role: "read" }],
    rateLimitPerMinute: 2,
    now: () => clock.now,
  });
  const ask = (key: string) => get(server, "/api/tools", { "x-api-key": key });
  const first = await ask(KEY);
  assert.equal(first.headers.get("ratelimit-policy"), '"requests";q=2;w=60');
  assert.equal(first.headers.get("ratelimit"), '"requests";r=1;t=0');
  assert.equal((await ask(KEY)).status, 200);
  const refused = await ask(KEY);
  assert.equal(refused.status, 429);
  assert.equal(refused.headers.get("retry-after"), "30");
  assert.match(refused.body, /rate_limit_per_minute allows; send it again in 30 s/);
  assert.equal((await ask("another-key")).status, 200);
  assert.equal((await get(server, "/healthz")).status, 200);
  clock.now += 30_000;
  assert.equal((await ask(KEY)).status, 200);
});

Deno.test("createAdmission() counts each message of a batch", async () => {
  await using server = await startHttp({ rateLimitPerMinute: 10, now: () => 0 });
  const batch = (size: number) => {
    const ping = { jsonrpc: "2.0", id: 1, method: "ping" };
    const headers = { "content-type": "application/json", accept: "application/json, text/event-stream" };
    const body = JSON.stringify(Array(size).fill(ping));
    return fetch(server.url, { method: "POST", headers, body }).then(async (response) => {
      await response.text();
      return response.status;
    });
  };
  // Without a session a batch is refused as one; it has cost its messages all the same.
  assert.deepEqual([await batch(6), await batch(6), await batch(3), await batch(1)], [400, 429, 400, 429]);
});

Deno.test("createAdmission() tells strangers neither name nor release, and says the same of every answer", async () => {
  await using server = await startHttp({ keys: oneKey(KEY), oauth: OAUTH });
  const texts = [
    getText("/healthz"),
    getText("/message"),
    getText("/nowhere"),
    getText("/metrics"),
    getText("/.well-known/oauth-protected-resource/message"),
    getText("/", "host: evil.example"),
    getText("/", `origin: https://evil.example`),
    getText("/", "x-api-key: wrong"),
    getText("/", "authorization: Bearer a.b.c"),
    getText("/" + "a".repeat(9000)),
    getText("/", `x: ${"a".repeat(40_000)}`),
    getText("/message").replace("GET", "OPTIONS"),
    preflight("http://localhost:6274"),
    "nonsense\r\n\r\n",
  ];
  for (const text of texts) {
    const answer = await exchangeRaw(server, text);
    const { headers, status } = parseAnswer(answer);
    const what = `${status} ${text.slice(0, 60)}`;
    assert.ok(status >= 200 && status < 504, what);
    assert.doesNotMatch(
      answer,
      new RegExp(`${VERSION.replaceAll(".", "\\.")}|mcp-server|deno|node|vmware`, "i"),
      what,
    );
    for (const name of ["server", "x-powered-by", "via"]) assert.equal(headers.get(name), null, what);
    assert.equal(headers.get("x-content-type-options"), "nosniff", what);
    assert.equal(headers.get("cache-control"), "no-store", what);
    assert.equal(headers.get("content-security-policy"), "default-src 'none'; frame-ancestors 'none'", what);
    assert.equal(headers.get("referrer-policy"), "no-referrer", what);
    assert.equal(headers.get("cross-origin-resource-policy"), "same-origin", what);
    assert.equal(headers.get("strict-transport-security"), null, what);
  }
});

Deno.test("createAdmission() lets a page of an allowed origin ask first, call and read", async () => {
  await using server = await startHttp({ keys: oneKey(KEY), allowedOrigins: [APP] });
  const asked = parseAnswer(await exchangeRaw(server, preflight(APP)));
  assert.equal(asked.status, 204);
  assert.equal(asked.headers.get("access-control-allow-origin"), APP);
  assert.equal(asked.headers.get("vary"), "Origin");
  for (const key of [KEY, "wrong"]) {
    const { status, headers } = await get(server, "/api/tools", { origin: APP, "x-api-key": key });
    assert.equal(status, key === KEY ? 200 : 401);
    assert.equal(headers.get("access-control-allow-origin"), APP);
    assert.equal(headers.get("access-control-allow-credentials"), null);
  }
});

Deno.test("createAdmission() lets no page of another origin ask, call or read", async () => {
  await using server = await startHttp({ keys: oneKey(KEY), allowedOrigins: [APP] });
  const asked = parseAnswer(await exchangeRaw(server, preflight("https://evil.example")));
  const called = await get(server, "/api/tools", { origin: "https://evil.example", "x-api-key": KEY });
  for (const { status, headers } of [asked, called]) {
    assert.equal(status, 403);
    assert.equal([...headers].some(([name]) => name.startsWith("access-control")), false);
  }
});

Deno.test("GET /.well-known/oauth-protected-resource tells where tokens come from", async () => {
  await using server = await startHttp({ keys: oneKey(KEY), oauth: OAUTH });
  for (
    const path of ["/.well-known/oauth-protected-resource", "/.well-known/oauth-protected-resource/message"]
  ) {
    const { status, body } = await get(server, path);
    assert.equal(status, 200);
    assert.deepEqual(JSON.parse(body), {
      resource: "https://mcp.example.com/message",
      authorization_servers: ["https://login.example.com/realms/ops"],
      bearer_methods_supported: ["header"],
    });
  }
});

Deno.test("GET /.well-known/oauth-protected-resource names the address asked for where the audience is none", async () => {
  await using server = await startHttp({ oauth: { ...OAUTH, audience: "api://vsphere" } });
  const { body } = await get(server, "/.well-known/oauth-protected-resource");
  assert.equal(JSON.parse(body).resource, server.url);
  const { headers } = await get(server, "/message");
  const url = new URL("/.well-known/oauth-protected-resource/message", server.url);
  assert.equal(headers.get("www-authenticate"), `Bearer resource_metadata="${url}"`);
});

Deno.test("GET /.well-known/oauth-protected-resource is no secret place where no tokens are taken", async () => {
  await using server = await startHttp({ keys: oneKey(KEY) });
  assert.equal((await get(server, "/.well-known/oauth-protected-resource")).status, 401);
});

const OAUTH = {
  issuer: "https://login.example.com/realms/ops",
  audience: "https://mcp.example.com/message",
  roleClaim: "role",
};

function preflight(origin: string): string {
  return getText("/message", `origin: ${origin}`, "access-control-request-method: POST").replace(
    "GET",
    "OPTIONS",
  );
}

async function get({ url }: TestServer, path: string, headers: Record<string, string> = {}) {
  const response = await fetch(new URL(path, url), { headers });
  return { status: response.status, headers: response.headers, body: await response.text() };
}
