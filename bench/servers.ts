/** The servers that are compared, as commands: the product's bundle, a bare server of the same SDK, one of constants. */
import { fileURLToPath } from "node:url";
import { CHECKOUT_FLAGS } from "../src/cli/permissions.ts";
import { cleanEnvironment, type Command, root } from "./line_process.ts";

/** Where a vSphere is. */
export interface Place {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** Empty without TLS. */
  readonly thumbprint: string;
}

/** The same vSphere under another address, such as that of a proxy in front of it. */
export function at({ user, password, thumbprint }: Place, url: string): Place {
  return { url, user, password, thumbprint };
}

/** The permissions of `deno task start`. */
export const PERMISSIONS: readonly string[] = CHECKOUT_FLAGS;

const built = new Map<string, Promise<string>>();

/** The product over stdio, or over HTTP on a free port. */
export async function productCommand(place: Place, transport: "stdio" | "http" = "stdio"): Promise<Command> {
  const main = await once("product", async () => {
    await deno(["task", "--quiet", "bundle"]);
    return fileURLToPath(new URL("dist/bundle/main.js", root));
  });
  const flags = transport === "stdio" ? [] : ["--http-port", "0"];
  return {
    command: Deno.execPath(),
    args: ["run", "--quiet", ...PERMISSIONS, main, "-t", transport, ...flags],
    env: productEnvironment(place, transport),
  };
}

/** The product over stdio as one file, which desktop clients run on Node. */
export async function singleCommand(place: Place, runtime: "deno" | "node"): Promise<Command> {
  const main = await once("single", async () => {
    await deno(["task", "--quiet", "bundle", "--single"]);
    return fileURLToPath(new URL("dist/single/esxi-mcp-server.mjs", root));
  });
  const env = productEnvironment(place, "stdio");
  if (runtime === "node") return { command: "node", args: [main, "-t", "stdio"], env };
  return { command: Deno.execPath(), args: ["run", "--quiet", ...PERMISSIONS, main, "-t", "stdio"], env };
}

/** A server of the same SDK without a tool, bundled like the product. */
export async function bareCommand(): Promise<Command> {
  const main = await once("bare_server", () => bundle("bare_server"));
  return { command: Deno.execPath(), args: ["run", "--quiet", ...PERMISSIONS, main] };
}

/** The product's own layers above the tools, with one tool that answers what is in a file. */
export async function constantCommand(file: string): Promise<Command> {
  const main = await once("constant_server", () => bundle("constant_server"));
  return { command: Deno.execPath(), args: ["run", "--quiet", ...PERMISSIONS, main, file] };
}

function productEnvironment({ url, user, password, thumbprint }: Place, transport: string) {
  return {
    ...cleanEnvironment(),
    VCENTER_HOST: url,
    VCENTER_USER: user,
    VCENTER_PASSWORD: password,
    // What is measured is the way of a call, not who would agree to it or how many are allowed.
    MCP_CONFIRM: "never",
    MCP_RATE_LIMIT_PER_MINUTE: "1000000",
    // Over HTTP it says in its log where it is.
    MCP_LOG_LEVEL: transport === "http" ? "INFO" : "ERROR",
    ...(thumbprint === "" ? {} : { VCENTER_THUMBPRINT: thumbprint }),
  };
}

/** The same folder each time, so that Deno keeps the compiled code as it does for the product. */
async function bundle(name: string): Promise<string> {
  const file = fileURLToPath(new URL(`.cache/bench/${name}.js`, root));
  await Deno.mkdir(new URL(".cache/bench/", root), { recursive: true });
  await deno(["bundle", "--quiet", "--minify", "--output", file, `bench/${name}.ts`]);
  return file;
}

function once(name: string, make: () => Promise<string>): Promise<string> {
  const known = built.get(name) ?? make();
  built.set(name, known);
  return known;
}

async function deno(args: readonly string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), { args: [...args], cwd: root })
    .output();
  if (!success) throw new Error(`Cannot run deno ${args.join(" ")}: ${new TextDecoder().decode(stderr)}`);
}
