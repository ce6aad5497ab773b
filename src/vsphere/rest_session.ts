import { Buffer } from "node:buffer";
import * as z from "../deps/zod.ts";
import { UserError } from "../errors.ts";
import { log } from "../log.ts";
import type { JsonClient } from "../soap/json_client.ts";
import { API, REST, type RestCall, type RestDialect } from "./rest_dialect.ts";
import { RestErrors, RestSessionLost } from "./rest_errors.ts";
import { SharedLogin } from "./shared_login.ts";

/** A call that changes nothing. */
export interface RestRead<T> extends RestCall {
  /** Sent by POST; without it the call is a GET. */
  readonly json?: unknown;
  /** Of the result. */
  readonly shape: z.ZodType<T>;
  readonly signal?: AbortSignal | undefined;
}

/** One login to the REST services. */
export interface RestLogin {
  /** Sends one call under this login and gives its result. Throws UserError. */
  readonly read: <T>(call: RestRead<T>) => Promise<T>;
}

export interface RestSessionOptions {
  readonly client: JsonClient;
  readonly user: string;
  readonly password: string;
  /** What the session is for, as it continues "Cannot ..." in errors: `read tags of "vc.example.com"`. */
  readonly action: string;
}

interface OpenLogin extends RestLogin {
  readonly end: (signal: AbortSignal) => Promise<void>;
}

/** The session on the REST services, which is not that of SOAP: logs in with the first use and again when it was lost. */
export class RestSession {
  readonly #options: RestSessionOptions;
  readonly #errors: RestErrors;
  readonly #shared: SharedLogin<OpenLogin>;

  constructor(options: RestSessionOptions) {
    this.#options = options;
    this.#errors = new RestErrors(options.action);
    this.#shared = new SharedLogin({
      name: "REST session",
      host: this.#host,
      logIn: (signal) => this.#logIn(signal),
      logOut: (login, signal) => login.end(signal),
      isLost: (error) => error instanceof RestSessionLost,
      isRefused: (error) => error instanceof UserError && error.kind === "denied",
      closed: () => this.#errors.closed(),
    });
  }

  /** Runs `work` with a login; when the session turns out to be lost, once more under a new one. */
  async run<T>(work: (login: RestLogin) => Promise<T>, signal?: AbortSignal): Promise<T> {
    return await this.#shared.run(work, signal);
  }

  /** Ends the session on the server and makes no new one; never throws and never waits long. */
  async close(): Promise<void> {
    await this.#shared.close();
  }

  async #logIn(signal: AbortSignal): Promise<OpenLogin> {
    const { client, user, password } = this.#options;
    const credentials = Buffer.from(`${user}:${password}`).toString("base64");
    // The second one asks for no cookie beside the id.
    const headers = { authorization: `Basic ${credentials}`, "vmware-use-header-authn": "true" };
    for (const dialect of [REST, API]) {
      const path = dialect.session;
      const answer = await client.send({ verb: "POST", path, headers, isRead: false, signal });
      if (answer.status === 404) continue;
      if (answer.status === 401 || answer.status === 403) throw this.#errors.badLogin(user);
      if (answer.status >= 300) throw this.#errors.ofAnswer(answer);
      const id = dialect.resultOf(answer.json);
      if (typeof id !== "string" || id === "") throw this.#errors.notUnderstood(path);
      log.info("logged in to the REST services", { host: this.#host, path });
      return this.#opened(dialect, id);
    }
    throw this.#errors.noRest();
  }

  #opened(dialect: RestDialect, id: string): OpenLogin {
    const { client } = this.#options;
    const headers = { "vmware-api-session-id": id };
    return {
      read: async ({ json, shape, signal = this.#shared.signal, ...call }) => {
        const path = dialect.pathOf(call);
        const verb = json === undefined ? "GET" : "POST";
        const answer = await client.send({ verb, path, headers, json, isRead: true, signal });
        if (answer.status >= 300) throw this.#errors.ofAnswer(answer);
        const { data, success } = shape.safeParse(dialect.resultOf(answer.json));
        if (!success) throw this.#errors.notUnderstood(path);
        return data;
      },
      async end(signal) {
        await client.send({ verb: "DELETE", path: dialect.session, headers, isRead: false, signal });
      },
    };
  }

  get #host(): string {
    return this.#options.client.url.host;
  }
}
