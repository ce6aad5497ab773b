import { Buffer } from "node:buffer";
import { connect, createServer, type Socket } from "node:net";
import type { Random } from "../../src/simulator/core/random.ts";
import { soapEnvelope } from "../support/soap_server.ts";
import { listen, type Listening } from "../support/tls_server.ts";
import { MessageReader } from "./message_reader.ts";

/** What may become of a request or of its answer. */
export const FAULTS = [
  "delay",
  "reset before delivery",
  "reset after delivery",
  "half-close",
  "slow body",
  "truncated XML",
  "cut body",
  "503",
  "HTML",
  "login refused",
] as const;
export type Fault = typeof FAULTS[number];

/** One request that came to the proxy. */
export interface Exchange {
  readonly method: string;
  /** `VirtualMachine:vm-1` */
  readonly target: string;
  readonly body: string;
  readonly fault: Fault | undefined;
  /** The far side has got it. */
  isDelivered: boolean;
  /** Nothing more will come of it on the wire. */
  isOver: boolean;
  /** Id of the task that the far side has answered with. */
  task?: string | undefined;
}

/** A proxy that lets a share of the exchanges fail, each in a way of its own. */
export interface ChaosProxy extends Listening {
  readonly exchanges: readonly Exchange[];
  /** From now on nothing fails. */
  readonly calm: () => void;
}

/** Puts a proxy before the port of a far side; `share` of the requests meet a fault. */
export async function startProxy(
  port: number,
  { random, share }: { readonly random: Random; readonly share: number },
): Promise<ChaosProxy> {
  const exchanges: Exchange[] = [];
  let isCalm = false;
  const chooseFault = (method: string): Fault | undefined => {
    if (isCalm || random.next() >= share) return undefined;
    const fault = random.pick(FAULTS);
    return fault === "login refused" && method !== "Login" ? "delay" : fault;
  };
  const server = await listen(createServer({ allowHalfOpen: true }, (client: Socket) => {
    const upstream = connect(port, "127.0.0.1");
    const answers = new MessageReader(upstream);
    const pair: Pair = {
      client,
      upstream,
      requests: new MessageReader(client),
      answers,
      current: undefined,
      end() {
        upstream.destroy();
        client.end();
      },
    };
    // Who has let go of a poll wants no answer to it; what becomes of a write has to be known all the same.
    const letGo = () => {
      if (pair.current?.method.endsWith("_Task") !== true || pair.current.isOver) upstream.destroy();
    };
    upstream.on("error", () => {}).on("close", () => client.destroy());
    client.on("error", () => {}).on("close", letGo).on("end", letGo);
    void serve(pair, { exchanges, chooseFault, random });
  }));
  return { ...server, exchanges, calm: () => void (isCalm = true) };
}

interface Pair {
  readonly client: Socket;
  readonly upstream: Socket;
  readonly requests: MessageReader;
  readonly answers: MessageReader;
  readonly end: () => void;
  current: Exchange | undefined;
}

interface Parts {
  readonly exchanges: Exchange[];
  readonly chooseFault: (method: string) => Fault | undefined;
  readonly random: Random;
}

async function serve(pair: Pair, { exchanges, chooseFault, random }: Parts): Promise<void> {
  while (true) {
    const request = await pair.requests.next();
    if (request === undefined) return pair.end();
    const body = request.body.toString();
    const method = /Body><(\w+)/.exec(body)?.[1] ?? request.head.split(" ", 2).join(" ");
    const [, type = "", id = ""] = /<_this type="(\w+)">([^<]*)</.exec(body) ?? [];
    const exchange: Exchange = {
      method,
      target: `${type}:${id}`,
      body,
      fault: chooseFault(method),
      isDelivered: false,
      isOver: false,
    };
    exchanges.push(exchange);
    pair.current = exchange;
    const isKept = await answer(pair, { exchange, bytes: request.bytes, random });
    exchange.isOver = true;
    if (!isKept || pair.client.destroyed) return pair.end();
  }
}

interface Turn {
  readonly exchange: Exchange;
  readonly bytes: Buffer;
  readonly random: Random;
}

const MAX_DELAY_MS = 40;

async function answer(
  { client, upstream, answers }: Pair,
  { exchange, bytes, random }: Turn,
): Promise<boolean> {
  const { fault } = exchange;
  if (fault === "reset before delivery") return reset(client);
  if (fault === "503") return send(client, page(503, "<html>no healthy upstream</html>"));
  if (fault === "login refused") return send(client, page(500, REFUSED, "text/xml"));
  if (fault === "delay") await pause(random.whole(1, MAX_DELAY_MS));
  exchange.isDelivered = true;
  upstream.write(bytes);
  const message = await answers.next();
  if (message === undefined) return reset(client);
  exchange.task = /<returnval type="Task">([^<]*)</.exec(message.body.toString())?.[1];
  switch (fault) {
    case "reset after delivery":
      return reset(client);
    case "half-close":
      client.end();
      return false;
    case "cut body":
      client.end(message.bytes.subarray(0, message.bytes.length - Math.ceil(message.body.length / 2)));
      return false;
    case "truncated XML": {
      const half = message.body.subarray(0, message.body.length >> 1);
      const head = message.head.replace(/\r\ncontent-length: \d+/i, `\r\ncontent-length: ${half.length}`);
      return send(client, Buffer.concat([Buffer.from(`${head}\r\n\r\n`), half]));
    }
    case "HTML":
      return send(client, page(200, "<!DOCTYPE html><html>Sign in</html>"));
    case "slow body":
      return await sendSlowly(client, message.bytes);
    default:
      return send(client, message.bytes);
  }
}

const REFUSED = soapEnvelope(
  "<soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring>Too many sessions</faultstring><detail>" +
    '<NoPermissionFault xmlns="urn:vim25" xsi:type="NoPermission"><privilegeId>System.View</privilegeId>' +
    "</NoPermissionFault></detail></soapenv:Fault>",
);

function page(status: number, body: string, type = "text/html"): Buffer {
  const length = Buffer.byteLength(body);
  return Buffer.from(
    `HTTP/1.1 ${status} X\r\ncontent-type: ${type}\r\ncontent-length: ${length}\r\n\r\n${body}`,
  );
}

function send(client: Socket, bytes: Uint8Array): boolean {
  client.write(bytes);
  return true;
}

const PIECES = 5;
const BETWEEN_MS = 5;

async function sendSlowly(client: Socket, bytes: Buffer): Promise<boolean> {
  const length = Math.ceil(bytes.length / PIECES);
  for (let at = 0; at < bytes.length; at += length) {
    client.write(bytes.subarray(at, at + length));
    await pause(BETWEEN_MS);
  }
  return true;
}

function reset(client: Socket): boolean {
  client.resetAndDestroy();
  return false;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
