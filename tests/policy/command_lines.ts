import { createInterface } from "node:readline";
import process from "node:process";
import { callCommand } from "../../src/cli/call.ts";
import { parseCommandLine } from "../../src/cli/flags.ts";
import { createService, openAudit } from "../../src/cli/service.ts";
import { configuredTarget } from "../../src/cli/target.ts";
import { loadConfig } from "../../src/config/load.ts";
import * as z from "../../src/deps/zod.ts";

/**
 * Runs command lines of `call` from standard input, JSON lists of words, one after the other, as the product runs one.
 * Each ends with a line `exit CODE` on both outputs.
 */
async function runAll(): Promise<void> {
  const { env } = process;
  const config = loadConfig({
    flags: {},
    configFile: undefined,
    parseConfigFile: undefined,
    env,
    readTextFile: (path) => Deno.readTextFileSync(path),
  });
  await using target = configuredTarget(config, { env });
  using audit = await openAudit(config);
  const service = createService(config, { ...target, audit });
  const { signal } = new AbortController();
  for await (const line of createInterface({ input: process.stdin })) {
    const command = parseCommandLine(z.array(z.string()).parse(JSON.parse(line)));
    if (command.command !== "call") throw new Error(`${line} is no call`);
    const code = await callCommand(service, command, signal);
    process.stdout.write(`\nexit ${code}\n`);
    process.stderr.write(`\nexit ${code}\n`);
  }
}

await runAll();
// Timers and keep-alive connections must not hold a process whose work is done.
process.exit(0);
