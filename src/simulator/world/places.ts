import type { Moref } from "../../soap/encode.ts";
import type { Datastore } from "./datastore.ts";
import { Entity } from "./entity.ts";
import type { Host } from "./host.ts";
import type { ManagedObject } from "./managed_object.ts";
import type { Network } from "./network.ts";
import type { Vm } from "./vm.ts";

/** A folder, or with the type StoragePod a datastore cluster. */
export class Folder extends Entity {
  readonly childTypes: readonly string[];
  readonly children = new Set<Entity>();

  constructor(ref: Moref, facts: {
    readonly name: string;
    readonly parent: Entity | undefined;
    readonly childTypes: readonly string[];
  }) {
    super(ref, facts.name, facts.parent);
    this.childTypes = facts.childTypes;
  }

  get isPod(): boolean {
    return this.ref.type === "StoragePod";
  }

  /** The child of that name; names are told apart whatever their case. */
  child(name: string): Entity | undefined {
    const wanted = name.toLowerCase();
    for (const child of this.children) {
      if (child.name.length === wanted.length && child.name.toLowerCase() === wanted) return child;
    }
    return undefined;
  }
}

/** A datacenter with its four folders. */
export class Datacenter extends Entity {
  readonly folders: {
    readonly vm: Folder;
    readonly host: Folder;
    readonly datastore: Folder;
    readonly network: Folder;
  };

  constructor(ref: Moref, facts: {
    readonly name: string;
    readonly parent: Entity;
    /** Makes a folder of the datacenter. */
    readonly makeFolder: (kind: "vm" | "host" | "datastore" | "network", parent: Datacenter) => Folder;
  }) {
    super(ref, facts.name, facts.parent);
    const { makeFolder } = facts;
    this.folders = {
      vm: makeFolder("vm", this),
      host: makeFolder("host", this),
      datastore: makeFolder("datastore", this),
      network: makeFolder("network", this),
    };
  }
}

/** A cluster or the compute resource of a standalone host. */
export class Compute extends Entity {
  readonly hosts = new Set<Host>();
  readonly datastores = new Set<Datastore>();
  readonly networks = new Set<Network>();
  readonly environmentBrowser: ManagedObject;
  readonly hasDrs: boolean;
  readonly hasHa: boolean;
  #pool: Pool | undefined;

  constructor(ref: Moref, facts: {
    readonly name: string;
    readonly parent: Entity;
    readonly environmentBrowser: ManagedObject;
    readonly hasDrs?: boolean;
    readonly hasHa?: boolean;
  }) {
    super(ref, facts.name, facts.parent);
    this.environmentBrowser = facts.environmentBrowser;
    this.hasDrs = facts.hasDrs ?? false;
    this.hasHa = facts.hasHa ?? false;
  }

  /** The root resource pool. */
  get pool(): Pool {
    if (this.#pool === undefined) throw new Error(`${this.name} has no root resource pool yet`);
    return this.#pool;
  }

  set pool(pool: Pool) {
    this.#pool = pool;
  }

  get isCluster(): boolean {
    return this.ref.type === "ClusterComputeResource";
  }
}

/** Shares, reservation (MHz or MB) and limit (-1: none) of CPU or memory. */
export interface Allocation {
  readonly reservation: number;
  readonly limit: number;
  readonly shares: number;
  readonly level: "low" | "normal" | "high" | "custom";
}

/** A resource pool. */
export class Pool extends Entity {
  readonly owner: Compute;
  readonly pools = new Set<Pool>();
  readonly vms = new Set<Vm>();
  cpu: Allocation = { reservation: 0, limit: -1, shares: 4000, level: "normal" };
  memory: Allocation = { reservation: 0, limit: -1, shares: 163_840, level: "normal" };

  constructor(
    ref: Moref,
    facts: { readonly name: string; readonly parent: Entity; readonly owner: Compute },
  ) {
    super(ref, facts.name, facts.parent);
    this.owner = facts.owner;
  }
}
