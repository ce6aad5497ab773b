import type { Role } from "../role.ts";
import type { Effect } from "../tools/tool.ts";
import type { Caller } from "./caller.ts";
import type { ListedTool } from "./listing.ts";
import type { Policy } from "./policy.ts";
import type { RefusedTool, Service } from "./service.ts";

const EFFECTS: Readonly<Record<Role, readonly Effect[]>> = {
  read: ["read"],
  operate: ["read", "write"],
  admin: ["read", "write", "destroy"],
};

const known = new WeakMap<Service, WeakMap<Caller, Service>>();

/**
 * The service as one caller sees it: what the policy or the caller's role leaves out is not there. It depends on
 * nothing else, so that the lists of tools never vary with a connection (MCP 2026-07-28, tools).
 */
export function serviceFor(service: Service, caller: Caller): Service {
  const byCaller = known.get(service) ?? new WeakMap<Caller, Service>();
  known.set(service, byCaller);
  const scope = byCaller.get(caller) ?? narrowed(service, caller);
  byCaller.set(caller, scope);
  return scope;
}

function narrowed(service: Service, caller: Caller): Service {
  const refused = new Map<string, RefusedTool>();
  for (const tool of service.tools) {
    const reason = whyNot(tool, service.policy, caller);
    if (reason !== undefined) refused.set(tool.name, { effect: tool.effect, reason });
  }
  if (refused.size === 0) return service;
  const tools = service.tools.filter(({ name }) => !refused.has(name));
  const names = new Set(tools.map(({ name }) => name));
  const toolsets = new Set(tools.map(({ toolset }) => toolset));
  return {
    ...service,
    tools,
    resources: service.resources.filter(({ toolset }) => toolsets.has(toolset)),
    prompts: service.prompts.filter(({ needs }) => needs.every((name) => names.has(name))),
    refused,
  };
}

/** Why a tool is not offered, in words that go on after "it is". */
function whyNot(
  { name, toolset, effect }: ListedTool,
  { readOnly, disableDestructive, toolsets, tools, excludeTools }: Policy,
  caller: Caller,
): string | undefined {
  if (readOnly && effect !== "read") return "switched off by read_only";
  if (disableDestructive && effect === "destroy") return "switched off by disable_destructive";
  if (excludeTools.includes(name)) return "switched off by exclude_tools";
  const isNamed = toolsets?.includes(toolset) === true || tools?.includes(name) === true;
  if (!isNamed && (toolsets ?? tools) !== undefined) {
    return "switched off: neither toolsets nor tools names it";
  }
  if (!EFFECTS[caller.role].includes(effect)) {
    return `not for the role ${caller.role}, which "${caller.name}" has`;
  }
  if (caller.toolsets?.includes(toolset) === false) {
    return `not among the toolsets of "${caller.name}": ${caller.toolsets.join(", ")}`;
  }
  return undefined;
}
