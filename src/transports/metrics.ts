import process from "node:process";
import type { Running, Work } from "../instruments.ts";
import { Counter, exposition, gauge, Histogram } from "../prometheus.ts";
import { VERSION } from "../version.ts";

/** Why a request was not served. */
export type RefusalReason =
  | "malformed"
  | "too_large"
  | "too_slow"
  | "forbidden"
  | "unauthenticated"
  | "failed_keys"
  | "issuer_down"
  | "rate_limit"
  | "too_many_sessions"
  | "too_many_streams"
  | "too_many_connections";

/** What the server holds for its clients. */
export interface Held {
  readonly sessions: number;
  readonly streams: number;
}

// Numbers of the process: several servers in one, as in tests, share them.
const calls = new Counter({
  name: "esxi_mcp_tool_calls_total",
  help: "Calls of tools by how they ended.",
  labels: ["tool", "outcome"],
});
const callSeconds = new Histogram({
  name: "esxi_mcp_tool_call_duration_seconds",
  help: "How long calls of tools took.",
  labels: ["tool"],
  bounds: [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300],
});
const soapRequests = new Counter({
  name: "esxi_mcp_vsphere_requests_total",
  help: "Requests to vSphere by what they were for and how they ended.",
  labels: ["group", "outcome"],
});
const soapSeconds = new Histogram({
  name: "esxi_mcp_vsphere_request_duration_seconds",
  help: "How long vSphere took to answer, without polls.",
  labels: ["group"],
  bounds: [0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30],
});
const logins = new Counter({
  name: "esxi_mcp_vsphere_logins_total",
  help: "Logins to vSphere; the first, and one for each session that was lost.",
  labels: ["outcome"],
});
const refusals = new Counter({
  name: "esxi_mcp_http_refused_requests_total",
  help: "HTTP requests that were refused, by reason.",
  labels: ["reason"],
});

/** Counts a request that was not served. */
export function countRefusal(reason: RefusalReason): void {
  refusals.count(reason);
}

/** Counts calls and requests to vSphere. */
export async function countWork<T>(work: Work, { run, outcomeOf }: Running<T>): Promise<T> {
  const started = performance.now();
  let outcome = "failed";
  try {
    const result = await run();
    outcome = outcomeOf(result);
    return result;
  } finally {
    const seconds = (performance.now() - started) / 1000;
    if (work.kind === "tool") {
      calls.count(work.name, outcome);
      callSeconds.observe(seconds, work.name);
    } else {
      soapRequests.count(work.group, outcome);
      if (work.group !== "poll") soapSeconds.observe(seconds, work.group);
      if (work.method.startsWith("Login")) logins.count(outcome);
    }
  }
}

/** All numbers as text. */
export function metricsText(held: Held): string {
  return exposition([
    calls,
    callSeconds,
    soapRequests,
    soapSeconds,
    logins,
    refusals,
    gauge({ name: "esxi_mcp_http_sessions", help: "Sessions of clients." }, () => held.sessions),
    gauge(
      { name: "esxi_mcp_http_streams", help: "Streams on which clients wait for news." },
      () => held.streams,
    ),
    gauge(
      { name: "esxi_mcp_build_info", help: "Release of the server.", labels: { version: VERSION } },
      () => 1,
    ),
    gauge(
      { name: "process_resident_memory_bytes", help: "Memory of the process." },
      () => process.memoryUsage().rss,
    ),
    gauge(
      { name: "process_start_time_seconds", help: "When the process started, in seconds since 1970." },
      () => performance.timeOrigin / 1000,
    ),
    gauge(
      { name: "process_uptime_seconds", help: "How long the process runs." },
      () => performance.now() / 1000,
    ),
  ]);
}
