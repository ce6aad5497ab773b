import * as z from "../../src/deps/zod.ts";
import { environment, RUN, startDemo } from "../support/product.ts";

/** The product with a simulated vSphere inside, as a client of others finds it. */
export interface Stage extends AsyncDisposable {
  readonly transport: "stdio" | "http";
  /** Over HTTP, where it asks for the key; empty over stdio. */
  readonly url: string;
  readonly key: string;
  /** What starts it over stdio. */
  readonly command: readonly [string, ...string[]];
  /** Has to reach the process that a client starts. */
  readonly env: Readonly<Record<string, string>>;
  /** For all that the client keeps. */
  readonly folder: string;
  /** What it answered; over HTTP it ends with that, so that nothing is still on its way. */
  readonly heard: () => Promise<Heard>;
}

/** What the log of the product tells of its clients, each value once. */
export interface Heard {
  readonly methods: readonly string[];
  readonly revisions: readonly string[];
}

const KEY = "key-for-clients-of-others";

/** Prepares the product; over stdio the client starts it. */
export async function openStage(transport: Stage["transport"]): Promise<Stage> {
  const folder = await Deno.makeTempDir();
  const common = {
    transport,
    key: KEY,
    command: [Deno.execPath(), ...RUN, "--demo", "-t", "stdio"],
    folder,
  } as const;
  const remove = () => Deno.remove(folder, { recursive: true });
  if (transport === "stdio") {
    const file = `${folder}/product.log`;
    return {
      ...common,
      url: "",
      // Many clients hand on no variable but the given ones.
      env: { MCP_LOG_LEVEL: "DEBUG", MCP_LOG_FILE: file, DENO_DIR: denoDir() },
      heard: async () => heardIn(await Deno.readTextFile(file)),
      [Symbol.asyncDispose]: remove,
    };
  }
  const product = await startDemo({ MCP_LOG_LEVEL: "DEBUG", MCP_API_KEY: KEY, MCP_HTTP_HOST: "127.0.0.1" });
  return {
    ...common,
    url: product.url,
    env: {},
    heard: async () => heardIn((await product.stop()).stderr),
    async [Symbol.asyncDispose]() {
      await product[Symbol.asyncDispose]();
      await remove();
    },
  };
}

function heardIn(log: string): Heard {
  const lines = [...log.matchAll(/ request answered method=(\S+) .*\brevision=(\S+)/g)];
  const sorted = (values: readonly string[]) => [...new Set(values)].sort();
  return {
    methods: sorted(lines.map(([, method = ""]) => method)),
    revisions: sorted(lines.map(([, , revision = ""]) => revision)),
  };
}

/** The variables of a client's process: what it keeps for its user goes to the folder of the stage. */
export function clientEnv({ folder, env }: Stage): Record<string, string> {
  return {
    ...environment(),
    DENO_DIR: denoDir(),
    HOME: folder,
    XDG_CONFIG_HOME: folder,
    XDG_CACHE_HOME: folder,
    XDG_DATA_HOME: folder,
    XDG_STATE_HOME: folder,
    MCP_REMOTE_CONFIG_DIR: folder,
    CLAUDE_CONFIG_DIR: folder,
    ...env,
  };
}

let knownDenoDir: string | undefined;

/** Deno looks for it in the home of the user, which clients do not get to see. */
function denoDir(): string {
  if (knownDenoDir !== undefined) return knownDenoDir;
  const { stdout } = new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).outputSync();
  const { denoDir } = z.object({ denoDir: z.string() }).parse(JSON.parse(new TextDecoder().decode(stdout)));
  return knownDenoDir = denoDir;
}
