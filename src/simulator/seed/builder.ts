import type { Moref } from "../../soap/encode.ts";
import { makeHostManagers } from "../properties/host_managers.ts";
import { Datastore } from "../world/datastore.ts";
import type { Entity } from "../world/entity.ts";
import { DatastoreBrowser, EnvironmentBrowser } from "../world/environment_browser.ts";
import { Host, type HostHardware, type HostNetworking } from "../world/host.ts";
import { DistributedSwitch, Network, type Vlan } from "../world/network.ts";
import { Compute, Datacenter, Folder, Pool } from "../world/places.ts";
import type { World } from "../world/world.ts";

/** Kinds of objects that a folder of a datacenter takes. */
const CHILD_TYPES = {
  vm: ["Folder", "VirtualMachine", "VirtualApp"],
  host: ["Folder", "ComputeResource"],
  datastore: ["Folder", "Datastore", "StoragePod"],
  network: ["Folder", "Network", "DistributedVirtualSwitch"],
} as const;

/** On ESXi no folder holds folders. */
const ESXI_CHILD_TYPES = {
  vm: "VirtualMachine",
  host: "ComputeResource",
  datastore: "Datastore",
  network: "Network",
} as const;

const FOLDER_IDS = { vm: "group-v", host: "group-h", datastore: "group-s", network: "group-n" } as const;

/** How the ids of the two kinds of server come about. */
export interface IdScheme {
  /** The id of an object; `hint` is what real ESXi calls it. */
  readonly of: (prefix: string, hint: string) => string;
}

/** Puts the objects of an inventory into a world, each connected with what it belongs to. */
export class InventoryBuilder {
  readonly world: World;
  readonly #idOf: IdScheme["of"];

  constructor(world: World, ids: IdScheme) {
    this.world = world;
    this.#idOf = ids.of;
  }

  rootFolder(ref: Moref, name: string): Folder {
    const childTypes = this.world.isVcenter ? ["Folder", "Datacenter"] : ["Datacenter"];
    return this.world.add(new Folder(ref, { name, parent: undefined, childTypes }));
  }

