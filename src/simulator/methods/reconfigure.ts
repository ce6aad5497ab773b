import { invalidArgument, SimFault } from "../core/fault.ts";
import { dataAt, listAt, textAt, type Value } from "../core/value.ts";
import { configInfo } from "../properties/vm_config.ts";
import { splitPath } from "../world/file_tree.ts";
import { Entity } from "../world/entity.ts";
import { Folder } from "../world/places.ts";
import { checkConfig } from "../world/vm_config.ts";
import { filesFor } from "../world/vm_files.ts";
import { refuseTaken, storedName } from "../world/vm_naming.ts";
import { refuseUnready, requireState } from "../world/vm_power.ts";
import { connectDevices, layOut, settle } from "../world/vm_storage.ts";
import { Vm } from "../world/vm.ts";
import { type Call, method, type MethodTable } from "./method.ts";
import { noteVm, startTask } from "./vm_task.ts";

const CONFIG = {
  on: "VirtualMachine",
  access: "write",
  privilege: "VirtualMachine.Config.Settings",
} as const;

/** Changing what a machine is. */
export const RECONFIGURE_METHODS: MethodTable = {
  ReconfigVM_Task: method(Vm, {
    ...CONFIG,
    run: (call) =>
      startTask(call, call.target, {
        id: "VirtualMachine.reconfigure",
        durationMs: 600,
        finish: () => reconfigure(call),
      }),
  }),
  UpgradeVM_Task: method(Vm, {
    ...CONFIG,
    run: (call) =>
      startTask(call, call.target, {
        id: "VirtualMachine.upgradeVirtualHardware",
        durationMs: 500,
        finish: () => {
          requireState(call.target, ["poweredOff"]);
          const version = textAt(call.args, "version") ?? "vmx-21";
          if (version === call.target.version) {
            throw new SimFault("AlreadyUpgraded", "The virtual machine is already up-to-date.");
          }
          call.target.version = version;
          call.world.touch(call.target);
          return undefined;
        },
      }),
  }),
  RefreshStorageInfo: method(Vm, { on: "VirtualMachine", run: () => undefined }),
  Rename_Task: method(Entity, {
    on: "ManagedEntity",
    access: "write",
    privilege: "VirtualMachine.Config.Rename",
    run: (call) =>
      startTask(call, call.target, {
        id: "ManagedEntity.rename",
        durationMs: 300,
        finish: () => {
          rename(call.target, textAt(call.args, "newName") ?? "");
          call.world.touch(call.target);
          return undefined;
        },
      }),
  }),
};

function reconfigure(call: Call<Vm>): Value | undefined {
  const { target: vm, args, world } = call;
  refuseUnready(vm);
  const spec = dataAt(args, "spec");
  if (spec === undefined) throw invalidArgument("spec");
  const version = textAt(spec, "changeVersion");
  const now = textAt(configInfo(vm), "changeVersion");
  if (version !== undefined && version !== now) {
    throw new SimFault("ConcurrentAccess", "The configuration was changed by somebody else in the meantime.");
  }
  const change = checkConfig(world, vm, spec);
  const name = textAt(spec, "name");
  if (name !== undefined) rename(vm, name);
  layOut(vm);
  const before = filesFor(vm);
  change.apply(vm);
  const hasFiles = vm.devices.flatMap((device) => textAt(dataAt(device, "backing"), "fileName") ?? []);
  connectDevices(world, vm);
  // A disk that was only taken off keeps its file.
  const destroyed = new Set(destroyedFiles(spec));
  settle(world, vm, {
    before: before.filter(({ kind, datastore, path }) => {
      const name = `[${datastore.name}] ${path}`;
      return kind !== "disk" || (destroyed.has(name) && !hasFiles.includes(name));
    }),
  });
  world.touch(vm);
  noteVm(call, vm, {
    type: "VmReconfiguredEvent",
    message: "Reconfigured {vm} on {host}",
    fields: { configSpec: { $type: "VirtualMachineConfigSpec" } },
  });
  return undefined;
}

function destroyedFiles(spec: ReturnType<typeof dataAt>): readonly string[] {
  return listAt(spec, "deviceChange").flatMap((change) => {
    if (typeof change !== "object" || !("$type" in change)) return [];
    const isDestroyed = textAt(change, "fileOperation") === "destroy";
    const file = textAt(dataAt(dataAt(change, "device"), "backing"), "fileName");
    return isDestroyed && file !== undefined && splitPath(file) !== undefined ? [file] : [];
  });
}

function rename(entity: Entity, wanted: string): void {
  const name = storedName(wanted);
  if (entity.parent instanceof Folder) refuseTaken(entity.parent, name, entity);
  entity.name = name;
}
