import { closest } from "../closest.ts";
import { log } from "../log.ts";
import type { Progress } from "../tools/tool.ts";
import { checkArguments } from "./arguments.ts";
import { cleanRecord, cleanText } from "./clean.ts";
import { type CallOutcome, capText, failure, failureOf } from "./result.ts";
import type { Service } from "./service.ts";

/** One call of one tool, however it came in. */
export interface ToolCall {
  readonly name: string;
  /** As the caller sent them. */
  readonly args: unknown;
  readonly signal: AbortSignal;
  readonly progress?: (update: Progress) => void;
  /** Which way the call came in, for the log. */
  readonly caller: "stdio" | "http" | "rest" | "cli";
}

/** Runs a tool and renders what it answers or throws: the one place where that happens. Never throws. */
export async function callTool(service: Service, call: ToolCall): Promise<CallOutcome> {
  const { name, args, signal, caller, progress = () => {} } = call;
  if (!service.tools.some((tool) => tool.name === name)) return unknownTool(service, name);
  const started = performance.now();
  try {
    const { tools, vsphere } = await service.load();
    const tool = tools.find((candidate) => candidate.name === name);
    if (tool === undefined) throw new Error(`Tool "${name}" is listed and does not exist`);
    checkArguments(tool, args);
    const { structured, text } = await tool.call(args, { vsphere, signal, progress });
    return { status: "ok", structured: cleanRecord(structured), text: capText(cleanText(text)) };
  } catch (error) {
    return failureOf(error, { action: `call tool "${name}"`, signal });
  } finally {
    log.debug("tool called", { tool: name, caller, ms: Math.round(performance.now() - started) });
  }
}

function unknownTool({ tools }: Service, name: string): CallOutcome {
  const guess = closest(name, tools.map((tool) => tool.name));
  const next = guess === undefined ? "the tool list shows the names in use" : `closest: "${guess}"`;
  return failure("unknown_tool", `Cannot call tool "${name}": no tool has this name; ${next}`);
}
