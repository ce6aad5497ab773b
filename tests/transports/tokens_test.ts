import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { SignJWT } from "npm:jose@6.2.18";
import type { IssuerLimits } from "../../src/transports/issuer.ts";
import { type TokenResult, Tokens } from "../../src/transports/tokens.ts";
import { AUDIENCE, startIssuer, type TokenIssuer } from "../support/token_issuer.ts";

Deno.test("Tokens.check() tells who a good token stands for", async () => {
  await using issuer = await startIssuer();
  const result = await tokensOf(issuer).check(await issuer.sign());
  assert.deepEqual(result, {
    kind: "caller",
    callers: {
      http: { name: "oauth:alice", role: "operate", transport: "http" },
      rest: { name: "oauth:alice", role: "operate", transport: "rest" },
    },
  });
});

Deno.test("Tokens.check() gives one caller one object, and another for another role", async () => {
  await using issuer = await startIssuer();
  const tokens = tokensOf(issuer);
  const callers = async (role: string) => callersIn(await tokens.check(await issuer.sign({ role })));
  assert.equal(await callers("read"), await callers("read"));
  assert.notEqual(await callers("read"), await callers("admin"));
});

Deno.test("Tokens.check() refuses tokens that were not made for it or not for now", async () => {
  await using issuer = await startIssuer();
  const tokens = tokensOf(issuer);
  const cases = [
    { token: await issuer.sign({}, { expiresIn: "-5m" }), says: /has expired/ },
    { token: await issuer.sign({ aud: "https://other.example.com" }), says: /claim aud/ },
    { token: await issuer.sign({ aud: [] }), says: /claim aud/ },
    { token: await issuer.sign({ iss: "https://other.example.com" }), says: /claim iss/ },
    { token: await issuer.sign({ iss: `${issuer.url}/` }), says: /claim iss/ },
    { token: await issuer.sign({ nbf: Math.floor(Date.now() / 1000) + 3600 }), says: /claim nbf/ },
    { token: await issuer.sign({ sub: "" }), says: /names nobody/ },
  ];
  for (const { token, says } of cases) {
    const result = await tokens.check(token);
    assert.equal(result.kind, "invalid");
    assert.match(reasonIn(result), says);
  }
});

Deno.test("Tokens.check() takes nobody's signature for the issuer's", async () => {
  await using issuer = await startIssuer();
  await using other = await startIssuer();
  const tokens = tokensOf(issuer);
  const good = await issuer.sign();
  const [head = "", body = "", signature = ""] = good.split(".");
  const claims = { iss: issuer.url, aud: AUDIENCE, sub: "mallory", role: "admin" };
  const shared = new TextEncoder().encode(JSON.stringify(issuer.publicKey()));
  const cases = {
    none: `${base64({ alg: "none" })}.${base64({ ...claims, exp: 9_999_999_999 })}.`,
    noneSigned: `${base64({ alg: "none" })}.${body}.${signature}`,
    publicKeyAsSecret: await new SignJWT(claims).setProtectedHeader({ alg: "HS256", kid: "first" })
      .setExpirationTime("5m").sign(shared),
    otherIssuer: await other.sign({ iss: issuer.url }),
    otherBody: `${head}.${base64({ ...claims, exp: 9_999_999_999 })}.${signature}`,
    cut: good.slice(0, -4),
    noJson: `${base64("x")}.${base64("y")}.${signature}`,
    empty: "..",
    ownKey: await other.sign({ iss: issuer.url }, { kid: "https://evil.example/keys" }),
  };
  for (const [name, token] of Object.entries(cases)) {
    assert.equal((await tokens.check(token)).kind, "forged", name);
  }
});

Deno.test("Tokens.check() finds the role wherever the claim is, and takes the highest", async () => {
  await using issuer = await startIssuer();
  const cases = [
    { claim: "role", claims: { role: "read" }, role: "read" },
    {
      claim: "role",
      claims: { role: undefined, roles: ["operate", "read", "offline_access"] },
      role: "operate",
    },
    { claim: "realm_access.roles", claims: { realm_access: { roles: ["read", "admin"] } }, role: "admin" },
    { claim: "https://example.com/roles", claims: { "https://example.com/roles": ["read"] }, role: "read" },
    { claim: "scope", claims: { scope: "openid operate" }, role: "operate" },
  ];
  for (const { claim, claims, role } of cases) {
    const result = await tokensOf(issuer, { claim }).check(await issuer.sign(claims));
    assert.equal(callersIn(result).http.role, role, claim);
  }
});

