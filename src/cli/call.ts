import process from "node:process";
import { callTool } from "../mcp/call.ts";
import type { Answer } from "../mcp/agreement.ts";
import type { Caller } from "../mcp/caller.ts";
import type { Failure } from "../mcp/result.ts";
import type { Service } from "../mcp/service.ts";
import { readTextArguments, typeOf } from "../mcp/text_arguments.ts";
import type { Progress } from "../tools/tool.ts";
import { missingValue, type ToolArguments } from "./tool_arguments.ts";

/** A tool and its arguments as typed. */
export interface CallCommand extends ToolArguments {
  readonly tool: string;
}

/**
 * Runs one tool, prints its answer on standard output (text, or JSON when asked for) and gives the exit code:
 * 0 for success, 2 for a call that does not fit the tool, 1 for any other failure, which is told on standard error.
 */
export async function callCommand(
  service: Service,
  command: CallCommand,
  signal: AbortSignal,
): Promise<number> {
  using bar = progressBar();
  const call = {
    name: command.tool,
    args: command.jsonArgs ?? typedArguments(service, command),
    signal,
    progress: bar.show,
    caller: CALLER,
    canAsk: true,
  };
  let outcome = await callTool(service, call);
  bar[Symbol.dispose]();
  if (outcome.status === "failed" && outcome.kind === "confirmation_required") {
    const answer = await answerTo(outcome, command, signal);
    if (answer === undefined) return command.isJson ? printFailure(outcome) : 1;
    outcome = await callTool(service, { ...call, answer });
    bar[Symbol.dispose]();
  }
  if (outcome.status === "failed") {
    if (command.isJson) return printFailure(outcome);
    process.stderr.write(`${outcome.message}\n`);
    return exitCode(outcome);
  }
  process.stdout.write((command.isJson ? JSON.stringify(outcome.structured, null, 2) : outcome.text) + "\n");
  return 0;
}

/** Prints a failure as JSON and gives its exit code. */
function printFailure(failure: Failure): number {
  // The token is for the question on this terminal; a script agrees with --yes.
  const { confirmation: _, ...details } = failure.details;
  const { kind, message } = failure;
  process.stdout.write(JSON.stringify({ error: { kind, message, ...details } }, null, 2) + "\n");
  return exitCode(failure);
}

function exitCode({ kind }: Failure): number {
  return kind === "invalid" || kind === "unknown_tool" ? 2 : 1;
}

/** The answer to the plan; undefined where nobody can give one, which is told on standard error. */
async function answerTo(
  { message, details }: Failure,
  { tool, isAgreed }: CallCommand,
  signal: AbortSignal,
): Promise<Answer | undefined> {
  const token = String(details.confirmation);
  if (isAgreed) return { way: "human", token, by: "--yes" };
  process.stderr.write(`${message}\n`);
  if (!process.stdin.isTTY) {
    process.stderr.write(
      `Nothing was done: there is no terminal to ask on; write call ${tool} --yes to agree\n`,
    );
    return undefined;
  }
  const { createInterface } = await import("node:readline/promises");
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const word = await terminal.question("Type yes to do this: ", { signal });
    return word.trim().toLowerCase() === "yes"
      ? { way: "human", token }
      : { way: "declined", how: "declined" };
  } finally {
    terminal.close();
  }
}

/** Whoever can start this program with the password may do everything that the policy leaves. */
const CALLER: Caller = { name: "cli", role: "admin", transport: "cli" };

function typedArguments(
  { tools }: Service,
  { tool: name, args }: CallCommand,
): Readonly<Record<string, unknown>> {
  const tool = tools.find((candidate) => candidate.name === name);
  if (tool === undefined) return args;
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(args)) {
    // An empty variable of a shell must not become a machine called "true".
    if (value === true && Object.hasOwn(tool.input.properties, key) && typeOf(tool, key) !== "boolean") {
      throw missingValue(key);
    }
    for (const one of Array.isArray(value) ? value : [value]) query.append(key, String(one));
  }
  return readTextArguments(tool, query);
}

const BAR_WIDTH = 30;

/** One line that is drawn anew, on a terminal only. */
function progressBar(): Disposable & { readonly show: (update: Progress) => void } {
  const { stderr } = process;
  if (!stderr.isTTY) return { show: () => {}, [Symbol.dispose]: () => {} };
  let isDrawn = false;
  return {
    show({ percent, message }) {
      const filled = Math.round((percent ?? 0) / 100 * BAR_WIDTH);
      const bar = percent === undefined
        ? ""
        : ` [${"#".repeat(filled).padEnd(BAR_WIDTH)}] ${Math.round(percent)} %`;
      stderr.write(`\r\x1b[2K${message}${bar}`);
      isDrawn = true;
    },
    [Symbol.dispose]() {
      if (isDrawn) stderr.write("\r\x1b[2K");
      isDrawn = false;
    },
  };
}
