import { messageOf } from "../errors.ts";
import { refuseInability } from "../tools/ability.ts";
import type { Progress, Tool, ToolAnswer } from "../tools/tool.ts";
import type { WriteGuard } from "../vsphere/session.ts";
import { behindGuard } from "../vsphere/vsphere.ts";
import { checkArguments, withoutConfirmation } from "./arguments.ts";
import { cleanString } from "./clean.ts";
import { noteRefused } from "./note_refused.ts";
import type { Loaded, Service } from "./service.ts";
import type { ToolCall } from "./tool_call.ts";
import { runWrite } from "./write_call.ts";

/** A call of a tool that is offered to the caller. */
export interface ToolRun {
  /** As the caller sees it. */
  readonly service: Service;
  readonly loaded: Loaded;
  readonly tool: Tool;
  readonly call: ToolCall;
}

/** Checks the arguments and runs the tool: one that reads as such, any other behind all safeguards. */
export async function runTool({ service, loaded, tool, call }: ToolRun): Promise<ToolAnswer> {
  const { signal } = call;
  const progress = ({ percent, message }: Progress) =>
    call.progress?.({ percent, message: cleanString(message) });
  const { args, confirmation } = withoutConfirmation(tool, call.args);
  const tools = loaded.tools.filter(({ name }) => service.tools.some((listed) => listed.name === name));
  const context = { vsphere: loaded.vsphere, tools, signal, progress };
  try {
    checkArguments(tool, args);
    await refuseInability(tool, context);
  } catch (error) {
    await noteRefused(service, { call, effect: tool.effect, reason: messageOf(error) });
    throw error;
  }
  if (tool.effect === "read") {
    return await tool.call(args, { ...context, vsphere: behindGuard(loaded.vsphere, READ_ONLY) });
  }
  const token = confirmation === undefined ? undefined : { way: "token", token: confirmation } as const;
  return await runWrite({
    policy: service.policy,
    loaded,
    tool,
    call: { ...call, answer: call.answer ?? token },
    args,
    context,
  });
}

/** A tool that says it reads can do nothing else. */
const READ_ONLY: WriteGuard = {
  before: ({ method }) =>
    Promise.reject(new Error(`${method} changes something, and the tool is one that reads`)),
};
