/** Calls list_vms over HTTP on many connections for some seconds and says how many answers came; checks each. */
import { Buffer } from "node:buffer";
import { Agent, request } from "node:http";
import * as z from "../src/deps/zod.ts";

const job = z.object({
  url: z.string(),
  era: z.enum(["2025-11-25", "2026-07-28"]),
  connections: z.number(),
  seconds: z.number(),
  /** What every answer has to hold. */
  marker: z.string(),
}).parse(JSON.parse(Deno.args[0] ?? ""));

const WARM_UP_MS = 1_000;
const META = "io.modelcontextprotocol";

const agent = new Agent({ keepAlive: true, maxSockets: job.connections });
let lastId = 0;
let answers = 0;
let isCounting = false;
let isOver = false;

const headers = job.era === "2025-11-25" ? await openSession() : {
  "mcp-protocol-version": job.era,
  "mcp-method": "tools/call",
  "mcp-name": "list_vms",
};
const workers = Array.from({ length: job.connections }, work);
await new Promise((resolve) => setTimeout(resolve, WARM_UP_MS));
isCounting = true;
const start = performance.now();
await new Promise((resolve) => setTimeout(resolve, job.seconds * 1000));
const perSecond = answers / (performance.now() - start) * 1000;
isOver = true;
await Promise.all(workers);
agent.destroy();
Deno.stdout.writeSync(new TextEncoder().encode(`${perSecond}\n`));

async function work(): Promise<void> {
  while (!isOver) {
    const id = ++lastId;
    const { text } = await post(callBody(id), headers);
    if (!text.includes(job.marker) || !text.includes(`"id":${id}`) || text.includes('"isError":true')) {
      throw new Error(`Wrong answer to ${id}: ${text.slice(0, 500)}`);
    }
    if (isCounting && !isOver) answers++;
  }
}

function callBody(id: number): string {
  const _meta = job.era === "2025-11-25" ? {} : {
    _meta: {
      [`${META}/protocolVersion`]: job.era,
      [`${META}/clientCapabilities`]: {},
      [`${META}/clientInfo`]: { name: "bench", version: "1.0.0" },
    },
  };
  const params = { name: "list_vms", arguments: { limit: 50 }, ..._meta };
  return JSON.stringify({ jsonrpc: "2.0", id, method: "tools/call", params });
}

async function openSession(): Promise<Record<string, string>> {
  const params = {
    protocolVersion: job.era,
    capabilities: {},
    clientInfo: { name: "bench", version: "1.0.0" },
  };
  const { session } = await post(JSON.stringify({ jsonrpc: "2.0", id: 0, method: "initialize", params }), {});
  const known = { "mcp-session-id": session, "mcp-protocol-version": job.era };
  await post(JSON.stringify({ jsonrpc: "2.0", method: "notifications/initialized" }), known);
  return known;
}

function post(
  body: string,
  more: Readonly<Record<string, string>>,
): Promise<{ readonly text: string; readonly session: string }> {
  const headers = {
    "content-type": "application/json",
    accept: "application/json, text/event-stream",
    "content-length": Buffer.byteLength(body),
    ...more,
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(job.url, { method: "POST", agent, headers }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on("data", (piece: Buffer) => pieces.push(piece));
      answer.on("error", reject);
      answer.on("end", () =>
        resolve({
          text: Buffer.concat(pieces).toString("utf8"),
          session: String(answer.headers["mcp-session-id"] ?? ""),
        }));
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
