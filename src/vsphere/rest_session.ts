import { Buffer } from "node:buffer";
import * as z from "../deps/zod.ts";
import { UserError } from "../errors.ts";
import { log } from "../log.ts";
import { untilAborted, withLimit } from "../soap/deadline.ts";
import type { JsonClient } from "../soap/json_client.ts";
import { API, REST, type RestCall, type RestDialect } from "./rest_dialect.ts";
import { RestErrors, RestSessionLost } from "./rest_errors.ts";

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

const LOGOUT_TIMEOUT_MS = 3000;

/** The session on the REST services, which is not that of SOAP: logs in with the first use and again when it was lost. */
export class RestSession {
  readonly #options: RestSessionOptions;
  readonly #errors: RestErrors;
  readonly #closing = new AbortController();
  #login: Promise<OpenLogin> | undefined;
  /** Why no login is tried any more. */
  #refused: Error | undefined;

  constructor(options: RestSessionOptions) {
    this.#options = options;
    this.#errors = new RestErrors(options.action);
  }

  /** Runs `work` with a login; when the session turns out to be lost, once more under a new one. */
  async run<T>(work: (login: RestLogin) => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    const first = this.#ensureLogin();
    const login = await untilAborted(first, signal);
    try {
      return await work(login);
    } catch (error) {
      if (!(error instanceof RestSessionLost)) throw error;
      log.info("REST session was lost, logging in again", { host: this.#host });
      if (this.#login === first) this.#login = undefined;
      return await work(await untilAborted(this.#ensureLogin(), signal));
    }
  }

  /** Ends the session on the server and makes no new one; never throws and never waits long. */
  async close(): Promise<void> {
    const login = this.#login;
    this.#login = undefined;
    this.#refused = this.#errors.closed();
    try {
      const onTimeout = () => `Cannot log out of "${this.#host}": no answer in time`;
      const end = async (signal: AbortSignal) => await (await login)?.end(signal);
      await withLimit({ timeoutMs: LOGOUT_TIMEOUT_MS, onTimeout }, end);
    } catch (error) {
      log.debug("could not end the REST session", { host: this.#host, error });
    } finally {
      this.#closing.abort(this.#refused);
    }
  }

  #ensureLogin(): Promise<OpenLogin> {
    // A second try with the same wrong password would only lock the account.
    if (this.#refused !== undefined) return Promise.reject(this.#refused);
    if (this.#login !== undefined) return this.#login;
    const login = this.#logIn();
    this.#login = login;
    login.catch((error) => {
      if (this.#login === login) this.#login = undefined;
      if (error instanceof UserError && error.kind === "denied") this.#refused ??= error;
    });
    return login;
  }

  async #logIn(): Promise<OpenLogin> {
    const { client, user, password } = this.#options;
    const credentials = Buffer.from(`${user}:${password}`).toString("base64");
    // The second one asks for no cookie beside the id.
    const headers = { authorization: `Basic ${credentials}`, "vmware-use-header-authn": "true" };
    for (const dialect of [REST, API]) {
      const path = dialect.session;
      const signal = this.#closing.signal;
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
      read: async ({ json, shape, signal = this.#closing.signal, ...call }) => {
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
