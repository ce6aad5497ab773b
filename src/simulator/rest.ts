import { Buffer } from "node:buffer";
import { SimFault } from "./core/fault.ts";
import type { Random } from "./core/random.ts";
import type { Sessions } from "./methods/sessions.ts";
import { Refusal, RestCall, ROUTES } from "./rest_routes.ts";
import type { Account } from "./world/session.ts";
import type { World } from "./world/world.ts";

interface RestSession {
  readonly account: Account;
  lastActive: number;
}

const SESSION_PATH = "/rest/com/vmware/cis/session";
const TAGGING_PATH = /^\/rest\/com\/vmware\/cis\/tagging\/([a-z-]+)(?:\/id:([^/]+))?$/;
/** After so long without a call a session ends. */
const IDLE_MS = 30 * 60_000;

/** The REST services of vCenter Server, as far as they are about tags, with sessions of their own. */
export class RestServices {
  readonly #world: World;
  readonly #sessions: Sessions;
  readonly #random: Random;
  readonly #byId = new Map<string, RestSession>();

  constructor(parts: { readonly world: World; readonly sessions: Sessions; readonly random: Random }) {
    this.#world = parts.world;
    this.#sessions = parts.sessions;
    this.#random = parts.random;
  }

  /** Ends all sessions from outside. */
  endSessions(): void {
    this.#byId.clear();
  }

  /** Answers a request below `/rest`. */
  async answer(request: Request): Promise<Response> {
    if (!this.#world.isVcenter) return new Response("Not found", { status: 404 });
    try {
      const value = await this.#carryOut(request);
      return Response.json(value === undefined ? {} : { value });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const type = `com.vmware.vapi.std.errors.${error.message}`;
      return Response.json({ type, value: { messages: [] } }, { status: error.status });
    }
  }

  async #carryOut(request: Request): Promise<unknown> {
    const { method, headers, url } = request;
    const { pathname, searchParams } = new URL(url);
    if (method === "POST" && pathname === SESSION_PATH) {
      return this.#logIn(headers.get("authorization") ?? "");
    }
    const id = headers.get("vmware-api-session-id") ?? "";
    const { account } = this.#sessionOf(id);
    if (method === "DELETE" && pathname === SESSION_PATH) return void this.#byId.delete(id);
    const [, service, thing] = TAGGING_PATH.exec(pathname) ?? [];
    const action = searchParams.get("~action");
    const name = `${method} ${service}${thing === undefined ? "" : "/id"}`;
    const route = ROUTES.get(action === null ? name : `${name} ${action}`);
    if (route === undefined) throw new Refusal(404, "operation_not_found");
    if (route.isWrite === true && account.role === "readOnly") throw new Refusal(403, "unauthorized");
    const json = method === "GET" ? undefined : await readJson(request);
    return route.run(new RestCall(this.#world, decoded(thing ?? "")), json);
  }

  #logIn(authorization: string): string {
    const [, base64 = ""] = /^Basic (\S+)$/.exec(authorization) ?? [];
    const [user = "", ...password] = Buffer.from(base64, "base64").toString().split(":");
    try {
      const account = this.#sessions.accountOf({ user, password: password.join(":") });
      const id = this.#random.hex(32);
      this.#byId.set(id, { account, lastActive: this.#world.clock.now() });
      return id;
    } catch (error) {
      if (error instanceof SimFault) throw new Refusal(401, "unauthenticated");
      throw error;
    }
  }

  #sessionOf(id: string): RestSession {
    const session = this.#byId.get(id);
    const now = this.#world.clock.now();
    if (session === undefined || now - session.lastActive > IDLE_MS) {
      this.#byId.delete(id);
      throw new Refusal(401, "unauthenticated");
    }
    session.lastActive = now;
    return session;
  }
}

async function readJson(request: Request): Promise<unknown> {
  const text = await request.text();
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, "invalid_argument");
  }
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new Refusal(404, "not_found");
  }
}
