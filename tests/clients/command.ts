import { fileURLToPath } from "node:url";
import type { NpmClients } from "./npm_clients.ts";
import { clientEnv, type Stage } from "./stage.ts";

/** How a program ended, with all that it printed. */
export interface Printed {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What is run, in place of Deno, and with which variables beside those of all clients. */
export interface CommandOptions {
  readonly clients: NpmClients;
  readonly stage: Stage;
  readonly command?: string;
  /** Default: the folder of the packages, so that their names resolve. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a program to its end. */
export async function runProgram(
  args: readonly string[],
  { clients, stage, command = Deno.execPath(), cwd = fileURLToPath(clients.folder), env = {} }:
    CommandOptions,
): Promise<Printed> {
  const { code, stdout, stderr } = await new Deno.Command(command, {
    args: [...args],
    cwd,
    env: { ...clientEnv(stage), ...env },
    clearEnv: true,
    stdin: "null",
    signal: AbortSignal.timeout(60_000),
  }).output();
  const [said = "", complained = ""] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, stdout: said, stderr: complained };
}

/** What a program prints that has to end well. */
export async function print(args: readonly string[], options: CommandOptions): Promise<string> {
  const { code, stdout, stderr } = await runProgram(args, options);
  if (code !== 0) throw new Error(`It ended with ${code}: ${stdout}${stderr}`);
  return stdout;
}
