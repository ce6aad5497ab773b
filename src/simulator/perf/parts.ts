import { noise } from "../core/random.ts";
import { type DataObject, numberAt } from "../core/value.ts";
import type { Datastore } from "../world/datastore.ts";
import { isA, isNic } from "../world/device_kinds.ts";
import type { Host } from "../world/host.ts";
import type { Vm } from "../world/vm.ts";
import type { Part, PartKind } from "./meter.ts";

/** The parts of a machine: its vCPUs by number, NICs by key, disks by place, datastores by UUID. */
export function vmParts(vm: Vm, kind: PartKind): readonly Part[] {
  const { seed } = vm.load;
  switch (kind) {
    case "cpu":
      return numbered(vm.numCpu, seed);
    case "nic":
      return weighted(vm.devices.filter(isNic).map(({ key }, at) => [String(key), 1 / (at + 1)]));
    case "disk":
      return weighted(diskPlaces(vm.devices).map((place, at) => [place, 1 / (at + 1)]));
    case "lun":
      return weighted(
        vm.datastores.filter(isBlocks).map((datastore) => [datastore.diskName, 1]),
      );
    case "datastore":
      return weighted(vm.datastores.map(({ uuid }) => [uuid, 1]));
    default:
      return [];
  }
}

/** The parts of a host: its logical CPUs, NICs, LUNs, datastores and the adapter of its disks. */
export function hostParts(host: Host, kind: PartKind): readonly Part[] {
  const { hardware, networking, datastores } = host;
  switch (kind) {
    case "cpu":
      return numbered(hardware.sockets * hardware.coresPerSocket * THREADS_PER_CORE, 1);
    case "nic":
      return weighted(networking.nics.map(({ device }, at) => [device, 1 / (at + 1)]));
    case "lun":
      return weighted([...datastores].filter(isBlocks).map((one) => [one.diskName, runningOn(one, host)]));
    case "datastore":
      return weighted([...datastores].map((one) => [one.uuid, runningOn(one, host)]));
    case "adapter":
      return weighted([["vmhba0", 1]]);
    default:
      return [];
  }
}

/** What the space of a datastore goes to. */
export function fileKinds(): readonly Part[] {
  return weighted([["DISKFILE", 0.92], ["DELTAFILE", 0.03], ["SWAPFILE", 0.04], ["OTHERFILE", 0.01]]);
}

const THREADS_PER_CORE = 2;

function numbered(count: number, seed: number): readonly Part[] {
  return weighted(Array.from({ length: count }, (_, at) => [String(at), 0.85 + 0.3 * noise(seed, at)]));
}

function weighted(parts: readonly (readonly [instance: string, weight: number])[]): readonly Part[] {
  const sum = parts.reduce((total, [, weight]) => total + weight, 0);
  return parts.map(([instance, weight]) => (
    { instance, share: sum === 0 ? 0 : weight / sum, count: parts.length }
  ));
}

function isBlocks({ kind }: Datastore): boolean {
  return kind === "VMFS";
}

function runningOn({ vms }: Datastore, host: Host): number {
  let count = 0;
  for (const vm of host.vms) if (vm.bootedAt !== undefined && vms.has(vm)) count++;
  return count;
}

const CONTROLLERS: readonly (readonly [base: string, name: string])[] = [
  ["VirtualSCSIController", "scsi"],
  ["VirtualSATAController", "sata"],
  ["VirtualNVMEController", "nvme"],
  ["VirtualIDEController", "ide"],
];

/** `scsi0:0` for every disk. */
function diskPlaces(devices: readonly DataObject[]): readonly string[] {
  return devices.filter(({ $type }) => $type === "VirtualDisk").map((disk) => {
    const controller = devices.find(({ key }) => key === disk.controllerKey);
    const name = controller === undefined ? undefined : CONTROLLERS.find(([base]) => isA(controller, base));
    return `${name?.[1] ?? "scsi"}${numberAt(controller, "busNumber") ?? 0}:${
      numberAt(disk, "unitNumber") ?? 0
    }`;
  });
}
