import { TOOLS } from "../../src/tools/registry.ts";
import type { Progress, ToolContext } from "../../src/tools/tool.ts";
import type { Vsphere } from "../../src/vsphere/vsphere.ts";

/** What a tool gets in tests, and the progress that it reported. */
export function contextOf(
  vsphere: Vsphere,
  signal: AbortSignal = new AbortController().signal,
): ToolContext & { readonly reported: readonly Progress[] } {
  const reported: Progress[] = [];
  return { vsphere, tools: TOOLS, signal, progress: (update) => void reported.push(update), reported };
}
