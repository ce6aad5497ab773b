import type { Moref } from "../../soap/encode.ts";
import { type DataObject, isoTime, type Value } from "../core/value.ts";
import { SCHEMA } from "../wire/schema.ts";
import { Datastore } from "../world/datastore.ts";
import type { Entity } from "../world/entity.ts";
import type { EventRecord } from "../world/event_log.ts";
import { Host } from "../world/host.ts";
import { DistributedSwitch, Network } from "../world/network.ts";
import { Compute, Datacenter, Folder, Pool } from "../world/places.ts";
import { Vm } from "../world/vm.ts";

/** An event as a data object of its type. */
export function eventData(record: EventRecord): DataObject {
  const { type, key, createdAt, user, entity, message, fields } = record;
  return {
    $type: type,
    key,
    chainId: key,
    createdTime: isoTime(createdAt),
    userName: user,
    ...placesOf(entity),
    fullFormattedMessage: message,
    ...ownFields(record),
    ...fields,
  };
}

/** The object as events name it, such as a HostEventArgument. */
export function eventArgument(entity: Entity): DataObject {
  const [type, field] = kindOf(entity);
  return named(type, entity, { [field]: entity.ref });
}

/** The object as events name it that may be about any kind. */
export function entityArgument(entity: Entity): DataObject {
  return named("ManagedEntityEventArgument", entity, { entity: entity.ref });
}

/** The object itself and where it is, in the fields that every event has for them. */
function placesOf(entity: Entity | undefined): Readonly<Record<string, DataObject>> {
  const places: Record<string, DataObject> = {};
  // Folders tell where machines are listed; where they run follows from the host.
  const lineage = entity instanceof Vm ? [entity, ...entity.host.lineage] : entity?.lineage ?? [];
  for (const place of lineage) {
    const [, , field] = kindOf(place);
    if (field !== undefined && !(field in places)) places[field] = eventArgument(place);
  }
  return places;
}

/** Type of the argument, its reference, and the field of Event for it. */
type ArgumentKind = readonly [type: string, ref: string, field?: string];

function kindOf(entity: Entity): ArgumentKind {
  if (entity instanceof Vm) return ["VmEventArgument", "vm", "vm"];
  if (entity instanceof Host) return ["HostEventArgument", "host", "host"];
  if (entity instanceof Compute) {
    return ["ComputeResourceEventArgument", "computeResource", "computeResource"];
  }
  if (entity instanceof Datacenter) return ["DatacenterEventArgument", "datacenter", "datacenter"];
  if (entity instanceof Datastore) return ["DatastoreEventArgument", "datastore", "ds"];
  if (entity instanceof Network) return ["NetworkEventArgument", "network", "net"];
  if (entity instanceof DistributedSwitch) return ["DvsEventArgument", "dvs", "dvs"];
  if (entity instanceof Folder) return ["FolderEventArgument", "folder"];
  if (entity instanceof Pool) return ["ResourcePoolEventArgument", "resourcePool"];
  return ["ManagedEntityEventArgument", "entity"];
}

function named(type: string, { name }: Entity, ref: Readonly<Record<string, Moref>>): DataObject {
  return { $type: type, name, ...ref };
}

/** What fields of some types are when nobody says otherwise. */
const DEFAULTS: Readonly<Record<string, (record: EventRecord) => Value | undefined>> = {
  template: ({ entity }) => entity instanceof Vm && entity.isTemplate,
  message: ({ message }) => message,
  datastore: ({ entity }) => entity instanceof Datastore ? eventArgument(entity) : undefined,
  entity: ({ entity }) => entity === undefined ? undefined : entityArgument(entity),
  configSpec: () => ({ $type: "VirtualMachineConfigSpec" }),
  objectId: ({ entity }) => entity?.ref.value,
  objectType: ({ entity }) => entity?.ref.type,
  objectName: ({ entity }) => entity?.name,
};

function ownFields(record: EventRecord): Readonly<Record<string, Value | undefined>> {
  const own: Record<string, Value | undefined> = {};
  for (const { name } of SCHEMA.typeOf(record.type).fields) {
    if (Object.hasOwn(DEFAULTS, name)) own[name] = DEFAULTS[name]?.(record);
  }
  return own;
}
