import { log } from "../log.ts";
import { untilAborted, withLimit } from "../soap/deadline.ts";

/** How sessions of one kind begin and end. */
export interface SessionKind<Login> {
  /** As the log names it. */
  readonly name: string;
  readonly host: string;
  readonly logIn: (signal: AbortSignal) => Promise<Login>;
  readonly logOut: (login: Login, signal: AbortSignal) => Promise<void>;
  /** Whether a call failed because its session is gone. */
  readonly isLost: (error: unknown) => boolean;
  /** Whether the account may not log in: a second try with the same wrong password would only lock it. */
  readonly isRefused: (error: unknown) => boolean;
  /** What calls are told once the session is closed. */
  readonly closed: () => Error;
}

const LOGOUT_TIMEOUT_MS = 3000;

/** The login that all calls share: made with the first use, and again when the session was lost. */
export class SharedLogin<Login> {
  readonly #kind: SessionKind<Login>;
  readonly #closing = new AbortController();
  #login: Promise<Login> | undefined;
  /** Why no login is tried any more. */
  #refused: unknown;

  constructor(kind: SessionKind<Login>) {
    this.#kind = kind;
  }

  /** Aborted when the session ends for good: for calls that nobody can give up, because several callers share them. */
  get signal(): AbortSignal {
    return this.#closing.signal;
  }

  /** Runs `work` with a login; when its session turns out to be lost, once more under a new one. */
  async run<T>(work: (login: Login) => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    const first = this.#ensureLogin();
    const login = await untilAborted(first, signal);
    try {
      return await work(login);
    } catch (error) {
      const { isLost, name, host } = this.#kind;
      if (!isLost(error)) throw error;
      log.info(`${name} was lost, logging in again`, { host });
      if (this.#login === first) this.#login = undefined;
      return await work(await untilAborted(this.#ensureLogin(), signal));
    }
  }

  /** Ends the session on the server and makes no new one; never throws and never waits long. */
  async close(): Promise<void> {
    const { name, host, logOut, closed } = this.#kind;
    const login = this.#login;
    this.#login = undefined;
    this.#refused = closed();
    try {
      const onTimeout = () =>
        `Cannot log out of "${host}": no answer in time; the session ends when it is idle`;
      await withLimit({ timeoutMs: LOGOUT_TIMEOUT_MS, onTimeout }, async (signal) => {
        const last = await login;
        if (last !== undefined) await logOut(last, signal);
      });
    } catch (error) {
      log.debug(`could not end the ${name}`, { host, error });
    } finally {
      this.#closing.abort(this.#refused);
    }
  }

  #ensureLogin(): Promise<Login> {
    if (this.#refused !== undefined) return Promise.reject(this.#refused);
    if (this.#login !== undefined) return this.#login;
    const login = this.#kind.logIn(this.#closing.signal);
    this.#login = login;
    login.catch((error) => {
      if (this.#login === login) this.#login = undefined;
      if (this.#kind.isRefused(error)) this.#refused ??= error;
    });
    return login;
  }
}
