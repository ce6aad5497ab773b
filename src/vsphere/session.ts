import { UserError } from "../errors.ts";
import { log } from "../log.ts";
import type { SoapAnswer } from "../soap/answer.ts";
import type { SoapClient } from "../soap/client.ts";
import { untilAborted, withLimit } from "../soap/deadline.ts";
import type { Moref, WireObject } from "../soap/encode.ts";
import { SoapFault } from "../soap/envelope.ts";
import type { XmlElement, XmlTaker } from "../soap/xml.ts";
import { faultOfMethod, isFault, sessionLost } from "./faults.ts";
import { readServiceContent, type ServiceContent } from "./service_content.ts";
import { FIRST_VERSION, negotiateVersion } from "./versions.ts";
import type { MethodName } from "./wire/methods.ts";

/** One call as the domain makes it. */
export interface Call {
  readonly method: MethodName;
  readonly target: Moref;
  readonly args?: WireObject;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number;
  readonly isLongPoll?: boolean;
  /** Continues "Cannot ..." in the text of a fault: `power on virtual machine "web-1"`. */
  readonly action?: string;
}

/** One login. What the server keeps for it (views, collectors, filters) dies with it. */
export interface Login {
  readonly content: ServiceContent;
  /** Negotiated version of the vim25 API. */
  readonly version: string;
  /** Sends one call under this login; a lost session throws the fault NotAuthenticated. */
  readonly call: (call: Call) => Promise<readonly XmlElement[]>;
  /** The same, with the answer unread. */
  readonly send: (call: Call) => Promise<Answer>;
}

/** An answer that has arrived; `open` reads it and throws the fault that it may be. */
export type Answer = Pick<SoapAnswer, "firstText" | "lastText" | "open">;

export interface SessionOptions {
  readonly client: SoapClient;
  readonly user: string;
  readonly password: string;
}

const LOGOUT_TIMEOUT_MS = 3000;

/** Makes something once per login, such as a view or a collector; what could not be made is tried again. */
export function oncePerLogin<T>(make: (login: Login) => Promise<T>): (login: Login) => Promise<T> {
  const made = new WeakMap<Login, Promise<T>>();
  return (login) => {
    const known = made.get(login);
    if (known !== undefined) return known;
    const making = make(login);
    made.set(login, making);
    making.catch(() => made.delete(login));
    return making;
  };
}

/** The session on one ESXi host or vCenter Server: logs in with the first use and again when it was lost. */
export class Session {
  readonly #options: SessionOptions;
  readonly #closing = new AbortController();
  #login: Promise<Login> | undefined;
  /** Counts the sessions on the server, to tell calls that belong to one that is gone. */
  #era = 0;
  /** Why no login is tried any more. */
  #refused: Error | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  get client(): SoapClient {
    return this.#options.client;
  }

  /** Sends one call; logs in before and, when the session was lost, once more. */
  async call(call: Call): Promise<readonly XmlElement[]> {
    return await this.run((login) => login.call(call), call.signal);
  }

  /** What the server said about itself at login. */
  async content(signal?: AbortSignal): Promise<ServiceContent> {
    return await this.run((login) => Promise.resolve(login.content), signal);
  }

  /**
   * Runs `work` with a login. When `work` finds the session lost (NotAuthenticated: the server ran nothing) it runs
   * once more under a new one, so it has to begin anew with everything that belonged to the old.
   */
  async run<T>(work: (login: Login) => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    const first = this.#ensureLogin();
    const login = await untilAborted(first, signal);
    try {
      return await work(login);
    } catch (error) {
      if (!isFault(error, "NotAuthenticated")) throw error;
      log.info("session was lost, logging in again", { host: this.client.url.host });
      if (this.#login === first) this.#login = undefined;
      return await work(await untilAborted(this.#ensureLogin(), signal));
    }
  }

  /** Ends the session on the server and makes no new one; never throws and never waits long. */
  async close(): Promise<void> {
    const { host } = this.client.url;
    const login = this.#login;
    this.#login = undefined;
    this.#refused = new UserError(
      "cancelled",
      `Cannot call "${host}": the session is closed; restart to reconnect`,
    );
    try {
      const onTimeout = () =>
        `Cannot log out of "${host}": no answer in time; the session ends when it is idle`;
      await withLimit({ timeoutMs: LOGOUT_TIMEOUT_MS, onTimeout }, async (signal) => {
        const last = await login;
        await last?.call({ method: "Logout", target: last.content.sessionManager, signal });
      });
    } catch (error) {
      log.debug("could not log out", { host, error });
    } finally {
      this.#closing.abort(this.#refused);
    }
  }

  #ensureLogin(): Promise<Login> {
    // A second try with the same wrong password would only lock the account.
    if (this.#refused !== undefined) return Promise.reject(this.#refused);
    if (this.#login !== undefined) return this.#login;
    const login = this.#logIn();
    this.#login = login;
    login.catch((error) => {
      if (this.#login === login) this.#login = undefined;
      if (isFault(error, "InvalidLogin", "PasswordExpired")) this.#refused ??= error;
    });
    return login;
  }

  async #logIn(): Promise<Login> {
    const { client, user, password } = this.#options;
    const { signal } = this.#closing;
    const era = ++this.#era;
    client.dropCookie();
    const action = `log in to "${client.url.host}" as "${user}"`;
    const asked = { method: "RetrieveServiceContent", target: SERVICE_INSTANCE, action, signal } as const;
    const [answer] = (await this.#send(asked, FIRST_VERSION)).open();
    const content = answer === undefined ? undefined : readServiceContent(answer);
    if (content === undefined) {
      throw new UserError(
        "unavailable",
        `Cannot ${action}: it does not answer like vSphere; check vcenter_host`,
      );
    }
    const versions = await client.getText("/sdk/vimServiceVersions.xml", signal);
    const version = negotiateVersion(versions, content.about.apiVersion);
    const args = { userName: user, password, locale: "en_US" };
    const login = { method: "Login", target: content.sessionManager, args, action, signal } as const;
    (await this.#send(login, version)).open();
    log.info("logged in", { host: client.url.host, server: content.about.fullName, version });
    // What belongs to an older session must not go out under the cookie of a newer one, which knows none of it.
    const send: Login["send"] = async (call) => {
      if (era !== this.#era) throw sessionLost(actionOf(call));
      // Calls that nobody can give up, because several callers share them, end with the session.
      return await this.#send({ ...call, signal: call.signal ?? signal }, version);
    };
    return { content, version, send, call: async (call) => (await send(call)).open() };
  }

  async #send(call: Call, version: string): Promise<Answer> {
    const answer = await this.client.send({ ...call, args: call.args ?? {}, version });
    return {
      firstText: (name) => answer.firstText(name),
      lastText: (name) => answer.lastText(name),
      open: (taker) => opened(answer, call, taker),
    };
  }
}

function opened(answer: SoapAnswer, call: Call, taker: XmlTaker | undefined): readonly XmlElement[] {
  try {
    return answer.open(taker);
  } catch (error) {
    if (!(error instanceof SoapFault)) throw error;
    throw faultOfMethod(error, actionOf(call));
  }
}

const SERVICE_INSTANCE: Moref = { type: "ServiceInstance", value: "ServiceInstance" };

function actionOf({ action, method, target }: Call): string {
  return action ?? `run ${method} on ${target.type} "${target.value}"`;
}
