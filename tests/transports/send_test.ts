import assert from "node:assert/strict";
import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { listen } from "../../src/transports/listener.ts";

// An error that nobody hears would end the process, and this test with it.
Deno.test("send() says nothing behind the end of an answer that waits for the one before it", async () => {
  const connections = { keepAliveMs: 20, stallMs: 500 };
  const server = await listen({ host: "127.0.0.1", port: 0, connections }, ({ request }) => {
    const isShort = new URL(request.url).pathname === "/short";
    const body = new ReadableStream({
      start: (controller) => isShort ? controller.close() : controller.enqueue(new TextEncoder().encode("a")),
    });
    return Promise.resolve(new Response(body, { headers: { "content-type": "text/event-stream" } }));
  });
  const socket = connect(server.port, "127.0.0.1");
  try {
    for (const path of ["/long", "/short"]) socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    await delay(300);
    const answer = await fetch(`http://127.0.0.1:${server.port}/short`);
    assert.deepEqual([answer.status, await answer.text()], [200, ""]);
  } finally {
    socket.destroy();
    await server.shutdown();
    // The answer that nobody can get any more is given up.
    await delay(connections.stallMs);
  }
});
