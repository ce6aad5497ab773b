import type { Moref } from "../../soap/encode.ts";
import { isSameName } from "../names.ts";
import { decidePlacement, type Placement } from "../placement/placement.ts";
import { hasDrs, hostObstacle } from "../placement/hosts.ts";
import { matching } from "../placement/names.ts";
import { type Place, placeOf, type Places } from "../placement/rows.ts";
import { type CopySource, sourceDisks } from "./copy_source.ts";
import { datastoreOf } from "../vm_device.ts";
import type { Defaults } from "../vsphere.ts";

/** What is copied, under which name and where to. */
export interface CopyPlan {
  readonly source: CopySource;
  /** As people write it. */
  readonly name: string;
  readonly placement: Placement;
  /** False: each disk stays on the datastore of its source. */
  readonly isOneDatastore: boolean;
  /** Undefined keeps what each disk is. */
  readonly isThin: boolean | undefined;
}

/** Where a copy shall go; what is left out is as at the source. */
export interface CopyRequest {
  readonly datastore?: string | undefined;
  readonly folder?: string | undefined;
  readonly resourcePool?: string | undefined;
  readonly host?: string | undefined;
  /** Bytes that the copy takes at once. */
  readonly needBytes: number;
}

/**
 * Decides where the copy of a machine goes. A configured datastore does not count: without one in the request the
 * disks of a copy stay where those of the source are.
 */
export function placeCopy(
  places: Places,
  source: CopySource,
  { request, defaults }: { readonly request: CopyRequest; readonly defaults: Defaults },
): Placement {
  const { tree } = places;
  const own = ownPlace(places, source, { request, defaults });
  const placement = decidePlacement(places, {
    datastore: request.datastore ?? homeDatastore(places, source),
    folder: request.folder,
    resourcePool: request.resourcePool ?? own.pool,
    host: request.host ?? own.host?.path,
    readsFrom: request.datastore === undefined ? diskDatastores(source) : [],
    needBytes: request.needBytes,
  }, defaults);
  const folder = ownFolder(places, source, { request, datacenter: placement.datacenter.ref });
  const kept = [
    ...(request.datastore === undefined ? ["datastore"] : []),
    ...(folder === undefined ? [] : [`folder ${tree.path(folder)}`]),
    ...(own.pool === undefined ? [] : [`resource pool ${own.pool}`]),
    ...(own.host === undefined ? [] : [`host ${own.host.name}`]),
  ];
  const reasons = kept.length === 0 ? [] : [`As at the source: ${kept.join(", ")}`];
  return {
    ...placement,
    folder: folder === undefined
      ? placement.folder
      : { ref: folder, name: tree.name(folder), path: tree.path(folder) },
    reasons: [...reasons, ...placement.reasons],
  };
}

interface Asked {
  readonly request: CopyRequest;
  readonly defaults: Defaults;
}

/** The source's resource pool (its path) and host, as far as the copy goes there without being told. */
function ownPlace(
  places: Places,
  source: CopySource,
  { request, defaults }: Asked,
): { readonly pool?: string | undefined; readonly host?: Place | undefined } {
  const { rows, tree } = places;
  if (request.resourcePool !== undefined) return {};
  const hostRow = rows.HostSystem.find(({ ref }) => ref.value === source.host?.value);
  const compute = rows.ComputeResource.find(({ ref }) => ref.value === hostRow?.parent?.value);
  if (request.host !== undefined || hostRow === undefined || compute === undefined) return {};
  if (request.folder !== undefined && !isNear(places, request.folder, compute.ref)) return {};
  if (source.vm.isTemplate && defaults.cluster !== undefined) return {};
  // A template has no pool, and a vApp does not take machines that are cloned one by one.
  const isPool = source.resourcePool?.type === "ResourcePool";
  const pool = isPool ? source.resourcePool : compute.resourcePool;
  const keepsHost = !hasDrs(compute) && hostObstacle(hostRow) === undefined;
  return {
    pool: pool === undefined ? undefined : tree.path(pool),
    host: keepsHost ? placeOf(hostRow, tree) : undefined,
  };
}

/** True when a folder of this name is in the datacenter of the object. */
function isNear({ rows, tree }: Places, folder: string, object: Moref): boolean {
  const home = tree.datacenter(object);
  return matching(rows.Folder, folder, tree).some(({ ref }) => tree.datacenter(ref)?.value === home?.value);
}

/** The source's folder, unless another one is asked for or the copy goes to another datacenter. */
function ownFolder(
  { tree }: Places,
  { folder }: CopySource,
  { request, datacenter }: { readonly request: CopyRequest; readonly datacenter: Moref },
): Moref | undefined {
  if (request.folder !== undefined || folder?.type !== "Folder") return undefined;
  return tree.datacenter(folder)?.value === datacenter.value ? folder : undefined;
}

/** Path of the datastore with the source's configuration: several may have its name. */
function homeDatastore({ rows, tree }: Places, { vmxPath, datastores }: CopySource): string {
  const name = datastoreOf(vmxPath) ?? "";
  const ids = datastores.map(({ value }) => value);
  const row = rows.Datastore.find((row) => ids.includes(row.ref.value) && isSameName(row.name ?? "", name));
  return row === undefined ? name : tree.path(row.ref);
}

function diskDatastores(source: CopySource): readonly string[] {
  const names = sourceDisks(source).map(({ backing }) => datastoreOf(backing?.fileName));
  return [...new Set(names.filter((name) => name !== undefined))];
}
