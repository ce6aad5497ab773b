import * as z from "../../deps/zod.ts";
import {
  datastoreDescriber,
  datastoreDescription,
  readDatastoreStates,
} from "../../vsphere/datastore_description.ts";
import { type DatastoreRow, selectDatastores } from "../../vsphere/datastore_filter.ts";
import { type DatastoreState, spaceOf } from "../../vsphere/datastore_state.ts";
import { nameOf } from "../../vsphere/inventory/mirror.ts";
import { idsOf } from "../../vsphere/place_filter.ts";
import { withoutEmpty } from "../../without_empty.ts";
import { descending, pageArguments, pageFacts } from "../arguments.ts";
import { listText, oneLine } from "../one_line.ts";
import { readPage } from "../read_page.ts";
import { defineTool, type ToolContext } from "../tool.ts";

/** Below so much free space a datastore is nearly full, in percent. */
const NEARLY_FULL = 10;

const input = z.object({
  name: z.string().min(1).optional().describe("Glob on the name, any case: * and ? are wildcards (gold-*)"),
  type: z.string().min(1).optional().describe("Only of this type, any case: VMFS, NFS, NFS41, vsan, VVOL"),
  host: z.string().min(1).optional().describe(
    "Only those of this host, accessible or not: name, path or moref",
  ),
  cluster: z.string().min(1).optional().describe(
    "Only in this datastore cluster: name, path or moref",
  ),
  accessible: z.boolean().optional().describe(
    "true: only accessible ones; false: only those that are not; omitted: both",
  ),
  sort_by: z.enum(["name", "free_gb", "capacity_gb", "free_percent", "overcommit_percent"]).default("name")
    .describe(
      "Field that orders the rows; equal ones by name",
    ),
  descending,
  ...pageArguments,
});

const output = z.looseObject({ datastores: z.array(datastoreDescription), ...pageFacts });

/** Lists datastores from the inventory in memory; space and hosts are read for the rows of this page, or of all. */
export async function listDatastores(
  args: z.output<typeof input>,
  context: Pick<ToolContext, "vsphere" | "signal">,
): Promise<z.output<typeof output>> {
  const mirror = await context.vsphere.inventory.current(context.signal);
  const { name, type, cluster, accessible, host, sort_by } = args;
  const hosts = host === undefined
    ? undefined
    : idsOf(mirror, { kind: "HostSystem", what: "host", wanted: host });
  const selected = selectDatastores(mirror, { name, type, cluster, isAccessible: accessible });
  const { rows, total, next_cursor } = await readPage<DatastoreRow, DatastoreState>(selected, {
    ...args,
    list: "list_datastores",
    readsAll: sort_by !== "name" || hosts !== undefined,
    keyOf: (datastore, state) => {
      const name = nameOf(datastore);
      const value = sort_by === "name" ? name : spaceOf(datastore, state ?? {})[sort_by] ?? null;
      return [value, name, datastore.ref.value];
    },
    read: (datastores) =>
      readDatastoreStates(context.vsphere, datastores, { mirror, signal: context.signal }),
    passes: (_, { host: mounts = [] }) =>
      hosts === undefined || mounts.some(({ key }) => hosts.has(key?.value ?? "")),
  });
  const describe = datastoreDescriber(mirror);
  const datastores = rows.map(({ row: datastore, reading }) => describe(datastore, reading));
  return withoutEmpty({ datastores, total, next_cursor });
}

export default defineTool({
  name: "list_datastores",
  title: "List datastores",
  description:
    "Lists datastores, ordered by name, with capacity, free and provisioned space, over-commitment, hosts that can use them and " +
    "number of machines; filters narrow it, sort_by free_percent shows the fullest first. Not for the files on one.",
  effect: "read",
  privileges: ["System.Read"],
  input,
  output,
  run: listDatastores,
  text: ({ datastores, ...page }) => listText(datastores.map(line), { what: "datastore", ...page }),
});

function line(datastore: z.output<typeof datastoreDescription>): string {
  const { free_percent: free, overcommit_percent: overcommit, maintenance_mode: mode } = datastore;
  return [
    `${oneLine(datastore.name)} (${datastore.moref})`,
    datastore.type,
    datastore.cluster !== undefined && `in ${oneLine(datastore.cluster)}`,
    datastore.is_accessible === false && "NOT ACCESSIBLE",
    mode !== undefined && mode !== "normal" && mode,
    datastore.free_gb === undefined
      ? datastore.capacity_gb !== undefined && `${datastore.capacity_gb} GB`
      : `${datastore.free_gb} of ${datastore.capacity_gb ?? "?"} GB free (${free ?? "?"} %)`,
    free !== undefined && free < NEARLY_FULL && "NEARLY FULL",
    datastore.provisioned_gb !== undefined &&
    `${datastore.provisioned_gb} GB provisioned (${overcommit ?? "?"} %)`,
    overcommit !== undefined && overcommit > 100 && "OVER-COMMITTED",
    datastore.host_count !== undefined && `${datastore.host_count} host(s)`,
    (datastore.unusable_host_count ?? 0) > 0 && `${datastore.unusable_host_count} host(s) cannot use it`,
    `${datastore.vm_count} VM(s)`,
  ].filter((part) => typeof part === "string").join(", ");
}
