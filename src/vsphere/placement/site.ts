import { UserError } from "../../errors.ts";
import {
  datastoreOfPaths,
  datastoresNamed,
  type DatastoreWish,
  seesOne,
  unusableDatastore,
} from "./datastores.ts";
import { hasDrs, usableHosts } from "./hosts.ts";
import { listNames, matching } from "./names.ts";
import { absentNetwork, networksNamed, networksOn } from "./networks.ts";
import {
  type ComputeRow,
  type DatastoreRow,
  type HostRow,
  type NetworkRow,
  placeOf,
  type Places,
} from "./rows.ts";
import type { Scope } from "./scope.ts";
import type { Defaults } from "../vsphere.ts";

/** What a host has to have, resolved to objects. */
export interface Wishes {
  /** Undefined: any datastore will do. */
  readonly datastore: DatastoreWish | undefined;
  readonly reads: readonly DatastoreWish[];
  /** Undefined: no network is wanted. A default network may have no rows: it need not exist. */
  readonly network: {
    readonly name: string;
    readonly rows: readonly NetworkRow[];
    readonly isDefault: boolean;
  } | undefined;
}

/** A compute resource with those of its hosts that come into question, most free memory first. */
export interface Site {
  readonly compute: ComputeRow;
  /** The hosts that could take a machine. */
  readonly usable: readonly HostRow[];
  /** Those of them that have what is wished. */
  readonly hosts: readonly HostRow[];
}

/** Resolves the names of the caller and of the configuration. Throws UserError "not_found". */
export function readWishes(
  places: Places,
  request: {
    readonly datastore?: string | undefined;
    readonly readsFrom?: readonly string[] | undefined;
    readonly network?: { readonly name: string | undefined } | undefined;
  },
  defaults: Defaults,
): Wishes {
  const datastore = request.datastore ?? defaults.datastore;
  return {
    datastore: datastore === undefined ? undefined : datastoresNamed(places, datastore),
    reads: (request.readsFrom ?? []).map((name) => datastoreOfPaths(places, name)),
    network: request.network === undefined ? undefined : networkWish(places, request.network.name, defaults),
  };
}

/** The first compute resource with a host that has everything. Throws UserError that says what is missing. */
export function chooseSite(places: Places, scope: Scope, wishes: Wishes): Site {
  const sites = scope.computeResources
    .map((compute) => ({
      compute,
      usable: scope.host === undefined ? usableHosts(places, compute) : [scope.host],
    }))
    .filter(({ usable }) => usable.length > 0);
  for (const { compute, usable } of sites) {
    const fitting = usable.filter((host) => hasAll(places, host, wishes));
    if (fitting.length === 0) continue;
    // The default network is worth choosing a host for, but not worth failing for.
    const preferred = fitting.filter((host) => hasNetwork(places, host, wishes.network));
    return { compute, usable, hosts: preferred.length > 0 ? preferred : fitting };
  }
  throw unmet(places, { scope, wishes, hosts: sites.flatMap(({ usable }) => usable) });
}

/** True when it does not matter on which host of the cluster the machine will be, and the cluster chooses by itself. */
export function isHostFree(
  places: Places,
  { compute, usable }: Site,
  chosen: {
    readonly datastore: DatastoreRow;
    readonly network: NetworkRow | undefined;
    readonly wishes: Wishes;
  },
): boolean {
  const { datastore, network, wishes } = chosen;
  return hasDrs(compute) && usable.every((host) =>
    seesOne(host, [datastore], "write") &&
    wishes.reads.every(({ rows }) => seesOne(host, rows, "read")) &&
    (network === undefined || networksOn(host, [network], places.tree).length > 0)
  );
}

function networkWish(places: Places, name: string | undefined, defaults: Defaults): Wishes["network"] {
  if (name !== undefined) return { name, rows: networksNamed(places, name), isDefault: false };
  const rows = matching(places.rows.Network, defaults.network, places.tree);
  return { name: defaults.network, rows, isDefault: true };
}

function hasAll(places: Places, host: HostRow, { datastore, reads, network }: Wishes): boolean {
  return seesOne(host, datastore?.rows ?? places.rows.Datastore, "write") &&
    reads.every(({ rows }) => seesOne(host, rows, "read")) &&
    (network === undefined || network.isDefault || hasNetwork(places, host, network));
}

function hasNetwork(places: Places, host: HostRow, network: Wishes["network"]): boolean {
  return network === undefined || networksOn(host, network.rows, places.tree).length > 0;
}

interface Failure {
  readonly scope: Scope;
  readonly wishes: Wishes;
  readonly hosts: readonly HostRow[];
}

function unmet(places: Places, { scope, wishes, hosts }: Failure): UserError {
  const { datastore, reads, network } = wishes;
  const all = places.rows.Datastore;
  if (hosts.length === 0) return noHost(places, scope);
  const sees = (wish: DatastoreWish, access: "read" | "write") =>
    hosts.some((host) => seesOne(host, wish.rows, access));
  if (datastore !== undefined && !sees(datastore, "write")) {
    return unusableDatastore(datastore, hosts, { all, access: "write" });
  }
  const image = reads.find((wish) => !sees(wish, "read"));
  if (image !== undefined) return unusableDatastore(image, hosts, { all, access: "read" });
  if (
    network !== undefined && !network.isDefault && !hosts.some((host) => hasNetwork(places, host, network))
  ) {
    return absentNetwork(places, hosts, network.name);
  }
  const wanted = [datastore, ...reads].flatMap((wish) =>
    wish === undefined ? [] : `datastore "${wish.wanted}"`
  );
  const what = [
    ...wanted,
    ...(network === undefined || network.isDefault ? [] : [`network "${network.name}"`]),
  ];
  return new UserError(
    "conflict",
    `Cannot place a virtual machine: none of ${hosts.length} usable hosts has ${
      what.join(" and ") || "a datastore that can be written to"
    }; choose others or leave them out`,
  );
}

function noHost({ tree }: Places, { computeResources }: Scope): UserError {
  const where = computeResources.length === 0
    ? "there is no cluster or host in the inventory or datacenter"
    : `no host of ${
      listNames(computeResources.map((row) => placeOf(row, tree).name))
    } is connected and out of maintenance`;
  return new UserError(
    "conflict",
    `Cannot place a virtual machine: ${where}; connect a host or end its maintenance`,
  );
}
