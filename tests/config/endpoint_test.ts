import assert from "node:assert/strict";
import { parseEndpoint } from "../../src/config/endpoint.ts";

for (
  const [written, url] of [
    ["esxi.example.com", "https://esxi.example.com/sdk"],
    [" esxi.example.com ", "https://esxi.example.com/sdk"],
    ["10.0.0.5:8443", "https://10.0.0.5:8443/sdk"],
    ["[2001:db8::1]:8443", "https://[2001:db8::1]:8443/sdk"],
    ["https://vc.example.com", "https://vc.example.com/sdk"],
    ["https://vc.example.com/proxy/sdk", "https://vc.example.com/proxy/sdk"],
    ["HTTP://127.0.0.1:8989/sdk", "http://127.0.0.1:8989/sdk"],
  ] as const
) {
  Deno.test(`parseEndpoint() reads "${written}"`, () => {
    assert.equal(parseEndpoint(written)?.href, url);
  });
}

for (
  const written of [
    "",
    " ",
    "host name",
    "host:port",
    "host:99999",
    "2001:db8::1",
    "host/sdk",
    "ftp://host",
    "https://",
    "https://root:pw@host/sdk",
    "root@host",
    "https://host/sdk?a=b",
    "https://host/sdk#a",
  ]
) {
  Deno.test(`parseEndpoint() refuses "${written}"`, () => {
    assert.equal(parseEndpoint(written), undefined);
  });
}
