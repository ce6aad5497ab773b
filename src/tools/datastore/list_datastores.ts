import * as z from "../../deps/zod.ts";
import { datastoreClusterOf, type DatastoreRow, selectDatastores } from "../../vsphere/datastore_filter.ts";
import {
  type DatastoreState,
  datastoreStateShape,
  hostAccesses,
  spaceOf,
} from "../../vsphere/datastore_state.ts";
import { type Mirror, nameOf } from "../../vsphere/inventory/mirror.ts";
import { idsOf } from "../../vsphere/place_filter.ts";
import { retrieveObjects } from "../../vsphere/properties.ts";
import { vmCounter } from "../../vsphere/vm_counts.ts";
import { withoutEmpty } from "../../without_empty.ts";
import { descending, pageArguments, pageFacts } from "../arguments.ts";
import { listText, oneLine } from "../one_line.ts";
import { readPage } from "../read_page.ts";
import { defineTool, type ToolContext } from "../tool.ts";

const MAX_HOSTS = 20;
/** Below so much free space a datastore is nearly full, in percent. */
const NEARLY_FULL = 10;

const input = z.object({
  name: z.string().min(1).optional().describe("Glob on the name, any case: * and ? are wildcards (gold-*)"),
  type: z.string().min(1).optional().describe("Only of this type, any case: VMFS, NFS, NFS41, vsan, VVOL"),
  host: z.string().min(1).optional().describe(
    "Only those that this host has, accessible or not: name, inventory path or moref (esx-1.example.com)",
  ),
  cluster: z.string().min(1).optional().describe(
    "Only in this datastore cluster: name, inventory path or moref (Gold-Pod)",
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

const row = z.looseObject({
  name: z.string(),
  moref: z.string(),
  datacenter: z.string().optional(),
  cluster: z.string().optional().describe("Datastore cluster"),
  type: z.string().optional(),
  is_accessible: z.boolean().optional(),
  maintenance_mode: z.string().optional().describe("normal, enteringMaintenance or inMaintenance"),
  multiple_host_access: z.boolean().optional(),
  url: z.string().optional(),
  capacity_gb: z.number().optional(),
  free_gb: z.number().optional(),
  used_gb: z.number().optional(),
  free_percent: z.number().optional(),
  provisioned_gb: z.number().optional().describe("Used, and what thin disks and swap files may still take"),
  overcommit_percent: z.number().optional().describe(
    "Provisioned in percent of the capacity; over 100 is over-committed",
  ),
  vm_count: z.number().describe("Templates count"),
  host_count: z.number().describe("Hosts that can use it").optional(),
  hosts: z.array(z.looseObject({ name: z.string(), access: z.string().optional() })).optional().describe(
    "The first 20 that can use it; access is readWrite or readOnly",
  ),
  unusable_host_count: z.number().optional().describe("Hosts that have it and cannot use it"),
  unusable_hosts: z.array(z.looseObject({ name: z.string(), reason: z.string() })).optional(),
});

const output = z.looseObject({ datastores: z.array(row), ...pageFacts });

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
    readsAll: sort_by !== "name" || hosts !== undefined,
    keyOf: (datastore, state) => {
      const name = nameOf(datastore);
      const value = sort_by === "name" ? name : spaceOf(datastore, state ?? {})[sort_by] ?? null;
      return [value, name, datastore.ref.value];
    },
    read: (datastores) => readStates(context, datastores),
    passes: (_, { host: mounts = [] }) =>
      hosts === undefined || mounts.some(({ key }) => hosts.has(key?.value ?? "")),
  });
  const vmsOn = vmCounter(mirror, ({ datastore }) => datastore);
  const datastores = rows.map(({ row: datastore, reading }) =>
    describe(datastore, { state: reading, mirror, vmCount: vmsOn(datastore.ref).total })
  );
  return withoutEmpty({ datastores, total, next_cursor });
}

async function readStates(
  { vsphere, signal }: Pick<ToolContext, "vsphere" | "signal">,
  datastores: readonly DatastoreRow[],
): Promise<ReadonlyMap<string, DatastoreState>> {
  const refs = datastores.map(({ ref }) => ref);
  const states = await retrieveObjects(vsphere.session, refs, { shape: datastoreStateShape, signal });
  return new Map(states.map((state) => [state.ref.value, state]));
}

function describe(
  datastore: DatastoreRow,
  { state, mirror, vmCount }: {
    readonly state: DatastoreState;
    readonly mirror: Mirror;
    readonly vmCount: number;
  },
): z.output<typeof row> {
  const datacenter = mirror.tree.datacenter(datastore.ref);
  return withoutEmpty({
    name: nameOf(datastore),
    moref: datastore.ref.value,
    datacenter: datacenter && mirror.tree.name(datacenter),
    cluster: datastoreClusterOf(mirror, datastore),
    type: datastore["summary.type"],
    is_accessible: datastore["summary.accessible"],
    maintenance_mode: state["summary.maintenanceMode"],
    multiple_host_access: state["summary.multipleHostAccess"],
    url: state["summary.url"],
    ...spaceOf(datastore, state),
    vm_count: vmCount,
    ...(state.host === undefined ? {} : describeHosts(state, mirror)),
  });
}

function describeHosts(state: DatastoreState, mirror: Mirror) {
  const all = hostAccesses(mirror, state);
  const usable = all.filter(({ obstacle }) => obstacle === undefined);
  const unusable = all.flatMap(({ name, obstacle }) =>
    obstacle === undefined ? [] : [{ name, reason: obstacle }]
  );
  return {
    host_count: usable.length,
    hosts: usable.slice(0, MAX_HOSTS).map(({ name, access }) => withoutEmpty({ name, access })),
    unusable_host_count: unusable.length,
    unusable_hosts: unusable.slice(0, MAX_HOSTS),
  };
}

export default defineTool({
  name: "list_datastores",
  title: "List datastores",
  description:
    "Lists datastores, ordered by name, with capacity, free and provisioned space, over-commitment, accessibility, the hosts " +
    "that can use them and the number of virtual machines; filters narrow it, sort_by free_percent shows the fullest first. " +
    "Not for the files on a datastore. Answers with rows, the total that matches and next_cursor.",
  effect: "read",
  input,
  output,
  run: listDatastores,
  text: ({ datastores, ...page }) => listText(datastores.map(line), { what: "datastore", ...page }),
});

function line(datastore: z.output<typeof row>): string {
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
