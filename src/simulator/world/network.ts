import type { Moref } from "../../soap/encode.ts";
import { Entity } from "./entity.ts";
import type { Host } from "./host.ts";
import type { Vm } from "./vm.ts";

/** VLAN of a distributed port group. */
export type Vlan =
  | { readonly kind: "id"; readonly id: number }
  | { readonly kind: "trunk"; readonly ranges: readonly (readonly [from: number, to: number])[] }
  | { readonly kind: "private"; readonly id: number };

/** A standard network, or with the type DistributedVirtualPortgroup one of a distributed switch. */
export class Network extends Entity {
  readonly hosts = new Set<Host>();
  readonly vms = new Set<Vm>();
  /** Of a distributed port group. */
  readonly distributed: {
    readonly home: DistributedSwitch;
    readonly vlan: Vlan;
    readonly isUplink: boolean;
    readonly ports: number;
  } | undefined;

  constructor(ref: Moref, facts: {
    readonly name: string;
    readonly parent: Entity;
    readonly distributed?: Network["distributed"];
  }) {
    super(ref, facts.name, facts.parent);
    this.distributed = facts.distributed;
  }

  override get tellers(): readonly Entity[] {
    return this.distributed === undefined ? [] : [this.distributed.home];
  }
}

/** A distributed switch. */
export class DistributedSwitch extends Entity {
  readonly uuid: string;
  readonly hosts = new Set<Host>();
  readonly portGroups = new Set<Network>();

  constructor(ref: Moref, facts: { readonly name: string; readonly parent: Entity; readonly uuid: string }) {
    super(ref, facts.name, facts.parent);
    this.uuid = facts.uuid;
  }
}
