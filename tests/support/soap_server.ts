/** A far side that says what vcsim cannot: literal answers, dropped connections, answers that wait for the test. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttps } from "node:https";
import type { Socket } from "node:net";
import { text } from "node:stream/consumers";
import { createFetch } from "../../src/soap/fetch.ts";
import { openTarget, type TargetOptions } from "../../src/vsphere/target.ts";
import type { Vsphere } from "../../src/vsphere/vsphere.ts";
import type { Certificate } from "./certificates.ts";
import { listen, type Listening } from "./tls_server.ts";

/** One request as it arrived; `method` is the SOAP method, or `GET /path`. */
export interface SoapRequest {
  readonly method: string;
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
  /** Number of the connection: two requests with the same one shared it. */
  readonly connection: number;
}

/** What the server does with a request. */
export interface SoapAnswer {
  /** Default 200. */
  readonly status?: number;
  /** Content of the SOAP body. */
  readonly xml?: string;
  /** The whole answer, instead of `xml`. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Closes the connection: without a byte of answer, or in the middle of it. */
  readonly drop?: "unanswered" | "midway";
}

/** Answers a call; a promise lets the test decide when. `ended` resolves when the client has let go. */
export type SoapHandler = (
  method: string,
  body: string,
  more: { readonly connection: number; readonly headers: IncomingHttpHeaders; readonly ended: Promise<void> },
) => SoapAnswer | Promise<SoapAnswer>;

/** A running server. */
export interface SoapServer extends Listening {
  readonly url: string;
  readonly requests: readonly SoapRequest[];
  /** Methods of the requests so far. */
  readonly methods: () => readonly string[];
  readonly count: (method: string) => number;
  /** Closes the next connections before they are made: nothing is delivered. TLS only. */
  readonly refuse: (connections: number) => void;
}

/** Starts a server on a free loopback port. */
export async function serveSoap(handle: SoapHandler, certificate?: Certificate): Promise<SoapServer> {
  const requests: SoapRequest[] = [];
  const numbers = new WeakMap<Socket, number>();
  let last = 0;
  let refusals = 0;
  const numberOf = (socket: Socket) => {
    const number = numbers.get(socket) ?? ++last;
    numbers.set(socket, number);
    return number;
  };
  const onRequest = async (incoming: IncomingMessage, response: ServerResponse) => {
    const { headers } = incoming;
    const connection = numberOf(incoming.socket);
    const ended = new Promise<void>((resolve) => response.on("close", resolve));
    const body = await text(incoming).catch(() => undefined);
    if (body === undefined) return; // the client let go in the middle of its request
    const method = /Body><(\w+)/.exec(body)?.[1] ?? `${incoming.method} ${incoming.url}`;
    requests.push({ method, body, headers, connection });
    send(response, await handle(method, body, { connection, headers, ended }));
  };
  const server = certificate === undefined
    ? createServer(onRequest)
    : createHttps({ key: certificate.keyPem, cert: certificate.certPem }, onRequest);
  server.on("connection", (socket: Socket) => {
    if (refusals > 0 && refusals-- > 0) socket.destroy();
  });
  server.on("tlsClientError", () => {});
  const listening = await listen(server);
  return {
    ...listening,
    url: `${certificate === undefined ? "http" : "https"}://127.0.0.1:${listening.port}/sdk`,
    requests,
    methods: () => requests.map(({ method }) => method),
    count: (method) => requests.filter((request) => request.method === method).length,
    refuse: (connections) => refusals = connections,
  };
}

function send(response: ServerResponse, answer: SoapAnswer): void {
  const { status = 200, xml = "", text = soapEnvelope(xml), headers = {}, drop } = answer;
  if (drop === "unanswered") return void response.socket?.destroy();
  if (drop === "midway") {
    response.writeHead(status, { "content-length": "1000" });
    response.write("<", () => response.socket?.destroy());
    return;
  }
  response.writeHead(status, headers).end(text);
}

/** The envelope around the content of a body. */
export function soapEnvelope(xml: string): string {
  return '<?xml version="1.0"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" ' +
    `xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>${xml}</soapenv:Body></soapenv:Envelope>`;
}

/** The answer of a method. */
export function result(method: string, returnvals = ""): SoapAnswer {
  return { xml: `<${method}Response xmlns="urn:vim25">${returnvals}</${method}Response>` };
}

/** An answer with a fault as real servers word it. */
export function fault(name: string, { fields = "", message = "" } = {}): SoapAnswer {
  return {
    status: 500,
    xml:
      `<soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring>${message}</faultstring><detail>` +
      `<${name}Fault xmlns="urn:vim25" xsi:type="${name}">${fields}</${name}Fault></detail></soapenv:Fault>`,
  };
}

const VERSIONS = "GET /sdk/vimServiceVersions.xml";

