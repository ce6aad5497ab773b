import { Buffer } from "node:buffer";
import { pause } from "./measure.ts";

/** What to start. */
export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A line that a process wrote, and when it was here. */
export interface Line {
  readonly text: string;
  readonly at: number;
}

/** Longer than anything that is measured takes. */
const LIMIT_MS = 300_000;
const GRACE_MS = 5000;
const NEWLINE = 10;

/** The folder of the project. */
export const root: URL = new URL("..", import.meta.url);

/** A process that is spoken to in lines; disposal ends its input and, when that is not enough, the process. */
export class LineProcess implements AsyncDisposable {
  readonly pid: number;
  readonly startedAt: number;
  readonly #child: Deno.ChildProcess;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
  /** Resolves when it has ended and all that it wrote was heard. */
  readonly ended: Promise<unknown>;
  readonly #onLine: (line: Line) => void;
  #errors = "";

  private constructor(child: Deno.ChildProcess, startedAt: number, onLine: (line: Line) => void) {
    this.pid = child.pid;
    this.startedAt = startedAt;
    this.#child = child;
    this.#onLine = onLine;
    this.#writer = child.stdin.getWriter();
    this.ended = Promise.all([this.#read(child.stdout), this.#readErrors(child.stderr), child.status]);
  }

  /** Starts a process; `onLine` hears of every line of its standard output. */
  static start(
    { command, args, env = cleanEnvironment() }: Command,
    onLine: (line: Line) => void,
  ): LineProcess {
    const startedAt = performance.now();
    const child = new Deno.Command(command, {
      args: [...args],
      env: { ...env },
      clearEnv: true,
      cwd: root,
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    return new LineProcess(child, startedAt, onLine);
  }

  /** The end of what it complained of. */
  get errors(): string {
    return this.#errors;
  }

  /** Resolves with the first match in what it writes to standard error. */
  async says(pattern: RegExp): Promise<string> {
    const limit = performance.now() + GRACE_MS * 4;
    for (;;) {
      const found = pattern.exec(this.#errors)?.[0];
      if (found !== undefined) return found;
      if (performance.now() > limit) throw new Error(`Never said ${pattern}, but: ${this.#errors}`);
      await pause(5);
    }
  }

  async send(text: string): Promise<void> {
    await this.#writer.write(new TextEncoder().encode(`${text}\n`));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writer.close().catch(() => {}); // it has ended by itself
    const timer = setTimeout(() => end(this.#child), GRACE_MS);
    await this.ended;
    clearTimeout(timer);
  }

  async #read(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
    let pieces: Uint8Array[] = [];
    for await (let piece of stream) {
      const at = performance.now();
      for (let newline = piece.indexOf(NEWLINE); newline !== -1; newline = piece.indexOf(NEWLINE)) {
        const text = Buffer.concat([...pieces, piece.subarray(0, newline)]).toString("utf8");
        pieces = [];
        piece = piece.subarray(newline + 1);
        this.#onLine({ text, at });
      }
      pieces.push(piece);
    }
  }

  async #readErrors(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
    for await (const piece of stream.pipeThrough(new TextDecoderStream())) {
      this.#errors = (this.#errors + piece).slice(-10_000);
    }
  }
}

/** A process that answers every line with one line. */
export class Answering implements AsyncDisposable {
  readonly #waiting: PromiseWithResolvers<string>[] = [];
  readonly #process: LineProcess;

  constructor(command: Command) {
    this.#process = LineProcess.start(command, ({ text }) => this.#waiting.shift()?.resolve(text));
    this.#process.ended.then(() => {
      const error = new Error(`${command.args.join(" ")} has ended: ${this.#process.errors}`);
      for (const { reject } of this.#waiting) reject(error);
    });
  }

  get pid(): number {
    return this.#process.pid;
  }

  /** Sends a line and gives the answer. */
  async ask(line: string): Promise<string> {
    const answer = Promise.withResolvers<string>();
    this.#waiting.push(answer);
    await this.#process.send(line);
    const timer = setTimeout(
      () => answer.reject(new Error(`No answer to "${line}": ${this.#process.errors}`)),
      LIMIT_MS,
    );
    return await answer.promise.finally(() => clearTimeout(timer));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process[Symbol.asyncDispose]();
  }
}

/** The variables of this process without those that configure the product or lead around. */
export function cleanEnvironment(): Record<string, string> {
  const own = Object.entries(Deno.env.toObject());
  return Object.fromEntries(own.filter(([name]) => !/^(VCENTER|MCP|GOVC|VSPHERE)_|_PROXY$/i.test(name)));
}

function end(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch {
    // It had ended by itself.
  }
}
