import assert from "node:assert/strict";
import { Streams } from "../../src/transports/streams.ts";
import { ADMIN, READER } from "../support/callers.ts";
import { startHttp } from "../support/hand_made_http.ts";
import { CLIENT_KINDS, connectClient } from "../support/mcp_clients.ts";
import { textOf } from "../support/mcp_suite.ts";

Deno.test("Streams.hold() refuses more than one key may have with 429, and more than there may be with 503", async () => {
  const streams = new Streams({ maxStreams: 3, maxPerCaller: 2 });
  const first = Promise.withResolvers<void>();
  const open = new Promise<void>(() => {});
  assert.equal(streams.hold(ADMIN, first.promise), undefined);
  assert.equal(streams.hold(ADMIN, open), undefined);
  assert.equal(streams.hold(ADMIN, open)?.status, 429);
  assert.equal(streams.hold(READER, open), undefined);
  const full = streams.hold(READER, open);
  assert.equal(full?.status, 503);
  assert.equal(full?.headers.get("retry-after"), "60");
  first.resolve();
  await first.promise;
  assert.equal(streams.hold(ADMIN, open), undefined);
  assert.equal(streams.size, 3);
});

for (const kind of CLIENT_KINDS) {
  Deno.test(`serveHttp() opens no stream above the limit for the ${kind} client, but answers its calls`, async () => {
    await using server = await startHttp({ streams: { maxPerCaller: 1 } });
    await using first = await connectClient(kind, server);
    await first.subscribe("note://a%20b%2Fc", () => {});
    const second = await fetch(
      server.url,
      kind === "v2 2026-07-28" ? LISTEN : { headers: { accept: "text/event-stream" } },
    );
    assert.equal(second.status, 429);
    assert.match(
      (await second.json()).detail,
      /^Cannot open a stream: this key has 1 open; close some of them$/,
    );
    assert.equal(textOf(await first.call("echo", { text: "hi" })), "hi");
  });
}

const LISTEN = {
  method: "POST",
  headers: {
    "content-type": "application/json",
    accept: "application/json, text/event-stream",
    "mcp-protocol-version": "2026-07-28",
    "mcp-method": "subscriptions/listen",
  },
  body: JSON.stringify({
    jsonrpc: "2.0",
    id: 1,
    method: "subscriptions/listen",
    params: {
      notifications: { resourceSubscriptions: ["note://a%20b%2Fc"] },
      _meta: {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
      },
    },
  }),
};
