import type { Moref } from "../../soap/encode.ts";
import type { DataObject, Value } from "../core/value.ts";
import type { Datastore } from "./datastore.ts";
import { Entity } from "./entity.ts";
import type { Host } from "./host.ts";
import type { Network } from "./network.ts";
import type { Pool } from "./places.ts";
import type { Snapshot } from "./snapshot.ts";
import { seedFiles } from "./vm_files.ts";

/** Whether a machine runs. */
export type PowerState = "poweredOn" | "poweredOff" | "suspended";

/** How busy a machine is over the day; numbers are shares of what it has. */
export interface LoadProfile {
  /** Tells machines apart whose other numbers are the same. */
  readonly seed: number;
  /** Of its CPUs, at night and at noon. */
  readonly cpuLow: number;
  readonly cpuHigh: number;
  readonly memoryActive: number;
  readonly diskKbps: number;
  readonly networkKbps: number;
  /** Waits for CPU and disk as nobody should have to. */
  readonly isStarved: boolean;
}

/** What a guest says of itself. */
export interface Guest {
  readonly hostName: string | undefined;
  readonly ip: string | undefined;
  readonly hasTools: boolean;
}

/** A question that stops a machine until it is answered. */
export interface Question {
  readonly id: string;
  readonly text: string;
  readonly choices: readonly string[];
}

/** What a machine is made with. */
export interface VmFacts {
  readonly name: string;
  readonly parent: Entity | undefined;
  readonly host: Host;
  readonly pool: Pool | undefined;
  readonly guestId: string;
  readonly numCpu: number;
  readonly memoryMib: number;
  readonly uuid: string;
  readonly instanceUuid: string;
  /** `[datastore1] web-1/web-1.vmx` */
  readonly vmxPath: string;
  readonly createdAt: number;
  readonly guest: Guest;
  readonly load: LoadProfile;
  readonly makeDevices: (vm: Vm) => readonly DataObject[];
  /** It was there when the world began: its files are laid out only when somebody looks. */
  readonly isSeed: boolean;
}

/** A virtual machine or template. */
export class Vm extends Entity {
  host: Host;
  pool: Pool | undefined;
  guestId: string;
  numCpu: number;
  coresPerSocket = 1;
  memoryMib: number;
  version = "vmx-21";
  firmware: "bios" | "efi" = "bios";
  uuid: string;
  instanceUuid: string;
  annotation = "";
  /** The appliance that it was deployed as. */
  product: string | undefined;
  vmxPath: string;
  createdAt: number;
  isTemplate = false;
  hasCpuHotAdd = false;
  hasMemoryHotAdd = false;
  extraConfig: ReadonlyMap<string, Value> = new Map();
  /** Fields of a ConfigSpec that ConfigInfo gives back as they were set, such as `bootOptions`. */
  settings: Readonly<Record<string, Value>> = {};
  /** Counts changes of the configuration. */
  changes = 1;
  modifiedAt: number;
  powerState: PowerState = "poweredOff";
  /** When it was started; undefined while it does not run. */
  bootedAt: number | undefined;
  connectionState: "connected" | "disconnected" | "inaccessible" | "orphaned" = "connected";
  question: Question | undefined;
  guest: Guest;
  load: LoadProfile;
  needsConsolidation = false;
  /** Names of the roots of its snapshot trees, oldest first, and the one it goes on from. */
  snapshots: readonly Snapshot[] = [];
  currentSnapshot: Snapshot | undefined;
  datastores: readonly Datastore[] = [];
  networks: readonly Network[] = [];
  committedBytes = 0;
  isSeed: boolean;
  /** The task that keeps others off. */
  busyWith: Moref | undefined;
  #devices: readonly DataObject[] | undefined;
  readonly #makeDevices: (vm: Vm) => readonly DataObject[];

  constructor(ref: Moref, facts: VmFacts) {
    super(ref, facts.name, facts.parent);
    this.host = facts.host;
    this.pool = facts.pool;
    this.guestId = facts.guestId;
    this.numCpu = facts.numCpu;
    this.memoryMib = facts.memoryMib;
    this.uuid = facts.uuid;
    this.instanceUuid = facts.instanceUuid;
    this.vmxPath = facts.vmxPath;
    this.createdAt = facts.createdAt;
    this.modifiedAt = facts.createdAt;
    this.guest = facts.guest;
    this.load = facts.load;
    this.isSeed = facts.isSeed;
    this.#makeDevices = facts.makeDevices;
  }

  /** Its virtual devices; those that a machine came with are described anew for every reader. */
  get devices(): readonly DataObject[] {
    return this.#devices ?? this.#makeDevices(this);
  }

  set devices(devices: readonly DataObject[]) {
    this.#devices = devices;
  }

  /** True when its files can be read; else it has no configuration. */
  get isAccessible(): boolean {
    return this.connectionState === "connected" || this.connectionState === "disconnected";
  }

  /** Space that it took on a datastore when the world began. */
  seedBytesOn(datastore: Datastore): number {
    if (this.datastores.length === 1) return this.committedBytes;
    return seedFiles(this).filter((file) => file.datastore === datastore)
      .reduce((sum, { bytes }) => sum + bytes, 0);
  }
}
