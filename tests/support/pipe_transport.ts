import type { JSONRPCMessage } from "@modelcontextprotocol/client";
import type { Readable, Writable } from "node:stream";

/** What a client writes to and reads from, in place of the standard input and output of a process. */
export interface Pipes {
  readonly input: Writable;
  readonly output: Readable;
}

/** MCP over stdio without a process. */
export class PipeTransport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  readonly #pipes: Pipes;
  #rest = "";

  constructor(pipes: Pipes) {
    this.#pipes = pipes;
  }

  start(): Promise<void> {
    this.#pipes.output.setEncoding("utf8").on("data", (text: string) => {
      const lines = (this.#rest + text).split("\n");
      this.#rest = lines.pop() ?? "";
      for (const line of lines) this.onmessage?.(JSON.parse(line));
    });
    return Promise.resolve();
  }

  send(message: JSONRPCMessage): Promise<void> {
    this.#pipes.input.write(JSON.stringify(message) + "\n");
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#pipes.input.end();
    this.onclose?.();
    return Promise.resolve();
  }
}
