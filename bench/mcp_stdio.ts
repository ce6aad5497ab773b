/** A client of MCP servers over stdio that does nothing but send and wait: what it measures is the server. */
import * as z from "../src/deps/zod.ts";
import { type Command, LineProcess } from "./line_process.ts";

/** An answer and how long it took from the call to its last byte. */
export interface Answer {
  readonly result: unknown;
  readonly ms: number;
}

/** What a tool answered, as far as all servers agree. */
export interface ToolAnswer {
  readonly structured: unknown;
  readonly text: string;
  readonly isError: boolean;
  readonly ms: number;
}

const LIMIT_MS = 180_000;

const message = z.looseObject({
  id: z.number(),
  result: z.unknown().optional(),
  error: z.unknown().optional(),
});
const toolResult = z.looseObject({
  content: z.array(z.looseObject({ text: z.string().optional() })),
  structuredContent: z.unknown().optional(),
  isError: z.boolean().default(false),
});

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
  readonly sentAt: number;
}

/** A server as a process and the one session with it. */
export class McpStdio implements AsyncDisposable {
  readonly #process: LineProcess;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  private constructor(command: Command) {
    this.#process = LineProcess.start(command, ({ text, at }) => this.#take(text, at));
    this.#process.ended.then(() => {
      const error = new Error(`${command.args.join(" ")} has ended: ${this.#process.errors}`);
      for (const { reject } of this.#waiting.values()) reject(error);
    });
  }

  /** Starts a server and shakes hands. */
  static async start(command: Command): Promise<McpStdio> {
    const client = new McpStdio(command);
    try {
      await client.request("initialize", {
        protocolVersion: "2025-11-25",
        capabilities: {},
        clientInfo: { name: "bench", version: "1.0.0" },
      });
      await client.#send({ jsonrpc: "2.0", method: "notifications/initialized" });
      return client;
    } catch (error) {
      await client[Symbol.asyncDispose]();
      throw error;
    }
  }

  get pid(): number {
    return this.#process.pid;
  }

  get startedAt(): number {
    return this.#process.startedAt;
  }

  async request(method: string, params: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
    const id = ++this.#lastId;
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    this.#waiting.set(id, { resolve, reject, sentAt: performance.now() });
    const timer = setTimeout(
      () => reject(new Error(`No answer to ${method}: ${this.#process.errors}`)),
      LIMIT_MS,
    );
    try {
      await this.#send({ jsonrpc: "2.0", id, method, params });
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(id);
    }
  }

  /** Calls a tool, whatever it answers. */
  async tryTool(name: string, args: Readonly<Record<string, unknown>> = {}): Promise<ToolAnswer> {
    const { result, ms } = await this.request("tools/call", { name, arguments: args });
    const { content, structuredContent, isError } = toolResult.parse(result);
    return {
      structured: structuredContent,
      text: content.map(({ text = "" }) => text).join("\n"),
      isError,
      ms,
    };
  }

  /** Calls a tool that has to succeed. */
  async tool(name: string, args: Readonly<Record<string, unknown>> = {}): Promise<ToolAnswer> {
    const answer = await this.tryTool(name, args);
    if (answer.isError) throw new Error(`${name} failed: ${answer.text}`);
    return answer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process[Symbol.asyncDispose]();
  }

  async #send(value: unknown): Promise<void> {
    await this.#process.send(JSON.stringify(value));
  }

  #take(text: string, at: number): void {
    const parsed = message.safeParse(JSON.parse(text));
    // What has no number is a notification, which nobody here waits for.
    if (!parsed.success) return;
    const { id, result, error } = parsed.data;
    const waiting = this.#waiting.get(id);
    if (error === undefined) waiting?.resolve({ result, ms: at - waiting.sentAt });
    else waiting?.reject(new Error(JSON.stringify(error)));
  }
}
