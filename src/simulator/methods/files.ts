import { fileAlreadyExists, fileLocked, fileNotFound, invalidArgument, SimFault } from "../core/fault.ts";
import { dataAt, flagAt, numberAt, refAt, textAt, type Value } from "../core/value.ts";
import { Datastore } from "../world/datastore.ts";
import { datacenterOf } from "../world/descent.ts";
import { folderOf, type StoredFile } from "../world/file_tree.ts";
import { filesFor } from "../world/vm_files.ts";
import { type Place, placeAt, refuseFull } from "../world/vm_storage.ts";
import type { Call, MethodTable } from "./method.ts";
import { startTask } from "./vm_task.ts";

const FILES = { on: "FileManager", access: "write", privilege: "Datastore.FileManagement" } as const;
const DISKS = { on: "VirtualDiskManager", access: "write", privilege: "Datastore.FileManagement" } as const;

/** Copying takes a second for so many bytes, and never longer than eight. */
const BYTES_PER_SECOND = 10 * 1024 ** 3;

/** Files and virtual disks on datastores. */
export const FILE_METHODS: MethodTable = {
  MakeDirectory: {
    ...FILES,
    run: (call) => {
      const place = placeOf(call, "name", "datacenter");
      const { datastore, path } = place;
      if (datastore.files.has(path)) throw fileAlreadyExists(written(place));
      if (!datastore.files.has(folderOf(path)) && flagAt(call.args, "createParentDirectories") !== true) {
        throw fileNotFound(`[${datastore.name}] ${folderOf(path)}`);
      }
      datastore.files.put(path, { kind: "folder", bytes: 0, modifiedAt: call.world.clock.now() });
      return undefined;
    },
  },
  DeleteDatastoreFile_Task: {
    ...FILES,
    run: (call) => {
      const place = placeOf(call, "name", "datacenter");
      return fileTask(call, "FileManager.deleteFile", { bytes: 0, finish: () => remove(call, place) });
    },
  },
  CopyDatastoreFile_Task: {
    ...FILES,
    run: (call) => {
      const from = placeOf(call, "sourceName", "sourceDatacenter");
      const to = placeOf(call, "destinationName", "destinationDatacenter", "sourceDatacenter");
      return fileTask(call, "FileManager.copyFile", {
        bytes: from.datastore.files.get(from.path)?.bytes ?? 0,
        finish: () => copy(call, { from, to, isForced: flagAt(call.args, "force") ?? false }),
      });
    },
  },
  MoveDatastoreFile_Task: {
    ...FILES,
    run: (call) => {
      const from = placeOf(call, "sourceName", "sourceDatacenter");
      const to = placeOf(call, "destinationName", "destinationDatacenter", "sourceDatacenter");
      return fileTask(call, "FileManager.moveFile", {
        bytes: 0,
        finish: () => {
          refuseLocked(from);
          copy(call, { from, to, isForced: flagAt(call.args, "force") ?? false });
          from.datastore.files.remove(from.path);
          call.world.touch(from.datastore);
          return undefined;
        },
      });
    },
  },
  CopyVirtualDisk_Task: {
    ...DISKS,
    run: (call) => {
      const from = placeOf(call, "sourceName", "sourceDatacenter");
      const to = placeOf(call, "destName", "destDatacenter", "sourceDatacenter");
      return fileTask(call, "VirtualDiskManager.copyVirtualDisk", {
        bytes: from.datastore.files.get(from.path)?.bytes ?? 0,
        finish: () => copyDisk(call, from, to),
      });
    },
  },
  CreateVirtualDisk_Task: {
    ...DISKS,
    run: (call) => {
      const place = placeOf(call, "name", "datacenter");
      return fileTask(call, "VirtualDiskManager.createVirtualDisk", {
        bytes: 0,
        finish: () => createDisk(call, place),
      });
    },
  },
  DeleteVirtualDisk_Task: {
    ...DISKS,
    run: (call) => {
      const place = placeOf(call, "name", "datacenter");
      return fileTask(call, "VirtualDiskManager.deleteVirtualDisk", {
        bytes: 0,
        finish: () => remove(call, place),
      });
    },
  },
  ExtendVirtualDisk_Task: {
    ...DISKS,
    run: (call) => {
      const place = placeOf(call, "name", "datacenter");
      return fileTask(call, "VirtualDiskManager.extendVirtualDisk", {
        bytes: 0,
        finish: () => {
          const file = needDisk(place);
          const capacityKb = numberAt(call.args, "newCapacityKb") ?? 0;
          if (capacityKb < file.disk.capacityKb) throw invalidArgument("newCapacityKb");
          place.datastore.files.put(place.path, { ...file, disk: { ...file.disk, capacityKb } });
          return undefined;
        },
      });
    },
  },
  QueryVirtualDiskUuid: {
    on: "VirtualDiskManager",
    run: (call) => {
      needDisk(placeOf(call, "name", "datacenter"));
      return "60 00 C2 9a 3c 1f 5e 77-90 1b 2c 3d 4e 5f 60 71";
    },
  },
};

