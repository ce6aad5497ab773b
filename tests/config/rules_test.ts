import assert from "node:assert/strict";
import { load, problemsOf, target } from "./support.ts";

Deno.test("brokenRules() refuses an open server without a key and says how to mend it", () => {
  assert.deepEqual(problemsOf({ env: target, flags: { http_host: "0.0.0.0" } }), [
    "http_host (--http-host): opens the server to other machines without an API key; set api_key (MCP_API_KEY), remove http_host, " +
    "or set allow_unauthenticated: true if the network keeps strangers out",
  ]);
});

for (
  const [why, flags] of [
    ["allow_unauthenticated", { http_host: "0.0.0.0", allow_unauthenticated: "true" }],
    ["a file with a key", { http_host: "0.0.0.0", api_key_file: "key" }],
    ["a loopback address", { http_host: "127.0.0.1" }],
    ["stdio", { http_host: "0.0.0.0", transport: "stdio" }],
  ] as const
) {
  Deno.test(`brokenRules() accepts http_host with ${why}`, () => {
    assert.equal(load({ env: target, flags, files: { key: "key-4711" } }).http_host, flags.http_host);
  });
}

Deno.test("brokenRules() refuses insecure beside a thumbprint", () => {
  const env = { ...target, VCENTER_INSECURE: "1", VCENTER_THUMBPRINT: "ab".repeat(32) };
  assert.deepEqual(problemsOf({ env }), [
    "insecure (VCENTER_INSECURE): switches off the check that thumbprint (VCENTER_THUMBPRINT) asks for; remove one of them",
  ]);
});

Deno.test("brokenRules() accepts a thumbprint or a ca_file beside insecure: false", () => {
  const env = {
    ...target,
    VCENTER_INSECURE: "0",
    VCENTER_THUMBPRINT: "ab".repeat(32),
    VCENTER_CA_FILE: "/ca.pem",
  };
  assert.deepEqual(problemsOf({ env }), []);
});

Deno.test("brokenRules() refuses the admin's key as that of somebody else", () => {
  const api_keys = JSON.stringify([{ name: "dashboard", key: "key-4711", role: "read" }]);
  const env = { ...target, MCP_API_KEY: "key-4711", MCP_API_KEYS: api_keys };
  assert.deepEqual(problemsOf({ env }), [
    "api_keys (MCP_API_KEYS): has the key that api_key has, which is one of an admin; give each its own",
  ]);
});

Deno.test("an empty list of keys lets nobody in without one", () => {
  const env = { ...target, MCP_HTTP_HOST: "0.0.0.0", MCP_API_KEYS: "[]" };
  assert.deepEqual(problemsOf({ env }), [
    "api_keys (MCP_API_KEYS): is an empty list; write an entry, or remove it",
  ]);
});
