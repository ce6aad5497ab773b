/** A piece of work that is counted and traced: a call of a tool, or a request to vSphere. */
export type Work =
  | { readonly kind: "tool"; readonly name: string; readonly trace?: TraceCarrier | undefined }
  | { readonly kind: "soap"; readonly method: string; readonly host: string; readonly group: SoapGroup };

/** What a request to vSphere is for; a poll waits on the server's side. */
export type SoapGroup = "session" | "read" | "write" | "poll";

/** The trace of the caller that a call belongs to, as W3C Trace Context writes it. */
export interface TraceCarrier {
  readonly traceparent?: unknown;
  readonly tracestate?: unknown;
}

/** Work with how it ends, in one word out of a few. */
export interface Running<T> {
  readonly run: () => Promise<T>;
  readonly outcomeOf: (result: T) => string;
}

/** Watches work; must run it once, and hand its end on as it is. */
export type Instrument = <T>(work: Work, running: Running<T>) => Promise<T>;

let instruments: readonly Instrument[] = [];

/** Watches all work from now on until the returned function is called. */
export function addInstrument(instrument: Instrument): () => void {
  instruments = [...instruments, instrument];
  return () => void (instruments = instruments.filter((other) => other !== instrument));
}

/** Does the work under all instruments; without any it costs nothing. */
export function observed<T>(work: Work, running: Running<T>): Promise<T> {
  const { run, outcomeOf } = running;
  const whole = instruments.reduceRight<() => Promise<T>>(
    (inner, instrument) => () => instrument(work, { run: inner, outcomeOf }),
    run,
  );
  return whole();
}

/** The trace that stands in the headers of a request. */
export function traceIn(headers: Headers | undefined): TraceCarrier | undefined {
  const traceparent = headers?.get("traceparent");
  return traceparent ? { traceparent, tracestate: headers?.get("tracestate") ?? undefined } : undefined;
}
