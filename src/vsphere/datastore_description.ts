import * as z from "../deps/zod.ts";
import { UserError } from "../errors.ts";
import { foreign } from "../foreign.ts";
import { withoutEmpty } from "../without_empty.ts";
import { datastoreClusterOf, type DatastoreRow } from "./datastore_filter.ts";
import { type DatastoreState, datastoreStateShape, hostAccesses, spaceOf } from "./datastore_state.ts";
import { placeIn } from "./find_place.ts";
import { type Mirror, nameOf } from "./inventory/mirror.ts";
import { retrieveById } from "./properties.ts";
import { vmCounter } from "./vm_counts.ts";
import type { Vsphere } from "./vsphere.ts";

const MAX_HOSTS = 20;
/** So many mounts in one answer are read in a few milliseconds. */
const MAX_MOUNTS = 1500;

/** What there is to say about one datastore. */
export const datastoreDescription = z.looseObject({
  name: foreign(z.string()),
  moref: z.string(),
  datacenter: foreign(z.string()).optional(),
  cluster: foreign(z.string()).optional().describe("Datastore cluster"),
  type: z.string().optional(),
  is_accessible: z.boolean().optional(),
  maintenance_mode: z.string().optional().describe("normal, enteringMaintenance or inMaintenance"),
  multiple_host_access: z.boolean().optional(),
  url: foreign(z.string()).optional(),
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
  hosts: z.array(z.looseObject({ name: foreign(z.string()), access: z.string().optional() })).optional()
    .describe(
      "The first 20 that can use it; access is readWrite or readOnly",
    ),
  unusable_host_count: z.number().optional().describe("Hosts that have it and cannot use it"),
  unusable_hosts: z.array(z.looseObject({ name: foreign(z.string()), reason: foreign(z.string()) }))
    .optional(),
});

/** {@linkcode datastoreDescription} */
export type DatastoreDescription = z.output<typeof datastoreDescription>;

/** Looks up everything that there is to say about the datastore that `wanted` means, in two round trips. */
export async function describeDatastore(
  vsphere: Vsphere,
  wanted: string,
  signal: AbortSignal,
): Promise<DatastoreDescription> {
  const mirror = await vsphere.inventory.current(signal);
  const datastore = placeIn(mirror, "Datastore", wanted);
  const state = (await readDatastoreStates(vsphere, [datastore], { mirror, signal })).get(
    datastore.ref.value,
  );
  if (state !== undefined) return datastoreDescriber(mirror)(datastore, state);
  throw new UserError("not_found", `Cannot read datastore "${wanted}": it was removed just now; list again`);
}

/** Reads in one batch what is not kept, by id; what is gone is left out. */
export async function readDatastoreStates(
  { session }: Vsphere,
  datastores: readonly DatastoreRow[],
  { mirror, signal }: { readonly mirror: Mirror; readonly signal: AbortSignal },
): Promise<ReadonlyMap<string, DatastoreState>> {
  const refs = datastores.map(({ ref }) => ref);
  // Each lists the hosts that have it, at worst all.
  const pageSize = Math.ceil(MAX_MOUNTS / Math.max(1, mirror.count("HostSystem")));
  return await retrieveById(session, refs, { shape: datastoreStateShape, signal, pageSize });
}

/** Puts datastores into the form of the answer. */
export function datastoreDescriber(
  mirror: Mirror,
): (datastore: DatastoreRow, state: DatastoreState) => DatastoreDescription {
  const vmsOn = vmCounter(mirror, "datastore");
  return (datastore, state) => {
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
      vm_count: vmsOn(datastore.ref).total,
      ...(state.host === undefined ? {} : describeHosts(state, mirror)),
    });
  };
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
