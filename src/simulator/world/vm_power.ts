import { invalidPowerState, SimFault } from "../core/fault.ts";
import { isData, numberAt } from "../core/value.ts";
import { IP_AFTER_MS, TOOLS_AFTER_MS } from "./guest.ts";
import type { Host } from "./host.ts";
import type { PowerState, Vm } from "./vm.ts";
import { filesFor } from "./vm_files.ts";
import { layOut, settle } from "./vm_storage.ts";
import type { World } from "./world.ts";

const MIB = 1024 ** 2;

/** Throws unless the machine is in one of these states and nothing else holds it. */
export function requireState(vm: Vm, allowed: readonly PowerState[], requested?: PowerState): void {
  refuseUnready(vm);
  if (!allowed.includes(vm.powerState)) throw invalidPowerState(requested, vm.powerState);
}

/** Throws QuestionPending, and InvalidState for what is no machine that can run. */
export function refuseUnready(vm: Vm): void {
  if (vm.question !== undefined) {
    throw new SimFault("QuestionPending", "The virtual machine is waiting for an answer to a question.", {
      text: vm.question.text,
    });
  }
  if (!vm.isAccessible) {
    throw new SimFault("InvalidState", `The virtual machine '${vm.name}' is ${vm.connectionState}.`);
  }
}

/** The host to start on: its own, or where DRS may move it. Throws when none can take it. */
export function hostToStart(vm: Vm): Host {
  const own = vm.host;
  if (own.isUsable && freeMemory(own, vm) >= reservedBytes(vm)) return own;
  const { compute } = own;
  const other = compute.hasDrs
    ? [...compute.hosts].find((host) =>
      host.isUsable && vm.datastores.every((datastore) => datastore.hosts.has(host)) &&
      vm.networks.every((network) => network.hosts.has(host)) && freeMemory(host, vm) >= reservedBytes(vm)
    )
    : undefined;
  if (other !== undefined) return other;
  if (!own.isUsable) {
    throw own.connectionState === "connected"
      ? new SimFault("InvalidState", `The host '${own.name}' is in maintenance mode.`)
      : new SimFault(
        "HostNotConnected",
        `Unable to communicate with the host '${own.name}', since it is disconnected.`,
      );
  }
  throw new SimFault(
    "InsufficientMemoryResourcesFault",
    "The host does not have sufficient memory resources to satisfy the reservation.",
    { unreserved: Math.max(0, freeMemory(own, vm)), requested: reservedBytes(vm) },
  );
}

/** Memory that a machine must have: its reservation; more than the host has is too much in any case. */
function reservedBytes(vm: Vm): number {
  const allocation = vm.settings.memoryAllocation;
  const reservation = isData(allocation) ? numberAt(allocation, "reservation") ?? 0 : 0;
  const isLocked = vm.settings.memoryReservationLockedToMax === true;
  if (isLocked) return vm.memoryMib * MIB;
  return vm.memoryMib * MIB > vm.host.hardware.memoryBytes ? vm.memoryMib * MIB : reservation * MIB;
}

function freeMemory(host: Host, starting: Vm): number {
  let reserved = 0;
  for (const vm of host.vms) {
    if (vm !== starting && vm.powerState === "poweredOn") reserved += reservedBytes(vm);
  }
  // The hypervisor needs some for itself.
  return host.hardware.memoryBytes * 0.95 - reserved;
}

/** Starts a machine: its guest comes up step by step. */
export function start(world: World, vm: Vm): void {
  changePower(world, vm, "poweredOn");
  vm.bootedAt = world.clock.now();
  const bootedAt = vm.bootedAt;
  for (const afterMs of [TOOLS_AFTER_MS, IP_AFTER_MS]) {
    world.clock.after(afterMs * world.pace, () => {
      if (vm.bootedAt === bootedAt) world.touch(vm);
    });
  }
}

/** Ends a machine. */
export function stop(world: World, vm: Vm): void {
  changePower(world, vm, "poweredOff");
  vm.bootedAt = undefined;
}

/** Freezes a machine. */
export function suspend(world: World, vm: Vm): void {
  changePower(world, vm, "suspended");
  vm.bootedAt = undefined;
}

/** Moves a machine to another host. */
export function moveToHost(world: World, vm: Vm, host: Host): void {
  if (vm.host === host) return;
  vm.host.vms.delete(vm);
  world.touch(vm.host, "topology");
  host.vms.add(vm);
  vm.host = host;
  world.touch(host, "topology");
  world.touch(vm, "topology");
}

function changePower(world: World, vm: Vm, state: PowerState): void {
  layOut(vm);
  const before = filesFor(vm);
  vm.powerState = state;
  // Not the other way round: a machine that had stopped by itself would have lost its log.
  settle(world, vm, { before: before.filter(({ kind }) => kind === "swap") });
  world.touch(vm.host);
  world.touch(vm);
}

/** Throws ToolsUnavailable unless the guest can be asked. */
export function requireTools(toolsRun: boolean): void {
  if (toolsRun) return;
  throw new SimFault(
    "ToolsUnavailable",
    "Cannot complete operation because VMware Tools is not running in this virtual machine.",
  );
}
