import type { Moref } from "../../soap/encode.ts";
import type { DataObject } from "../core/value.ts";
import { ManagedObject } from "./managed_object.ts";
import type { PowerState, Vm } from "./vm.ts";

/** A snapshot: what the machine was, and what came after it. */
export class Snapshot extends ManagedObject {
  readonly vm: Vm;
  readonly number: number;
  name: string;
  description: string;
  readonly createdAt: number;
  readonly powerState: PowerState;
  readonly isQuiesced: boolean;
  readonly parent: Snapshot | undefined;
  children: readonly Snapshot[] = [];
  /** The devices at that time: their disks are frozen. */
  readonly devices: readonly DataObject[];
  readonly hardware: { readonly numCpu: number; readonly memoryMib: number; readonly annotation: string };

  constructor(ref: Moref, facts: {
    readonly vm: Vm;
    readonly number: number;
    readonly name: string;
    readonly description: string;
    readonly createdAt: number;
    readonly hasMemory: boolean;
    readonly isQuiesced: boolean;
    readonly parent: Snapshot | undefined;
  }) {
    super(ref);
    const { vm } = facts;
    this.vm = vm;
    this.number = facts.number;
    this.name = facts.name;
    this.description = facts.description;
    this.createdAt = facts.createdAt;
    this.powerState = facts.hasMemory ? vm.powerState : "poweredOff";
    this.isQuiesced = facts.isQuiesced;
    this.parent = facts.parent;
    this.devices = vm.devices;
    this.hardware = { numCpu: vm.numCpu, memoryMib: vm.memoryMib, annotation: vm.annotation };
  }

  /** The snapshot and all that came after it. */
  get tree(): readonly Snapshot[] {
    return [this, ...this.children.flatMap((child) => child.tree)];
  }
}
