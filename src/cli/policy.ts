import { closest } from "../closest.ts";
import type { Config } from "../config/schema.ts";
import { UserError } from "../errors.ts";
import { LISTING } from "../mcp/listing.ts";
import type { Policy } from "../mcp/policy.ts";

/** What the configuration allows. Throws UserError "invalid" when it names a tool or toolset that does not exist. */
export function configuredPolicy(config: Config): Policy {
  const { toolsets, tools, exclude_tools: excludeTools, api_keys: keys = [] } = config;
  const toolNames = LISTING.tools.map(({ name }) => name);
  const toolsetNames = [...new Set(LISTING.tools.map(({ toolset }) => toolset))];
  const problems = [
    ...unknown("toolsets", toolsets, toolsetNames),
    ...unknown("tools", tools, toolNames),
    ...unknown("exclude_tools", excludeTools, toolNames),
    ...keys.flatMap((key) => unknown(`toolsets of api key "${key.name}"`, key.toolsets, toolsetNames)),
  ];
  if (problems.length > 0) {
    throw new UserError("invalid", ["Cannot use this policy: mend every line below", ...problems].join("\n"));
  }
  return {
    readOnly: config.read_only,
    disableDestructive: config.disable_destructive,
    toolsets,
    tools,
    excludeTools,
    protected: config.protected,
    unprotect: config.unprotect,
    confirm: config.confirm,
    maxObjects: config.max_objects,
    limits: {
      cpus: config.limit_cpus,
      memoryMb: config.limit_memory_mb,
      diskGb: config.limit_disk_gb,
      vmsPerHour: config.limit_vms_per_hour,
      concurrentCalls: config.limit_concurrent_calls,
    },
  };
}

function unknown(
  where: string,
  names: readonly string[] | undefined = [],
  known: readonly string[],
): readonly string[] {
  return names.filter((name) => !known.includes(name)).map((name) => {
    const guess = closest(name, known);
    const next = guess === undefined ? `there are ${known.join(", ")}` : `write "${guess}" if that is meant`;
    return `  ${where}: nothing is called "${name}"; ${next}`;
  });
}
