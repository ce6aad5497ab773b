import assert from "node:assert/strict";
import { createPages, type PageAccess } from "../../src/transports/pages.ts";

Deno.test("createPages() lets only local names in where only this machine should get in", () => {
  for (const host of ["localhost", "127.0.0.1", "::1"]) {
    const status = statusOf({ host, isKeyed: false });
    for (const name of ["localhost", "localhost:8080", "127.0.0.1:1", "[::1]:8080", "LOCALHOST"]) {
      assert.equal(status({ host: name }), 200, name);
    }
    for (const name of ["evil.example", "localhost.evil.example", "192.0.2.1", "", "a b"]) {
      assert.equal(status({ host: name }), 403, name);
    }
  }
});

Deno.test("createPages() lets any name in where a key is asked for", () => {
  const status = statusOf({ host: "0.0.0.0", isKeyed: true });
  assert.equal(status({ host: "vm.example.com" }), 200);
});

Deno.test("createPages() lets only addresses and allowed names in where no key is asked for", () => {
  const status = statusOf({ host: "0.0.0.0", isKeyed: false, allowedHosts: ["vm.example.com"] });
  assert.equal(status({ host: "192.0.2.1:8080" }), 200);
  assert.equal(status({ host: "[2001:db8::1]:8080" }), 200);
  assert.equal(status({ host: "vm.example.com:8080" }), 200);
  assert.equal(status({ host: "evil.example" }), 403);
});

Deno.test("createPages() lets only allowed names in once some are given", () => {
  const status = statusOf({ host: "0.0.0.0", isKeyed: true, allowedHosts: ["vm.example.com"] });
  assert.equal(status({ host: "vm.example.com" }), 200);
  assert.equal(status({ host: "evil.example" }), 403);
});

Deno.test("createPages() lets only local and allowed origins in, each with scheme and port", () => {
  const status = statusOf({
    host: "0.0.0.0",
    isKeyed: true,
    allowedHosts: ["vm.example.com"],
    allowedOrigins: ["https://app.example.com", "https://other.example.com:8443/"],
  });
  const good = [
    "https://app.example.com",
    "https://other.example.com:8443",
    "http://localhost:6274",
    "http://127.0.0.1",
    "http://[::1]:3000",
  ];
  for (const origin of good) assert.equal(status({ host: "vm.example.com", origin }), 200, origin);
  const bad = [
    "https://evil.example",
    "null",
    "nonsense",
    "",
    "http://app.example.com",
    "https://app.example.com:444",
    "https://app.example.com.evil.example",
    "https://vm.example.com",
    "https://app.example.com, https://evil.example",
    "https://localhost.evil.example",
  ];
  for (const origin of bad) assert.equal(status({ host: "vm.example.com", origin }), 403, origin);
});

Deno.test("Pages.open() names the one origin that asked, and none that may not", () => {
  const pages = createPages({
    host: "127.0.0.1",
    isKeyed: true,
    allowedOrigins: ["https://app.example.com"],
  });
  const headersFor = (origin?: string) => {
    const request = new Request("http://localhost/", { headers: origin === undefined ? {} : { origin } });
    return pages.open(request, new Response("x")).headers;
  };
  assert.equal(
    headersFor("https://app.example.com").get("access-control-allow-origin"),
    "https://app.example.com",
  );
  assert.match(
    headersFor("https://app.example.com").get("access-control-expose-headers") ?? "",
    /Mcp-Session-Id/,
  );
  for (const origin of [undefined, "https://evil.example"]) {
    assert.equal(headersFor(origin).get("access-control-allow-origin"), null);
    assert.equal(headersFor(origin).get("access-control-expose-headers"), null);
    assert.equal(headersFor(origin).get("vary"), "Origin");
  }
});

Deno.test("Pages.preflight() answers a page's question and nothing else", () => {
  const pages = createPages({ host: "127.0.0.1", isKeyed: true });
  const ask = (method: string, headers: Record<string, string>) =>
    pages.preflight(new Request("http://localhost/message", { method, headers }));
  const asking = { origin: "http://localhost:6274", "access-control-request-method": "POST" };
  const answer = ask("OPTIONS", asking);
  assert.equal(answer?.status, 204);
  assert.equal(answer?.headers.get("access-control-allow-methods"), "GET, POST, DELETE");
  const allowed = answer?.headers.get("access-control-allow-headers")?.split(", ") ?? [];
  for (
    const name of ["authorization", "x-api-key", "mcp-session-id", "mcp-protocol-version", "content-type"]
  ) {
    assert.ok(allowed.includes(name), name);
  }
  assert.equal(ask("OPTIONS", { origin: "http://localhost:6274" }), undefined);
  assert.equal(ask("POST", asking), undefined);
});

function statusOf(access: PageAccess): (headers: Record<string, string>) => number {
  const pages = createPages(access);
  return (headers) => pages.refuse(new Request("http://localhost/message", { headers }))?.status ?? 200;
}
