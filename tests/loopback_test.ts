import assert from "node:assert/strict";
import { isLoopback, localAddress, urlHost } from "../src/loopback.ts";

Deno.test("isLoopback() knows this machine's addresses from others", () => {
  for (const host of ["127.0.0.1", "127.9.9.9", "127.1.2.3", "localhost", "::1"]) {
    assert.equal(isLoopback(host), true, host);
  }
  for (const host of ["0.0.0.0", "::", "10.0.0.1", "127.0.0.1.example.com", "1270.0.0.1", "host", "vm"]) {
    assert.equal(isLoopback(host), false, host);
  }
});

Deno.test("localAddress() turns all addresses into one of this machine, and leaves single ones", () => {
  const asked = ["0.0.0.0", "::", "::1", "192.0.2.1", "vm.example.com"];
  assert.deepEqual(asked.map(localAddress), ["127.0.0.1", "127.0.0.1", "::1", "192.0.2.1", "vm.example.com"]);
});

Deno.test("urlHost() puts IPv6 in brackets", () => {
  assert.deepEqual(["2001:db8::1", "192.0.2.1", "vm"].map(urlHost), ["[2001:db8::1]", "192.0.2.1", "vm"]);
});
