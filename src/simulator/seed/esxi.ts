import type { Random } from "../core/random.ts";
import type { Vm } from "../world/vm.ts";
import type { World } from "../world/world.ts";
import { InventoryBuilder } from "./builder.ts";
import { homelabHardware, homelabNetworking } from "./hosts.ts";
import { type MachineFacts, MachineMaker } from "./machines.ts";
import { addSnapshots, askQuestion, HURTFUL_NAMES, putImages } from "./notable.ts";

const TIB = 1024 ** 4;
const DAY_MS = 86_400_000;

/** What a machine is, beside where it is. */
type Kind = Partial<MachineFacts> & { readonly name: string };

/** One ESXi host with what somebody at home runs on it; ids as real ESXi gives them. */
export function buildEsxi(world: World, random: Random, count: number): void {
  const builder = new InventoryBuilder(world, { of: (_prefix, hint) => hint });
  const root = builder.rootFolder({ type: "Folder", value: "ha-folder-root" }, "ha-folder-root");
  const { folders } = builder.datacenter(root, "ha-datacenter");
  const compute = builder.compute(folders.host, { name: "esxi.home.example", isCluster: false });
  const host = builder.host(compute, {
    name: "esxi.home.example",
    hardware: homelabHardware(random),
    networking: homelabNetworking(random, "192.168.1.20"),
    bootedAt: world.startedAt - 63 * DAY_MS,
  });
  const datastore = (name: string, facts: { readonly capacityBytes: number; readonly nas?: string }) =>
    builder.datastore(folders.datastore, {
      name,
      kind: facts.nas === undefined ? "VMFS" : "NFS",
      capacityBytes: facts.capacityBytes,
      otherBytes: 0.05 * TIB,
      hosts: [host],
      ...(facts.nas === undefined ? {} : { remote: { host: "nas.home.example", path: facts.nas } }),
    });
  const nvme = datastore("datastore1", { capacityBytes: Math.max(1.8 * TIB, count * 0.03 * TIB) });
  const ssd = datastore("ssd 2", { capacityBytes: 3.6 * TIB });
  const nas = datastore("nas-iso", { capacityBytes: TIB, nas: "/volume1/iso" });
  putImages(world, nas);
  const [lan, iot, dmz] = ["VM Network", "IoT", "DMZ"].map((name) =>
    builder.network(folders.network, name, [host])
  );
  if (lan === undefined || iot === undefined || dmz === undefined) throw new Error("A network is missing");
  const machines = new MachineMaker(world, random);
  const make = (kind: Kind): Vm =>
    machines.make({
      folder: folders.vm,
      host,
      pool: compute.pool,
      datastore: nvme,
      networks: [lan],
      ...kind,
    });
  const notable: readonly (() => void)[] = [
    () => make({ name: "pihole", numCpu: 1, memoryMib: 1024, disksGb: [8], busy: 0.05 }),
    () =>
      make({
        name: "home-assistant",
        networks: [lan, iot],
        numCpu: 2,
        memoryMib: 4096,
        disksGb: [32],
        busy: 0.2,
      }),
    () =>
      addSnapshots(
        world,
        make({
          name: "nextcloud",
          datastore: ssd,
          numCpu: 2,
          memoryMib: 8192,
          disksGb: [40, 500],
          busy: 0.3,
        }),
        [
          { name: "before 29", ageDays: 210 },
          { name: "before 30", ageDays: 25 },
        ],
      ),
    () =>
      make({
        name: "transcoder",
        datastore: ssd,
        numCpu: 8,
        memoryMib: 8192,
        disksGb: [60],
        busy: 0.95,
        isStarved: true,
      }),
    () =>
      make({
        name: "gateway",
        networks: [lan, dmz],
        guestId: "freebsd14_64Guest",
        numCpu: 2,
        memoryMib: 2048,
        busy: 0.1,
      }),
    () => askQuestion(make({ name: "restored-nas", isOff: true })),
    () =>
      make({
        name: "win-lab",
        guestId: "windows2019srvNext_64Guest",
        isOff: true,
        memoryMib: 8192,
        disksGb: [90],
      }),
    () =>
      make({
        name: "installer",
        hasTools: false,
        disksGb: [16],
        iso: { datastore: nas, path: "linux/debian-12.7.0-amd64-netinst.iso" },
      }),
    ...HURTFUL_NAMES.slice(0, 5).map((name) => () => make({ name, isOff: true, disksGb: [8] })),
  ];
  for (const one of notable.slice(0, count)) one();
  for (let number = notable.length; number < count; number++) {
    make({ name: `lab-${String(number).padStart(4, "0")}`, isOff: random.next() < 0.2 });
  }
}
