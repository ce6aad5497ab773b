import type { Service } from "../mcp/service.ts";
import { serviceFor } from "../mcp/service_for.ts";
import type { Tool } from "../tools/tool.ts";

/** Tools by toolset. */
export type Toolsets = Readonly<Record<string, readonly Tool[]>>;

/** What the policy leaves, for whoever may do all of it. */
export async function enabledToolsets(service: Service): Promise<Toolsets> {
  const { tools } = await service.load();
  const enabled = serviceFor(service, { name: "check", role: "admin", transport: "cli" }).tools;
  const bySet = Map.groupBy(enabled, ({ toolset }) => toolset);
  return Object.fromEntries(
    [...bySet].map(([toolset, listed]) => [
      toolset,
      listed.flatMap(({ name }) => tools.find((tool) => tool.name === name) ?? []),
    ]),
  );
}
