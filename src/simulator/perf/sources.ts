import { uncommittedBytes } from "../world/vm_files.ts";
import { Datastore } from "../world/datastore.ts";
import { Host } from "../world/host.ts";
import type { ManagedObject } from "../world/managed_object.ts";
import { Compute, Datacenter, Pool } from "../world/places.ts";
import { Vm } from "../world/vm.ts";
import type { World } from "../world/world.ts";
import { HOST_METERS } from "./host_meters.ts";
import { computeLoad, datastoreLoad, hostLoad, poolLoad, vmLoad } from "./load.ts";
import { type Source, sourceOf } from "./meter.ts";
import { fileKinds, hostParts, vmParts } from "./parts.ts";
import {
  CLUSTER_METERS,
  DATACENTER_METERS,
  DATASTORE_METERS,
  type DatastoreSpace,
  POOL_METERS,
} from "./place_meters.ts";
import { vmMeters } from "./vm_meters.ts";

/** The counters of an object; undefined for kinds of objects that have none on this server. */
export function perfSource(object: ManagedObject, world: World): Source | undefined {
  if (object instanceof Vm) return vmSource(object, world);
  if (object instanceof Host) return hostSource(object, world);
  if (object instanceof Pool) return poolSource(object, world);
  if (!world.isVcenter) return undefined;
  if (object instanceof Datastore) return datastoreSource(object, world);
  if (object instanceof Compute && object.isCluster) return clusterSource(object, world);
  return object instanceof Datacenter ? datacenterSource(object) : undefined;
}

function vmSource(vm: Vm, { startedAt }: World): Source {
  const { bootedAt = Infinity, createdAt, host } = vm;
  // What was on when the world began was on before, too.
  const since = bootedAt < startedAt ? createdAt : Math.max(bootedAt, createdAt);
  return sourceOf({
    of: vm,
    meters: vmMeters(vm),
    partsOf: (kind) => vmParts(vm, kind),
    loadAt: (at) => vmLoad(vm, at, { startedAt }),
    hasAt: (at) => at >= since && vm.isAccessible && host.connectionState === "connected",
    hasRealtime: true,
  });
}

function hostSource(host: Host, { startedAt }: World): Source {
  const isMeasured = host.connectionState === "connected" && host.powerState === "poweredOn";
  return sourceOf({
    of: host,
    meters: HOST_METERS,
    partsOf: (kind) => hostParts(host, kind),
    loadAt: (at) => hostLoad(host, at, { startedAt }),
    hasAt: () => isMeasured,
    hasRealtime: true,
  });
}

/** In a crowd some stand for all: a year of ten thousand machines takes too long to add up. */
const CROWD = 300;

function poolSource(pool: Pool, { startedAt }: World): Source {
  const step = Math.ceil(machinesIn(pool) / CROWD);
  return sourceOf({
    of: pool,
    meters: POOL_METERS,
    partsOf: () => [],
    loadAt: (at) => poolLoad(pool, at, { startedAt, step }),
    hasAt: () => true,
    hasRealtime: true,
  });
}

function machinesIn({ vms, pools }: Pool): number {
  let count = vms.size;
  for (const pool of pools) count += machinesIn(pool);
  return Math.max(1, count);
}

function clusterSource(compute: Compute, { startedAt }: World): Source {
  let count = 1;
  for (const { vms } of compute.hosts) count += vms.size;
  const step = Math.ceil(count / CROWD);
  return sourceOf({
    of: compute,
    meters: CLUSTER_METERS,
    partsOf: () => [],
    loadAt: (at) => computeLoad(compute, at, { startedAt, step }),
    hasAt: () => true,
    hasRealtime: false,
  });
}

function datacenterSource(datacenter: Datacenter): Source {
  return sourceOf({
    of: datacenter,
    meters: DATACENTER_METERS,
    partsOf: () => [],
    loadAt: () => undefined,
    hasAt: () => true,
    hasRealtime: false,
  });
}

function datastoreSource(datastore: Datastore, { startedAt }: World): Source {
  const of: DatastoreSpace = {
    datastore,
    filledAt: startedAt,
    usedKb: once(() => (datastore.capacityBytes - datastore.freeBytes) / 1024),
    uncommittedKb: once(() => {
      let sum = 0;
      for (const vm of datastore.vms) if (vm.datastores[0] === datastore) sum += uncommittedBytes(vm);
      return sum / 1024;
    }),
  };
  return sourceOf({
    of,
    meters: DATASTORE_METERS,
    partsOf: (kind) => kind === "fileKind" ? fileKinds() : [],
    loadAt: (at) => datastoreLoad(datastore, at, { startedAt }),
    hasAt: () => datastore.isAccessible,
    hasRealtime: false,
  });
}

function once(make: () => number): () => number {
  let known: number | undefined;
  return () => known ??= make();
}
