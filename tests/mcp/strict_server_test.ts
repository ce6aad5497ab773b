import assert from "node:assert/strict";
import { startLog } from "../../src/log.ts";
import { startHttp } from "../support/hand_made_http.ts";
import { CLIENT_KINDS, connectClient } from "../support/mcp_clients.ts";

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

const REVISIONS = {
  "v2 2026-07-28": "2026-07-28",
  "v2 2025-11-25": "2025-11-25",
  "v1 2025-11-25": "2025-11-25",
};

for (const kind of CLIENT_KINDS) {
  Deno.test(`StrictServer logs what the ${kind} client asks, and in which revision`, async () => {
    const folder = await Deno.makeTempDir();
    try {
      const file = `${folder}/a.log`;
      await using _log = await startLog({ level: "DEBUG", file });
      await using server = await startHttp();
      await using client = await connectClient(kind, server);
      await client.listTools();
      await assert.rejects(client.read("nothing://here"));
      const answered = (await Deno.readTextFile(file)).match(/(?<= DEBUG request answered ).*/g) ?? [];
      const rest = `client=test/1.0.0 revision=${REVISIONS[kind]}`;
      assert.deepEqual(answered.slice(-2), [`method=tools/list ${rest}`, `method=resources/read ${rest}`]);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}
