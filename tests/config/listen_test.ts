import assert from "node:assert/strict";
import { httpListenHost } from "../../src/config/listen.ts";

Deno.test("httpListenHost() stays on this machine without a key", () => {
  assert.equal(httpListenHost({}), "127.0.0.1");
});

Deno.test("httpListenHost() takes all interfaces with a key", () => {
  assert.equal(httpListenHost({ api_key: "k3y" }), "0.0.0.0");
});

Deno.test("httpListenHost() lets http_host override both", () => {
  assert.equal(httpListenHost({ http_host: "::1", api_key: "k3y" }), "::1");
  assert.equal(httpListenHost({ http_host: "192.0.2.10" }), "192.0.2.10");
});
