import assert from "node:assert/strict";
import { startHttp } from "../support/hand_made_http.ts";

const META = {
  "io.modelcontextprotocol/protocolVersion": "2026-07-28",
  "io.modelcontextprotocol/clientCapabilities": {},
};

const CASES = [
  { method: "resources/read", name: "7", params: { uri: 7, _meta: META }, says: /^params\.uri: / },
  {
    method: "tools/call",
    name: "echo",
    params: { name: "echo", arguments: 7, _meta: META },
    says: /^params\.arguments: /,
  },
  { method: "completion/complete", params: { argument: {}, _meta: META }, says: /^params\.ref: / },
] as const;

for (const { method, params, says, ...more } of CASES) {
  Deno.test(`StrictServer says which parameters of ${method} do not fit`, async () => {
    await using server = await startHttp();
    const response = await fetch(server.url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
        "mcp-protocol-version": "2026-07-28",
        "mcp-method": method,
        ...("name" in more ? { "mcp-name": more.name } : {}),
      },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    });
    const { error } = JSON.parse((await response.text()).replace(/^event:.*\ndata: /, ""));
    const [first, ...rest] = error.message.split("\n");
    assert.equal(error.code, -32602);
    assert.equal(first, `Cannot answer ${method}: its parameters do not fit; mend these and send it again`);
    assert.match(rest.join("\n"), says);
  });
}
