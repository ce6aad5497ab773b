import type { Moref } from "../soap/encode.ts";

/** The kinds of objects as tools name them, by vSphere's type. */
const KINDS: Readonly<Record<string, ObjectKind>> = {
  VirtualMachine: "vm",
  HostSystem: "host",
  Datastore: "datastore",
  Network: "network",
  DistributedVirtualPortgroup: "network",
  OpaqueNetwork: "network",
  ClusterComputeResource: "cluster",
  ComputeResource: "standalone_host",
  ResourcePool: "resource_pool",
  VirtualApp: "vapp",
  Folder: "folder",
  StoragePod: "datastore_cluster",
  Datacenter: "datacenter",
  DistributedVirtualSwitch: "distributed_switch",
  VmwareDistributedVirtualSwitch: "distributed_switch",
};

/** Names of all kinds, what people look for most first. */
export const OBJECT_KINDS = [
  "vm",
  "host",
  "datastore",
  "network",
  "cluster",
  "resource_pool",
  "vapp",
  "folder",
  "datastore_cluster",
  "datacenter",
  "distributed_switch",
  "standalone_host",
] as const;

/** One of the kinds; `standalone_host` is the compute resource around a host that is in no cluster. */
export type ObjectKind = typeof OBJECT_KINDS[number];

/** The kind of an object; undefined for what no inventory holds. */
export function objectKind({ type }: Pick<Moref, "type">): ObjectKind | undefined {
  return KINDS[type];
}
