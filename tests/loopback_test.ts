import assert from "node:assert/strict";
import { isLoopback } from "../src/loopback.ts";

Deno.test("isLoopback() knows this machine's addresses from others", () => {
  for (const host of ["127.0.0.1", "127.9.9.9", "127.1.2.3", "localhost", "::1"]) {
    assert.equal(isLoopback(host), true, host);
  }
  for (const host of ["0.0.0.0", "::", "10.0.0.1", "127.0.0.1.example.com", "1270.0.0.1", "host", "vm"]) {
    assert.equal(isLoopback(host), false, host);
  }
});