  datacenter(parent: Folder, name: string): Datacenter {
    const ref = { type: "Datacenter", value: this.#idOf("datacenter", "ha-datacenter") };
    const datacenter = new Datacenter(ref, {
      name,
      parent,
      makeFolder: (kind, above) =>
        this.world.add(
          new Folder({ type: "Folder", value: this.#idOf(FOLDER_IDS[kind], `ha-folder-${kind}`) }, {
            name: kind,
            parent: above,
            childTypes: this.world.isVcenter ? CHILD_TYPES[kind] : [ESXI_CHILD_TYPES[kind]],
          }),
        ),
    });
    parent.children.add(datacenter);
    return this.world.add(datacenter);
  }

  folder(parent: Folder, name: string): Folder {
    const prefix = parent.childTypes.includes("VirtualMachine") ? "group-v" : "group-d";
    const ref = { type: "Folder", value: this.#idOf(prefix, `ha-folder-${name}`) };
    return this.#into(parent, new Folder(ref, { name, parent, childTypes: parent.childTypes }));
  }

  storagePod(parent: Folder, name: string): Folder {
    const ref = { type: "StoragePod", value: this.#idOf("group-p", `pod-${name}`) };
    return this.#into(parent, new Folder(ref, { name, parent, childTypes: ["Datastore"] }));
  }

  compute(parent: Folder, facts: {
    readonly name: string;
    readonly isCluster: boolean;
    readonly hasDrs?: boolean;
    readonly hasHa?: boolean;
  }): Compute {
    const { name, isCluster, hasDrs = false, hasHa = false } = facts;
    const type = isCluster ? "ClusterComputeResource" : "ComputeResource";
    const value = this.#idOf(isCluster ? "domain-c" : "domain-s", "ha-compute-res");
    const environmentBrowser: EnvironmentBrowser = this.world.add(
      new EnvironmentBrowser(
        { type: "EnvironmentBrowser", value: this.#idOf("envbrowser", "ha-env-browser") },
        () => compute,
      ),
    );
    const compute: Compute = this.#into(
      parent,
      new Compute({ type, value }, { name, parent, environmentBrowser, hasDrs, hasHa }),
    );
    const ref = { type: "ResourcePool", value: this.#idOf("resgroup", "ha-root-pool") };
    compute.pool = this.world.add(new Pool(ref, { name: "Resources", parent: compute, owner: compute }));
    return compute;
  }

  pool(parent: Pool, name: string): Pool {
    const ref = { type: "ResourcePool", value: this.#idOf("resgroup", `pool-${name}`) };
    const pool = this.world.add(new Pool(ref, { name, parent, owner: parent.owner }));
    parent.pools.add(pool);
    return pool;
  }

  host(compute: Compute, facts: {
    readonly name: string;
    readonly hardware: HostHardware;
    readonly networking: HostNetworking;
    readonly bootedAt: number;
  }): Host {
    const value = this.#idOf("host", "ha-host");
    const managers = makeHostManagers({ prefix: value, hostOf: () => host });
    for (const manager of managers.values()) this.world.add(manager);
    const host: Host = this.world.add(
      new Host({ type: "HostSystem", value }, { ...facts, compute, managers }),
    );
    compute.hosts.add(host);
    return host;
  }

  datastore(parent: Folder, facts: {
    readonly name: string;
    readonly kind: Datastore["kind"];
    readonly capacityBytes: number;
    readonly otherBytes: number;
    readonly hosts: Iterable<Host>;
    readonly remote?: Datastore["remote"];
  }): Datastore {
    const uuid = this.#volumeId(facts.kind);
    const value = this.#idOf("datastore", uuid);
    const browser: DatastoreBrowser = this.world.add(
      new DatastoreBrowser(
        { type: "HostDatastoreBrowser", value: `datastoreBrowser-${value}` },
        () => datastore,
      ),
    );
    const datastore: Datastore = this.#into(
      parent,
      new Datastore({ type: "Datastore", value }, {
        ...facts,
        capacityBytes: Math.round(facts.capacityBytes),
        otherBytes: Math.round(facts.otherBytes),
        parent,
        uuid,
        browser,
      }),
    );
    for (const host of facts.hosts) {
      datastore.hosts.set(host, "readWrite");
      host.datastores.add(datastore);
      host.compute.datastores.add(datastore);
    }
    return datastore;
  }

  network(parent: Folder, name: string, hosts: Iterable<Host>): Network {
    const value = this.#idOf("network", `HaNetwork-${name}`);
    return this.#connect(
      this.#into(parent, new Network({ type: "Network", value }, { name, parent })),
      hosts,
    );
  }

  distributedSwitch(parent: Folder, name: string, hosts: Iterable<Host>): DistributedSwitch {
    const { random } = this.world;
    const hex = random.hex(32).match(/../g) ?? [];
    // As vCenter Server writes these UUIDs: pairs with a dash in the middle.
    const uuid = `${hex.slice(0, 8).join(" ")}-${hex.slice(8).join(" ")}`;
    const ref = { type: "VmwareDistributedVirtualSwitch", value: this.#idOf("dvs", name) };
    const home = this.#into(parent, new DistributedSwitch(ref, { name, parent, uuid }));
    for (const host of hosts) home.hosts.add(host);
    return home;
  }

  portGroup(
    home: DistributedSwitch,
    name: string,
    facts: { readonly vlan: Vlan; readonly isUplink?: boolean },
  ): Network {
    const { parent } = home;
    if (!(parent instanceof Folder)) throw new Error("A distributed switch stands in a folder");
    const ref = { type: "DistributedVirtualPortgroup", value: this.#idOf("dvportgroup", name) };
    const distributed = { home, vlan: facts.vlan, isUplink: facts.isUplink ?? false, ports: 8 };
    const group = this.#into(parent, new Network(ref, { name, parent, distributed }));
    home.portGroups.add(group);
    return this.#connect(group, home.hosts);
  }

  #connect(network: Network, hosts: Iterable<Host>): Network {
    for (const host of hosts) {
      network.hosts.add(host);
      host.networks.add(network);
      host.compute.networks.add(network);
    }
    return network;
  }

  #into<T extends Entity>(parent: Folder, entity: T): T {
    parent.children.add(entity);
    return this.world.add(entity);
  }

  #volumeId(kind: Datastore["kind"]): string {
    const { random } = this.world;
    if (kind === "NFS") return `${random.hex(8)}-${random.hex(8)}`;
    return `${random.hex(8)}-${random.hex(8)}-${random.hex(4)}-${random.hex(12)}`;
  }
}
