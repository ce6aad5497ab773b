import { Buffer } from "node:buffer";
import { UserError } from "../errors.ts";
import { pause, withLimit } from "./deadline.ts";
import { CertificateError, ConnectionError, type Fetch, RuntimeRefusal } from "./fetch.ts";

/** One request as its sender describes it. */
export interface Exchange {
  /** Names it in the text of a time-out: a method, or `GET /path`. */
  readonly what: string;
  readonly path: string;
  readonly verb: "GET" | "POST" | "DELETE";
  readonly headers: Headers;
  readonly body?: string | undefined;
  /** It changes nothing and may be sent again after a broken connection. */
  readonly isRead: boolean;
  /** Default: reads share connections, writes have one each. */
  readonly connection?: "reuse" | "fresh";
  readonly signal?: AbortSignal | undefined;
  /** Default: that of all. */
  readonly timeoutMs?: number | undefined;
}

/** An answer that has arrived in full, whatever its status. */
export interface Exchanged {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface ExchangeOptions {
  /** Any address on the server. */
  readonly url: URL;
  readonly fetch: Fetch;
  readonly timeoutMs: number;
  /** Pauses before the second, third ... try of a read. */
  readonly retryDelaysMs?: readonly number[] | undefined;
}

const RETRY_DELAYS_MS = [500, 1000, 2000];
/** What the XML scanner takes at most. */
const MAX_ANSWER_BYTES = 100_000_000;

/**
 * Sends one request and reads its answer. A read is repeated on broken connections and status 503; a write goes out on
 * a connection of its own and is sent again only when no byte of it had left. Throws ConnectionError, UserError.
 */
export async function exchange(options: ExchangeOptions, request: Exchange): Promise<Exchanged> {
  const { host } = options.url;
  const { isRead, what, timeoutMs = options.timeoutMs } = request;
  const onTimeout = () => timeoutText({ host, what, timeoutMs, isRead });
  return await withLimit(
    { signal: request.signal, timeoutMs, onTimeout },
    async (signal) => {
      for (const delayMs of options.retryDelaysMs ?? RETRY_DELAYS_MS) {
        try {
          return await sendOnce(options, request, signal);
        } catch (error) {
          if (!mayRepeat(error, isRead)) throw error;
          // Jitter, so that many waiting clients do not come back in step.
          await pause(delayMs * (0.75 + Math.random() / 2), signal);
        }
      }
      try {
        return await sendOnce(options, request, signal);
      } catch (error) {
        throw isRead ? harmless(error, host) : error;
      }
    },
  );
}

async function sendOnce(
  { url, fetch }: ExchangeOptions,
  { path, verb, headers, body, isRead, connection = isRead ? "reuse" : "fresh" }: Exchange,
  signal: AbortSignal,
): Promise<Exchanged> {
  const init = { method: verb, headers, signal, ...(body === undefined ? {} : { body }) };
  const response = await fetch(new Request(new URL(path, url), init), { connection });
  if (response.status === 503) {
    await response.body?.cancel();
    throw new ServiceUnavailable(url.host, isRead);
  }
  return { status: response.status, headers: response.headers, text: await readText(response, url.host) };
}

async function readText(response: Response, host: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > MAX_ANSWER_BYTES) {
      throw new UserError(
        "unavailable",
        `Cannot read an answer of "${host}": it is larger than ${MAX_ANSWER_BYTES} bytes; narrow the request`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length).toString("utf8");
}

function timeoutText({ host, what, timeoutMs, isRead }: {
  readonly host: string;
  readonly what: string;
  readonly timeoutMs: number;
  readonly isRead: boolean;
}): string {
  return `Cannot finish ${what} on "${host}": no answer within ${timeoutMs / 1000} s; ` +
    (isRead ? "try again" : "it may have been carried out, so look before you repeat it") +
    ", or raise request_timeout_seconds";
}

/** The server's front end answers but its services are still starting, or it has too many sessions. */
class ServiceUnavailable extends UserError {
  constructor(host: string, isRead: boolean) {
    // A front end says that too when the service behind it goes away in the middle of a call.
    const next = isRead
      ? "try again in a minute"
      : "and what was asked may have been carried out, so look before you repeat it";
    super(
      "unavailable",
      `Cannot reach the services of "${host}": status 503; they are starting or overloaded, ${next}`,
    );
  }
}

/** A broken connection leaves open whether a write was carried out; with a read that is nothing to warn of. */
function harmless(error: unknown, host: string): unknown {
  if (!(error instanceof ConnectionError) || error.delivered === "no") return error;
  return new ConnectionError(
    `Cannot read from "${host}": the connection broke before the answer was complete; try again`,
    {
      delivered: error.delivered,
      cause: error,
    },
  );
}

function mayRepeat(error: unknown, isRead: boolean): boolean {
  if (error instanceof CertificateError || error instanceof RuntimeRefusal) return false;
  if (error instanceof ConnectionError) return isRead || error.delivered === "no";
  return error instanceof ServiceUnavailable && isRead;
}
