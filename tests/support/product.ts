import { fileURLToPath } from "node:url";
import { CHECKOUT_FLAGS } from "../../src/cli/permissions.ts";
import type { Place } from "./mcp_clients.ts";
import type { FarSide } from "./far_side.ts";

/** How the product is started; the target is a far side, or a host in front of one. */
export interface ProductOptions {
  readonly farSide: FarSide;
  /** Replaces the address of the far side, such as that of a proxy in front of it. */
  readonly host?: string;
  /** Configuration beside the target, such as `{ MCP_API_KEY: "..." }`. */
  readonly env?: Readonly<Record<string, string>>;
}

/** All that a process wrote, and how it ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The product as a process of its own; disposal ends it and throws when it had not ended well. */
export interface Product extends AsyncDisposable {
  readonly pid: number;
  readonly stdin: WritableStream<Uint8Array<ArrayBuffer>>;
  /** What it has written on standard output so far. */
  readonly stdout: () => string;
  /** What it has written on standard error so far. */
  readonly stderr: () => string;
  /** Resolves with the first match in what it writes; rejects when it ends without one. */
  readonly says: (pattern: RegExp, from?: "stdout" | "stderr") => Promise<string>;
  readonly ended: Promise<Ended>;
  /** Asks it to end and waits until it has. */
  readonly stop: () => Promise<Ended>;
}

const MAIN = fileURLToPath(new URL("../../main.ts", import.meta.url));
/** Arguments with which Deno runs the product. */
export const RUN: readonly string[] = ["run", "--quiet", "--no-prompt", ...CHECKOUT_FLAGS, MAIN];

/** Where a client finds the product over stdio: as a process that it starts itself. */
export function stdioPlace(options: ProductOptions): Place {
  // Of the log only what went wrong: the client passes it on to the test's own output.
  const env = productEnv({ ...options, env: { MCP_LOG_LEVEL: "ERROR", ...options.env } });
  return { command: Deno.execPath(), args: [...RUN, "-t", "stdio"], env };
}

/** Where a client finds the product on a transport; over HTTP it runs until disposed. */
export async function startPlace(
  transport: "stdio" | "http",
  options: ProductOptions,
): Promise<Place & AsyncDisposable> {
  if (transport === "http") return await startHttp(options);
  return { ...stdioPlace(options), async [Symbol.asyncDispose]() {} };
}

/** Starts the product over HTTP on a free port and waits until its log, on standard error, says that it serves. */
export async function startHttp(options: ProductOptions): Promise<Product & { readonly url: string }> {
  return await addressed(startProduct(OVER_HTTP, options));
}

/** Starts the product over HTTP with a simulated vSphere inside, configured beside that by these variables. */
export async function startDemo(
  env: Readonly<Record<string, string>> = {},
): Promise<Product & { readonly url: string }> {
  return await addressed(spawn([...RUN, "--demo", ...OVER_HTTP], { env: { ...environment(), ...env } }));
}

const OVER_HTTP = ["-t", "http", "--http-port", "0"];

async function addressed(product: Product): Promise<Product & { readonly url: string }> {
  const line = await product.says(/serving MCP url=\S+/, "stderr");
  return { ...product, url: line.replace(/^.*url=/, "") };
}

/** Starts the product with these arguments. */
export function startProduct(args: readonly string[], options: ProductOptions): Product {
  return spawn([...RUN, ...args], { env: productEnv(options) });
}

/** Starts Deno, or another command, with these arguments and nothing but the given variables. */
export function spawn(
  args: readonly string[],
  { env, cwd, command = Deno.execPath() }: {
    readonly env: Readonly<Record<string, string>>;
    readonly cwd?: string;
    readonly command?: string;
  },
): Product {
  const child = new Deno.Command(command, {
    args: [...args],
    env: { ...env },
    ...(cwd === undefined ? {} : { cwd }),
    clearEnv: true,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const stdout = new Transcript(child.stdout);
  const stderr = new Transcript(child.stderr);
  const ended = Promise.all([child.status, stdout.end, stderr.end]).then(async ([{ code }]) => {
    // Its input may have been closed by the test, or broken by its end.
    await child.stdin.close().catch(() => {});
    return { code, stdout: stdout.text, stderr: stderr.text };
  });
  const stop = async () => {
    try {
      child.kill("SIGTERM");
    } catch {
      // It has ended by itself.
    }
    return await ended;
  };
  return {
    pid: child.pid,
    stdin: child.stdin,
    stdout: () => stdout.text,
    stderr: () => stderr.text,
    says: (pattern, from = "stdout") => (from === "stdout" ? stdout : stderr).match(pattern),
    ended,
    stop,
    async [Symbol.asyncDispose]() {
      const { code, stderr } = await stop();
      if (code !== 0) throw new Error(`The product ended with ${code}: ${stderr}`);
    },
  };
}

/** The test's own variables without those that configure the product, and the configuration of this one. */
export function productEnv({ farSide, host, env }: ProductOptions): Record<string, string> {
  return {
    ...environment(),
    VCENTER_HOST: host ?? farSide.url,
    VCENTER_USER: farSide.user,
    VCENTER_PASSWORD: farSide.password,
    ...(farSide.thumbprint === "" ? {} : { VCENTER_THUMBPRINT: farSide.thumbprint }),
    // Those who ask for agreement say so.
    MCP_CONFIRM: "never",
    ...env,
  };
}

/** The test's own variables without those that configure the product. */
export function environment(): Record<string, string> {
  const own = Object.entries(Deno.env.toObject()).filter(([name]) => !/^(VCENTER|MCP)_|_PROXY$/i.test(name));
  return Object.fromEntries(own);
}

/** Everything that came through a pipe, and whoever waits for something in it. */
class Transcript {
  readonly end: Promise<void>;
  #text = "";
  readonly #waiting = new Set<() => void>();
  #isOver = false;

  constructor(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
    this.end = this.#read(stream);
  }

  get text(): string {
    return this.#text;
  }

  match(pattern: RegExp): Promise<string> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(this.#text)?.[0];
        if (found !== undefined) resolve(found);
        else if (this.#isOver) reject(new Error(`Never said ${pattern}, but: ${this.#text}`));
        else return;
        this.#waiting.delete(look);
      };
      this.#waiting.add(look);
      look();
    });
  }

  async #read(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
    for await (const piece of stream.pipeThrough(new TextDecoderStream())) {
      this.#text += piece;
      this.#tell();
    }
    this.#isOver = true;
    this.#tell();
  }

  #tell(): void {
    for (const look of [...this.#waiting]) look();
  }
}
