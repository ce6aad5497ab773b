/** The least that a client of vSphere can do: send text, read the answer to its end, look at nothing else. */
import { Buffer } from "node:buffer";
import { Agent as HttpAgent, type IncomingMessage, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { gunzipSync } from "node:zlib";
import { timeMs } from "./measure.ts";

/** Where to log in. */
export interface RawPlace {
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

const VERSION = "8.0.1.0";
const OPEN =
  '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"' +
  ' xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>';
const CLOSE = "</soapenv:Body></soapenv:Envelope>";

/** One connection that is kept, and one session on it. */
export class RawSoap implements AsyncDisposable {
  readonly #url: URL;
  readonly #agent: HttpAgent;
  readonly #send: typeof httpRequest;
  #cookie = "";
  #content = "";

  constructor(url: string) {
    this.#url = new URL(url);
    const isTls = this.#url.protocol === "https:";
    const options = { keepAlive: true, maxSockets: 1 };
    // A simulator of this machine whose certificate nobody signed.
    this.#agent = isTls ? new HttpsAgent({ ...options, rejectUnauthorized: false }) : new HttpAgent(options);
    this.#send = isTls ? httpsRequest : httpRequest;
  }

  /** Logs in. */
  static async open({ url, user, password }: RawPlace): Promise<RawSoap> {
    const soap = new RawSoap(url);
    const self = '<_this type="ServiceInstance">ServiceInstance</_this>';
    soap.#content = await soap.call("RetrieveServiceContent", self);
    const login = `<userName>${user}</userName><password>${password}</password>`;
    await soap.call("Login", soap.self("sessionManager") + login);
    return soap;
  }

  /** A manager as the object of a call. */
  self(manager: string): string {
    return this.manager(manager).replace(`<${manager}`, "<_this").replace(`</${manager}>`, "</_this>");
  }

  /** A manager, or the root folder, as the server named it. */
  manager(name: string): string {
    const [found] = new RegExp(`<${name} [^>]*>[^<]*</${name}>`).exec(this.#content) ?? [];
    if (found === undefined) throw new Error(`The server has no ${name}`);
    return found;
  }

  /** Calls a method with the content of its element; rejects with the answer when it is a fault. */
  async call(method: string, content: string): Promise<string> {
    const body = `${OPEN}<${method} xmlns="urn:vim25">${content}</${method}>${CLOSE}`;
    return await this.post(body, `"urn:vim25/${VERSION}"`);
  }

  /** Sends a whole envelope. */
  async post(body: string, action: string): Promise<string> {
    const { status, bytes } = await this.#exchange(Buffer.from(body), action);
    const text = bytes.toString("utf8");
    if (status !== 200) throw new Error(`Status ${status}: ${text.slice(0, 500)}`);
    return text;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#content !== "") await this.call("Logout", this.self("sessionManager"));
    this.#agent.destroy();
  }

  #exchange(body: Buffer, action: string): Promise<{ readonly status: number; readonly bytes: Buffer }> {
    const headers = {
      "content-type": "text/xml; charset=utf-8",
      "content-length": body.length,
      "accept-encoding": "gzip",
      soapaction: action,
      ...(this.#cookie === "" ? {} : { cookie: this.#cookie }),
    };
    return new Promise((resolve, reject) => {
      const request = this.#send(this.#url, { method: "POST", agent: this.#agent, headers }, (answer) => {
        const [cookie] = answer.headers["set-cookie"] ?? [];
        if (cookie !== undefined) this.#cookie = cookie.split(";", 1)[0] ?? "";
        readAll(answer).then(
          (bytes) => resolve({ status: answer.statusCode ?? 0, bytes }),
          reject,
        );
      });
      request.on("error", reject);
      request.end(body);
    });
  }
}

/** A collector of its own that has heard of all machines, so that every further wait is empty. */
export class EmptyWaits {
  readonly #soap: RawSoap;
  readonly #collector: string;
  #version = "";

  private constructor(soap: RawSoap, collector: string) {
    this.#soap = soap;
    this.#collector = `<_this type="PropertyCollector">${collector}</_this>`;
  }

  static async open(soap: RawSoap): Promise<EmptyWaits> {
    const collector = returned(
      await soap.call("CreatePropertyCollector", soap.self("propertyCollector")),
    );
    const root = soap.manager("rootFolder").replaceAll("rootFolder", "container");
    const types = "<type>VirtualMachine</type><recursive>true</recursive>";
    const view = returned(await soap.call("CreateContainerView", soap.self("viewManager") + root + types));
    const waits = new EmptyWaits(soap, collector);
    const spec = "<propSet><type>VirtualMachine</type><pathSet>name</pathSet>" +
      "<pathSet>runtime.powerState</pathSet></propSet>" +
      `<objectSet><obj type="ContainerView">${view}</obj><skip>true</skip>` +
      '<selectSet xsi:type="TraversalSpec"><type>ContainerView</type><path>view</path><skip>false</skip></selectSet>' +
      "</objectSet>";
    await soap.call(
      "CreateFilter",
      `${waits.#collector}<spec>${spec}</spec><partialUpdates>false</partialUpdates>`,
    );
    while (await waits.#wait());
    return waits;
  }

  /** Milliseconds of one wait that has nothing to tell. */
  async timeMs(): Promise<number> {
    let hasNews = true;
    let ms = NaN;
    while (hasNews) ms = await timeMs(async () => void (hasNews = await this.#wait()));
    return ms;
  }

  async #wait(): Promise<boolean> {
    const options = "<options><maxWaitSeconds>0</maxWaitSeconds></options>";
    const answer = await this.#soap.call(
      "WaitForUpdatesEx",
      `${this.#collector}<version>${this.#version}</version>${options}`,
    );
    const version = /<version>([^<]*)</.exec(answer.slice(0, 2000))?.[1];
    if (version === undefined) return false;
    this.#version = version;
    return true;
  }
}

/** The id in an answer that is one reference. */
export function returned(answer: string): string {
  const id = /<returnval[^>]*>([^<]+)</.exec(answer)?.[1];
  if (id === undefined) throw new Error(`No reference in ${answer.slice(0, 500)}`);
  return id;
}

async function readAll(answer: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of answer) pieces.push(piece);
  const bytes = Buffer.concat(pieces);
  return answer.headers["content-encoding"] === "gzip" ? gunzipSync(bytes) : bytes;
}
