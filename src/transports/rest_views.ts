import type { ListedTool } from "../mcp/listing.ts";
import type { Service } from "../mcp/service.ts";

/** A tool under an address of its own: what the path does not name comes from the query. */
export interface View {
  /** With the tool's arguments in braces. */
  readonly path: string;
  readonly tool: ListedTool;
}

const VIEWS = [
  { path: "/api/vms", name: "list_vms" },
  { path: "/api/vms/{name}", name: "get_vm" },
  { path: "/api/vms/{name}/stats", name: "get_vm_performance" },
  { path: "/api/hosts", name: "list_hosts" },
  { path: "/api/hosts/{name}", name: "get_host" },
  { path: "/api/datastores", name: "list_datastores" },
  { path: "/api/networks", name: "list_networks" },
  { path: "/api/inventory", name: "get_inventory_tree" },
  { path: "/api/find", name: "find" },
] as const;

/** The views whose tools the service has. */
export function viewsOf({ tools }: Service): readonly View[] {
  return VIEWS.flatMap(({ path, name }) => {
    const tool = tools.find((candidate) => candidate.name === name);
    return tool === undefined ? [] : [{ path, tool }];
  });
}
