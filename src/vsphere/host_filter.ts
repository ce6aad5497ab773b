import type { Moref } from "../soap/encode.ts";
import { globTest } from "./glob.ts";
import { type Mirror, nameOf } from "./inventory/mirror.ts";
import type { InventoryRow } from "./inventory/shapes.ts";
import { idsOf, rowsByName } from "./place_filter.ts";

/** What the inventory knows of a host. */
export type HostRow = InventoryRow<"HostSystem">;

/** Which hosts are wanted; what is undefined does not matter. */
export interface HostFilter {
  /** Glob, any case. */
  readonly name: string | undefined;
  readonly cluster: string | undefined;
  readonly datacenter: string | undefined;
  readonly connectionState: string | undefined;
  readonly isInMaintenance: boolean | undefined;
}

/** The hosts that pass the filter, ordered by name and id. Throws "not_found" for a cluster or datacenter that is none. */
export function selectHosts(mirror: Mirror, filter: HostFilter): readonly HostRow[] {
  const tests = testsOf(mirror, filter);
  return rowsByName(mirror, "HostSystem").filter((host) => tests.every((test) => test(host)));
}

/** The cluster of a host; undefined for one that stands alone. */
export function clusterOf({ tree }: Mirror, { parent }: HostRow): string | undefined {
  return isCluster(parent) ? tree.name(parent) : undefined;
}

/** True when the object is a cluster, not the compute resource of a single host. */
export function isCluster(object: Moref | undefined): object is Moref {
  return object?.type === "ClusterComputeResource";
}

type HostTest = (host: HostRow) => boolean;

function testsOf(mirror: Mirror, filter: HostFilter): readonly HostTest[] {
  const tests: HostTest[] = [];
  const { name, cluster, datacenter, connectionState, isInMaintenance } = filter;
  if (connectionState !== undefined) {
    tests.push((host) => host["runtime.connectionState"] === connectionState);
  }
  if (isInMaintenance !== undefined) {
    tests.push((host) => (host["runtime.inMaintenanceMode"] ?? false) === isInMaintenance);
  }
  if (cluster !== undefined) {
    const type = "ClusterComputeResource";
    const ids = idsOf(mirror, { kind: "ComputeResource", what: "cluster", wanted: cluster, type });
    tests.push(({ parent }) => ids.has(parent?.value ?? ""));
  }
  if (datacenter !== undefined) {
    const ids = idsOf(mirror, { kind: "Datacenter", what: "datacenter", wanted: datacenter });
    tests.push(({ ref }) => ids.has(mirror.tree.datacenter(ref)?.value ?? ""));
  }
  if (name !== undefined) {
    const test = globTest(name);
    tests.push((host) => test(nameOf(host)));
  }
  return tests;
}
