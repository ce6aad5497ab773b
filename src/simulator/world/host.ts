import type { Moref } from "../../soap/encode.ts";
import type { Datastore } from "./datastore.ts";
import { Entity } from "./entity.ts";
import type { ManagedObject } from "./managed_object.ts";
import type { Network } from "./network.ts";
import type { Compute } from "./places.ts";
import type { Vm } from "./vm.ts";

/** What a host is made of. */
export interface HostHardware {
  readonly vendor: string;
  readonly model: string;
  readonly cpuModel: string;
  readonly sockets: number;
  readonly coresPerSocket: number;
  /** Of one core. */
  readonly cpuMhz: number;
  readonly memoryBytes: number;
  readonly uuid: string;
}

/** The network of a host: names of port groups by VLAN, physical NICs. */
export interface HostNetworking {
  readonly nics: readonly { readonly device: string; readonly mac: string; readonly speedMbit: number }[];
  readonly switches: readonly {
    readonly name: string;
    readonly nics: readonly string[];
    readonly mtu: number;
    readonly portGroups: readonly { readonly name: string; readonly vlanId: number }[];
  }[];
  readonly managementIp: string;
}

/** A host. */
export class Host extends Entity {
  readonly compute: Compute;
  readonly hardware: HostHardware;
  readonly networking: HostNetworking;
  readonly datastores = new Set<Datastore>();
  readonly networks = new Set<Network>();
  readonly vms = new Set<Vm>();
  /** Managers of the host by the name of the property in `configManager`, such as `networkSystem`. */
  readonly managers: ReadonlyMap<string, ManagedObject>;
  readonly bootedAt: number;
  connectionState: "connected" | "disconnected" | "notResponding" = "connected";
  powerState: "poweredOn" | "poweredOff" | "standBy" = "poweredOn";
  isInMaintenance = false;

  constructor(ref: Moref, facts: {
    readonly name: string;
    readonly compute: Compute;
    readonly hardware: HostHardware;
    readonly networking: HostNetworking;
    readonly managers: ReadonlyMap<string, ManagedObject>;
    readonly bootedAt: number;
  }) {
    super(ref, facts.name, facts.compute);
    this.compute = facts.compute;
    this.hardware = facts.hardware;
    this.networking = facts.networking;
    this.managers = facts.managers;
    this.bootedAt = facts.bootedAt;
  }

  /** All cores together. */
  get cpuCapacityMhz(): number {
    const { sockets, coresPerSocket, cpuMhz } = this.hardware;
    return sockets * coresPerSocket * cpuMhz;
  }

  /** True when machines can be started on it. */
  get isUsable(): boolean {
    return this.connectionState === "connected" && this.powerState === "poweredOn" && !this.isInMaintenance;
  }
}
