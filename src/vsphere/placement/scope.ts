import { UserError } from "../../errors.ts";
import type { Moref } from "../../soap/encode.ts";
import { requireUsable } from "./hosts.ts";
import { isBelow, matching, onlyOne, pickNamed, unknownName } from "./names.ts";
import {
  byPath,
  type ComputeRow,
  type FolderRow,
  type HostRow,
  placeOf,
  type Places,
  type PoolRow,
} from "./rows.ts";
import type { Defaults } from "../vsphere.ts";

/** What the caller says about the place; names, inventory paths or morefs. */
export interface ScopeRequest {
  readonly folder?: string | undefined;
  readonly resourcePool?: string | undefined;
  readonly host?: string | undefined;
}

/** Where a machine may go: the compute resources that come into question, in order, and what is settled already. */
export interface Scope {
  readonly computeResources: readonly ComputeRow[];
  readonly host: HostRow | undefined;
  readonly pool: PoolRow | undefined;
  readonly folder: FolderRow | undefined;
  /** Why only these, as sentences. */
  readonly reasons: readonly string[];
}

/** Puts together what the caller says and what is configured. Throws UserError where they do not fit. */
export function scopeOf(places: Places, request: ScopeRequest, defaults: Defaults): Scope {
  const { tree, rows } = places;
  const home = defaults.datacenter === undefined
    ? undefined
    : pickNamed(rows.Datacenter, defaults.datacenter, { kind: "configured datacenter", tree }).ref;
  const host = namedHost(places, request.host, home);
  const pool = namedPool(places, request.resourcePool, host?.parent ?? home);
  if (host !== undefined && pool !== undefined && pool.owner?.value !== host.parent?.value) {
    throw apart(`resource pool "${request.resourcePool}"`, `host "${request.host}"`, "compute resource");
  }
  const anchor = host?.parent ?? pool?.owner;
  const near = anchor === undefined ? home : tree.datacenter(anchor);
  const folder = namedFolder(places, request.folder, near);
  const datacenter = folder === undefined ? near : tree.datacenter(folder.ref);
  if (anchor !== undefined && datacenter?.value !== near?.value) {
    throw apart(`folder "${request.folder}"`, `host or resource pool`, "datacenter");
  }
  if (anchor !== undefined) {
    const computeResources = rows.ComputeResource.filter(({ ref }) => ref.value === anchor.value);
    return { computeResources, host, pool, folder, reasons: [] };
  }
  const isAsked = folder !== undefined;
  return { pool, folder, ...configuredScope(places, defaults, { datacenter, isAsked }) };
}

interface Within {
  readonly datacenter: Moref | undefined;
  /** True when the caller, not the configuration, chose the datacenter. */
  readonly isAsked: boolean;
}

function configuredScope(
  places: Places,
  { cluster }: Defaults,
  { datacenter, isAsked }: Within,
): Pick<Scope, "computeResources" | "host" | "reasons"> {
  const { tree, rows } = places;
  const inside = <Row extends { readonly ref: Moref }>(row: Row) =>
    datacenter === undefined || isBelow(row.ref, datacenter, tree);
  const all = byPath(rows.ComputeResource.filter(inside), tree);
  if (cluster === undefined) return { computeResources: all, host: undefined, reasons: [] };
  // A standalone host and its compute resource have one name; both mean the same place.
  const clusters = matching(rows.ComputeResource, cluster, tree);
  const found = clusters.length > 0 ? clusters : matching(rows.HostSystem, cluster, tree);
  if (found.length === 0) throw unknownName(rows.ComputeResource, cluster, "configured cluster or host");
  const fitting = found.filter(inside);
  if (fitting.length === 0 && isAsked) {
    const reason = `The configured cluster "${cluster}" is in another datacenter than the folder`;
    return { computeResources: all, host: undefined, reasons: [reason] };
  }
  if (fitting.length === 0) {
    throw apart(`configured cluster "${cluster}"`, "configured datacenter", "datacenter");
  }
  const { ref } = onlyOne(fitting, cluster, { kind: "configured cluster", tree });
  const host = rows.HostSystem.find((row) => row.ref.value === ref.value);
  if (host !== undefined) requireUsable(host);
  const computeId = host === undefined ? ref.value : host.parent?.value;
  const reasons = [`Cluster or host "${placeOf(host ?? { ref, name: cluster }, tree).name}": configured`];
  return { computeResources: all.filter((row) => row.ref.value === computeId), host, reasons };
}

function namedHost(
  { rows, tree }: Places,
  wanted: string | undefined,
  near: Moref | undefined,
): HostRow | undefined {
  if (wanted === undefined) return undefined;
  const host = pickNamed(rows.HostSystem, wanted, { kind: "host", tree, near });
  requireUsable(host);
  return host;
}

function namedPool(
  { rows, tree }: Places,
  wanted: string | undefined,
  near: Moref | undefined,
): PoolRow | undefined {
  if (wanted === undefined) return undefined;
  // A vApp is a pool too, but makes its machines by a method of its own.
  const pools = rows.ResourcePool.filter(({ ref }) => ref.type === "ResourcePool");
  const pool = pickNamed(pools, wanted, { kind: "resource pool", tree, near });
  if (pool.owner !== undefined) return pool;
  throw new UserError(
    "denied",
    `Cannot use resource pool "${wanted}": its cluster or host cannot be read; ask for read access to it`,
  );
}

function namedFolder(
  { rows, tree }: Places,
  wanted: string | undefined,
  near: Moref | undefined,
): FolderRow | undefined {
  if (wanted === undefined) return undefined;
  const folders = rows.Folder.filter(({ childType }) => childType?.includes("VirtualMachine"));
  return pickNamed(folders, wanted, { kind: "folder", tree, near });
}

function apart(one: string, other: string, kind: string): UserError {
  return new UserError(
    "conflict",
    `Cannot place a virtual machine in ${one}: it belongs to another ${kind} than the ${other}; leave one of them out`,
  );
}
