/** vcsim as a test peer: one process a test, with a request log, faults on demand and a certificate of its own. */
import { buildVcsim, hasGo } from "../vcsim/build.ts";
import type { FarSide, FarSideFault, FarSideRequest } from "./far_side.ts";

export { hasGo };

/** What the simulated endpoint looks like; the counts that are left out are govmomi's defaults. */
export interface VcsimOptions {
  readonly model?: "vpx" | "esx";
  /** Virtual machines per resource pool; the default vCenter model has two pools. */
  readonly vms?: number;
  readonly tls?: boolean;
  /** More flags of tests/vcsim/main.go, such as `["-method-delay", "PowerOn:2000"]`. */
  readonly args?: readonly string[];
}

/** A running vcsim; disposal throws when it had crashed before. */
export type Vcsim = FarSide;

/** Builds vcsim when needed and starts it on a free port of the loopback interface. */
export async function startVcsim(options: VcsimOptions = {}): Promise<Vcsim> {
  const server = new VcsimProcess(await buildVcsim(), options);
  try {
    await server.start("127.0.0.1:0");
  } catch (error) {
    await server[Symbol.asyncDispose]();
    throw error;
  }
  return server;
}

/** A test with a vcsim of its own: ignored without Go, unless `REQUIRE_VCSIM=1` says that it has to run. */
export function vcsimTest(
  name: string,
  options: VcsimOptions,
  run: (vcsim: Vcsim, t: Deno.TestContext) => Promise<void>,
): void {
  const ignore = !hasGo && Deno.env.get("REQUIRE_VCSIM") !== "1";
  Deno.test({
    name,
    ignore,
    async fn(t) {
      await using vcsim = await startVcsim(options);
      await run(vcsim, t);
    },
  });
}

interface Announcement {
  readonly url: string;
  readonly control: string;
  readonly user: string;
  readonly password: string;
  readonly thumbprint?: string;
  readonly certificate?: string;
}

interface Running {
  readonly child: Deno.ChildProcess;
  readonly announcement: Announcement;
  readonly stderr: Promise<string>;
  readonly stdoutEnd: Promise<void>;
}

class VcsimProcess implements Vcsim {
  readonly #executable: string;
  readonly #options: VcsimOptions;
  // The simulator's datastores and its key live here, so that nothing is left behind by a process that was killed.
  readonly #folder = Deno.makeTempDirSync({ prefix: "vcsim-" });
  #running: Running | undefined;
  #announcement: Announcement | undefined;
  #isDisposed = false;

  constructor(executable: string, options: VcsimOptions) {
    this.#executable = executable;
    this.#options = options;
  }

  get url(): string {
    return this.#announced.url;
  }

  get host(): string {
    return new URL(this.url).host;
  }

  get user(): string {
    return this.#announced.user;
  }

  get password(): string {
    return this.#announced.password;
  }

  get thumbprint(): string {
    return this.#announced.thumbprint ?? "";
  }

  get certificatePem(): string {
    return this.#announced.certificate ?? "";
  }

  async log(): Promise<readonly FarSideRequest[]> {
    return JSON.parse(await this.#control("GET", "/log"));
  }

  async clearLog(): Promise<void> {
    await this.#control("DELETE", "/log");
  }

  async terminateSessions(): Promise<void> {
    await this.#control("POST", "/sessions/terminate");
  }

  async fault(fault: FarSideFault): Promise<void> {
    await this.#control("POST", "/faults", fault);
  }

  async clearFaults(): Promise<void> {
    await this.#control("DELETE", "/faults");
  }

  async kill(): Promise<void> {
    const running = this.#running;
    if (running === undefined) return;
    this.#running = undefined;
    try {
      running.child.kill("SIGKILL");
    } catch {
      // It had ended by itself; the caller wanted it dead anyway.
    }
    await finish(running);
  }

  async restart(): Promise<void> {
    await this.kill();
    await this.start(this.host);
  }

  async start(listen: string): Promise<void> {
    const { model = "vpx", vms, tls = false, args = [] } = this.#options;
    const flags = ["-listen", listen, "-model", model];
    if (vms !== undefined) flags.push("-vm", String(vms));
    if (tls) flags.push("-tls", `${this.#folder}/key.der`);
    const child = new Deno.Command(this.#executable, {
      args: [...flags, ...args],
      env: { TMPDIR: this.#folder },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#running = await announced(child);
    this.#announcement = this.#running.announcement;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    const running = this.#running;
    this.#running = undefined;
    try {
      if (running === undefined) return;
      const { code, stderr } = await finish(running);
      if (code !== 0) throw new Error(`vcsim crashed with exit code ${code}: ${stderr}`);
    } finally {
      await Deno.remove(this.#folder, { recursive: true });
    }
  }

  get #announced(): Announcement {
    if (this.#announcement === undefined) throw new Error("vcsim has not been started");
    return this.#announcement;
  }

  async #control(method: string, path: string, body?: unknown): Promise<string> {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const response = await fetch(`${this.#announced.control}${path}`, init);
    const text = await response.text();
    if (!response.ok) throw new Error(`vcsim refused ${method} ${path}: ${text}`);
    return text;
  }
}

/** Waits for the line in which vcsim says where it listens; the rest of its output is read to the end. */
async function announced(child: Deno.ChildProcess): Promise<Running> {
  const stderr = new Response(child.stderr).text();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!text.includes("\n")) {
    const { done, value } = await reader.read();
    if (done) {
      await child.stdin.close().catch(() => {});
      throw new Error(`Cannot start vcsim: exit code ${(await child.status).code}: ${await stderr}`);
    }
    text += value;
  }
  return { child, announcement: JSON.parse(text), stderr, stdoutEnd: drain(reader) };
}

async function drain(reader: ReadableStreamDefaultReader<string>): Promise<void> {
  while (!(await reader.read()).done);
}

/** Ends the input, which ends the process when it still runs, and collects what is left of it. */
async function finish(running: Running): Promise<{ code: number; stderr: string }> {
  await running.child.stdin.close().catch(() => {}); // a process that is gone has closed it already
  const [status, stderr] = await Promise.all([running.child.status, running.stderr, running.stdoutEnd]);
  return { code: status.code, stderr };
}
