import assert from "node:assert/strict";
import { VERSION } from "../../src/version.ts";
import { startHttp, type TestServer } from "../support/hand_made_http.ts";
import { connectClient } from "../support/mcp_clients.ts";

const KEYS = [{ name: "dashboard", key: "a-key-of-the-test", role: "read" }] as const;
const HEADERS = { "x-api-key": "a-key-of-the-test" };

Deno.test("GET /metrics needs a key, be it one that may only read", async () => {
  await using server = await startHttp({ keys: KEYS });
  const refused = await fetch(new URL("/metrics", server.url));
  assert.equal(refused.status, 401);
  assert.ok(!(await refused.text()).includes(VERSION));
  const { type, text } = await scrape(server);
  assert.equal(type, "text/plain; version=0.0.4; charset=utf-8");
  assert.match(text, new RegExp(`^esxi_mcp_build_info\\{version="${VERSION}"\\} 1$`, "m"));
});

Deno.test("GET /metrics is text that Prometheus reads", async () => {
  await using server = await startHttp({ keys: KEYS });
  await fetch(new URL("/api/tools/echo", server.url), { method: "POST", headers: HEADERS }).then((r) =>
    r.text()
  );
  const { text } = await scrape(server);
  const sample = /^[a-z_]+(\{[a-z_]+="[^"]*"(,[a-z_]+="[^"]*")*\})? [\d.e+-]+$/;
  const described = new Set<string>();
  for (const line of text.trimEnd().split("\n")) {
    const head = /^# (?:HELP|TYPE) (\S+) \S/.exec(line)?.[1];
    if (head !== undefined) described.add(head);
    else assert.match(line, sample);
    if (head === undefined) assert.ok(described.has(line.replace(/(_bucket|_sum|_count)?[{ ].*/, "")), line);
  }
  assert.ok(text.endsWith("\n"));
});

Deno.test("GET /metrics counts calls by tool and outcome, and made-up names as one", async () => {
  await using server = await startHttp({ keys: KEYS });
  const before = await scrape(server);
  const call = (tool: string, body: string) =>
    fetch(new URL(`/api/tools/${tool}`, server.url), {
      method: "POST",
      headers: { ...HEADERS, "content-type": "application/json" },
      body,
    }).then((response) => response.text());
  await call("echo", '{"text":"hi"}');
  await call("echo", '{"text":5}');
  await call("made-up-1", "{}");
  await call("made-up-2", "{}");
  const after = await scrape(server);
  const rise = (line: string) => valueOf(after.text, line) - valueOf(before.text, line);
  assert.equal(rise('esxi_mcp_tool_calls_total{tool="echo",outcome="ok"}'), 1);
  assert.equal(rise('esxi_mcp_tool_calls_total{tool="echo",outcome="invalid"}'), 1);
  assert.equal(rise('esxi_mcp_tool_calls_total{tool="unknown",outcome="unknown_tool"}'), 2);
  assert.equal(rise('esxi_mcp_tool_call_duration_seconds_count{tool="echo"}'), 2);
  assert.equal(rise('esxi_mcp_tool_call_duration_seconds_bucket{tool="echo",le="+Inf"}'), 2);
  assert.ok(!after.text.includes("made-up"));
});

Deno.test("GET /metrics shows sessions, streams and refused requests", async () => {
  await using server = await startHttp({ keys: KEYS });
  const before = await scrape(server);
  await using client = await connectClient("v1 2025-11-25", { url: server.url, headers: HEADERS });
  await client.subscribe("note://a%20b%2Fc", () => {});
  await fetch(new URL("/message", server.url), { headers: { "x-api-key": "wrong" } }).then((r) => r.text());
  const after = await scrape(server);
  assert.equal(valueOf(after.text, "esxi_mcp_http_sessions"), 1);
  assert.equal(valueOf(after.text, "esxi_mcp_http_streams"), 1);
  const refused = 'esxi_mcp_http_refused_requests_total{reason="unauthenticated"}';
  assert.equal(valueOf(after.text, refused) - valueOf(before.text, refused), 1);
  assert.ok(valueOf(after.text, "process_resident_memory_bytes") > 1_000_000);
  assert.ok(valueOf(after.text, "process_uptime_seconds") > 0);
});

async function scrape({ url }: TestServer): Promise<{ type: string | null; text: string }> {
  const response = await fetch(new URL("/metrics", url), { headers: HEADERS });
  assert.equal(response.status, 200);
  return { type: response.headers.get("content-type"), text: await response.text() };
}

/** The value of a sample; none is zero. */
function valueOf(text: string, sample: string): number {
  const line = text.split("\n").find((candidate) => candidate.startsWith(`${sample} `));
  return Number(line?.slice(sample.length + 1) ?? 0);
}
