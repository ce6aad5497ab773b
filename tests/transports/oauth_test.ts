import assert from "node:assert/strict";
import { oneKey } from "../support/callers.ts";
import { startHttp, type TestServer } from "../support/hand_made_http.ts";
import { CLIENT_KINDS, connectClient } from "../support/mcp_clients.ts";
import { textOf } from "../support/mcp_suite.ts";
import { AUDIENCE, startIssuer, type TokenIssuer } from "../support/token_issuer.ts";

const KEY = "a-key-of-the-test";
const METADATA = 'resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource/message"';

for (const kind of CLIENT_KINDS) {
  Deno.test(`serveHttp() serves the ${kind} client with a token, within its role`, async () => {
    await using stage = await start();
    const token = await stage.issuer.sign({ role: "read" });
    await using client = await connectClient(kind, {
      url: stage.server.url,
      headers: { authorization: `Bearer ${token}` },
    });
    assert.equal(textOf(await client.call("echo", { text: "hi" })), "hi");
    const names = (await client.listTools()).map(({ name }) => name);
    assert.deepEqual([names.includes("echo"), names.includes("deny")], [true, false]);
  });
}

Deno.test("serveHttp() takes keys beside tokens", async () => {
  await using stage = await start();
  assert.equal((await show(stage.server, KEY)).status, 200);
  assert.equal((await show(stage.server, await stage.issuer.sign())).status, 200);
});

Deno.test("serveHttp() says by RFC 6750 what is wrong with a token", async () => {
  await using stage = await start();
  const { server, issuer } = stage;
  const cases = [
    { token: undefined, status: 401, challenge: `Bearer ${METADATA}` },
    {
      token: await issuer.sign({}, { expiresIn: "-5m" }),
      status: 401,
      challenge: `Bearer ${METADATA}, error="invalid_token", error_description="the token has expired"`,
    },
    {
      token: await issuer.sign({ aud: "https://other.example.com" }),
      status: 401,
      challenge:
        `Bearer ${METADATA}, error="invalid_token", error_description="the token does not fit: claim aud"`,
    },
    {
      token: (await issuer.sign()).slice(0, -4),
      status: 401,
      challenge:
        `Bearer ${METADATA}, error="invalid_token", error_description="its issuer did not sign the token"`,
    },
    {
      token: await issuer.sign({ role: "guest" }),
      status: 403,
      challenge: `Bearer ${METADATA}, error="insufficient_scope", ` +
        'error_description="the token gives no role: role holds none of read, operate, admin"',
    },
    {
      token: `${"a".repeat(8000)}.${"b".repeat(8500)}.c`,
      status: 401,
      challenge: `Bearer ${METADATA}, error="invalid_token", error_description="it is too long"`,
    },
  ];
  for (const { token, status, challenge } of cases) {
    const answer = await show(server, token);
    assert.deepEqual([answer.status, answer.challenge], [status, challenge]);
    assert.match(answer.detail, /^Cannot serve the request: .+; (send|have) /);
    assert.ok(token === undefined || !answer.detail.includes(token));
  }
});

Deno.test("serveHttp() takes no token out of the address", async () => {
  await using stage = await start();
  const token = await stage.issuer.sign();
  const response = await fetch(new URL(`/api/tools?access_token=${token}`, stage.server.url));
  assert.equal(response.status, 401);
  assert.ok(!(await response.text()).includes(token));
});

Deno.test("serveHttp() answers 503 while the issuer of a token is down, and serves keys on", async () => {
  await using stage = await start();
  stage.issuer.breakDown(500);
  const { status, detail } = await show(stage.server, await stage.issuer.sign());
  assert.equal(status, 503);
  assert.match(
    detail,
    /^Cannot check the access token: the keys of its issuer cannot be read; try again in a minute$/,
  );
  assert.equal((await show(stage.server, KEY)).status, 200);
});

Deno.test("serveHttp() counts forged tokens as wrong keys, and good ones get in all the same", async () => {
  await using stage = await start();
  const forged = (await stage.issuer.sign()).slice(0, -4);
  const statuses = [];
  for (let i = 0; i < 3; i++) statuses.push((await show(stage.server, forged)).status);
  assert.deepEqual(statuses, [401, 401, 429]);
  assert.equal((await show(stage.server, await stage.issuer.sign())).status, 200);
});

async function start(): Promise<AsyncDisposable & { server: TestServer; issuer: TokenIssuer }> {
  const issuer = await startIssuer();
  const server = await startHttp({
    keys: oneKey(KEY),
    oauth: { issuer: issuer.url, audience: AUDIENCE, roleClaim: "role" },
    failures: { burst: 2, perMinute: 1 },
  });
  return {
    server,
    issuer,
    async [Symbol.asyncDispose]() {
      await server.close();
      await issuer[Symbol.asyncDispose]();
    },
  };
}

async function show({ url }: TestServer, token: string | undefined) {
  const headers = new Headers(token === undefined ? {} : { authorization: `Bearer ${token}` });
  const response = await fetch(new URL("/api/tools", url), { headers });
  const { detail = "" } = await response.json();
  return { status: response.status, challenge: response.headers.get("www-authenticate"), detail };
}
