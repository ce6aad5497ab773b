/** Builds container images and runs programs in them, without a daemon or a registry. */
import { type Ended, type Product, spawn } from "../support/product.ts";
import { AS_ROOT, asRoot } from "./as_root.ts";

/** Whether the image has to be built: without it its test is ignored where the tools cannot be had. */
export const mustBuildImages: boolean = Deno.env.get("REQUIRE_IMAGES") === "1";

/** Whether the tools for it are there, and the right to use them. */
export async function canBuildImages(): Promise<boolean> {
  try {
    await asRoot(["buildah", "--version"]);
    await asRoot(["mmdebstrap", "--version"]);
    return true;
  } catch {
    return false;
  }
}

/** How a program runs in a container. */
export interface RunOptions {
  /** `user:group` by number. */
  readonly user: string;
  /** `FROM:TO` or `FROM:TO:ro` */
  readonly volumes: readonly string[];
}

/** Images and containers in a folder of their own; disposal removes all of them. */
export class Images implements AsyncDisposable {
  readonly #folder: string;
  readonly #prefix: readonly string[];

  private constructor(folder: string) {
    this.#folder = folder;
    const places = ["--root", `${folder}/root`, "--runroot", `${folder}/run`];
    this.#prefix = ["buildah", ...places, "--storage-driver", "vfs"];
  }

  static async open(): Promise<Images> {
    return new Images(await Deno.makeTempDir());
  }

  /** Builds the Dockerfile of a folder. */
  async build(
    context: string,
    options: { readonly tag: string; readonly args?: readonly string[] },
  ): Promise<void> {
    const args = (options.args ?? []).flatMap((arg) => ["--build-arg", arg]);
    // The format that has health checks.
    await this.buildah(["bud", ...ISOLATION, "--format", "docker", ...args, "--tag", options.tag, context]);
  }

  /** Runs buildah itself. */
  async buildah(args: readonly string[]): Promise<string> {
    return await asRoot([...this.#prefix, ...args]);
  }

  /** Starts a program in a container; it is told to end as its runtime would. */
  start(container: string, command: readonly string[], { user, volumes }: RunOptions): Product {
    const mounts = volumes.flatMap((volume) => ["--volume", volume]);
    const run = ["run", ...ISOLATION, "--user", user, ...mounts, container, "--", ...command];
    const [program = "", ...args] = [...AS_ROOT, ...this.#prefix, ...run];
    const product = spawn(args, { command: program, env: { PATH: Deno.env.get("PATH") ?? "" } });
    const stop = () => endProgram(product);
    return { ...product, stop, [Symbol.asyncDispose]: async () => void await stop() };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await asRoot(["rm", "--recursive", "--force", "--one-file-system", this.#folder]);
  }
}

/** Needs no namespaces that are often forbidden; the network is the machine's. */
const ISOLATION = ["--isolation", "chroot"];

/** The program itself, since buildah passes no signal on. */
async function endProgram({ pid, ended }: Product): Promise<Ended> {
  try {
    await asRoot(["kill", "-TERM", String(lastDescendant(pid))]);
  } catch {
    // It has ended by itself.
  }
  return await ended;
}

/** Each of them has one child at most; the system tells it under the thread that started it. */
function lastDescendant(pid: number): number {
  const threads = [...Deno.readDirSync(`/proc/${pid}/task`)].map(({ name }) => name);
  const [child] = threads.flatMap((thread) =>
    Deno.readTextFileSync(`/proc/${pid}/task/${thread}/children`).split(" ").filter((word) => word !== "")
  );
  return child === undefined ? pid : lastDescendant(Number(child));
}
