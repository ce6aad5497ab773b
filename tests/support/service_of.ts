import { listResource, listTool } from "../../src/mcp/describe.ts";
import { OPEN_POLICY, type Policy } from "../../src/mcp/policy.ts";
import type { Loaded, Service } from "../../src/mcp/service.ts";

/** The toolset of all hand-made tools. */
export const TOOLSET = "test";

/** A service of these parts. */
export function serviceOf(loaded: Loaded, policy: Partial<Policy> = {}): Service {
  return {
    tools: loaded.tools.map((tool) => listTool(tool, TOOLSET)),
    resources: loaded.resources.map(listResource),
    load: () => Promise.resolve(loaded),
    policy: { ...OPEN_POLICY, ...policy },
    instructions: "Hand-made tools for tests",
  };
}
