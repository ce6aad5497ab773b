import { Buffer } from "node:buffer";
import { UserError } from "../errors.ts";
import { pause, withLimit } from "./deadline.ts";
import type { Encoder, Moref, WireObject } from "./encode.ts";
import { wrapCall } from "./envelope.ts";
import { SoapAnswer } from "./answer.ts";
import { CertificateError, ConnectionError, type Fetch } from "./fetch.ts";
import type { XmlElement } from "./xml.ts";

/** One remote call. */
export interface SoapCall {
  readonly method: string;
  readonly target: Moref;
  readonly args: WireObject;
  /** API version of the `SOAPAction` header; decides which fields the server accepts and sends. */
  readonly version: string;
  readonly signal?: AbortSignal | undefined;
  /** Default: the client's. */
  readonly timeoutMs?: number | undefined;
  /** Long polls keep off the shared connections. */
  readonly isLongPoll?: boolean | undefined;
}

export interface SoapClientOptions {
  /** The endpoint, `https://host/sdk`. */
  readonly url: URL;
  readonly fetch: Fetch;
  readonly encoder: Encoder;
  /** Methods that change nothing and may be sent again after a broken connection. */
  readonly reads: ReadonlySet<string>;
  readonly timeoutMs: number;
  readonly userAgent: string;
  /** Pauses before the second, third ... try of a read. */
  readonly retryDelaysMs?: readonly number[];
}

const RETRY_DELAYS_MS = [500, 1000, 2000];
/** What the XML scanner takes at most. */
const MAX_ANSWER_BYTES = 100_000_000;

/** Sends calls to one endpoint and keeps its session cookie; knows no login and no fault. */
export class SoapClient {
  readonly #options: SoapClientOptions;
  #cookie: string | undefined;

  constructor(options: SoapClientOptions) {
    this.#options = options;
  }

  get url(): URL {
    return this.#options.url;
  }

  /** The session cookie as the server wants it back, for `/folder` and `/screen`. */
  get cookie(): string | undefined {
    return this.#cookie;
  }

  /** A login with a cookie of an older session is refused as InvalidLogin. */
  dropCookie(): void {
    this.#cookie = undefined;
  }

  /** {@linkcode send} and read: gives the `returnval` elements. Throws SoapFault, ConnectionError, UserError. */
  async call(call: SoapCall): Promise<readonly XmlElement[]> {
    return (await this.send(call)).open();
  }

  /**
   * Sends one call and gives the answer unread. Throws ConnectionError, UserError.
   * A write goes out on a connection of its own and is sent again only when no byte of it had left.
   */
  async send(call: SoapCall): Promise<SoapAnswer> {
    const isRead = this.#options.reads.has(call.method);
    const body = wrapCall(this.#options.encoder.encodeCall(call));
    // Every try belongs to the session of the first: under another one its views and collectors do not exist.
    const headers = this.#headers();
    headers.set("Content-Type", "text/xml; charset=utf-8");
    headers.set("SOAPAction", `"urn:vim25/${call.version}"`);
    const connection = isRead && call.isLongPoll !== true ? "reuse" : "fresh";
    const timeoutMs = call.timeoutMs ?? this.#options.timeoutMs;
    const onTimeout = () => this.#timeoutText(call.method, { timeoutMs, isRead });
    return await withLimit(
      { signal: call.signal, timeoutMs, onTimeout },
      (signal) =>
        this.#repeat({ isRead, signal }, async () => {
          const request = new Request(this.url, { method: "POST", headers, body, signal });
          const response = await this.#exchange(request, connection);
          this.#keepCookie(response, headers.get("Cookie"));
          return new SoapAnswer(await this.#readText(response), { url: this.url, status: response.status });
        }),
    );
  }

  /** Reads a small text of the same server, such as `/sdk/vimServiceVersions.xml`; undefined unless status 200. */
  async getText(path: string, signal?: AbortSignal): Promise<string | undefined> {
    const { timeoutMs } = this.#options;
    const onTimeout = () => this.#timeoutText(`GET ${path}`, { timeoutMs, isRead: true });
    return await withLimit(
      { signal, timeoutMs, onTimeout },
      (signal) =>
        this.#repeat({ isRead: true, signal }, async () => {
          const request = new Request(new URL(path, this.url), { headers: this.#headers(), signal });
          const response = await this.#exchange(request, "reuse");
          const text = await this.#readText(response);
          return response.status === 200 ? text : undefined;
        }),
    );
  }

  async #repeat<T>(
    { isRead, signal }: { readonly isRead: boolean; readonly signal: AbortSignal },
    send: () => Promise<T>,
  ): Promise<T> {
    for (const delayMs of this.#options.retryDelaysMs ?? RETRY_DELAYS_MS) {
      try {
        return await send();
      } catch (error) {
        if (!mayRepeat(error, isRead)) throw error;
        // Jitter, so that many waiting clients do not come back in step.
        await pause(delayMs * (0.75 + Math.random() / 2), signal);
      }
    }
    try {
      return await send();
    } catch (error) {
      throw isRead ? harmless(error, this.url.host) : error;
    }
  }

  async #exchange(request: Request, connection: "reuse" | "fresh"): Promise<Response> {
    const response = await this.#options.fetch(request, { connection });
    if (response.status !== 503) return response;
    await response.body?.cancel();
    throw new ServiceUnavailable(this.url.host);
  }

  async #readText(response: Response): Promise<string> {
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of response.body ?? []) {
      length += chunk.length;
      if (length > MAX_ANSWER_BYTES) {
        throw new UserError(
          "unavailable",
          `Cannot read an answer of "${this.url.host}": it is larger than ${MAX_ANSWER_BYTES} bytes; narrow the request`,
        );
      }
      chunks.push(chunk);
    }
    return Buffer.concat(chunks, length).toString("utf8");
  }

  #headers(): Headers {
    const headers = new Headers({ "User-Agent": this.#options.userAgent });
    if (this.#cookie !== undefined) headers.set("Cookie", this.#cookie);
    return headers;
  }

  #keepCookie(response: Response, sent: string | null): void {
    // Servers hand out a cookie to whoever has none or a dead one; it must not replace that of a login made meanwhile.
    if ((this.#cookie ?? null) !== sent) return;
    for (const line of response.headers.getSetCookie()) {
      // Real servers quote the value and want the quotes back: everything up to the first semicolon counts.
      if (line.startsWith("vmware_soap_session=")) this.#cookie = line.split(";", 1)[0];
    }
  }

  #timeoutText(
    what: string,
    { timeoutMs, isRead }: { readonly timeoutMs: number; readonly isRead: boolean },
  ): string {
    return `Cannot finish ${what} on "${this.url.host}": no answer within ${timeoutMs / 1000} s; ` +
      (isRead ? "try again" : "it may have been carried out, so look before you repeat it") +
      ", or raise request_timeout_seconds";
  }
}

/** The server's front end answers but its services are still starting, or it has too many sessions. */
class ServiceUnavailable extends UserError {
  constructor(host: string) {
    super(
      "unavailable",
      `Cannot reach the services of "${host}": status 503; they are starting or overloaded, try again in a minute`,
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
  if (error instanceof CertificateError) return false;
  if (error instanceof ConnectionError) return isRead || error.delivered === "no";
  return error instanceof ServiceUnavailable && isRead;
}
