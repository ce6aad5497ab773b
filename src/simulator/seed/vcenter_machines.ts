import type { Random } from "../core/random.ts";
import type { Vm } from "../world/vm.ts";
import type { World } from "../world/world.ts";
import { type MachineFacts, MachineMaker } from "./machines.ts";
import { addSnapshots, askQuestion, HURTFUL_NAMES, leaveDeltas, makeInaccessible } from "./notable.ts";
import type { Surroundings, VcenterPlaces } from "./vcenter.ts";

/** What a machine is, beside where it is. */
type Kind = Partial<Omit<MachineFacts, "folder" | "host" | "pool" | "datastore" | "networks">> & {
  readonly name: string;
};

/** Puts `count` machines into a vCenter Server's inventory, those that there is something to say of first. */
export function addVcenterMachines(world: World, random: Random, { places, count }: {
  readonly places: VcenterPlaces;
  readonly count: number;
}): void {
  const maker = new Maker(world, random);
  const notable = notableMachines(world, maker, places);
  for (const make of notable.slice(0, count)) make();
  for (let number = notable.length; number < count; number++) maker.ordinary(places, number);
}

class Maker {
  readonly #machines: MachineMaker;
  readonly #random: Random;
  #turn = 0;

  constructor(world: World, random: Random) {
    this.#machines = new MachineMaker(world, random);
    this.#random = random;
  }

  /** Hosts and datastores take turns. */
  in(place: Surroundings, kind: Kind): Vm {
    const turn = this.#turn++;
    const host = place.hosts[turn % place.hosts.length];
    const datastore = place.datastores[turn % place.datastores.length];
    if (host === undefined || datastore === undefined) {
      throw new Error("A machine needs a host and a datastore");
    }
    return this.#machines.make({ ...place, host, datastore, ...kind });
  }

  ordinary(places: VcenterPlaces, number: number): Vm {
    const random = this.#random;
    const digits = String(number).padStart(5, "0");
    const [place, role] = random.pick(
      [
        [places.web, "app"],
        [places.web, "cache"],
        [places.database, "pg"],
        [places.development, "dev"],
        [places.development, "ci"],
        [places.edge, "pos"],
      ] as const,
    );
    const isWindows = random.next() < 0.25;
    return this.in(number > 200 && place === places.edge ? places.web : place, {
      name: `${role}-${digits}`,
      guestId: isWindows
        ? "windows2019srv_64Guest"
        : random.pick(["ubuntu64Guest", "debian12_64Guest", "rhel9_64Guest"]),
      isOff: random.next() < 0.12,
      hasTools: random.next() < 0.95,
    });
  }
}

function notableMachines(world: World, maker: Maker, places: VcenterPlaces): readonly (() => void)[] {
  const { web, database, development, edge } = places;
  const twin = { ...development, folder: places.legacy };
  return [
    () =>
      maker.in(web, {
        name: "web-01",
        numCpu: 4,
        memoryMib: 8192,
        busy: 0.5,
        annotation: "Shop front end. Owner: web team",
      }),
    () => maker.in(web, { name: "web-02", numCpu: 4, memoryMib: 8192, busy: 0.5 }),
    () => maker.in(web, { name: "web-03", numCpu: 4, memoryMib: 8192, busy: 0.4, isOff: true }),
    // A twin of another folder: its name alone does not say which is meant.
    () =>
      maker.in(twin, {
        name: "web-01",
        guestId: "centos8_64Guest",
        isOff: true,
        annotation: "Kept until the audit of 2019 is over",
      }),
    () =>
      addSnapshots(
        world,
        maker.in(database, {
          name: "db-01",
          numCpu: 8,
          memoryMib: 65_536,
          disksGb: [60, 500],
          isThick: true,
          busy: 0.7,
        }),
        [
          { name: "before upgrade to 16", description: "Taken by the DBA", ageDays: 47 },
          { name: "before index rebuild", ageDays: 12 },
        ],
      ),
    () => maker.in(database, { name: "db-02", numCpu: 8, memoryMib: 65_536, disksGb: [60, 500], busy: 0.3 }),
    () =>
      maker.in(edge, {
        name: "etl-starved",
        numCpu: 8,
        memoryMib: 16_384,
        busy: 0.95,
        isStarved: true,
        annotation: "Nightly jobs take forever",
      }),
    () =>
      maker.in({ ...development, folder: places.templates }, {
        name: "tpl-ubuntu-24.04",
        numCpu: 2,
        memoryMib: 2048,
        disksGb: [20],
        isTemplate: true,
      }),
    () =>
      maker.in({ ...development, folder: places.templates }, {
        name: "tpl-windows-2022",
        guestId: "windows2019srvNext_64Guest",
        numCpu: 2,
        memoryMib: 4096,
        disksGb: [90],
        isTemplate: true,
      }),
    () => askQuestion(maker.in(development, { name: "build-agent-7", isOff: true })),
    () =>
      makeInaccessible(
        maker.in({ ...development, datastores: [places.lostDatastore], networks: [] }, {
          name: "lost-and-found",
          isOff: true,
        }),
      ),
    () => leaveDeltas(maker.in(development, { name: "wiki", busy: 0.1 })),
    () =>
      addSnapshots(world, maker.in(development, { name: "jira-test", isOff: true }), [
        { name: "fresh install", ageDays: 400 },
        { name: "configured", ageDays: 180 },
        { name: "with plugins", ageDays: 31 },
        { name: "yesterday", ageDays: 1 },
      ]),
    () => maker.in(development, { name: "win11-desktop", guestId: "windows11_64Guest", hasTools: false }),
    () =>
      maker.in(development, {
        name: "installer",
        disksGb: [16],
        hasTools: false,
        iso: { datastore: places.images, path: "linux/debian-12.7.0-amd64-netinst.iso" },
      }),
    () =>
      addSnapshots(world, maker.in(edge, { name: "pos-server", busy: 0.2 }), [{
        name: "veeam-leftover",
        ageDays: 95,
      }]),
    ...HURTFUL_NAMES.map((name) => () =>
      maker.in({ ...development, folder: places.legacy }, { name, isOff: true, disksGb: [8] })
    ),
  ];
}
