import assert from "node:assert/strict";
import * as z from "../../src/deps/zod.ts";
import { startHttp } from "../support/product.ts";
import { simulatorTest } from "../support/simulator.ts";

const KEYS = [
  { name: "one", key: "key-of-one", role: "admin" },
  { name: "two", key: "key-of-two", role: "operate", toolsets: ["vm", "task"] },
  { name: "three", key: "key-of-three", role: "read" },
] as const;

const listed = z.object({ result: z.looseObject({ tools: z.array(z.looseObject({ name: z.string() })) }) });

simulatorTest(
  "tools/list has the same bytes on every connection of a key, and the same tools in every era",
  {},
  async (simulator) => {
    await using product = await startHttp({
      farSide: simulator,
      env: { MCP_API_KEYS: JSON.stringify(KEYS), MCP_EXCLUDE_TOOLS: "find" },
    });
    const lists = new Map<string, string>();
    for (const { name, key } of KEYS) {
      const [first = "", second, ...more] = [
        await list2026(product.url, key),
        await list2026(product.url, key),
        await list2025(product.url, key),
        await list2025(product.url, key),
      ];
      assert.equal(second, first, `${name}, 2026-07-28`);
      const tools = JSON.stringify(listed.parse(JSON.parse(first)).result.tools);
      assert.ok(first.includes(`"tools":${tools}`));
      const [old = "", again] = more;
      assert.equal(again, old, `${name}, 2025-11-25`);
      assert.ok(old.includes(`"tools":${tools}`), `${name}: another era, other tools`);
      lists.set(name, tools);
    }
    assert.equal(new Set(lists.values()).size, 3, "every key sees the same");
  },
);

async function list2026(url: string, key: string): Promise<string> {
  const _meta = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientCapabilities": {},
    "io.modelcontextprotocol/clientInfo": { name: "test", version: "1.0.0" },
  };
  const headers = { "mcp-protocol-version": "2026-07-28", "mcp-method": "tools/list" };
  const body = { jsonrpc: "2.0", id: 7, method: "tools/list", params: { _meta } };
  return messageIn(await (await post(url, { key, headers, body })).text());
}

async function list2025(url: string, key: string): Promise<string> {
  const params = {
    protocolVersion: "2025-11-25",
    capabilities: {},
    clientInfo: { name: "test", version: "1.0.0" },
  };
  const opened = await post(url, { key, body: { jsonrpc: "2.0", id: 1, method: "initialize", params } });
  await opened.text();
  const headers = {
    "mcp-session-id": opened.headers.get("mcp-session-id") ?? "",
    "mcp-protocol-version": "2025-11-25",
  };
  const body = { jsonrpc: "2.0", id: 7, method: "tools/list" };
  return messageIn(await (await post(url, { key, headers, body })).text());
}

async function post(
  url: string,
  { key, headers, body }: {
    readonly key: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body: unknown;
  },
): Promise<Response> {
  const response = await fetch(url, {
    method: "POST",
    headers: {
      authorization: `Bearer ${key}`,
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      ...headers,
    },
    body: JSON.stringify(body),
  });
  assert.equal(response.status, 200);
  return response;
}

/** The message, whether it comes alone or as an event. */
function messageIn(text: string): string {
  return /^data: (\{.*)$/m.exec(text)?.[1] ?? text;
}
