import assert from "node:assert/strict";
import { child, parseXml, type XmlElement } from "../../src/soap/xml.ts";
import { ManualClock } from "../../src/simulator/core/clock.ts";
import { createSimulator, type Simulator, type SimulatorOptions } from "../../src/simulator/simulator.ts";
import type { Account } from "../../src/simulator/world/session.ts";

/** Where the tests' clocks stand: noon, when machines are busy. */
export const NOON = Date.parse("2026-03-02T12:00:00Z");

/** What a call came back with. */
export interface RawAnswer {
  readonly status: number;
  readonly text: string;
  /** The `returnval` elements. */
  readonly values: readonly XmlElement[];
  /** Name of the fault. */
  readonly fault: string | undefined;
  readonly faultstring: string;
  readonly detail: XmlElement | undefined;
}

/** Sends XML as it is written, right or wrong. */
export class RawClient {
  readonly #simulator: Simulator;
  cookie = "";
  version = "8.0.3.0";

  constructor(simulator: Simulator) {
    this.#simulator = simulator;
  }

  /** `<Method>` with this content after `_this`, written as `Type:id`. */
  async call(method: string, self: string, content = "", signal?: AbortSignal): Promise<RawAnswer> {
    const [type = "", ...id] = self.split(":");
    return await this.send(
      `<${method} xmlns="urn:vim25"><_this type="${type}">${id.join(":")}</_this>${content}</${method}>`,
      signal,
    );
  }

  /** The same for a call that has to succeed; gives its first `returnval`. */
  async ask(method: string, self: string, content = ""): Promise<XmlElement> {
    const answer = await this.call(method, self, content);
    assert.equal(answer.fault, undefined, `${method}: ${answer.text}`);
    return answer.values[0] ?? { name: "", text: "", type: undefined, xsiType: undefined, children: [] };
  }

  async send(body: string, signal?: AbortSignal): Promise<RawAnswer> {
    const envelope = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" ` +
      `xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">` +
      `<e:Body>${body}</e:Body></e:Envelope>`;
    const response = await this.#simulator.handle(
      new Request("http://simulator/sdk", {
        method: "POST",
        headers: { soapaction: `urn:vim25/${this.version}`, cookie: this.cookie },
        body: envelope,
        ...(signal === undefined ? {} : { signal }),
      }),
    );
    const cookie = response.headers.get("set-cookie")?.split(";")[0];
    if (cookie !== undefined) this.cookie = cookie;
    return readAnswer(response.status, await response.text());
  }

  async logIn({ user, password }: Account = this.#simulator.admin): Promise<RawAnswer> {
    const manager = this.#simulator.world.isVcenter ? "SessionManager" : "ha-sessionmgr";
    return await this.call(
      "Login",
      `SessionManager:${manager}`,
      `<userName>${user}</userName><password>${password}</password>`,
    );
  }
}

function readAnswer(status: number, text: string): RawAnswer {
  const body = child(parseXml(text), "Body")?.children[0];
  assert.ok(body !== undefined, text);
  const detail = body.name === "Fault" ? child(body, "detail")?.children[0] : undefined;
  return {
    status,
    text,
    values: body.name === "Fault" ? [] : body.children,
    fault: body.name === "Fault" ? detail?.xsiType ?? "none" : undefined,
    faultstring: child(body, "faultstring")?.text ?? "",
    detail,
  };
}

/** A simulator whose clock the test turns, and a client that is logged in. */
export async function openRaw(options: SimulatorOptions = {}): Promise<
  { readonly simulator: Simulator; readonly client: RawClient; readonly clock: ManualClock }
> {
  const clock = new ManualClock(NOON);
  const simulator = createSimulator({ clock, logCapacity: 1000, ...options });
  const client = new RawClient(simulator);
  const { fault } = await client.logIn();
  assert.equal(fault, undefined);
  return { simulator, client, clock };
}

/** Lets a task run to its end; gives TaskInfo. */
export async function finish(
  { client, clock }: { readonly client: RawClient; readonly clock: ManualClock },
  task: XmlElement,
): Promise<XmlElement> {
  await clock.turn(20_000);
  return await client.ask("Fetch", `Task:${task.text}`, "<prop>info</prop>");
}

/** The fault that a task ended with. */
export function taskFault(info: XmlElement): string | undefined {
  const error = child(info, "error");
  return error === undefined ? undefined : child(error, "fault")?.xsiType;
}

/** Text below an element by a path of names. */
export function textAt(element: XmlElement | undefined, ...path: readonly string[]): string | undefined {
  let at = element;
  for (const name of path) at = at === undefined ? undefined : child(at, name);
  return at?.text;
}
