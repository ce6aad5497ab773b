import { arrayOf, boolean, many, number, object, one, type Read } from "../../soap/decode.ts";
import type { Moref } from "../../soap/encode.ts";
import { baseKind, type Properties, type PropertyShape } from "../properties.ts";
import { ownText, ownWord, sharedRef, sharedWord } from "./kept.ts";

const placed = { name: ownText, parent: sharedRef } as const;

/** IP and MAC addresses that the guest reports, card by card. */
const readGuestNics = arrayOf(object({ macAddress: one(ownWord), ipAddress: many(ownText) }));

/** The appliance that a machine was deployed as. */
const readProduct = object({ name: one(sharedWord) });

/** What is kept of every object, by kind: what identifies and places it, nothing that changes with the load. */
export const INVENTORY = {
  VirtualMachine: {
    ...placed,
    parentVApp: sharedRef,
    resourcePool: sharedRef,
    "runtime.powerState": sharedWord,
    "runtime.connectionState": sharedWord,
    "runtime.host": sharedRef,
    "config.template": boolean,
    "config.changeVersion": ownWord,
    "summary.config.numCpu": number,
    "summary.config.memorySizeMB": number,
    "summary.config.guestFullName": sharedWord,
    "summary.config.uuid": ownWord,
    "summary.config.instanceUuid": ownWord,
    "config.annotation": ownText,
    "summary.config.product": readProduct,
    "guest.ipAddress": ownWord,
    "guest.hostName": ownWord,
    "guest.toolsRunningStatus": sharedWord,
    "guest.net": readGuestNics,
    datastore: arrayOf(sharedRef),
    network: arrayOf(sharedRef),
    rootSnapshot: arrayOf(sharedRef),
  },
  HostSystem: {
    ...placed,
    "runtime.connectionState": sharedWord,
    "runtime.powerState": sharedWord,
    "runtime.inMaintenanceMode": boolean,
    "summary.hardware.uuid": ownWord,
  },
  Datastore: { ...placed, "summary.type": sharedWord, "summary.accessible": boolean },
  /** `key` and the switch are those of a distributed port group; a tag tells which one is that of the uplinks. */
  Network: {
    ...placed,
    tag: arrayOf(object({ key: one(sharedWord) })),
    key: ownWord,
    "config.distributedVirtualSwitch": sharedRef,
  },
  /** `parentFolder` and `parentVApp` are those of a vApp, which has them beside its pool. */
  ResourcePool: { ...placed, owner: sharedRef, parentFolder: sharedRef, parentVApp: sharedRef },
  Folder: placed,
  ComputeResource: placed,
  Datacenter: placed,
  DistributedVirtualSwitch: { ...placed, uuid: ownWord },
} as const satisfies Readonly<Record<string, PropertyShape>>;

/** A kind of object in the inventory; subclasses count as their base. */
export type Kind = keyof typeof INVENTORY;

/** What is known of one object; each property may be missing. */
export type InventoryRow<K extends Kind> = Properties<typeof INVENTORY[K]> & { readonly ref: Moref };

/** What is known of a virtual machine. */
export type VmRow = InventoryRow<"VirtualMachine">;

/** Addresses of one of a guest's cards. */
export type GuestNic = Read<typeof readGuestNics>[number];

/** The kind of an object; undefined for what is not mirrored. */
export function kindOf(type: string): Kind | undefined {
  const base = baseKind(type);
  return isKind(base) ? base : undefined;
}

function isKind(name: string): name is Kind {
  return Object.hasOwn(INVENTORY, name);
}

/** Properties that subclasses alone have: to ask the others for them is a fault. */
const OF_SUBCLASSES: Readonly<Record<string, { readonly base: Kind; readonly paths: readonly string[] }>> = {
  DistributedVirtualPortgroup: { base: "Network", paths: ["key", "config.distributedVirtualSwitch"] },
  VirtualApp: { base: "ResourcePool", paths: ["parentFolder", "parentVApp"] },
};

/** The PropertySpecs of a filter over everything; those of a subclass hold all that its base has. */
export function propertySpecs(): readonly { readonly type: string; readonly pathSet: readonly string[] }[] {
  const special = new Set(
    Object.values(OF_SUBCLASSES).flatMap(({ base, paths }) => paths.map((path) => `${base} ${path}`)),
  );
  const bases = Object.entries(INVENTORY).map(([type, shape]) => (
    { type, pathSet: Object.keys(shape).filter((path) => !special.has(`${type} ${path}`)) }
  ));
  const subclasses = Object.entries(OF_SUBCLASSES).map(([type, { base }]) => (
    { type, pathSet: Object.keys(INVENTORY[base]) }
  ));
  return [...bases, ...subclasses];
}

/** The paths to read of one object again. */
export function pathsOf(type: string): readonly string[] {
  return propertySpecs().find((spec) => spec.type === type)?.pathSet ??
    propertySpecs().find((spec) => spec.type === baseKind(type))?.pathSet ?? [];
}
