import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { fileURLToPath } from "node:url";
import { CHECKOUT_FLAGS } from "../src/cli/permissions.ts";
import * as z from "../src/deps/zod.ts";
import { NAME, VERSION } from "../src/version.ts";
import { readAs, WrongAnswer } from "./demo_checks.ts";

/** How the server is started and how long it may take. */
export interface ServerOptions {
  /** Arguments of main.ts beside the transport. */
  readonly serverArgs: readonly string[];
  /** For one answer. */
  readonly limitMs: number;
  /** For the start, in which a first run downloads the packages. */
  readonly startLimitMs: number;
}

/** One call of a tool. */
export interface ToolCall {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly onProgress?: (update: Progress) => void;
}

/** How far a call is; percent from 0 to 100. */
export interface Progress {
  readonly percent: number;
  readonly message: string;
}

/** A call that the server declined. */
export interface Refusal {
  readonly text: string;
  readonly kind: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** What the server offers. */
export interface Offer {
  readonly tools: readonly string[];
  readonly protocol: string;
}

const PROTOCOL = "2026-07-28";
const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));

const LOG_CHARACTERS = 4000;
const LOG_LINES = 5;
/** A server that never started ends no log. */
const LOG_LIMIT_MS = 500;

const refusalSchema = z.object({
  isError: z.literal(true),
  content: z.array(z.object({ type: z.literal("text"), text: z.string() })).min(1),
  _meta: z.object({
    [`${NAME}/error`]: z.object({
      kind: z.string(),
      details: z.record(z.string(), z.unknown()).default({}),
    }),
  }),
});

/**
 * Of the SDK's own class the client starts two processes, the first one only to ask which protocol the server speaks,
 * and drops what that one writes on standard error; of a subclass it starts one.
 */
class OneProcess extends StdioClientTransport {}

/** The product as a process, talked to through the official SDK's client over stdio. */
export class DemoServer implements AsyncDisposable {
  readonly #options: ServerOptions;
  readonly #client = new Client({ name: "demo", version: VERSION }, {
    versionNegotiation: { mode: { pin: PROTOCOL } },
    capabilities: { elicitation: {} },
  });
  readonly #transport: OneProcess;
  readonly #logEnd: Promise<unknown>;
  #log = "";
  #question: string | undefined;

  constructor(options: ServerOptions) {
    this.#options = options;
    this.#transport = new OneProcess({
      command: Deno.execPath(),
      // The transport comes first: what is given to the tour wins.
      args: ["run", "--quiet", "--no-prompt", ...CHECKOUT_FLAGS, MAIN, "-t", "stdio", ...options.serverArgs],
      env: serverEnv(),
      stderr: "pipe",
    });
    const { stderr } = this.#transport;
    stderr?.on("data", (piece) => this.#log = (this.#log + String(piece)).slice(-LOG_CHARACTERS));
    // The human of this tour agrees to everything, and remembers what it was.
    this.#client.setRequestHandler("elicitation/create", ({ params }) => {
      this.#question = params.message;
      return { action: "accept" as const, content: { confirm: true } };
    });
    this.#logEnd = new Promise((resolve) => stderr?.once("end", resolve));
  }

  /** The last plan that the human was asked to agree to. */
  get question(): string | undefined {
    return this.#question;
  }

  /** Ends the server and gives what it wrote last on standard error. */
  async lastWords(): Promise<readonly string[]> {
    await this[Symbol.asyncDispose]();
    await Promise.race([this.#logEnd, new Promise((resolve) => setTimeout(resolve, LOG_LIMIT_MS))]);
    return this.#log.split("\n").filter((line) => line.trim() !== "").slice(-LOG_LINES);
  }

  /** Starts the server and asks what it offers. */
  async start(): Promise<Offer> {
    const { startLimitMs, limitMs } = this.#options;
    await inTime("the start of the server", startLimitMs, (limits) => {
      return this.#client.connect(this.#transport, limits);
    });
    const { tools } = await inTime("tools/list", limitMs, (limits) => {
      return this.#client.listTools(undefined, limits);
    });
    return {
      tools: tools.map(({ name }) => name),
      protocol: this.#client.getNegotiatedProtocolVersion() ?? "unknown",
    };
  }

  /** Calls a tool and reads the structured answer; a refusal is a wrong answer. */
  async answer<S extends z.ZodType>(call: ToolCall, schema: S): Promise<z.output<S>> {
    const result = await this.#call(call);
    if (result.isError === true) {
      throw new WrongAnswer(call.tool, {
        expected: "an answer, no refusal",
        got: JSON.stringify(result.content),
      });
    }
    return readAs(call.tool, schema, result.structuredContent);
  }

  /** Calls a tool that has to refuse. */
  async refusal(call: ToolCall): Promise<Refusal> {
    const result = await this.#call(call);
    if (result.isError !== true) {
      throw new WrongAnswer(call.tool, {
        expected: "a refusal",
        got: JSON.stringify(result.structuredContent),
      });
    }
    const { content, _meta } = readAs(call.tool, refusalSchema, result);
    const { kind = "", details = {} } = _meta[`${NAME}/error`] ?? {};
    return { text: content.map(({ text }) => text).join("\n"), kind, details };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.close();
    // A client that never connected does not know its transport.
    await this.#transport.close();
  }

  async #call({ tool, args, onProgress }: ToolCall) {
    const onprogress = ({ progress, total, message = "" }: ClientProgress) => {
      // What has no total is the client's own: it counts the rounds in which its human is asked.
      if (total !== undefined) onProgress?.({ percent: progress, message });
    };
    return await inTime(tool, this.#options.limitMs, (limits) => {
      const options = onProgress === undefined ? limits : { ...limits, onprogress };
      return this.#client.callTool({ name: tool, arguments: { ...args } }, options);
    });
  }
}

interface ClientProgress {
  readonly progress: number;
  readonly total?: number | undefined;
  readonly message?: string | undefined;
}

/** No configuration of the real server may reach the simulated one. */
function serverEnv(): Record<string, string> {
  const own = Object.entries(Deno.env.toObject()).filter(([name]) => !/^(VCENTER|MCP)_/i.test(name));
  return { ...Object.fromEntries(own), MCP_LOG_LEVEL: "WARNING" };
}

/** A server that has died or stands still gives a wrong answer like any other. */
async function inTime<T>(
  what: string,
  limitMs: number,
  ask: (limits: { readonly timeout: number; readonly maxTotalTimeout: number }) => Promise<T>,
): Promise<T> {
  try {
    return await ask({ timeout: limitMs, maxTotalTimeout: limitMs });
  } catch (cause) {
    throw new WrongAnswer(what, {
      expected: `an answer within ${limitMs / 1000} s`,
      got: cause instanceof Error ? cause.message : String(cause),
    });
  }
}
