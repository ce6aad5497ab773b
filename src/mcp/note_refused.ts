import type { Effect } from "../tools/tool.ts";
import type { Service } from "./service.ts";
import { type ToolCall, whoCalls } from "./tool_call.ts";

/** Writes down a write that does not come as far as its safeguards: it is a refused one all the same. */
export async function noteRefused(
  { audit }: Service,
  { call, effect, reason }: {
    readonly call: ToolCall;
    readonly effect: Effect;
    readonly reason: string;
  },
): Promise<void> {
  if (effect === "read") return;
  const { name: tool, args } = call;
  await audit?.refuse({ ...whoCalls(call), tool, effect, arguments: args, objects: [] }, reason);
}
