import { Buffer } from "node:buffer";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createFetch } from "../../src/soap/fetch.ts";
import { createService } from "../../src/cli/service.ts";
import type { Service } from "../../src/mcp/service.ts";
import { createSimulator, type Simulator } from "../../src/simulator/simulator.ts";
import { openTarget } from "../../src/vsphere/target.ts";
import { serveHttp } from "../support/raw_server.ts";
import { CONFIG } from "./throw_away.ts";
import { SECRET } from "./campaign.ts";
import type { Answer, Mangle } from "./mangle.ts";

/** An answer by its number, or the next one that names a task, or the next one that was waited for. */
export type Which = number | "task" | "poll";
/** What to do to which of the next answers; those that are waited for have no number. */
export type Plan = ReadonlyMap<Which, Mangle>;

/** The product on a simulator whose answers somebody changes on their way. */
export interface MangledSimulator extends AsyncDisposable {
  readonly service: Service;
  /** Counts answers anew. */
  readonly plan: (plan: Plan) => void;
  /** Methods whose answers have been changed by the plan. */
  readonly mangled: () => readonly string[];
}

/** Tasks take some milliseconds at most. */
const PACE = 0.001;

/** Opens one. */
export async function openMangled(): Promise<MangledSimulator> {
  const simulator = createSimulator({ pace: PACE, password: SECRET });
  let plan: Plan = new Map();
  let count = 0;
  let mangled: string[] = [];
  const server = await serveHttp(async (incoming, response) => {
    const answer = await answerOf(simulator, incoming);
    const which = answer.method === LONG_POLL ? "poll" : answer.method.endsWith("_Task") ? "task" : count++;
    const mangle = plan.get(which);
    // Whoever waits asks again and again: a lie that is told each time would be one without end.
    if (which === "poll") plan = new Map([...plan].filter(([key]) => key !== which));
    if (mangle !== undefined) mangled.push(answer.method);
    send(response, mangle?.apply(answer) ?? answer);
  });
  const fetch = createFetch({ tls: { kind: "insecure" } });
  const target = openTarget({
    url: new URL("/sdk", server.url),
    user: simulator.admin.user,
    password: SECRET,
    fetch,
    requestTimeoutMs: 10_000,
    taskTimeoutMs: 2000,
    defaults: { network: "VM Network" },
    retryDelaysMs: [0, 0],
  });
  return {
    service: { ...createService(CONFIG, { open: () => Promise.resolve(target) }), onListed: () => {} },
    plan(next) {
      plan = next;
      count = 0;
      mangled = [];
    },
    mangled: () => mangled,
    async [Symbol.asyncDispose]() {
      plan = new Map();
      await target[Symbol.asyncDispose]();
      fetch[Symbol.dispose]();
      await server[Symbol.asyncDispose]();
      simulator[Symbol.dispose]();
    },
  };
}

async function answerOf(
  simulator: Simulator,
  incoming: IncomingMessage,
): Promise<Answer & { readonly method: string }> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const { method = "GET", url = "/" } = incoming;
  const body = Buffer.concat(chunks);
  const { cookie = "", soapaction = "" } = incoming.headers;
  const request = new Request(new URL(url, "http://simulator"), {
    method,
    headers: { cookie, soapaction: String(soapaction) },
    ...(method === "POST" ? { body } : {}),
  });
  const response = await simulator.handle(request);
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.from(await response.arrayBuffer()),
    method: methodOf(body.toString()) ?? url,
  };
}

const LONG_POLL = "WaitForUpdatesEx that waits";

function methodOf(body: string): string | undefined {
  return /<maxWaitSeconds>[1-9]/.test(body) ? LONG_POLL : /Body><(\w+)/.exec(body)?.[1];
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...headers, "content-length": body.length }).end(body);
}