/** The list of versions as the servers give it, newest first. */
export function versionList(version: string, ...prior: readonly string[]): SoapAnswer {
  const older = prior.map((version) => `<version>${version}</version>`).join("");
  return {
    text: `<?xml version="1.0"?><namespaces version="1.0"><namespace><name>urn:vim25</name>` +
      `<version>${version}</version><priorVersions>${older}</priorVersions></namespace></namespaces>`,
  };
}

/** The answer of RetrieveServiceContent by a vCenter Server of that version. */
export function serviceContent(apiVersion: string): SoapAnswer {
  const manager = (name: string, type: string) => `<${name} type="${type}">${type}</${name}>`;
  return result(
    "RetrieveServiceContent",
    `<returnval><rootFolder type="Folder">group-d1</rootFolder>` +
      manager("propertyCollector", "PropertyCollector") + manager("viewManager", "ViewManager") +
      `<about><name>VMware vCenter Server</name><fullName>vCenter ${apiVersion}</fullName>` +
      `<apiType>VirtualCenter</apiType><apiVersion>${apiVersion}</apiVersion></about>` +
      manager("sessionManager", "SessionManager") + "</returnval>",
  );
}

/** A vCenter Server that lets everybody in; `answers` are those of other methods, or replace its own. */
export function serveVcenter(answers: Readonly<Record<string, SoapHandler>>): Promise<SoapServer> {
  let logins = 0;
  const own: Readonly<Record<string, SoapHandler>> = {
    [VERSIONS]: () => versionList("8.0.3.0", "8.0.2.0", "7.0.3.0", "6.7"),
    RetrieveServiceContent: () => serviceContent("8.0.3.0"),
    Login: () => ({
      ...result("Login", "<returnval><key>key</key></returnval>"),
      headers: { "set-cookie": `vmware_soap_session="session-${++logins}"; Path=/; HttpOnly; Secure;` },
    }),
    Logout: () => result("Logout"),
    CreateContainerView: () =>
      result("CreateContainerView", `<returnval type="ContainerView">view-${logins}</returnval>`),
    CreatePropertyCollector: () =>
      result("CreatePropertyCollector", `<returnval type="PropertyCollector">own-${logins}</returnval>`),
    CreateListView: () => result("CreateListView", `<returnval type="ListView">list-${logins}</returnval>`),
    CreateFilter: () => result("CreateFilter", `<returnval type="PropertyFilter">filter</returnval>`),
    ModifyListView: () => result("ModifyListView"),
  };
  return serveSoap((method, body, more) => {
    const answer = answers[method] ?? own[method];
    return answer === undefined ? fault("MethodNotFound") : answer(method, body, more);
  });
}

/** A target on such a server, as the product would open it; pauses between tries take no time. */
export function connectSoap(
  server: SoapServer,
  options: Partial<TargetOptions> = {},
): Vsphere & AsyncDisposable {
  const fetch = createFetch({ tls: { kind: "insecure" } });
  const target = openTarget({
    url: new URL(server.url),
    user: "administrator@vsphere.local",
    password: "pass<&>word",
    fetch,
    requestTimeoutMs: 30_000,
    taskTimeoutMs: 30_000,
    defaults: { network: "VM Network" },
    retryDelaysMs: [0, 0, 0],
    ...options,
  });
  return {
    ...target,
    async [Symbol.asyncDispose]() {
      await target[Symbol.asyncDispose]();
      fetch[Symbol.dispose]();
    },
  };
}

/** What an object of a retrieval shows: `val` elements with attributes, or text; `missing` maps paths to faults. */
export interface ObjectXml {
  readonly properties?: Readonly<Record<string, string>>;
  readonly missing?: Readonly<Record<string, string>>;
}

/** One object of a retrieval; a property is text, or a `<val>` element where it is more. */
export function objectXml(
  type: string,
  id: string,
  { properties = {}, missing = {} }: ObjectXml = {},
): string {
  const sets = Object.entries(properties).map(([path, value]) =>
    `<propSet><name>${path}</name>${
      value.startsWith("<val") ? value : `<val xsi:type="xsd:string">${value}</val>`
    }</propSet>`
  );
  const gaps = Object.entries(missing).map(([path, name]) =>
    `<missingSet><path>${path}</path><fault><fault xsi:type="${name}"/></fault></missingSet>`
  );
  return `<objects><obj type="${type}">${id}</obj>${sets.join("")}${gaps.join("")}</objects>`;
}

/** A property that refers to an object. */
export function refXml(type: string, id: string): string {
  return `<val type="${type}" xsi:type="ManagedObjectReference">${id}</val>`;
}

/** The answer of a retrieval; with a token more pages follow. */
export function retrieved(objects: readonly string[], token = ""): SoapAnswer {
  const more = token === "" ? "" : `<token>${token}</token>`;
  return result("RetrievePropertiesEx", `<returnval>${more}${objects.join("")}</returnval>`);
}
