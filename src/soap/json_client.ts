import { UserError } from "../errors.ts";
import { type Exchange, exchange, type ExchangeOptions } from "./exchange.ts";

/** One call of a REST interface. */
export interface JsonCall extends Pick<Exchange, "verb" | "isRead" | "signal" | "timeoutMs"> {
  /** Path and query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
}

/** An answer, whatever its status. */
export interface JsonAnswer {
  readonly status: number;
  /** Undefined where there is none, or where a refusal is no JSON. */
  readonly json: unknown;
}

export interface JsonClientOptions extends ExchangeOptions {
  readonly userAgent: string;
}

/** Sends calls to the REST interfaces of one server; knows no login and follows no redirection. */
export class JsonClient {
  readonly #options: JsonClientOptions;

  constructor(options: JsonClientOptions) {
    this.#options = options;
  }

  get url(): URL {
    return this.#options.url;
  }

  /** Sends one call and reads its answer. Throws ConnectionError, and UserError for a success that is no JSON. */
  async send({ headers: own = {}, json, ...call }: JsonCall): Promise<JsonAnswer> {
    const [path = ""] = call.path.split("?", 1);
    const headers = new Headers({
      accept: "application/json",
      "user-agent": this.#options.userAgent,
      ...own,
    });
    if (json !== undefined) headers.set("content-type", "application/json");
    const body = json === undefined ? {} : { body: JSON.stringify(json) };
    const request = { ...call, ...body, headers, what: `${call.verb} ${path}` };
    const { status, text } = await exchange(this.#options, request);
    const read = parsed(text);
    if (read === undefined && status < 300) throw this.#notJson(status, path);
    return { status, json: read?.json };
  }

  #notJson(status: number, path: string): UserError {
    return new UserError(
      "unavailable",
      `Cannot understand "${this.url.host}": status ${status} at ${path} with something that is no JSON answer; ` +
        "check that vcenter_host names a vCenter Server and its web services port",
    );
  }
}

/** The error of the parser is dropped: it quotes the text, which may hold a session id. */
function parsed(text: string): { readonly json: unknown } | undefined {
  if (text.trim() === "") return { json: undefined };
  try {
    return { json: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
