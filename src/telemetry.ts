import {
  type Context,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from "./deps/opentelemetry.ts";
import type { Running, TraceCarrier, Work } from "./instruments.ts";
import { NAME, VERSION } from "./version.ts";

/** How work ends in which nothing went wrong. */
const GOOD: readonly string[] = ["ok", "confirmation_required"];

/** Traces work for OpenTelemetry: a span for each call of a tool, and in it one for each request to vSphere. */
export async function traceWork<T>(work: Work, { run, outcomeOf }: Running<T>): Promise<T> {
  const span = startSpan(work);
  try {
    const result = await context.with(trace.setSpan(context.active(), span), run);
    end(span, outcomeOf(result));
    return result;
  } catch (error) {
    // Texts of errors may tell what names and addresses are like: the log has them.
    end(span, "failed");
    throw error;
  }
}

function startSpan(work: Work): Span {
  const tracer = trace.getTracer(NAME, VERSION);
  if (work.kind === "tool") {
    const attributes = { "gen_ai.tool.name": work.name, "mcp.method.name": "tools/call" };
    return tracer.startSpan(
      `tools/call ${work.name}`,
      { kind: SpanKind.SERVER, attributes },
      parentOf(work.trace),
    );
  }
  const attributes = { "rpc.system": "soap", "rpc.method": work.method, "server.address": work.host };
  // Polls go on for many callers, long after the one that began them has its answer.
  const parent = work.group === "poll" ? ROOT_CONTEXT : context.active();
  return tracer.startSpan(work.method, { kind: SpanKind.CLIENT, attributes }, parent);
}

/** A trace that the caller names itself comes before the one of its HTTP request. */
function parentOf({ traceparent, tracestate }: TraceCarrier = {}): Context {
  if (typeof traceparent !== "string") return context.active();
  const carrier = { traceparent, ...(typeof tracestate === "string" ? { tracestate } : {}) };
  return propagation.extract(context.active(), carrier);
}

function end(span: Span, outcome: string): void {
  span.setAttribute("outcome", outcome);
  if (!GOOD.includes(outcome)) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}
