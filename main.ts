import process from "node:process";
import { inspect } from "node:util";
import { auditCommand } from "./src/cli/audit.ts";
import { callCommand } from "./src/cli/call.ts";
import { readConfig } from "./src/cli/configured.ts";
import { NO_TARGET, openDemo, withTarget } from "./src/cli/demo.ts";
import { type CommandLine, parseCommandLine } from "./src/cli/flags.ts";
import { helpText } from "./src/cli/help.ts";
import { serve } from "./src/cli/serve.ts";
import { createService, openAudit } from "./src/cli/service.ts";
import { simulateCommand } from "./src/cli/simulate.ts";
import { configuredTarget } from "./src/cli/target.ts";
import { toolLines } from "./src/cli/tools.ts";
import { variablesOf } from "./src/cli/variables.ts";
import type { Config } from "./src/config/schema.ts";
import { messageOf, UserError } from "./src/errors.ts";
import { addInstrument } from "./src/instruments.ts";
import { log, startLog } from "./src/log.ts";
import { cleanText } from "./src/mcp/clean.ts";
import { NAME, VERSION } from "./src/version.ts";

const DAY_MS = 86_400_000;
const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

/** The composition root: arguments, configuration, log, target, command. Gives the exit code. */
async function main(args: readonly string[]): Promise<number> {
  try {
    return await run(parseCommandLine(args));
  } catch (error) {
    return fail(error);
  }
}

/** Says why the process ends and gives the exit code. */
function fail(error: unknown): number {
  if (!(error instanceof UserError)) log.error("stopped by an internal error", { error: inspect(error) });
  process.stderr.write(`${NAME}: ${cleanText(messageOf(error))}\n`);
  return error instanceof UserError && error.kind === "invalid" ? EXIT_USAGE : EXIT_FAILED;
}

async function run(line: CommandLine): Promise<number> {
  switch (line.command) {
    case "help":
      process.stdout.write(helpText());
      return 0;
    case "version":
      process.stdout.write(`${NAME} ${VERSION}\n`);
      return 0;
    case "tools":
      process.stdout.write(toolLines());
      return 0;
    case "simulate":
      await simulateCommand(line, stopSignal());
      return 0;
    case "audit":
      return await auditCommand(line);
    case "health": {
      const { healthCommand } = await import("./src/cli/health.ts");
      await healthCommand(line, variablesOf(process.env));
      return 0;
    }
    default:
      return await runOnTarget(line);
  }
}

type OnTarget = Extract<CommandLine, { command: "serve" | "check" | "call" | "permissions" }>;

async function runOnTarget(line: OnTarget): Promise<number> {
  const variables = variablesOf(process.env);
  using demo = line.demo === undefined ? undefined : await openDemo(line.demo, variables);
  const { env, fetch } = demo ?? { env: hasTarget(line) ? variables : withTarget(variables, NO_TARGET) };
  const { config, files } = await readConfig(line, env);
  if (line.command === "permissions") {
    const { permissionsCommand } = await import("./src/cli/permissions_command.ts");
    permissionsCommand(config, { env, files, isSimulated: demo !== undefined });
    return 0;
  }
  await using _log = await startLog({ level: logLevel(line.command, config), file: config.log_file });
  if (line.demo !== undefined) {
    log.info("demo: a simulated vSphere in memory, nothing real is touched", { ...line.demo });
  }
  if (isTracing(env)) addInstrument((await import("./src/telemetry.ts")).traceWork);
  const stop = stopSignal();
  using audit = line.command === "check" ? undefined : await openAudit(config);
  if (line.command === "call") {
    // Nobody could follow a task of a process that has ended, so this one waits.
    await using target = configuredTarget(config, { env, fetch, taskTimeoutMs: DAY_MS });
    return await callCommand(createService(config, { ...target, audit }), line, stop);
  }
  await using target = configuredTarget(config, { env, fetch, stop });
  if (line.command === "check") {
    const service = createService(config, target);
    if (line.role !== undefined) {
      const { roleCommand } = await import("./src/cli/role.ts");
      return await roleCommand(service, { kind: line.role, signal: stop });
    }
    const { checkCommand } = await import("./src/cli/check.ts");
    return await checkCommand(config, service, { signal: stop, isSimulated: demo !== undefined });
  }
  await serve(config, createService(config, { ...target, audit }), stop);
  return 0;
}

/** For a role for a kind of target none has to be configured. */
function hasTarget(line: OnTarget): boolean {
  return line.command !== "check" || line.role === undefined || line.role === "target";
}

/** On the command line the answer is what is wanted, unless a log was asked for; check tells itself what is wrong. */
function logLevel(command: "serve" | "check" | "call", { log_level, log_file }: Config): Config["log_level"] {
  if (command === "serve" || log_file !== undefined || log_level === "DEBUG") return log_level;
  return command === "check" ? "ERROR" : "WARNING";
}

/** Whether the runtime exports what OpenTelemetry is told. */
function isTracing({ OTEL_DENO: value }: Readonly<Record<string, string | undefined>>): boolean {
  return value === "true" || value === "1";
}

/** Aborted by the first SIGINT or SIGTERM; the second one ends the process at once. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => controller.abort(new UserError("cancelled", `stopped by ${signal}`)));
  }
  return controller.signal;
}

/** What nobody caught ends the process as the runtime would have it, but with no secret in the last words. */
function endWithUncaught(): void {
  process.on("uncaughtException", (error: unknown) => process.exit(fail(error)));
  process.on("unhandledRejection", (error: unknown) => process.exit(fail(error)));
}

if (import.meta.main) {
  endWithUncaught();
  // Timers and keep-alive connections must not hold a process whose work is done.
  process.exit(await main(process.argv.slice(2)));
}
