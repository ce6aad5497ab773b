import { arrayOf, boolean, many, number, object, one, ref, text, word } from "../soap/decode.ts";
import type { Moref } from "../soap/encode.ts";
import { type Mirror, nameOf } from "./inventory/mirror.ts";
import { type ObjectRow, type PropertyShape, retrieveObjects } from "./properties.ts";
import { readSnapshots } from "./snapshot_tree.ts";
import { readDevices } from "./vm_device.ts";
import type { Vsphere } from "./vsphere.ts";

const detailShape = {
  "config.hardware.device": readDevices,
  "config.hardware.numCPU": number,
  "config.hardware.numCoresPerSocket": number,
  "config.hardware.memoryMB": number,
  "config.instanceUuid": word,
  "config.uuid": word,
  "config.version": word,
  "config.firmware": word,
  "config.guestId": word,
  "config.guestFullName": text,
  "config.annotation": text,
  "config.template": boolean,
  "config.cpuHotAddEnabled": boolean,
  "config.memoryHotAddEnabled": boolean,
  "config.files.vmPathName": text,
  "runtime.powerState": word,
  "runtime.connectionState": word,
  "runtime.host": ref,
  "runtime.bootTime": word,
  "runtime.consolidationNeeded": boolean,
  "runtime.question": object({ id: one(word), text: one(text) }),
  "guest.hostName": text,
  "guest.ipAddress": word,
  "guest.guestFullName": text,
  "guest.guestState": word,
  "guest.toolsRunningStatus": word,
  "guest.toolsVersionStatus2": word,
  "guest.toolsVersion": word,
  "guest.net": arrayOf(
    object({ deviceConfigId: one(number), network: one(text), ipAddress: many(text), macAddress: one(word) }),
  ),
  "guest.disk": arrayOf(object({ diskPath: one(text), capacity: one(number), freeSpace: one(number) })),
  "summary.quickStats.overallCpuUsage": number,
  "summary.quickStats.guestMemoryUsage": number,
  "summary.quickStats.uptimeSeconds": number,
  "summary.storage.committed": number,
  "summary.storage.uncommitted": number,
  snapshot: readSnapshots,
  resourcePool: ref,
  datastore: arrayOf(ref),
  network: arrayOf(ref),
} as const satisfies PropertyShape;

/** Those that tell when there is something new: the others change with the load, every few seconds. */
export const VM_PROPERTIES: readonly string[] = [
  "name",
  "parent",
  ...Object.keys(detailShape).filter((path) => !/^summary\.|^guest\.disk$/.test(path)),
];

/** Everything known of one virtual machine; each property may be missing. */
export type VmDetails = ObjectRow<typeof detailShape>;

/** The details of a virtual machine and the names of what it refers to. */
export interface NamedVmDetails {
  readonly vm: VmDetails;
  /** Name of a host, pool, datastore or network, for people. */
  readonly nameOf: (object: Moref | undefined) => string | undefined;
  /** Name of the distributed portgroup with this key. */
  readonly portgroupName: (key: string | undefined) => string | undefined;
}

/** Reads the details in one retrieval; undefined when the machine is gone. */
export async function readVmDetails(
  { session }: Vsphere,
  vm: Moref,
  signal: AbortSignal,
): Promise<VmDetails | undefined> {
  const [row] = await retrieveObjects(session, [vm], { shape: detailShape, signal });
  return row;
}

/** The details with the names of what they refer to, which the inventory knows. */
export function nameDetails(vm: VmDetails, mirror: Mirror): NamedVmDetails {
  const keys = new Map((vm.network ?? []).map(({ value }) => {
    const network = mirror.get("Network", value);
    return [network?.key, network && nameOf(network)];
  }));
  return {
    vm,
    nameOf: (object) => object && mirror.tree.name(object),
    portgroupName: (key) => keys.get(key) ?? key,
  };
}
