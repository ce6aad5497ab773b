import { readProperty } from "../../src/simulator/properties/read_property.ts";
import { ManualClock } from "../../src/simulator/core/clock.ts";
import { type DataObject, isData, made } from "../../src/simulator/core/value.ts";
import { InventoryBuilder } from "../../src/simulator/seed/builder.ts";
import { MachineMaker } from "../../src/simulator/seed/machines.ts";
import type { Datastore } from "../../src/simulator/world/datastore.ts";
import { EventLog } from "../../src/simulator/world/event_log.ts";
import type { Host, HostHardware, HostNetworking } from "../../src/simulator/world/host.ts";
import { Ids } from "../../src/simulator/world/ids.ts";
import type { ManagedObject } from "../../src/simulator/world/managed_object.ts";
import type { DistributedSwitch, Network } from "../../src/simulator/world/network.ts";
import type { Compute, Datacenter, Folder, Pool } from "../../src/simulator/world/places.ts";
import { TaskList } from "../../src/simulator/world/task_list.ts";
import type { Vm } from "../../src/simulator/world/vm.ts";
import { type ModelName, World } from "../../src/simulator/world/world.ts";

export const GIB: number = 1024 ** 3;
export const NOON: number = Date.UTC(2026, 0, 15, 12);
const DAY_MS = 86_400_000;

/** A world with one of everything. */
export interface Places {
  readonly world: World;
  readonly datacenter: Datacenter;
  readonly cluster: Compute;
  /** The compute resource of the standalone host. */
  readonly alone: Compute;
  readonly first: Host;
  readonly second: Host;
  /** Disconnected. */
  readonly lost: Host;
  /** Alone, and its status is yellow. */
  readonly warm: Host;
  readonly pod: Folder;
  readonly shared: Datastore;
  /** Cannot be reached. */
  readonly broken: Datastore;
  readonly nfs: Datastore;
  readonly standard: Network;
  readonly home: DistributedSwitch;
  readonly uplinks: Network;
  readonly tagged: Network;
  readonly hidden: Network;
  readonly pool: Pool;
  /** Two run on the first host, the third is off. */
  readonly vms: readonly [Vm, Vm, Vm];
}

/** Makes it. */
export function makePlaces(model: ModelName): Places {
  const clock = new ManualClock(NOON);
  const ids = new Ids(model);
  const events = new EventLog(() => clock.now());
  const parts = { licence: "standard", seed: 7, pace: 1, tasks: new TaskList() } as const;
  const world = new World({ ...parts, model, clock, ids, events });
  const builder = new InventoryBuilder(world, { of: (prefix) => ids.next(prefix) });
  const root = builder.rootFolder({ type: "Folder", value: "group-d1" }, "Datacenters");
  const datacenter = builder.datacenter(root, "DC");
  const { vm, host, datastore, network } = datacenter.folders;

  const cluster = builder.compute(host, { name: "Cluster", isCluster: true, hasDrs: true, hasHa: true });
  const alone = builder.compute(host, { name: "esx4.example.com", isCluster: false });
  const first = addHost(builder, cluster, 1);
  const second = addHost(builder, cluster, 2);
  const lost = addHost(builder, cluster, 3);
  const warm = addHost(builder, alone, 4);
  lost.connectionState = "disconnected";
  warm.status = "yellow";

  const pod = builder.storagePod(datastore, "pod");
  const shared = builder.datastore(pod, {
    ...{ name: "shared", kind: "VMFS", capacityBytes: 2048 * GIB, otherBytes: 200 * GIB } as const,
    hosts: [first, second, lost],
  });
  const broken = builder.datastore(pod, {
    ...{ name: "broken", kind: "VMFS", capacityBytes: 1024 * GIB, otherBytes: GIB } as const,
    hosts: [first],
  });
  broken.isAccessible = false;
  const nfs = builder.datastore(builder.folder(datastore, "files"), {
    ...{ name: "nfs", kind: "NFS", capacityBytes: 4096 * GIB, otherBytes: 96 * GIB } as const,
    remote: { host: "nas.example.com", path: "/export/iso" },
    hosts: [first, second, lost, warm],
  });

  const standard = builder.network(network, "VM Network", [first, second, lost, warm]);
  const home = builder.distributedSwitch(network, "dvs", [first, second, lost]);
  const uplinks = builder.portGroup(home, "dvs-uplinks", {
    vlan: { kind: "trunk", ranges: [[0, 99], [200, 4094]] },
    isUplink: true,
  });
  const tagged = builder.portGroup(home, "tagged", { vlan: { kind: "id", id: 20 } });
  const hidden = builder.portGroup(home, "hidden", { vlan: { kind: "private", id: 31 } });

  const pool = builder.pool(cluster.pool, "prod");
  pool.cpu = { reservation: 10_000, limit: 40_000, shares: 8000, level: "high" };
  const machines = new MachineMaker(world, world.random);
  const facts = { folder: vm, pool, datastore: shared, disksGb: [40], memoryMib: 4096, numCpu: 2 };
  const vms = [
    machines.make({ ...facts, name: "web-1", host: first, networks: [standard] }),
    machines.make({ ...facts, name: "web-2", host: first, networks: [tagged] }),
    machines.make({ ...facts, name: "off", host: second, networks: [tagged], isOff: true }),
  ] as const;
  vms[0].settings = {
    cpuAllocation: { $type: "ResourceAllocationInfo", reservation: 3000 },
    memoryAllocation: { $type: "ResourceAllocationInfo", reservation: 1024 },
  };
  return {
    ...{ world, datacenter, cluster, alone, first, second, lost, warm, pod, shared, broken, nfs },
    ...{ standard, home, uplinks, tagged, hidden, pool, vms },
  };
}

/** The data object that a property holds. */
export function read(world: World, object: ManagedObject, property: string): DataObject {
  const value = made(readProperty(object, property, { world, session: undefined }));
  if (isData(value)) return value;
  throw new Error(`${object.ref.type}.${property} is no data object`);
}

function addHost(builder: InventoryBuilder, compute: Compute, number: number): Host {
  const hardware: HostHardware = {
    vendor: "Dell Inc.",
    model: "PowerEdge R750",
    cpuModel: "Intel(R) Xeon(R) Gold 6338 CPU @ 2.00GHz",
    sockets: 2,
    coresPerSocket: 16,
    cpuMhz: 2000,
    memoryBytes: 512 * GIB,
    uuid: `4c4c4544-0033-3510-8056-b${number}c04f4d3733`,
  };
  const networking: HostNetworking = {
    nics: [0, 1, 2, 3].map((at) => ({
      device: `vmnic${at}`,
      mac: `bc:97:e1:00:0${number}:0${at}`,
      speedMbit: at === 1 ? 0 : 25_000,
    })),
    switches: [{
      name: "vSwitch0",
      nics: ["vmnic0", "vmnic1"],
      mtu: 1500,
      portGroups: [{ name: "Management Network", vlanId: 0 }, { name: "VM Network", vlanId: 12 }],
    }],
    managementIp: `10.10.0.1${number}`,
  };
  const bootedAt = NOON - 10 * DAY_MS;
  return builder.host(compute, { name: `esx${number}.example.com`, hardware, networking, bootedAt });
}
