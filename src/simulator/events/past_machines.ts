import type { Vm } from "../world/vm.ts";
import { eventArgument } from "./event_data.ts";
import { HOUR_MS, MINUTE_MS, type PastEvent, type Scene, shownName, timeBetween } from "./past_scene.ts";

/** So many snapshots of a machine are told of. */
const MAX_SNAPSHOTS = 3;

/** What has happened to a machine, as its own dates and state tell it. */
export function machineEvents(scene: Scene, vm: Vm): readonly PastEvent[] {
  const { random } = scene;
  const user = random.pick(scene.users);
  const note: Note = (createdAt, type, text) => ({
    type,
    createdAt,
    user,
    entity: vm,
    message: text.replace("{vm}", () => shownName(vm)).replace("{host}", () => vm.host.name),
  });
  const since = Math.max(scene.from, vm.createdAt + HOUR_MS);
  return [
    note(vm.createdAt - 2000, "VmBeingCreatedEvent", "Creating {vm} on host {host}"),
    note(vm.createdAt, "VmCreatedEvent", "Created virtual machine {vm} on {host}"),
    ...(vm.bootedAt === undefined ? stopEvents(scene, vm, note) : startEvents(vm.bootedAt, since, note)),
    ...(random.next() < 0.5 ? [reconfiguration(vm, timeBetween(random, since, scene.to), note)] : []),
    ...migrations(scene, vm, since),
    ...vm.snapshots.flatMap(({ tree }) => tree).slice(0, MAX_SNAPSHOTS).map(({ createdAt, name }) => ({
      ...note(createdAt, "EventEx", `Snapshot ${name} of {vm} was created`),
      fields: { eventTypeId: "vim.event.VmSnapshotCreatedEvent", severity: "info" },
    })),
  ];
}

type Note = (createdAt: number, type: string, text: string) => PastEvent;

/** A machine that does not run was stopped at some time, unless it is new. */
function stopEvents({ random, from, to }: Scene, vm: Vm, note: Note): readonly PastEvent[] {
  if (vm.isTemplate || vm.createdAt > from - HOUR_MS) return [];
  const at = timeBetween(random, from, to);
  return [
    vm.powerState === "suspended"
      ? note(at, "VmSuspendedEvent", "{vm} on {host} is suspended")
      : note(at, "VmPoweredOffEvent", "{vm} on {host} is powered off"),
  ];
}

/** A machine that was there before its last start had been running. */
function startEvents(bootedAt: number, since: number, note: Note): readonly PastEvent[] {
  const restart = bootedAt - since < HOUR_MS ? [] : [
    note(bootedAt - 6 * MINUTE_MS, "VmGuestShutdownEvent", "Guest OS shut down for {vm} on {host}"),
    note(bootedAt - 5 * MINUTE_MS, "VmPoweredOffEvent", "{vm} on {host} is powered off"),
  ];
  return [
    ...restart,
    note(bootedAt - 3000, "VmStartingEvent", "{vm} on host {host} is starting"),
    note(bootedAt, "VmPoweredOnEvent", "{vm} on {host} is powered on"),
  ];
}

function reconfiguration(vm: Vm, createdAt: number, note: Note): PastEvent {
  // Memory of a machine that runs cannot have been changed.
  const modified = vm.powerState === "poweredOn"
    ? "config.tools.syncTimeWithHost: true -> false; \n\n"
    : `config.hardware.memoryMB: ${Math.ceil(vm.memoryMib / 2)} -> ${vm.memoryMib}; \n\n`;
  return {
    ...note(createdAt, "VmReconfiguredEvent", "Reconfigured {vm} on {host}"),
    fields: {
      configSpec: { $type: "VirtualMachineConfigSpec" },
      configChanges: { $type: "ChangesInfoEventArgument", modified, added: "", deleted: "" },
    },
  };
}

/** How a machine that runs came to its host. */
function migrations({ world, random, to, users }: Scene, vm: Vm, since: number): readonly PastEvent[] {
  const { host } = vm;
  const [first, ...others] = [...host.compute.hosts].filter((other) => other !== host);
  if (!world.isVcenter || first === undefined || vm.bootedAt === undefined) return [];
  if (random.next() < 0.4) return [];
  const source = random.pick([first, ...others]);
  const isByDrs = host.compute.hasDrs && random.next() < 0.5;
  const text = `${shownName(vm)} from ${source.name} to ${host.name}`;
  return [{
    type: isByDrs ? "DrsVmMigratedEvent" : "VmMigratedEvent",
    createdAt: timeBetween(random, Math.max(since, vm.bootedAt), to),
    user: isByDrs ? "" : random.pick(users),
    entity: vm,
    message: isByDrs
      ? `DRS migrated ${text} in cluster ${host.compute.name}`
      : `Migration of virtual machine ${text} completed`,
    fields: { sourceHost: eventArgument(source) },
  }];
}
