import assert from "node:assert/strict";
import { type Access, createGuard } from "../../src/transports/auth.ts";

const KEY = "a-key-of-the-test";
const KEYS = [{ name: "other", key: "another-key", role: "read" }, {
  name: "mine",
  key: KEY,
  role: "admin",
}] as const;

Deno.test("createGuard() lets only local names in where only this machine should get in", () => {
  for (const host of ["localhost", "127.0.0.1", "::1"]) {
    const status = statusOf({ host });
    for (const name of ["localhost", "localhost:8080", "127.0.0.1:1", "[::1]:8080", "LOCALHOST"]) {
      assert.equal(status({ host: name }), 200, name);
    }
    for (const name of ["evil.example", "localhost.evil.example", "192.0.2.1", "", "a b"]) {
      assert.equal(status({ host: name }), 403, name);
    }
  }
});

Deno.test("createGuard() lets any name in where a key is asked for", () => {
  const status = statusOf({ host: "0.0.0.0", keys: KEYS });
  assert.equal(status({ host: "vm.example.com", "x-api-key": KEY }), 200);
  assert.equal(status({ host: "vm.example.com" }), 401);
});

Deno.test("createGuard() lets only addresses and allowed names in where no key is asked for", () => {
  const status = statusOf({ host: "0.0.0.0", allowedHosts: ["vm.example.com"] });
  assert.equal(status({ host: "192.0.2.1:8080" }), 200);
  assert.equal(status({ host: "[2001:db8::1]:8080" }), 200);
  assert.equal(status({ host: "vm.example.com:8080" }), 200);
  assert.equal(status({ host: "evil.example" }), 403);
});

Deno.test("createGuard() lets only allowed names in once some are given", () => {
  const status = statusOf({ host: "0.0.0.0", keys: KEYS, allowedHosts: ["vm.example.com"] });
  assert.equal(status({ host: "vm.example.com", "x-api-key": KEY }), 200);
  assert.equal(status({ host: "evil.example", "x-api-key": KEY }), 403);
});

Deno.test("createGuard() refuses web pages of other origins even with the key", () => {
  const status = statusOf({ host: "0.0.0.0", keys: KEYS, allowedHosts: ["vm.example.com"] });
  const headers = { host: "vm.example.com", "x-api-key": KEY };
  assert.equal(status({ ...headers, origin: "https://vm.example.com" }), 200);
  assert.equal(status({ ...headers, origin: "http://localhost:6274" }), 200);
  for (const origin of ["https://evil.example", "null", "https://vm.example.com.evil.example", "nonsense"]) {
    assert.equal(status({ ...headers, origin }), 403, origin);
  }
});

Deno.test("createGuard() tells by the key who calls, and by the path which way", () => {
  const guard = createGuard({ host: "127.0.0.1", keys: KEYS });
  const headers = { host: "localhost", "x-api-key": "another-key" };
  const callerAt = (path: string) => guard(new Request(`http://localhost${path}`, { headers }));
  assert.deepEqual(callerAt("/message"), { name: "other", role: "read", transport: "http" });
  assert.deepEqual(callerAt("/api/vms"), { name: "other", role: "read", transport: "rest" });
  assert.equal(callerAt("/message"), callerAt("/message"));
});

Deno.test("createGuard() compares the whole key", () => {
  const status = statusOf({ host: "127.0.0.1", keys: KEYS });
  for (const key of ["", KEY.slice(0, -1), `${KEY}x`, KEY.toUpperCase()]) {
    assert.equal(status({ host: "localhost", authorization: `Bearer ${key}` }), 401, key);
  }
  assert.equal(status({ host: "localhost", authorization: `Basic ${KEY}` }), 401);
  assert.equal(status({ host: "localhost", authorization: `bearer  ${KEY}` }), 200);
});

function statusOf(access: Access): (headers: Record<string, string>) => number {
  const guard = createGuard(access);
  return (headers) => {
    const result = guard(new Request("http://localhost/message", { headers }));
    return result instanceof Response ? result.status : 200;
  };
}
