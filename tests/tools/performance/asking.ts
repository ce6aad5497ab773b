import tool, { performanceAnswer } from "../../../src/tools/performance/get_performance.ts";
import type { ToolAnswer } from "../../../src/tools/tool.ts";
import type { Vsphere } from "../../../src/vsphere/vsphere.ts";
import { contextOf } from "../../support/context.ts";
import type { FarSide } from "../../support/far_side.ts";

/** Calls get_performance. */
export function call(vsphere: Vsphere, args: unknown, signal?: AbortSignal): Promise<ToolAnswer> {
  return tool.call(args, contextOf(vsphere, signal));
}

/** Calls get_performance and checks what it answers. */
export async function ask(vsphere: Vsphere, args: unknown): Promise<Answer> {
  return performanceAnswer.parse((await call(vsphere, args)).structured);
}

/** What get_performance answers. */
export type Answer = ReturnType<typeof performanceAnswer.parse>;

/** Names of the objects that have samples. */
export function namesOf({ entities }: Answer): readonly string[] {
  return entities.map(({ name }) => name);
}

/** A metric of the first object. */
export function rowOf(
  { entities: [first] }: Answer,
  metric: string,
): Answer["entities"][number]["metrics"][number] | undefined {
  return first?.metrics.find((row) => row.metric === metric);
}

/** The methods that were called, in order. */
export async function methods(farSide: FarSide): Promise<readonly string[]> {
  return (await farSide.log()).map(({ method }) => method);
}
