/** A small inventory as literal rows, for the decisions of placement. */
import assert from "node:assert/strict";
import type { Moref } from "../../../src/soap/encode.ts";
import { UserError } from "../../../src/errors.ts";
import { decidePlacement, type PlacementRequest } from "../../../src/vsphere/placement/placement.ts";
import {
  type ComputeRow,
  type DatastoreRow,
  type HostRow,
  type NetworkRow,
  type PlacementRows,
  placesOf,
} from "../../../src/vsphere/placement/rows.ts";
import type { Defaults } from "../../../src/vsphere/vsphere.ts";

/** Bytes. */
export const GIB = 2 ** 30;
const defaults: Defaults = { network: "VM Network" };
/** A request for a network card on the default network. */
export const withNic = { network: { name: undefined } } as const;

/** A reference. */
export function moref(type: string, value: string): Moref {
  return { type, value };
}

const root = moref("Folder", "root");
/** The only datacenter. */
export const datacenter = moref("Datacenter", "dc");
const none = { missing: new Map<string, string>() } as const;

/** A folder or datastore cluster named like its id. */
export function folderRow(id: string, { parent, type = "Folder", childType = [] }: {
  parent: Moref;
  type?: string;
  childType?: string[];
}): PlacementRows["Folder"][number] {
  return { ...none, ref: moref(type, id), name: id, parent, childType };
}

/** A cluster in the folder `host`. */
export function computeRow(id: string, { hasDrs }: { hasDrs: boolean }): ComputeRow {
  return {
    ...none,
    ref: moref("ClusterComputeResource", id),
    name: id,
    parent: moref("Folder", "host"),
    resourcePool: moref("ResourcePool", `${id}-pool`),
    environmentBrowser: undefined,
    configurationEx: { drsConfig: { enabled: hasDrs } },
  };
}

/** `networks` are ids; the host has all of `freeGib` free. */
export function hostRow(
  id: string,
  more: Partial<HostRow> & { networks?: string[]; freeGib?: number } = {},
): HostRow {
  const { networks = ["VM Network"], freeGib = 8, ...own } = more;
  return {
    ...none,
    ref: moref("HostSystem", id),
    name: id,
    parent: moref("ClusterComputeResource", "c1"),
    "runtime.connectionState": "connected",
    "runtime.powerState": "poweredOn",
    "runtime.inMaintenanceMode": false,
    "summary.hardware.memorySize": freeGib * GIB,
    "summary.quickStats.overallMemoryUsage": 0,
    network: networks.map((value) => moref("Network", value)),
    ...own,
  };
}

type Mount = { readonly accessMode?: string; readonly mounted?: boolean; readonly accessible?: boolean };

/** A datastore that the given hosts have mounted. */
export function datastoreRow(
  id: string,
  more: Partial<DatastoreRow> & { hosts?: Readonly<Record<string, Mount>>; freeGib?: number } = {},
): DatastoreRow {
  const { hosts = { h1: {}, h2: {} }, freeGib = 100, ...own } = more;
  return {
    ...none,
    ref: moref("Datastore", id),
    name: id,
    parent: moref("Folder", "datastore"),
    "summary.accessible": true,
    "summary.maintenanceMode": "normal",
    "summary.freeSpace": freeGib * GIB,
    host: Object.entries(hosts).map(([host, mount]) => ({
      key: moref("HostSystem", host),
      mountInfo: { accessMode: "readWrite", mounted: true, accessible: true, ...mount },
    })),
    ...own,
  };
}

/** A standard network. */
export function networkRow(id: string, more: Partial<NetworkRow> = {}): NetworkRow {
  const ref = moref("Network", id);
  return { ...none, ref, name: id, parent: moref("Folder", "network"), tag: [], summary: undefined, ...more };
}

/** One datacenter with cluster `c1` of the hosts `h1` and `h2`; what is given replaces the rows of its kind. */
export function decide(
  rows: Partial<PlacementRows>,
  request: PlacementRequest = {},
  configured: Partial<Defaults> = {},
): ReturnType<typeof decidePlacement> {
  const computeResources = rows.ComputeResource ?? [computeRow("c1", { hasDrs: true })];
  return decidePlacement(
    placesOf({
      Datacenter: [{ ...none, ref: datacenter, name: "DC", parent: root, vmFolder: moref("Folder", "vm") }],
      Folder: [
        folderRow("vm", { parent: datacenter, childType: ["VirtualMachine", "Folder"] }),
        ...["host", "datastore", "network"].map((id) => folderRow(id, { parent: datacenter })),
      ],
      ComputeResource: computeResources,
      HostSystem: [hostRow("h1"), hostRow("h2")],
      ResourcePool: computeResources.map(({ ref }) => ({
        ...none,
        ref: moref("ResourcePool", `${ref.value}-pool`),
        name: "Resources",
        parent: ref,
        owner: ref,
      })),
      Datastore: [datastoreRow("ds1")],
      Network: [networkRow("VM Network")],
      DistributedVirtualSwitch: [],
      ...rows,
    }),
    request,
    { ...defaults, ...configured },
  );
}

/** Checks kind and text of a UserError. */
export function refusal(kind: string, message: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof UserError);
    assert.equal(error.kind, kind);
    assert.match(error.message, message);
    return true;
  };
}
