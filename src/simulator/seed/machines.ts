import type { Random } from "../core/random.ts";
import type { Datastore } from "../world/datastore.ts";
import type { Host } from "../world/host.ts";
import type { Network } from "../world/network.ts";
import type { Folder, Pool } from "../world/places.ts";
import { type LoadProfile, Vm } from "../world/vm.ts";
import { type SeedDevices, seedDevices } from "../world/vm_devices.ts";
import { filesFor } from "../world/vm_files.ts";
import type { World } from "../world/world.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** As many network cards has a machine at most. */
const MAX_NICS = 10;

/** A machine that is there when the world begins; what is left out is chosen. */
export interface MachineFacts {
  readonly name: string;
  readonly folder: Folder;
  readonly host: Host;
  readonly pool: Pool;
  readonly datastore: Datastore;
  readonly networks: readonly Network[];
  readonly guestId?: string;
  readonly numCpu?: number;
  readonly memoryMib?: number;
  readonly disksGb?: readonly number[];
  readonly isThick?: boolean;
  readonly annotation?: string;
  readonly isOff?: boolean;
  readonly isTemplate?: boolean;
  readonly hasTools?: boolean;
  readonly isStarved?: boolean;
  /** How busy it is: 0 idle to 1 hard at work. */
  readonly busy?: number;
  readonly hostName?: string;
  readonly iso?: SeedDevices["iso"];
}

/** Puts machines into a world, each with what it needs and connected with where it is. */
export class MachineMaker {
  readonly #world: World;
  readonly #random: Random;
  #count = 0;

  constructor(world: World, random: Random) {
    this.#world = world;
    this.#random = random;
  }

  make(facts: MachineFacts): Vm {
    const { name, folder, host, pool, datastore, networks } = facts;
    const random = this.#random;
    const number = ++this.#count;
    const ref = { type: "VirtualMachine", value: this.#world.ids.next("vm") };
    const disks = (facts.disksGb ?? [random.pick([20, 40, 40, 60, 100])]).map((gb) => (
      { gb, datastore, isThin: facts.isThick !== true }
    ));
    const nics = networks.map((network, at) => ({ network, mac: macOf(number * MAX_NICS + at) }));
    const devices: SeedDevices = { disks, nics, ...(facts.iso === undefined ? {} : { iso: facts.iso }) };
    const vm = new Vm(ref, {
      name,
      parent: folder,
      host,
      pool: facts.isTemplate === true ? undefined : pool,
      guestId: facts.guestId ?? "ubuntu64Guest",
      numCpu: facts.numCpu ?? random.pick([1, 2, 2, 4, 4, 8]),
      memoryMib: facts.memoryMib ?? random.pick([1024, 2048, 4096, 4096, 8192, 16_384]),
      uuid: `4220${random.uuid().slice(4)}`,
      instanceUuid: `5020${random.uuid().slice(4)}`,
      vmxPath: `[${datastore.name}] ${name}/${name}.vmx`,
      createdAt: this.#world.startedAt - random.whole(30, 900) * DAY_MS,
      guest: {
        hostName: facts.hostName ?? plainName(name),
        ip: `10.${20 + Math.floor(number / 60_000)}.${Math.floor(number / 240) % 250}.${number % 240 + 10}`,
        hasTools: facts.hasTools ?? true,
      },
      load: this.#load(facts),
      makeDevices: (machine) => seedDevices(machine, devices),
      isSeed: true,
    });
    vm.annotation = facts.annotation ?? "";
    vm.isTemplate = facts.isTemplate ?? false;
    vm.datastores = [datastore];
    vm.networks = networks;
    this.#place(vm, facts);
    return vm;
  }

  #place(
    vm: Vm,
    { folder, host, pool, datastore, networks, isOff = false, isTemplate = false }: MachineFacts,
  ): void {
    folder.children.add(vm);
    host.vms.add(vm);
    if (!isTemplate) pool.vms.add(vm);
    datastore.vms.add(vm);
    for (const network of networks) network.vms.add(vm);
    if (!isOff && !isTemplate) {
      vm.powerState = "poweredOn";
      vm.bootedAt = this.#world.startedAt - this.#random.whole(2, 24 * 60) * HOUR_MS;
    }
    vm.committedBytes = filesFor(vm).reduce((sum, { bytes }) => sum + bytes, 0);
    this.#world.add(vm);
  }

  #load({ busy, isStarved = false }: MachineFacts): LoadProfile {
    const random = this.#random;
    const level = busy ?? random.pick([0.05, 0.1, 0.1, 0.2, 0.35, 0.6]);
    return {
      seed: random.whole(1, 2 ** 30),
      cpuLow: Math.max(0.01, level * 0.2),
      cpuHigh: Math.min(0.97, level * 1.2 + random.next() * 0.05),
      memoryActive: Math.min(0.95, 0.1 + level * 0.7),
      diskKbps: Math.round(50 + level * 20_000 * random.next()),
      networkKbps: Math.round(20 + level * 10_000 * random.next()),
      isStarved,
    };
  }
}

function macOf(number: number): string {
  const hex = (value: number) => (value & 0xff).toString(16).padStart(2, "0");
  return `00:50:56:${hex(0x80 + (number >> 16))}:${hex(number >> 8)}:${hex(number)}`;
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9-]+/g, "-").replace(/^-+|-+$/g, "") || "guest";
}
