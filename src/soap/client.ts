import { observed, type SoapGroup } from "../instruments.ts";
import type { Encoder, Moref, WireObject } from "./encode.ts";
import { wrapCall } from "./envelope.ts";
import { SoapAnswer } from "./answer.ts";
import { exchange, type ExchangeOptions } from "./exchange.ts";
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

export interface SoapClientOptions extends ExchangeOptions {
  /** The endpoint, `https://host/sdk`. */
  readonly url: URL;
  readonly encoder: Encoder;
  /** Methods that change nothing and may be sent again after a broken connection. */
  readonly reads: ReadonlySet<string>;
  readonly userAgent: string;
}

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
    const work = {
      kind: "soap",
      method: call.method,
      host: this.url.host,
      group: this.#groupOf(call),
    } as const;
    return await observed(work, {
      run: () => this.#send(call),
      outcomeOf: ({ status }) => status === 200 ? "ok" : "fault",
    });
  }

  async #send(call: SoapCall): Promise<SoapAnswer> {
    const isRead = this.#options.reads.has(call.method);
    // Every try belongs to the session of the first: under another one its views and collectors do not exist.
    const headers = this.#headers();
    headers.set("Content-Type", "text/xml; charset=utf-8");
    headers.set("SOAPAction", `"urn:vim25/${call.version}"`);
    const answer = await exchange(this.#options, {
      what: call.method,
      path: this.url.pathname,
      verb: "POST",
      headers,
      body: wrapCall(this.#options.encoder.encodeCall(call)),
      isRead,
      connection: isRead && call.isLongPoll !== true ? "reuse" : "fresh",
      signal: call.signal,
      timeoutMs: call.timeoutMs,
    });
    this.#keepCookie(answer.headers, headers.get("Cookie"));
    return new SoapAnswer(answer.text, { url: this.url, status: answer.status, isRead });
  }

  /** Reads a small text of the same server, such as `/sdk/vimServiceVersions.xml`; undefined unless status 200. */
  async getText(path: string, signal?: AbortSignal): Promise<string | undefined> {
    const headers = this.#headers();
    const what = `GET ${path}`;
    const get = { what, path, verb: "GET", headers, isRead: true, signal } as const;
    const { status, text } = await exchange(this.#options, get);
    return status === 200 ? text : undefined;
  }

  #groupOf({ method, isLongPoll = false }: SoapCall): SoapGroup {
    if (isLongPoll) return "poll";
    if (/^Log(in|out)/.test(method)) return "session";
    return this.#options.reads.has(method) ? "read" : "write";
  }

  #headers(): Headers {
    const headers = new Headers({ "User-Agent": this.#options.userAgent });
    if (this.#cookie !== undefined) headers.set("Cookie", this.#cookie);
    return headers;
  }

  #keepCookie(answer: Headers, sent: string | null): void {
    // Servers hand out a cookie to whoever has none or a dead one; it must not replace that of a login made meanwhile.
    if ((this.#cookie ?? null) !== sent) return;
    for (const line of answer.getSetCookie()) {
      // Real servers quote the value and want the quotes back: everything up to the first semicolon counts.
      if (line.startsWith("vmware_soap_session=")) this.#cookie = line.split(";", 1)[0];
    }
  }
}
