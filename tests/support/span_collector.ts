import * as z from "../../src/deps/zod.ts";
import { serveHttp } from "./raw_server.ts";

/** One span as it was exported. */
export interface ExportedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly attributes: ReadonlyMap<string, unknown>;
}

/** What OpenTelemetry exports to: keeps all spans. */
export interface SpanCollector extends AsyncDisposable {
  readonly url: string;
  readonly spans: () => readonly ExportedSpan[];
  /** The first span of this name, as soon as it has come. */
  readonly span: (name: string) => Promise<ExportedSpan>;
}

const Export = z.looseObject({
  resourceSpans: z.array(z.looseObject({
    scopeSpans: z.array(z.looseObject({
      spans: z.array(z.looseObject({
        name: z.string(),
        traceId: z.string(),
        spanId: z.string(),
        parentSpanId: z.string().default(""),
        attributes: z.array(z.looseObject({ key: z.string(), value: z.record(z.string(), z.unknown()) }))
          .default([]),
      })),
    })),
  })),
});

/** Starts a collector that takes OTLP as JSON over HTTP. */
export async function startCollector(): Promise<SpanCollector> {
  const spans: ExportedSpan[] = [];
  const waiting = new Set<() => void>();
  const server = await serveHttp(async (request, response) => {
    let text = "";
    for await (const piece of request) text += piece;
    response.end("{}");
    if (request.url === "/v1/traces") spans.push(...readExport(text));
    for (const look of [...waiting]) look();
  });
  return {
    url: server.url,
    spans: () => spans,
    span: (name) =>
      new Promise((resolve) => {
        const look = () => {
          const found = spans.find((span) => span.name === name);
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

function readExport(text: string): readonly ExportedSpan[] {
  const { resourceSpans } = Export.parse(JSON.parse(text));
  return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)).map((span) => ({
    ...span,
    attributes: new Map(span.attributes.map(({ key, value }) => [key, Object.values(value)[0]])),
  }));
}
