import assert from "node:assert/strict";
import type { FarSide } from "./support/far_side.ts";
import { type Product, type ProductOptions, startHttp } from "./support/product.ts";
import { simulatorTest } from "./support/simulator.ts";
import { type SpanCollector, startCollector } from "./support/span_collector.ts";

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const CALLER_SPAN = "b7ad6b7169203331";
const TRACEPARENT = `00-${TRACE}-${CALLER_SPAN}-01`;

simulatorTest("traceWork() puts the requests to vSphere into the span of their call", {}, async (farSide) => {
  await using stage = await startTraced(farSide);
  const answer = await fetch(new URL("/api/tools/find", stage.product.url), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: '{"query":"a-name-of-a-machine"}',
  });
  assert.equal(answer.status, 200);
  await answer.body?.cancel();
  const call = await stage.collector.span("tools/call find");
  assert.equal(call.attributes.get("gen_ai.tool.name"), "find");
  assert.equal(call.attributes.get("outcome"), "ok");
  for (const method of ["Login", "CreateFilter"]) {
    const request = await stage.collector.span(method);
    assert.deepEqual([request.traceId, request.parentSpanId], [call.traceId, call.spanId], method);
    assert.equal(request.attributes.get("server.address"), farSide.host);
  }
  const own = stage.collector.spans().filter(({ attributes }) => attributes.has("outcome"));
  assert.ok(!JSON.stringify(own.map(({ attributes }) => [...attributes])).includes("a-name-of-a-machine"));
});

simulatorTest(
  "traceWork() says how a call ended and goes on with the trace of its caller",
  {},
  async (farSide) => {
    await using stage = await startTraced(farSide);
    const answer = await fetch(new URL("/api/vms/no-such-machine", stage.product.url), {
      headers: { traceparent: TRACEPARENT },
    });
    assert.equal(answer.status, 404);
    await answer.body?.cancel();
    const call = await stage.collector.span("tools/call get_vm");
    assert.equal(call.attributes.get("outcome"), "not_found");
    assert.deepEqual([call.traceId, call.parentSpanId], [TRACE, CALLER_SPAN]);
  },
);

simulatorTest(
  "traceWork() goes on with the trace in _meta before that of the HTTP request",
  {},
  async (farSide) => {
    await using stage = await startTraced(farSide);
    const inMeta = "1af7651916cd43dd8448eb211c80319c";
    const meta = {
      "io.modelcontextprotocol/protocolVersion": "2026-07-28",
      "io.modelcontextprotocol/clientCapabilities": {},
      traceparent: `00-${inMeta}-${CALLER_SPAN}-01`,
    };
    const answer = await fetch(stage.product.url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
        "mcp-protocol-version": "2026-07-28",
        "mcp-method": "tools/call",
        "mcp-name": "list_vms",
        traceparent: TRACEPARENT,
      },
      body: JSON.stringify({
        jsonrpc: "2.0",
        id: 1,
        method: "tools/call",
        params: { name: "list_vms", arguments: {}, _meta: meta },
      }),
    });
    assert.equal(answer.status, 200, await answer.text());
    assert.equal((await stage.collector.span("tools/call list_vms")).traceId, inMeta);
  },
);

async function startTraced(
  farSide: FarSide,
): Promise<AsyncDisposable & { product: Product & { readonly url: string }; collector: SpanCollector }> {
  const collector = await startCollector();
  const env: NonNullable<ProductOptions["env"]> = {
    OTEL_DENO: "true",
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url.replace(/\/$/, ""),
    OTEL_BSP_SCHEDULE_DELAY: "50",
  };
  const product = await startHttp({ farSide, env });
  return {
    product,
    collector,
    async [Symbol.asyncDispose]() {
      await product[Symbol.asyncDispose]();
      await collector[Symbol.asyncDispose]();
    },
  };
}
