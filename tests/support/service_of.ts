import { listPrompt, listResource, listTool } from "../../src/mcp/describe.ts";
import type { Policy } from "../../src/mcp/policy.ts";
import { createSafeguards, type SafeguardOptions } from "../../src/mcp/safeguards.ts";
import type { Loaded, Service } from "../../src/mcp/service.ts";

/** Everything is offered, and nothing is asked. */
export const OPEN_POLICY: Policy = {
  readOnly: false,
  disableDestructive: false,
  excludeTools: [],
  protected: [],
  unprotect: [],
  confirm: "never",
  maxObjects: 10,
  limits: { concurrentCalls: 64 },
};

/** The toolset of all hand-made tools. */
export const TOOLSET = "test";

/** What a service is made of; most need no prompts. */
export type ServiceParts = Omit<Loaded, "safeguards" | "prompts"> & Partial<Pick<Loaded, "prompts">>;

/** A service of these parts, under a policy that allows everything but what is given. */
export function serviceOf(
  { prompts = [], ...parts }: ServiceParts,
  policy: Partial<Policy> = {},
  options: SafeguardOptions = {},
): Service {
  const whole = { ...OPEN_POLICY, ...policy };
  const loaded = { ...parts, prompts, safeguards: createSafeguards(whole, options) };
  return {
    tools: parts.tools.map((tool) => listTool(tool, TOOLSET)),
    resources: parts.resources.map(listResource),
    prompts: prompts.map(listPrompt),
    load: () => Promise.resolve(loaded),
    policy: whole,
    audit: options.audit,
    instructions: "Hand-made tools for tests.",
  };
}