/** The place that an argument names; on vCenter Server names are told apart by datacenter. */
function placeOf(call: Call, name: string, datacenter: string, otherwise = datacenter): Place {
  const { world, args } = call;
  const home = refAt(args, datacenter) ?? refAt(args, otherwise);
  if (world.isVcenter && home === undefined) throw invalidArgument(datacenter);
  const datastores = world.all(Datastore)
    .filter((datastore) => !world.isVcenter || datacenterOf(datastore)?.ref.value === home?.value);
  return placeAt(datastores, textAt(args, name) ?? "");
}

function fileTask(
  call: Call,
  id: string,
  { bytes, finish }: { readonly bytes: number; readonly finish: () => Value | undefined },
): Value {
  const durationMs = 300 + Math.min(8000, bytes / BYTES_PER_SECOND * 1000);
  return startTask(call, undefined, { id, durationMs, isCancelable: true, finish });
}

function written({ datastore, path }: Place): string {
  return `[${datastore.name}] ${path}`;
}

/** Throws FileLocked for what a running machine has open. */
function refuseLocked(place: Place): void {
  const { datastore, path } = place;
  for (const vm of datastore.vms) {
    if (vm.powerState !== "poweredOn") continue;
    const isOpen = filesFor(vm).some((file) =>
      file.datastore === datastore && (file.path === path || file.path.startsWith(`${path}/`))
    );
    if (isOpen) throw fileLocked(written(place));
  }
}

function remove({ world }: Call, place: Place): undefined {
  const { datastore, path } = place;
  if (path === "" || !datastore.files.has(path)) throw fileNotFound(written(place));
  refuseLocked(place);
  datastore.files.remove(path);
  world.touch(datastore);
  return undefined;
}

function copy(
  { world }: Call,
  { from, to, isForced }: { readonly from: Place; readonly to: Place; readonly isForced: boolean },
): undefined {
  const file = from.datastore.files.get(from.path);
  if (file === undefined) throw fileNotFound(written(from));
  if (to.datastore.files.has(to.path) && !isForced) throw fileAlreadyExists(written(to));
  if (!to.datastore.files.has(folderOf(to.path))) {
    throw fileNotFound(`[${to.datastore.name}] ${folderOf(to.path)}`);
  }
  refuseFull(to.datastore, file.bytes, written(to));
  to.datastore.files.put(to.path, { ...file, modifiedAt: world.clock.now() });
  for (const path of from.datastore.files.below(from.path)) {
    const inner = from.datastore.files.get(path);
    if (inner !== undefined) to.datastore.files.put(to.path + path.slice(from.path.length), inner);
  }
  world.touch(to.datastore);
  return undefined;
}

interface DiskFile extends StoredFile {
  readonly disk: NonNullable<StoredFile["disk"]>;
}

function needDisk(place: Place): DiskFile {
  const file = place.datastore.files.get(place.path);
  if (file === undefined) throw fileNotFound(written(place));
  if (file.disk !== undefined) return { ...file, disk: file.disk };
  throw new SimFault("FileFault", `${written(place)} is no virtual disk`, { file: written(place) });
}

/** A copy flattens what hangs together; the current disk of a running machine is locked. */
function copyDisk({ world, args }: Call, from: Place, to: Place): undefined {
  const source = needDisk(from);
  refuseLockedDisk(from);
  if (to.datastore.files.has(to.path)) throw fileAlreadyExists(written(to));
  if (!to.datastore.files.has(folderOf(to.path))) {
    throw fileNotFound(`[${to.datastore.name}] ${folderOf(to.path)}`);
  }
  // Without a specification a copy takes all its space at once.
  const type = textAt(dataAt(args, "destSpec"), "diskType") ?? "preallocated";
  const isThin = type === "thin";
  const bytes = isThin ? source.bytes : source.disk.capacityKb * 1024;
  refuseFull(to.datastore, bytes, written(to));
  const disk = { capacityKb: source.disk.capacityKb, isThin, type };
  to.datastore.files.put(to.path, { kind: "disk", bytes, modifiedAt: world.clock.now(), disk });
  world.touch(to.datastore);
  return undefined;
}

function refuseLockedDisk(place: Place): void {
  for (const vm of place.datastore.vms) {
    const isOpen = vm.powerState === "poweredOn" &&
      vm.devices.some((device) => textAt(dataAt(device, "backing"), "fileName") === written(place));
    if (isOpen) throw fileLocked(written(place));
  }
}

function createDisk({ world, args }: Call, place: Place): undefined {
  const { datastore, path } = place;
  const spec = dataAt(args, "spec");
  const type = textAt(spec, "diskType") ?? "preallocated";
  const capacityKb = numberAt(spec, "capacityKb") ?? 0;
  if (capacityKb <= 0) throw invalidArgument("spec.capacityKb");
  if (datastore.files.has(path)) throw fileAlreadyExists(written(place));
  if (!datastore.files.has(folderOf(path))) throw fileNotFound(`[${datastore.name}] ${folderOf(path)}`);
  const isThin = type === "thin";
  const bytes = isThin ? 0 : capacityKb * 1024;
  refuseFull(datastore, bytes, written(place));
  datastore.files.put(path, {
    kind: "disk",
    bytes,
    modifiedAt: world.clock.now(),
    disk: { capacityKb, isThin, type },
  });
  world.touch(datastore);
  return undefined;
}
