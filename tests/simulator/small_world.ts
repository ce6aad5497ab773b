import { ManualClock } from "../../src/simulator/core/clock.ts";
import { Datastore } from "../../src/simulator/world/datastore.ts";
import { EventLog } from "../../src/simulator/world/event_log.ts";
import { Host } from "../../src/simulator/world/host.ts";
import { Ids } from "../../src/simulator/world/ids.ts";
import { ServiceObject } from "../../src/simulator/world/managed_object.ts";
import { Compute, Datacenter, Folder } from "../../src/simulator/world/places.ts";
import { TaskList } from "../../src/simulator/world/task_list.ts";
import { Vm } from "../../src/simulator/world/vm.ts";
import { type Licence, type ModelName, World } from "../../src/simulator/world/world.ts";

/** When the small world begins. */
export const NOON = Date.parse("2026-03-01T12:00:00Z");
const DAY_MS = 86_400_000;

/** A cluster of two hosts, a datastore and three machines: one off in a folder, two running. */
export interface SmallWorld {
  readonly clock: ManualClock;
  readonly world: World;
  readonly root: Folder;
  readonly datacenter: Datacenter;
  readonly hosts: readonly [Host, Host];
  readonly datastore: Datastore;
  readonly folder: Folder;
  readonly vms: readonly [Vm, Vm, Vm];
}

/** Makes it object by object. */
export function makeSmallWorld(model: ModelName, licence: Licence): SmallWorld {
  const clock = new ManualClock(NOON);
  const world = new World({
    model,
    clock,
    seed: 1,
    licence,
    pace: 1,
    ids: new Ids(model),
    events: new EventLog(() => clock.now()),
    tasks: new TaskList(),
  });
  const folder = (name: string, value: string, parent: Folder | Datacenter | undefined) =>
    world.add(new Folder({ type: "Folder", value }, { name, parent, childTypes: [] }));
  const root = folder("Datacenters", "group-d1", undefined);
  const datacenter = world.add(
    new Datacenter({ type: "Datacenter", value: "datacenter-2" }, {
      name: "DC",
      parent: root,
      makeFolder: (kind, parent) => folder(kind, `group-${kind}`, parent),
    }),
  );
  const { folders } = datacenter;
  const compute = world.add(
    new Compute({ type: "ClusterComputeResource", value: "domain-c3" }, {
      name: "Cluster",
      parent: folders.host,
      environmentBrowser: new ServiceObject({ type: "EnvironmentBrowser", value: "envbrowser-3" }),
    }),
  );
  const hosts = [addHost(world, compute, 1), addHost(world, compute, 2)] as const;
  const web = folder("web", "group-web", folders.vm);
  return {
    clock,
    world,
    root,
    datacenter,
    hosts,
    datastore: addDatastore(world, folders.datastore, hosts),
    folder: web,
    vms: [
      addVm(world, { number: 1, name: "web 1%2fa", parent: web, host: hosts[0], isOn: false }),
      addVm(world, { number: 2, name: "db-1", parent: folders.vm, host: hosts[0], isOn: true }),
      addVm(world, { number: 3, name: "db-2", parent: folders.vm, host: hosts[1], isOn: true }),
    ],
  };
}

function addHost(world: World, compute: Compute, number: number): Host {
  const host = new Host({ type: "HostSystem", value: `host-${number}` }, {
    name: `esx-${number}`,
    compute,
    hardware: {
      vendor: "",
      model: "",
      cpuModel: "",
      sockets: 2,
      coresPerSocket: 8,
      cpuMhz: 2000,
      memoryBytes: 1e11,
      uuid: `h-${number}`,
    },
    networking: { nics: [], switches: [], managementIp: "" },
    managers: new Map(),
    bootedAt: NOON - 90 * DAY_MS,
  });
  compute.hosts.add(host);
  return world.add(host);
}

function addDatastore(world: World, parent: Folder, hosts: readonly Host[]): Datastore {
  const datastore = new Datastore({ type: "Datastore", value: "datastore-1" }, {
    name: "datastore1",
    parent,
    kind: "VMFS",
    capacityBytes: 1e12,
    uuid: "65f0-1",
    otherBytes: 0,
    browser: new ServiceObject({ type: "HostDatastoreBrowser", value: "browser-1" }),
  });
  for (const host of hosts) datastore.hosts.set(host, "readWrite");
  return world.add(datastore);
}

function addVm(world: World, { number, name, parent, host, isOn }: {
  readonly number: number;
  readonly name: string;
  readonly parent: Folder;
  readonly host: Host;
  readonly isOn: boolean;
}): Vm {
  const load = { seed: number, cpuLow: 0, cpuHigh: 0, memoryActive: 0, diskKbps: 0, networkKbps: 0 };
  const vm = new Vm({ type: "VirtualMachine", value: `vm-${number}` }, {
    name,
    parent,
    host,
    pool: undefined,
    guestId: "otherGuest64",
    numCpu: 1,
    memoryMib: 1024,
    uuid: `u-${number}`,
    instanceUuid: `i-${number}`,
    vmxPath: `[datastore1] ${number}/${number}.vmx`,
    createdAt: NOON - number * 12 * DAY_MS,
    guest: { hostName: undefined, ip: undefined, hasTools: false },
    load: { ...load, isStarved: false },
    makeDevices: () => [],
    isSeed: true,
  });
  if (isOn) {
    vm.powerState = "poweredOn";
    vm.bootedAt = NOON - 5 * DAY_MS;
  }
  host.vms.add(vm);
  return world.add(vm);
}
