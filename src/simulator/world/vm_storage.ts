import { SimFault } from "../core/fault.ts";
import { dataAt, type DataObject, numberAt, textAt } from "../core/value.ts";
import type { Datastore } from "./datastore.ts";
import { splitPath, type StoredFile } from "./file_tree.ts";
import type { Host } from "./host.ts";
import { Network } from "./network.ts";
import type { Vm } from "./vm.ts";
import { chainOf, filesFor } from "./vm_files.ts";
import type { World } from "./world.ts";

/** A datastore with a path on it. */
export interface Place {
  readonly datastore: Datastore;
  readonly path: string;
}

/** The place that `[datastore1] dir/file` names among these datastores. Throws InvalidDatastorePath, InvalidDatastore. */
export function placeAt(datastores: Iterable<Datastore>, text: string): Place {
  const split = splitPath(text);
  if (split === undefined) {
    throw new SimFault("InvalidDatastorePath", `Invalid datastore path '${text}'.`, { datastorePath: text });
  }
  for (const datastore of datastores) {
    if (datastore.name !== split.datastore) continue;
    refuseInaccessible(datastore);
    return { datastore, path: split.path };
  }
  throw new SimFault("InvalidDatastore", `Unable to find the datastore '${split.datastore}'.`, {
    name: split.datastore,
  });
}

/** Throws InaccessibleDatastore. */
export function refuseInaccessible(datastore: Datastore): void {
  if (datastore.isAccessible && datastore.maintenanceMode === "normal") return;
  throw new SimFault("InaccessibleDatastore", `Unable to access the datastore '${datastore.name}'.`, {
    datastore: datastore.ref,
    name: datastore.name,
  });
}

/** Throws NoDiskSpace when so much does not fit. */
export function refuseFull(datastore: Datastore, bytes: number, file: string): void {
  if (bytes <= datastore.freeBytes) return;
  throw new SimFault("NoDiskSpace", `Insufficient disk space on datastore '${datastore.name}'.`, {
    file,
    datastore: datastore.name,
  });
}

/** Lays out the files of all machines on the datastores of one that is about to change. */
export function layOut(vm: Vm): void {
  for (const datastore of vm.datastores) void datastore.files;
}

/** Brings files, space and connections in line with the devices of a machine; `before` are its files until now. */
export function settle(world: World, vm: Vm, { before }: { readonly before: readonly Place[] }): void {
  vm.isSeed = false;
  const files = filesFor(vm);
  const kept = new Set(files.map(keyOf));
  for (const { datastore, path } of before) {
    if (!kept.has(keyOf({ datastore, path }))) datastore.files.remove(path);
  }
  for (const { datastore, path, ...file } of files) {
    const known = datastore.files.get(path);
    datastore.files.put(path, known === undefined ? file : grown(known, file));
  }
  vm.committedBytes = files.reduce(
    (sum, { datastore, path }) => sum + (datastore.files.get(path)?.bytes ?? 0),
    0,
  );
  for (const datastore of vm.datastores) world.touch(datastore);
}

/** Writes so many bytes into the disks of a machine, in their order; a thick one has all its space already. */
export function fillDisks(vm: Vm, bytes: readonly number[]): void {
  const disks = filesFor(vm).filter(({ kind }) => kind === "disk");
  disks.forEach(({ datastore, path }, at) => {
    const file = datastore.files.get(path);
    if (file?.disk === undefined) return;
    const written = Math.min(bytes[at] ?? 0, file.disk.capacityKb * 1024);
    datastore.files.put(path, { ...file, bytes: Math.max(file.bytes, written) });
    vm.committedBytes += Math.max(0, written - file.bytes);
  });
}

/** What is on the disk stays there; what has a size of its own takes the new one. */
function grown(known: StoredFile, now: StoredFile): StoredFile {
  if (now.kind !== "disk") return { ...now, content: known.content };
  return { ...now, bytes: Math.max(known.bytes, now.disk?.isThin ? 0 : now.bytes), content: known.content };
}

function keyOf({ datastore, path }: Place): string {
  return `${datastore.ref.value} ${path}`;
}

/** Connects a machine with the datastores and networks that its devices name. */
export function connectDevices(world: World, vm: Vm): void {
  const datastores = new Set<Datastore>();
  const home = placeAt(vm.host.datastores, vm.vmxPath).datastore;
  datastores.add(home);
  const networks = new Set<Network>();
  for (const device of vm.devices) {
    if (device.$type === "VirtualDisk") {
      for (const backing of chainOf(device)) {
        const split = splitPath(textAt(backing, "fileName") ?? "");
        for (const datastore of vm.host.datastores) {
          if (datastore.name === split?.datastore) datastores.add(datastore);
        }
      }
    }
    const network = networkOf(vm.host, dataAt(device, "backing"));
    if (network !== undefined) networks.add(network);
  }
  const changed = [
    ...vm.datastores.filter((old) => !datastores.has(old)),
    ...vm.networks.filter((old) => !networks.has(old)),
  ];
  for (const old of changed) old.vms.delete(vm);
  for (const place of [...datastores, ...networks]) if (!place.vms.has(vm)) changed.push(place);
  for (const datastore of datastores) {
    void datastore.files; // before the machine is among those whose files are laid out
    datastore.vms.add(vm);
  }
  for (const network of networks) network.vms.add(vm);
  vm.datastores = [...datastores];
  vm.networks = [...networks];
  for (const place of changed) world.touch(place, "topology");
}

/** The network behind the backing of a network card. */
export function networkOf(host: Host, backing: DataObject | undefined): Network | undefined {
  if (backing === undefined) return undefined;
  const port = dataAt(backing, "port");
  for (const network of host.networks) {
    if (port === undefined) {
      const isNamed = backing.$type === "VirtualEthernetCardNetworkBackingInfo" &&
        network.distributed === undefined && textAt(backing, "deviceName") === network.name;
      if (isNamed) return network;
    } else if (
      network.ref.value === textAt(port, "portgroupKey") &&
      network.distributed?.home.uuid === textAt(port, "switchUuid")
    ) return network;
  }
  return undefined;
}

/** Capacity of a disk in bytes. */
export function capacityBytes(disk: DataObject): number {
  return numberAt(disk, "capacityInBytes") ?? (numberAt(disk, "capacityInKB") ?? 0) * 1024;
}
