import type { Random } from "../core/random.ts";
import type { Datastore } from "../world/datastore.ts";
import type { Host } from "../world/host.ts";
import type { Network } from "../world/network.ts";
import type { Compute, Datacenter, Folder, Pool } from "../world/places.ts";
import type { World } from "../world/world.ts";
import { InventoryBuilder } from "./builder.ts";
import { putImages } from "./notable.ts";
import { serverHardware, serverNetworking } from "./hosts.ts";

const TIB = 1024 ** 4;
const DAY_MS = 86_400_000;

/** A machine's surroundings: where it runs, what it is stored on and connected with. */
export interface Surroundings {
  readonly folder: Folder;
  readonly hosts: readonly Host[];
  readonly pool: Pool;
  readonly datastores: readonly Datastore[];
  readonly networks: readonly Network[];
}

/** The parts of the inventory that machines are put into. */
export interface VcenterPlaces {
  readonly web: Surroundings;
  readonly database: Surroundings;
  readonly development: Surroundings;
  readonly edge: Surroundings;
  readonly templates: Folder;
  readonly legacy: Folder;
  readonly images: Datastore;
  readonly lostDatastore: Datastore;
}

/** How much of everything there is. */
export interface Scale {
  readonly productionHosts: number;
  readonly productionDatastores: number;
  readonly developmentHosts: number;
  readonly developmentDatastores: number;
}

/** Two datacenters with clusters, a standalone host, distributed and standard networks, and storage of all kinds. */
export function buildVcenter(world: World, random: Random, scale: Scale): VcenterPlaces {
  const builder = new InventoryBuilder(world, { of: (prefix) => world.ids.next(prefix) });
  const root = builder.rootFolder({ type: "Folder", value: "group-d1" }, "Datacenters");
  const east = builder.datacenter(root, "DC-East");
  const west = builder.datacenter(root, "DC-West");
  const make = new Servers(builder, random);

  const production = builder.compute(builder.folder(east.folders.host, "Production"), {
    name: "Prod-Cluster",
    isCluster: true,
    hasDrs: true,
    hasHa: true,
  });
  const productionHosts = make.hosts(production, {
    prefix: "esx-prod",
    count: scale.productionHosts,
    gib: 768,
  });
  // One fan turns too slowly.
  const worn = productionHosts[1];
  if (worn !== undefined) worn.status = "yellow";
  const development = builder.compute(east.folders.host, { name: "Dev-Cluster", isCluster: true });
  const developmentHosts = make.hosts(development, {
    prefix: "esx-dev",
    count: scale.developmentHosts,
    gib: 256,
  });
  const resting = developmentHosts[2];
  if (resting !== undefined) resting.isInMaintenance = true;
  const standalone = builder.compute(west.folders.host, {
    name: "esx-edge-01.example.com",
    isCluster: false,
  });
  const edgeHosts = make.hosts(standalone, { prefix: "esx-edge", count: 1, gib: 128 });
  const gone = builder.compute(west.folders.host, { name: "esx-edge-02.example.com", isCluster: false });
  for (const host of make.hosts(gone, { prefix: "esx-edge", count: 1, gib: 128 })) {
    host.connectionState = "notResponding";
    host.status = "red";
  }

  const storage = buildStorage(builder, { east, west, productionHosts, developmentHosts, edgeHosts, scale });
  const networks = buildNetworks(builder, { east, west, productionHosts, developmentHosts, edgeHosts });
  const vms = east.folders.vm;
  const application = builder.folder(vms, "Production");
  return {
    web: {
      folder: builder.folder(application, "Web"),
      hosts: productionHosts,
      pool: builder.pool(production.pool, "High"),
      datastores: storage.gold,
      networks: [networks.app],
    },
    database: {
      folder: builder.folder(application, "Database"),
      hosts: productionHosts,
      pool: production.pool,
      datastores: storage.gold,
      networks: [networks.database, networks.app],
    },
    development: {
      folder: builder.folder(vms, "Development"),
      hosts: developmentHosts.filter(({ isUsable }) => isUsable),
      pool: development.pool,
      datastores: storage.silver,
      networks: [networks.eastStandard],
    },
    edge: {
      folder: west.folders.vm,
      hosts: edgeHosts,
      pool: standalone.pool,
      datastores: storage.edge,
      networks: [networks.westStandard],
    },
    templates: builder.folder(vms, "Templates"),
    legacy: builder.folder(builder.folder(vms, "Archive"), "Legacy 2019"),
    images: storage.images,
    lostDatastore: storage.lost,
  };
}

