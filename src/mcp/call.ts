import { closest } from "../closest.ts";
import { messageOf } from "../errors.ts";
import { observed } from "../instruments.ts";
import { log } from "../log.ts";
import type { Effect } from "../tools/tool.ts";
import { cleanRecord, cleanText } from "./clean.ts";
import { noteRefused } from "./note_refused.ts";
import { type CallOutcome, capText, failure, failureOf } from "./result.ts";
import type { Safeguards } from "./safeguards.ts";
import type { Service } from "./service.ts";
import { serviceFor } from "./service_for.ts";
import type { ToolCall } from "./tool_call.ts";

/** Runs a tool and renders what it answers or throws: the one place where that happens. Never throws. */
export async function callTool(whole: Service, call: ToolCall): Promise<CallOutcome> {
  const service = serviceFor(whole, call.caller);
  const isKnown = service.tools.some(({ name }) => name === call.name);
  // What callers make up is no name to count by.
  return await observed({ kind: "tool", name: isKnown ? call.name : "unknown", trace: call.trace }, {
    run: () => isKnown ? callOffered(service, call) : refuseUnknown(service, call),
    outcomeOf: (outcome) => outcome.status === "ok" ? "ok" : outcome.kind,
  });
}

async function callOffered(service: Service, call: ToolCall): Promise<CallOutcome> {
  const { name, signal, caller } = call;
  const started = performance.now();
  try {
    const loaded = await service.load();
    const tool = loaded.tools.find((candidate) => candidate.name === name);
    if (tool === undefined) throw new Error(`Tool "${name}" is listed and does not exist`);
    using _place = await enter(loaded.safeguards, { service, call, effect: tool.effect });
    // Loaded like the tools: whoever only asks what there is does not wait for it.
    const { runTool } = await import("./run_tool.ts");
    const { structured, text } = await runTool({ service, loaded, tool, call });
    return { status: "ok", structured: cleanRecord(structured), text: capText(cleanText(text)) };
  } catch (error) {
    return failureOf(error, { action: `call tool "${name}"`, signal });
  } finally {
    log.debug("tool called", {
      tool: name,
      caller: caller.name,
      ms: Math.round(performance.now() - started),
    });
  }
}

/** Takes a place among the calls that run. */
async function enter(
  { places }: Safeguards,
  { service, call, effect }: {
    readonly service: Service;
    readonly call: ToolCall;
    readonly effect: Effect;
  },
): Promise<Disposable> {
  try {
    return await places.enter(call.caller.name, { action: `call tool "${call.name}"`, signal: call.signal });
  } catch (error) {
    call.signal.throwIfAborted();
    await noteRefused(service, { call, effect, reason: messageOf(error) });
    throw error;
  }
}

async function refuseUnknown(service: Service, call: ToolCall): Promise<CallOutcome> {
  const { tools, refused } = service;
  const { name } = call;
  const known = refused?.get(name);
  if (known !== undefined) {
    const next = "tell the user that only the operator can change that";
    const text = `Cannot call tool "${name}": it is ${known.reason}; ${next}`;
    await noteRefused(service, { call, effect: known.effect, reason: text });
    return failure("denied", text);
  }
  const guess = closest(name, tools.map((tool) => tool.name));
  const next = guess === undefined ? "the tool list shows the names in use" : `closest: "${guess}"`;
  return failure("unknown_tool", `Cannot call tool "${name}": no tool has this name; ${next}`);
}
