import type { Value } from "../core/value.ts";
import { Datastore } from "../world/datastore.ts";
import { Entity } from "../world/entity.ts";
import { Host } from "../world/host.ts";
import type { ManagedObject, PropertyTable, Reader } from "../world/managed_object.ts";
import { DistributedSwitch, Network } from "../world/network.ts";
import { Compute, Datacenter, Folder, Pool } from "../world/places.ts";
import { Snapshot } from "../world/snapshot.ts";
import { Vm } from "../world/vm.ts";
import { COMPUTE_PROPERTIES, POOL_PROPERTIES } from "./compute.ts";
import { DATASTORE_PROPERTIES } from "./datastore.ts";
import { ENTITY_PROPERTIES } from "./entity.ts";
import { DATACENTER_PROPERTIES, FOLDER_PROPERTIES } from "./folder.ts";
import { HOST_PROPERTIES } from "./host.ts";
import { NETWORK_PROPERTIES, SWITCH_PROPERTIES } from "./network.ts";
import { SNAPSHOT_PROPERTIES } from "./snapshot.ts";
import { VM_PROPERTIES } from "./vm.ts";

interface Row {
  readonly isFor: (object: ManagedObject) => boolean;
  readonly read: (object: ManagedObject, property: string, reader: Reader) => Value | undefined;
}

/** The value of a property; undefined when it is unset. */
export function readProperty(object: ManagedObject, property: string, reader: Reader): Value | undefined {
  const { type } = object.ref;
  const known = BY_TYPE.get(type) ?? ROWS.find(({ isFor }) => isFor(object)) ?? BY_ITSELF;
  BY_TYPE.set(type, known);
  return known.read(object, property, reader);
}

const ROWS: readonly Row[] = [
  row(Vm, VM_PROPERTIES),
  row(Host, HOST_PROPERTIES),
  row(Datastore, DATASTORE_PROPERTIES),
  row(Network, NETWORK_PROPERTIES),
  row(Folder, FOLDER_PROPERTIES),
  row(Pool, POOL_PROPERTIES),
  row(Compute, COMPUTE_PROPERTIES),
  row(Datacenter, DATACENTER_PROPERTIES),
  row(DistributedSwitch, SWITCH_PROPERTIES),
  row(Snapshot, SNAPSHOT_PROPERTIES),
];

/** Managers, tasks, views and collectors hold what they tell. */
const BY_ITSELF: Row = {
  isFor: () => true,
  read: (object, property, reader) => object.read(property, reader),
};

/** Rows by the type of reference, which always means the same class. */
const BY_TYPE = new Map<string, Row>();

function row<T extends ManagedObject>(
  kind: abstract new (...args: never[]) => T,
  table: PropertyTable<T>,
): Row {
  return {
    isFor: (object) => object instanceof kind,
    read: (object, property, reader) => {
      const own = table[property];
      if (own !== undefined) return object instanceof kind ? own(object, reader) : undefined;
      return object instanceof Entity ? ENTITY_PROPERTIES[property]?.(object, reader) : undefined;
    },
  };
}