class Servers {
  readonly #builder: InventoryBuilder;
  readonly #random: Random;
  #count = 0;

  constructor(builder: InventoryBuilder, random: Random) {
    this.#builder = builder;
    this.#random = random;
  }

  hosts(
    compute: Compute,
    { prefix, count, gib }: { readonly prefix: string; readonly count: number; readonly gib: number },
  ): readonly Host[] {
    return Array.from({ length: count }, (_, at) => {
      const number = ++this.#count;
      const name = compute.isCluster
        ? `${prefix}-${String(at + 1).padStart(2, "0")}.example.com`
        : compute.name;
      return this.#builder.host(compute, {
        name,
        hardware: serverHardware(this.#random, gib),
        networking: serverNetworking(this.#random, `10.10.${Math.floor(number / 240)}.${10 + number % 240}`),
        bootedAt: this.#builder.world.startedAt - this.#random.whole(20, 200) * DAY_MS,
      });
    });
  }
}

interface Sites {
  readonly east: Datacenter;
  readonly west: Datacenter;
  readonly productionHosts: readonly Host[];
  readonly developmentHosts: readonly Host[];
  readonly edgeHosts: readonly Host[];
}

function buildStorage(builder: InventoryBuilder, sites: Sites & { readonly scale: Scale }) {
  const { east, west, productionHosts, developmentHosts, edgeHosts, scale } = sites;
  const all = [...productionHosts, ...developmentHosts];
  const pod = builder.storagePod(east.folders.datastore, "Gold-Pod");
  const gold = Array.from({ length: scale.productionDatastores }, (_, at) =>
    builder.datastore(pod, {
      name: `gold-${String(at + 1).padStart(2, "0")}`,
      kind: "VMFS",
      capacityBytes: 20 * TIB,
      otherBytes: 0.5 * TIB,
      hosts: productionHosts,
    }));
  const silver = Array.from(
    { length: scale.developmentDatastores },
    (_, at) =>
      builder.datastore(east.folders.datastore, {
        name: `silver-${String(at + 1).padStart(2, "0")}`,
        kind: "VMFS",
        capacityBytes: 12 * TIB,
        otherBytes: 0.3 * TIB,
        hosts: all,
      }),
  );
  const images = builder.datastore(east.folders.datastore, {
    name: "nfs-iso",
    kind: "NFS",
    capacityBytes: 2 * TIB,
    otherBytes: 0.1 * TIB,
    hosts: all,
    remote: { host: "nas-01.example.com", path: "/export/iso" },
  });
  putImages(builder.world, images);
  const lost = builder.datastore(builder.folder(east.folders.datastore, "Archive"), {
    name: "old-lun-7",
    kind: "VMFS",
    capacityBytes: 2 * TIB,
    otherBytes: TIB,
    hosts: developmentHosts,
  });
  lost.isAccessible = false;
  lost.status = "red";
  const edge = [
    builder.datastore(west.folders.datastore, {
      name: "edge-local-01",
      kind: "VMFS",
      capacityBytes: 4 * TIB,
      otherBytes: 0.2 * TIB,
      hosts: edgeHosts,
    }),
  ];
  return { gold, silver, images, lost, edge };
}

function buildNetworks(builder: InventoryBuilder, sites: Sites) {
  const { east, west, productionHosts, developmentHosts, edgeHosts } = sites;
  const all = [...productionHosts, ...developmentHosts];
  const eastStandard = builder.network(east.folders.network, "VM Network", all);
  builder.network(east.folders.network, "Storage", all);
  const folder = builder.folder(east.folders.network, "Distributed");
  const home = builder.distributedSwitch(folder, "DSwitch-Prod", all);
  builder.portGroup(home, "DSwitch-Prod-DVUplinks", {
    vlan: { kind: "trunk", ranges: [[0, 4094]] },
    isUplink: true,
  });
  const app = builder.portGroup(home, "app-vlan120", { vlan: { kind: "id", id: 120 } });
  const database = builder.portGroup(home, "db-vlan130", { vlan: { kind: "id", id: 130 } });
  builder.portGroup(home, "trunk-appliances", {
    vlan: { kind: "trunk", ranges: [[100, 199], [3000, 3010]] },
  });
  builder.portGroup(home, "dmz-isolated", { vlan: { kind: "private", id: 501 } });
  const westStandard = builder.network(west.folders.network, "VM Network", edgeHosts);
  return { eastStandard, app, database, westStandard };
}
