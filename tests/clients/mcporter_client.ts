import { print } from "./command.ts";
import type { NpmClients } from "./npm_clients.ts";
import type { Stage } from "./stage.ts";
import type { Said, Trial } from "./trial.ts";

const NAME = "mcporter";

/** A command line that reads the form of entry that most clients share. */
export const MCPORTER: readonly Trial[] = [
  {
    client: NAME,
    set: "others",
    transport: "stdio",
    run: (clients, stage) => {
      const [command, ...args] = stage.command;
      return runAll({ command, args, env: stage.env }, { clients, stage });
    },
  },
  {
    client: NAME,
    set: "others",
    transport: "http",
    run: (clients, stage) =>
      runAll({ url: stage.url, headers: { Authorization: `Bearer ${stage.key}` } }, { clients, stage }),
  },
];

/** It knows no prompts. */
async function runAll(
  entry: object,
  options: { readonly clients: NpmClients; readonly stage: Stage },
): Promise<Said> {
  const { clients, stage } = options;
  const file = `${stage.folder}/mcporter.json`;
  await Deno.writeTextFile(file, JSON.stringify({ mcpServers: { esxi: entry } }));
  const ask = (...words: readonly string[]) =>
    print([...clients.run("mcporter/dist/cli.js"), "--config", file, ...words], options);
  return {
    list: await ask("list", "esxi"),
    call: await ask("call", "esxi.list_vms", "limit=1"),
    resource: await ask("resource", "esxi", "vm://db-01"),
  };
}
