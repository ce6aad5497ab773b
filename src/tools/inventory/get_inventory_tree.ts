import * as z from "../../deps/zod.ts";
import { foreign } from "../../foreign.ts";
import { OBJECT_KINDS } from "../../vsphere/object_kinds.ts";
import { outlineOf } from "../../vsphere/outline.ts";
import { defineTool, type ToolContext } from "../tool.ts";

const input = z.object({
  root: z.string().min(1).max(1000).optional().describe(
    "Where to begin: name, inventory path (/DC/host/Cluster) or moref. Omitted: everything",
  ),
  depth: z.number().int().min(0).max(20).default(3).describe(
    "Levels below the root; what lies deeper is counted",
  ),
  leaves: z.boolean().default(false).describe(
    "true: machines, datastores and networks one by one; false: their number",
  ),
});

const output = z.looseObject({
  nodes: z.array(z.looseObject({
    kind: z.enum(OBJECT_KINDS),
    name: foreign(z.string()),
    moref: z.string(),
    contains: z.record(z.string(), z.number()).describe("Objects below it by kind, at any depth"),
    children: z.array(z.looseObject({})).optional().describe(
      "Nodes of the same form; absent where the outline ends",
    ),
  })),
  omitted: z.number().int().describe("Nodes left out because there were too many"),
});

type Output = z.output<typeof output>;

/** More than a model reads. */
const MAX_NODES = 1000;

/** Outlines what is where. */
export async function getInventoryTree(
  { root, depth, leaves }: z.output<typeof input>,
  { vsphere, signal }: Pick<ToolContext, "vsphere" | "signal">,
): Promise<Output> {
  const mirror = await vsphere.inventory.current(signal);
  const outline = outlineOf(mirror, { root, depth, hasLeaves: leaves, maxNodes: MAX_NODES });
  return output.parse(outline);
}

export default defineTool({
  name: "get_inventory_tree",
  title: "Inventory as a tree",
  description:
    "Shows how the inventory is built: datacenters, folders, clusters, hosts, resource pools, vApps and datastore clusters, with the " +
    "number of machines, datastores and networks in each. Use it to learn names and places; for the machines in one use list_vms.",
  effect: "read",
  privileges: ["System.Read"],
  input,
  output,
  run: getInventoryTree,
  text: ({ nodes, omitted }) => {
    const more = omitted === 0
      ? []
      : [`${omitted} more left out: begin at a root further down or with less depth`];
    return [...nodes.flatMap((node) => linesOf(node, 0)), ...more].join("\n") || "The inventory is empty";
  },
});

const shownNode = output.shape.nodes.element;

function linesOf(
  { kind, name, moref, contains, children = [] }: z.output<typeof shownNode>,
  level: number,
): string[] {
  const counts = Object.entries(contains).map(([kind, count]) => `${count} ${kind}`).join(", ");
  const line = `${"  ".repeat(level)}${kind} ${JSON.stringify(name)} (${moref})${
    counts === "" ? "" : `: ${counts}`
  }`;
  return [line, ...children.flatMap((child) => linesOf(shownNode.parse(child), level + 1))];
}
