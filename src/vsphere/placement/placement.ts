import { UserError } from "../../errors.ts";
import type { Moref } from "../../soap/encode.ts";
import {
  type DatastoreWish,
  freeSpace,
  gib,
  requireSpace,
  roomiestDatastore,
  seesOne,
} from "./datastores.ts";
import { hasDrs } from "./hosts.ts";
import { onlyOne } from "./names.ts";
import { networkInstead, networkOn, networksOn, type PlacedNetwork } from "./networks.ts";
import {
  type DatastoreRow,
  type HostRow,
  type Place,
  placeOf,
  type Places,
  readPlaces,
  rowName,
} from "./rows.ts";
import { type Scope, scopeOf, type ScopeRequest } from "./scope.ts";
import { chooseSite, isHostFree, readWishes, type Site, type Wishes } from "./site.ts";
import type { Defaults, Vsphere } from "../vsphere.ts";

/** Where a virtual machine shall go: names, inventory paths or morefs; the configured defaults serve for the rest. */
export interface PlacementRequest extends ScopeRequest {
  /** A datastore or a datastore cluster. */
  readonly datastore?: string | undefined;
  /** Datastores that the host has to read, such as that of an ISO image. */
  readonly readsFrom?: readonly string[] | undefined;
  /** What will be taken of the datastore at once. */
  readonly needBytes?: number | undefined;
  /** The network of a network card, the default one when no name is given. Absent: no network is chosen. */
  readonly network?: { readonly name: string | undefined } | undefined;
}

/** Where a virtual machine goes, and why. */
export interface Placement {
  readonly datacenter: Place;
  readonly computeResource: Place;
  /** Undefined where the cluster chooses the host by itself. */
  readonly host: Place | undefined;
  readonly resourcePool: Place;
  readonly folder: Place;
  readonly datastore: Place;
  readonly network: PlacedNetwork | undefined;
  /** Knows which guests the compute resource supports. */
  readonly environmentBrowser: Moref | undefined;
  /** A sentence for each choice that the caller did not make. */
  readonly reasons: readonly string[];
}

/** Chooses where a virtual machine goes, out of one retrieval. Throws UserError when the request cannot be met. */
export async function place(
  vsphere: Vsphere,
  request: PlacementRequest,
  signal?: AbortSignal,
): Promise<Placement> {
  return decidePlacement(await readPlaces(vsphere, signal), request, vsphere.defaults);
}

/** The decision of `place` over an inventory that was read. */
export function decidePlacement(places: Places, request: PlacementRequest, defaults: Defaults): Placement {
  const scope = scopeOf(places, request, defaults);
  const wishes = readWishes(places, request, defaults);
  const site = chooseSite(places, scope, wishes);
  const datastore = chooseDatastore(places, site, wishes.datastore);
  requireSpace(datastore, request.needBytes ?? 0);
  const host = site.hosts.find((row) => seesOne(row, [datastore], "write"));
  if (host === undefined) throw new Error("A datastore was chosen that none of the hosts has");
  const { network, reason } = chooseNetwork(places, host, wishes.network);
  const networkRow = places.rows.Network.find(({ ref }) => ref.value === network?.ref.value);
  const isFree = scope.host === undefined &&
    isHostFree(places, site, { datastore, network: networkRow, wishes });
  return {
    ...surroundings(places, site, scope),
    host: isFree ? undefined : placeOf(host, places.tree),
    datastore: placeOf(datastore, places.tree),
    network,
    environmentBrowser: site.compute.environmentBrowser,
    reasons: [
      ...scope.reasons,
      ...siteReason(places, site, scope),
      ...datastoreReason(datastore, { wish: wishes.datastore, isNamed: request.datastore !== undefined }),
      ...(scope.host === undefined ? [hostReason(site, host, isFree)] : []),
      ...(reason === undefined ? [] : [reason]),
    ],
  };
}

function surroundings(
  { rows, tree }: Places,
  { compute }: Site,
  { pool, folder }: Scope,
): Pick<Placement, "datacenter" | "computeResource" | "resourcePool" | "folder"> {
  const home = tree.datacenter(compute.ref);
  const datacenter = rows.Datacenter.find(({ ref }) => ref.value === home?.value);
  const poolRef = pool?.ref ?? compute.resourcePool;
  const folderRef = folder?.ref ?? datacenter?.vmFolder;
  if (datacenter === undefined || poolRef === undefined || folderRef === undefined) {
    throw new UserError(
      "denied",
      `Cannot place a virtual machine in "${
        tree.path(compute.ref)
      }": its datacenter, resource pool or folder ` +
        "cannot be read; ask for read access to them",
    );
  }
  const toPlace = (ref: Moref): Place => ({ ref, name: tree.name(ref), path: tree.path(ref) });
  return {
    datacenter: toPlace(datacenter.ref),
    computeResource: toPlace(compute.ref),
    resourcePool: toPlace(poolRef),
    folder: toPlace(folderRef),
  };
}

function chooseDatastore(
  { rows, tree }: Places,
  { hosts }: Site,
  wish: DatastoreWish | undefined,
): DatastoreRow {
  const best = roomiestDatastore(wish?.rows ?? rows.Datastore, hosts);
  if (best === undefined) throw new Error("Hosts were chosen that have no datastore");
  if (wish === undefined || wish.isCluster) return best;
  const there = wish.rows.filter((row) => hosts.some((host) => seesOne(host, [row], "write")));
  return onlyOne(there, wish.wanted, { kind: "datastore", tree });
}

function chooseNetwork(
  places: Places,
  host: HostRow,
  wish: Wishes["network"],
): { readonly network: PlacedNetwork | undefined; readonly reason: string | undefined } {
  if (wish === undefined) return { network: undefined, reason: undefined };
  const { name, rows, isDefault } = wish;
  if (networksOn(host, rows, places.tree).length === 0) return networkInstead(host, places, name);
  const network = networkOn(host, rows, { places, wanted: name });
  return { network, reason: isDefault ? `Network "${network.name}": the default` : undefined };
}

function siteReason({ tree }: Places, { compute }: Site, { computeResources }: Scope): readonly string[] {
  if (computeResources.length < 2) return [];
  const kind = compute.ref.type === "ClusterComputeResource" ? "Cluster" : "Host";
  return [
    `${kind} "${tree.path(compute.ref)}": the first of ${computeResources.length} that has what is needed`,
  ];
}

function datastoreReason(
  datastore: DatastoreRow,
  { wish, isNamed }: { readonly wish: DatastoreWish | undefined; readonly isNamed: boolean },
): readonly string[] {
  const name = `Datastore "${rowName(datastore)}"`;
  const space = `most free space (${gib(freeSpace(datastore))} GB)`;
  if (wish === undefined) return [`${name}: ${space} of those that can be used there`];
  if (wish.isCluster) return [`${name}: ${space} in datastore cluster "${wish.wanted}"`];
  return isNamed ? [] : [`${name}: configured`];
}

function hostReason({ compute, usable, hosts }: Site, host: HostRow, isFree: boolean): string {
  if (isFree) return `Host: chosen by DRS among the ${usable.length} usable hosts of "${rowName(compute)}"`;
  const name = `Host "${rowName(host)}"`;
  if (usable.length === 1) return `${name}: the only usable one there`;
  const why = hasDrs(compute) ? "not all have the datastore and network" : "the cluster has no DRS";
  return `${name}: most free memory of the ${hosts.length} usable hosts that fit; ${why}`;
}
