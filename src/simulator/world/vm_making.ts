import { invalidArgument, notSupported, SimFault } from "../core/fault.ts";
import { dataAt, type DataObject, textAt } from "../core/value.ts";
import type { Moref } from "../../soap/encode.ts";
import { folderOf, splitPath } from "./file_tree.ts";
import type { Host } from "./host.ts";
import { Folder, type Pool } from "./places.ts";
import { Vm } from "./vm.ts";
import { checkConfig } from "./vm_config.ts";
import { fixedDevices } from "./vm_devices.ts";
import { refuseTaken, storedName } from "./vm_naming.ts";
import { connectDevices, type Place, placeAt, settle } from "./vm_storage.ts";
import type { World } from "./world.ts";

/** Where a machine is made. */
export interface MakingPlace {
  readonly folder: Folder;
  readonly pool: Pool;
  readonly host: Host | undefined;
}

/** Makes a machine from a ConfigSpec and puts its files down. Throws the fault that a real server gives. */
export function makeVm(world: World, spec: DataObject, place: MakingPlace): Vm {
  const { folder, pool } = place;
  if (!folder.childTypes.includes("VirtualMachine")) throw notSupported();
  const name = storedName(textAt(spec, "name") ?? "");
  refuseTaken(folder, name);
  const wantedPath = textAt(dataAt(spec, "files"), "vmPathName");
  if (wantedPath === undefined) throw invalidArgument("configSpec.files.vmPathName");
  const host = place.host ?? chooseHost(pool, wantedPath);
  if (host.compute !== pool.owner) throw invalidArgument("host");
  if (!host.isUsable) {
    throw new SimFault("InvalidState", `The host '${host.name}' cannot run virtual machines now.`);
  }
  const home = placeAt(host.datastores, wantedPath);
  const vmx = freeVmxPath(home, name);
  const draft = newVm(world, { name, folder, pool, host, vmxPath: vmx });
  draft.guestId = textAt(spec, "guestId") ?? draft.guestId;
  draft.firmware = "bios";
  const change = checkConfig(world, draft, spec);
  change.apply(draft);
  return placeVm(world, draft);
}

/** Puts a finished machine into the world with its files. */
export function placeVm(world: World, vm: Vm): Vm {
  connectDevices(world, vm);
  world.add(vm);
  if (vm.parent instanceof Folder) vm.parent.children.add(vm);
  vm.host.vms.add(vm);
  vm.pool?.vms.add(vm);
  for (const above of [vm.parent, vm.host, vm.pool]) if (above !== undefined) world.touch(above, "topology");
  settle(world, vm, { before: [] });
  return vm;
}

/** A machine with nothing in it yet, which stands nowhere. */
export function newVm(world: World, facts: {
  readonly name: string;
  readonly folder: Folder;
  readonly pool: Pool | undefined;
  readonly host: Host;
  readonly vmxPath: string;
}): Vm {
  const { name, folder, pool, host, vmxPath } = facts;
  const ref: Moref = { type: "VirtualMachine", value: world.ids.next("vm") };
  const { random } = world;
  const vm = new Vm(ref, {
    name,
    parent: folder,
    host,
    pool,
    guestId: "otherGuest64",
    numCpu: 1,
    memoryMib: 32,
    uuid: `4220${random.uuid().slice(4)}`,
    instanceUuid: `5020${random.uuid().slice(4)}`,
    vmxPath,
    createdAt: world.clock.now(),
    guest: { hostName: hostName(name), ip: newIp(world), hasTools: true },
    load: {
      seed: random.whole(1, 2 ** 30),
      cpuLow: 0.02,
      cpuHigh: 0.15,
      memoryActive: 0.2,
      diskKbps: 200,
      networkKbps: 100,
      isStarved: false,
    },
    makeDevices: fixedDevices,
    isSeed: false,
  });
  return vm;
}

function chooseHost(pool: Pool, vmxPath: string): Host {
  const datastore = splitPath(vmxPath)?.datastore;
  const hosts = [...pool.owner.hosts].filter(({ isUsable }) => isUsable);
  const seeing = hosts.find((host) => [...host.datastores].some(({ name }) => name === datastore));
  const [first] = hosts;
  const host = seeing ?? first;
  if (host === undefined) {
    throw new SimFault("NoCompatibleHost", "No host is compatible with the virtual machine.");
  }
  return host;
}

/** `[ds]` means a folder named for the machine, with a number when it is taken. */
export function freeVmxPath({ datastore, path }: Place, name: string): string {
  if (path.endsWith(".vmx")) return `[${datastore.name}] ${path}`;
  const stem = name;
  const base = path === "" ? stem : path;
  for (let number = 0;; number++) {
    const folder = number === 0 ? base : `${base}_${number}`;
    const vmx = `${folder}/${stem}.vmx`;
    // A folder that is there is taken over when it holds no machine: somebody has put disks into it.
    const isFree = path === "" ? !datastore.files.has(folder) : !datastore.files.has(vmx);
    if (isFree) return `[${datastore.name}] ${vmx}`;
  }
}

function hostName(name: string): string {
  return name.toLowerCase().replace(/%[0-9a-f]{2}/g, "-").replace(/[^a-z0-9-]+/g, "-").replace(
    /^-+|-+$/g,
    "",
  ) || "guest";
}

function newIp({ random }: World): string {
  return `10.40.${random.whole(1, 250)}.${random.whole(2, 250)}`;
}

/** Takes a machine out of the world; its files stay unless `withFiles`. */
export function removeVm(world: World, vm: Vm, { withFiles }: { readonly withFiles: boolean }): void {
  if (withFiles) {
    for (const datastore of vm.datastores) void datastore.files;
    for (const { datastore, path } of ownFiles(vm)) datastore.files.remove(path);
  } else for (const datastore of vm.datastores) void datastore.files;
  if (vm.parent instanceof Folder) vm.parent.children.delete(vm);
  vm.host.vms.delete(vm);
  vm.pool?.vms.delete(vm);
  for (const datastore of vm.datastores) datastore.vms.delete(vm);
  for (const network of vm.networks) network.vms.delete(vm);
  for (const snapshot of vm.snapshots.flatMap(({ tree }) => tree)) world.remove(snapshot);
  for (const above of [vm.parent, vm.host, vm.pool, ...vm.datastores, ...vm.networks]) {
    if (above !== undefined) world.touch(above, "topology");
  }
  world.remove(vm);
}

/** Everything in its folder, and its disks wherever they are. */
function ownFiles(vm: Vm): readonly Place[] {
  const places: Place[] = [];
  for (const device of vm.devices) {
    if (device.$type !== "VirtualDisk") continue;
    for (let at = dataAt(device, "backing"); at !== undefined; at = dataAt(at, "parent")) {
      const split = splitPath(textAt(at, "fileName") ?? "");
      const datastore = vm.datastores.find(({ name }) => name === split?.datastore);
      if (split !== undefined && datastore !== undefined) places.push({ datastore, path: split.path });
    }
  }
  const home = splitPath(vm.vmxPath);
  const datastore = vm.datastores.find(({ name }) => name === home?.datastore);
  const folder = folderOf(home?.path ?? "");
  if (datastore !== undefined && folder !== "") places.push({ datastore, path: folder });
  return places;
}
