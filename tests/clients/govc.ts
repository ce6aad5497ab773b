/** govc as a process: one a command, all with one session that it keeps on disk, as at an administrator's shell. */
import assert from "node:assert/strict";
import { buildGovc } from "./build_govc.ts";
import type { Place } from "./place.ts";

/** Longer than any command takes; a simulator that never answers fails its step and not the whole run. */
const TIME_LIMIT_MS = 30_000;

/** What differs from one command to the next besides its arguments. */
export interface CommandOptions {
  readonly password?: string;
  readonly stdin?: Uint8Array<ArrayBuffer>;
}

/** How a command ended. */
export interface CommandResult {
  readonly code: number;
  readonly stdout: Uint8Array;
  readonly stderr: string;
}

/** A fault of the API as govc shows it. */
export interface Fault {
  /** Such as `InvalidPowerState`; empty when it was no fault of the API. */
  readonly type: string;
  readonly xml: string;
}

/** What turns unknown data into a shape; a schema is one. */
export interface Parser<T> {
  parse(data: unknown): T;
}

/** A user of govc with a home folder, and so a session, of his own. */
export class Govc implements AsyncDisposable {
  readonly #executable: string;
  readonly #place: Place;
  readonly #home: string;
  #datacenter = "";

  private constructor(executable: string, place: Place) {
    this.#executable = executable;
    this.#place = place;
    this.#home = Deno.makeTempDirSync({ prefix: "govc-" });
  }

  static async open(place: Place): Promise<Govc> {
    return new Govc(await buildGovc(), place);
  }

  /** Makes all commands that follow take this datacenter, which is needed as soon as there are two. */
  enter(datacenter: string): void {
    this.#datacenter = datacenter;
  }

  /** A path for a file of the caller; it goes with the home folder. */
  localFile(name: string): string {
    return `${this.#home}/${name}`;
  }

  /** Runs a command to its end, whatever that is. */
  async run(args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
    const child = this.#spawn(args, options);
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      end(child);
    }, TIME_LIMIT_MS);
    const [{ code, stdout, stderr }] = await Promise.all([child.output(), feed(child, options.stdin)]);
    clearTimeout(timer);
    assert.ok(!isLate, `govc ${args.join(" ")} did not end within ${TIME_LIMIT_MS} ms`);
    return { code, stdout, stderr: new TextDecoder().decode(stderr) };
  }

  /** What a command printed that has to succeed. */
  async text(...args: readonly string[]): Promise<string> {
    const result = await this.run(args);
    assert.equal(result.code, 0, `govc ${args.join(" ")}: ${result.stderr}`);
    return new TextDecoder().decode(result.stdout);
  }

  /** The lines of what it printed, without empty ones. */
  async lines(...args: readonly string[]): Promise<readonly string[]> {
    return (await this.text(...args)).split("\n").filter((line) => line !== "");
  }

  /** What it printed with `-json`, checked. */
  async json<T>(parser: Parser<T>, [command = "", ...args]: readonly string[]): Promise<T> {
    return parser.parse(JSON.parse(await this.text(command, "-json", ...args)));
  }

  /** What a command complained of that has to fail. */
  async refusal(...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run(args);
    assert.notEqual(code, 0, `govc ${args.join(" ")} succeeded: ${new TextDecoder().decode(stdout)}`);
    return stderr;
  }

  /** The fault that a command fails with. As XML, because the other forms leave the type of an empty fault out. */
  async fault(command: string, ...args: readonly string[]): Promise<Fault> {
    const xml = await this.refusal(command, "-xml", ...args);
    const [, type = ""] = /<(?:fault|Fault) [^>]*:type="(\w+)"/.exec(xml) ?? [];
    return { type, xml };
  }

  /** Starts a command that waits for something to happen. */
  start(...args: readonly string[]): WaitingCommand {
    return new WaitingCommand(this.#spawn(args, {}));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.#home, { recursive: true });
  }

  #spawn(args: readonly string[], { password = this.#place.password }: CommandOptions): Deno.ChildProcess {
    return new Deno.Command(this.#executable, {
      args: [...args],
      // Settings of the person who runs the tests would lead govc to another server.
      clearEnv: true,
      env: {
        HOME: this.#home,
        GOVMOMI_HOME: this.#home,
        GOVC_URL: this.#place.url,
        GOVC_USERNAME: this.#place.user,
        GOVC_PASSWORD: password,
        GOVC_DATACENTER: this.#datacenter,
        GOVC_INSECURE: "1",
      },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  }
}

/** A command at work; disposal ends it. */
export class WaitingCommand implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #reader: ReadableStreamDefaultReader<string>;
  readonly #stderr: Promise<string>;
  readonly #timer: ReturnType<typeof setTimeout>;
  #unread = "";

  constructor(child: Deno.ChildProcess) {
    this.#child = child;
    this.#reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
    this.#stderr = new Response(child.stderr).text();
    this.#timer = setTimeout(() => end(child), TIME_LIMIT_MS);
  }

  /** The next line that it prints; undefined when there is none because it ended. */
  async nextLine(): Promise<string | undefined> {
    while (!this.#unread.includes("\n")) {
      const { done, value } = await this.#reader.read();
      if (done) return undefined;
      this.#unread += value;
    }
    const [line = "", ...rest] = this.#unread.split("\n");
    this.#unread = rest.join("\n");
    return line;
  }

  /** Waits for its end, which has to be a success; gives what it printed and nobody has read. */
  async finish(): Promise<readonly string[]> {
    const lines: string[] = [];
    for (let line = await this.nextLine(); line !== undefined; line = await this.nextLine()) lines.push(line);
    const { code } = await this.#child.status;
    assert.equal(code, 0, await this.#stderr);
    return lines;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#timer);
    end(this.#child);
    await this.#child.stdin.close().catch(() => {}); // the process that read it is gone
    while (!(await this.#reader.read()).done);
    await Promise.all([this.#child.status, this.#stderr]);
  }
}

async function feed(child: Deno.ChildProcess, bytes = new Uint8Array()): Promise<void> {
  const writer = child.stdin.getWriter();
  // A command that reads nothing closes its end of the pipe.
  await writer.write(bytes).catch(() => {});
  await writer.close().catch(() => {});
}

function end(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch {
    // It had ended by itself.
  }
}