Deno.test("Tokens.check() gives no role where the claim has none", async () => {
  await using issuer = await startIssuer();
  const cases = [
    { claim: "role", claims: { role: "administrator" } },
    { claim: "role", claims: { role: { admin: true } } },
    { claim: "role", claims: { role: undefined } },
    { claim: "a.b", claims: { a: "admin" } },
    { claim: "constructor.name", claims: {} },
    { claim: "other", claims: { role: "admin" } },
  ];
  for (const { claim, claims } of cases) {
    assert.equal((await tokensOf(issuer, { claim }).check(await issuer.sign(claims))).kind, "no_role");
  }
});

Deno.test("Tokens.check() finds issuers by either kind of metadata, with and without a path", async () => {
  for (const path of ["", "/realms/ops"]) {
    for (const kind of ["oauth-authorization-server", "openid-configuration", "appended"] as const) {
      await using issuer = await startIssuer({ path, kind });
      assert.equal((await tokensOf(issuer).check(await issuer.sign())).kind, "caller", `${kind} ${path}`);
    }
  }
});

Deno.test("Tokens.check() trusts no metadata of another issuer and no keys over plain HTTP", async () => {
  for (const metadata of [{ issuer: "https://other.example.com" }, { jwks_uri: "http://192.0.2.1/keys" }]) {
    await using issuer = await startIssuer({ metadata });
    assert.equal((await tokensOf(issuer).check(await issuer.sign())).kind, "issuer_down");
  }
});

Deno.test("Tokens.check() learns new keys, and forgets old ones", async () => {
  await using issuer = await startIssuer();
  const tokens = tokensOf(issuer, { limits: { cooldownMs: 0 } });
  const old = await issuer.sign();
  assert.equal((await tokens.check(old)).kind, "caller");
  await issuer.rotate("second");
  assert.equal((await tokens.check(await issuer.sign())).kind, "caller");
  assert.equal((await tokens.check(old)).kind, "forged");
});

Deno.test("Tokens.check() does not ask the issuer for each key that somebody makes up", async () => {
  await using issuer = await startIssuer();
  const tokens = tokensOf(issuer);
  await tokens.check(await issuer.sign());
  for (let i = 0; i < 5; i++) {
    assert.equal((await tokens.check(await issuer.sign({}, { kid: `made-up-${i}` }))).kind, "forged");
  }
  assert.equal(issuer.keyRequests(), 1);
});

Deno.test("Tokens.check() goes on with the keys it knows while the issuer is down", async () => {
  await using issuer = await startIssuer();
  const tokens = tokensOf(issuer, { limits: { cooldownMs: 0, maxAgeMs: 0 } });
  assert.equal((await tokens.check(await issuer.sign())).kind, "caller");
  issuer.breakDown(500);
  assert.equal((await tokens.check(await issuer.sign())).kind, "caller");
  assert.equal((await tokens.check(await issuer.sign({}, { kid: "newer" }))).kind, "issuer_down");
  issuer.breakDown(200);
  // An answer without keys is none.
  assert.equal((await tokens.check(await issuer.sign())).kind, "caller");
});

Deno.test("Tokens.check() says that the issuer is down, spares it, and recovers", async () => {
  await using issuer = await startIssuer();
  issuer.breakDown(503);
  const resting = tokensOf(issuer, { limits: { retryMs: 3_600_000 } });
  assert.equal((await resting.check(await issuer.sign())).kind, "issuer_down");
  const asked = issuer.requests();
  for (let i = 0; i < 3; i++) assert.equal((await resting.check(await issuer.sign())).kind, "issuer_down");
  assert.equal(issuer.requests(), asked);
  issuer.breakDown(undefined);
  assert.equal((await resting.check(await issuer.sign())).kind, "issuer_down");
  const eager = tokensOf(issuer, { limits: { retryMs: 0 } });
  issuer.breakDown(503);
  assert.equal((await eager.check(await issuer.sign())).kind, "issuer_down");
  issuer.breakDown(undefined);
  assert.equal((await eager.check(await issuer.sign())).kind, "caller");
});

function tokensOf(
  { url }: TokenIssuer,
  { claim = "role", limits }: { readonly claim?: string; readonly limits?: IssuerLimits } = {},
): Tokens {
  return new Tokens({ issuer: url, audience: AUDIENCE, roleClaim: claim, limits });
}

function callersIn(result: TokenResult) {
  if (result.kind !== "caller") throw new Error(`It is no caller: ${result.reason}`);
  return result.callers;
}

function reasonIn(result: TokenResult): string {
  return result.kind === "caller" ? "" : result.reason;
}

function base64(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
