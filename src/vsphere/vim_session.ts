import type { SoapAnswer } from "../soap/answer.ts";
import { UserError } from "../errors.ts";
import { log } from "../log.ts";
import type { SoapClient } from "../soap/client.ts";
import type { Moref } from "../soap/encode.ts";
import { SoapFault } from "../soap/envelope.ts";
import type { XmlElement, XmlTaker } from "../soap/xml.ts";
import { faultOfMethod, isFault, sessionLost } from "./faults.ts";
import { readServiceContent, type ServiceContent } from "./service_content.ts";
import { type Answer, type Call, isWrite, type Login, type Session } from "./session.ts";
import { SharedLogin } from "./shared_login.ts";
import { FIRST_VERSION, negotiateVersion } from "./versions.ts";

/** Where to log in, and as whom. */
export interface SessionOptions {
  readonly client: SoapClient;
  readonly user: string;
  readonly password: string;
}

/** The session on one ESXi host or vCenter Server: logs in with the first use and again when it was lost. */
export class VimSession implements Session {
  readonly #options: SessionOptions;
  readonly #shared: SharedLogin<Login>;
  /** Sends whatever it is given, under a login that does not. */
  readonly #senders = new WeakMap<Login, Login["send"]>();
  /** Counts the sessions on the server, to tell calls that belong to one that is gone. */
  #era = 0;

  constructor(options: SessionOptions) {
    this.#options = options;
    const { host } = options.client.url;
    this.#shared = new SharedLogin({
      name: "session",
      host,
      logIn: (signal) => this.#logIn(signal),
      async logOut({ call, content }, signal) {
        await call({ method: "Logout", target: content.sessionManager, signal });
      },
      isLost: (error) => isFault(error, "NotAuthenticated"),
      isRefused: (error) => isFault(error, "InvalidLogin", "PasswordExpired"),
      closed: () =>
        new UserError("cancelled", `Cannot call "${host}": the session is closed; restart to reconnect`),
    });
  }

  get client(): SoapClient {
    return this.#options.client;
  }

  async call(call: Call): Promise<readonly XmlElement[]> {
    return await this.run(async (login) => {
      const send = this.#senders.get(login) ?? login.send;
      return (await send(call)).open();
    }, call.signal);
  }

  async content(signal?: AbortSignal): Promise<ServiceContent> {
    return await this.run((login) => Promise.resolve(login.content), signal);
  }

  async run<T>(work: (login: Login) => Promise<T>, signal?: AbortSignal): Promise<T> {
    return await this.#shared.run(work, signal);
  }

  /** Ends the session on the server and makes no new one; never throws and never waits long. */
  async close(): Promise<void> {
    await this.#shared.close();
  }

  async #logIn(signal: AbortSignal): Promise<Login> {
    const { client, user, password } = this.#options;
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
    const sendAny: Login["send"] = async (call) => {
      if (era !== this.#era) throw sessionLost(actionOf(call));
      // Calls that nobody can give up, because several callers share them, end with the session.
      return await this.#send({ ...call, signal: call.signal ?? signal }, version);
    };
    const send: Login["send"] = async (call) => {
      if (isWrite(call.method)) {
        throw new Error(`${call.method} changes something: it goes through the session`);
      }
      return await sendAny(call);
    };
    const made: Login = { content, version, send, call: async (call) => (await send(call)).open() };
    this.#senders.set(made, sendAny);
    return made;
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
