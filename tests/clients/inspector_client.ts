import { type CommandOptions, print } from "./command.ts";
import type { NpmClients } from "./npm_clients.ts";
import type { Stage } from "./stage.ts";
import type { Said, Trial } from "./trial.ts";

const NAME = "@modelcontextprotocol/inspector";

/** The command line of the official inspector. */
export const INSPECTOR: readonly Trial[] = [
  { client: NAME, set: "tested", transport: "stdio", run: runOverStdio },
  { client: NAME, set: "tested", transport: "http", run: runOverHttp },
];

function runOverStdio(clients: NpmClients, stage: Stage): Promise<Said> {
  const env = Object.entries(stage.env).flatMap(([name, value]) => ["-e", `${name}=${value}`]);
  return runAll([...stage.command, ...env], { clients, stage });
}

function runOverHttp(clients: NpmClients, stage: Stage): Promise<Said> {
  return runAll(withKey(stage), { clients, stage });
}

/** How the inspector is told of the product over HTTP. */
export function atUrl({ url }: Stage): readonly string[] {
  return [url, "--transport", "http"];
}

/** The same with the key that the product asks for. */
export function withKey(stage: Stage): readonly string[] {
  return [...atUrl(stage), "--header", `Authorization: Bearer ${stage.key}`];
}

async function runAll(server: readonly string[], options: CommandOptions): Promise<Said> {
  const ask = (...method: readonly string[]) => print(inspectorArgs(server, { ...options, method }), options);
  return {
    list: await ask("--method", "tools/list"),
    call: await ask("--method", "tools/call", "--tool-name", "list_vms", "--tool-arg", "limit=1"),
    resource: await ask("--method", "resources/read", "--uri", "vm://db-01"),
    prompt: await ask(
      ...["--method", "prompts/get", "--prompt-name", "diagnose_vm", "--prompt-args", "vm_name=db-01"],
    ),
  };
}

/** What makes Deno run the inspector once. */
export function inspectorArgs(
  server: readonly string[],
  { clients, method }: { readonly clients: NpmClients; readonly method: readonly string[] },
): readonly string[] {
  const launcher = clients.run(`${NAME}/clients/launcher/build/index.js`);
  return [...launcher, "--cli", ...server, ...method, "--format", "json"];
}
