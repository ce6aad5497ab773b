import { invalidArgument, notSupported, SimFault } from "../core/fault.ts";
import { flagAt, textAt, type Value } from "../core/value.ts";
import { guestNow } from "../world/guest.ts";
import { Snapshot } from "../world/snapshot.ts";
import { Vm } from "../world/vm.ts";
import { addSnapshot, afterRemoval, type SnapshotFacts, snapshotsOf, withDeltas } from "../world/vm_disks.ts";
import { filesFor } from "../world/vm_files.ts";
import { refuseUnready, requireTools, start, stop } from "../world/vm_power.ts";
import { connectDevices, layOut, settle } from "../world/vm_storage.ts";
import { type Call, method, type MethodTable } from "./method.ts";
import { noteVm, startTask } from "./vm_task.ts";

const CREATE = {
  on: "VirtualMachine",
  access: "write",
  privilege: "VirtualMachine.State.CreateSnapshot",
} as const;
const REMOVE = { access: "write", privilege: "VirtualMachine.State.RemoveSnapshot" } as const;
const REVERT = { access: "write", privilege: "VirtualMachine.State.RevertToSnapshot" } as const;

/** Snapshots. */
export const SNAPSHOT_METHODS: MethodTable = {
  CreateSnapshot_Task: method(Vm, { ...CREATE, run: create }),
  CreateSnapshotEx_Task: method(Vm, { ...CREATE, run: create }),
  RemoveSnapshot_Task: method(Snapshot, {
    ...REMOVE,
    on: "VirtualMachineSnapshot",
    run: (call) => {
      const { target, args } = call;
      const gone = flagAt(args, "removeChildren") === true ? target.tree : [target];
      return startTask(call, target.vm, {
        id: "VirtualMachine.removeSnapshot",
        durationMs: 1500,
        finish: () => remove(call, target.vm, gone),
      });
    },
  }),
  RemoveAllSnapshots_Task: method(Vm, {
    ...REMOVE,
    on: "VirtualMachine",
    run: (call) =>
      startTask(call, call.target, {
        id: "VirtualMachine.removeAllSnapshots",
        durationMs: 2500,
        finish: () => remove(call, call.target, snapshotsOf(call.target)),
      }),
  }),
  RevertToSnapshot_Task: method(Snapshot, {
    ...REVERT,
    on: "VirtualMachineSnapshot",
    run: (call) => revertTask(call, call.target),
  }),
  RevertToCurrentSnapshot_Task: method(Vm, {
    ...REVERT,
    on: "VirtualMachine",
    run: (call) => {
      const { currentSnapshot } = call.target;
      if (currentSnapshot === undefined) {
        throw new SimFault("NotFound", "The virtual machine does not have a current snapshot.");
      }
      return revertTask(call, currentSnapshot);
    },
  }),
  RenameSnapshot: method(Snapshot, {
    on: "VirtualMachineSnapshot",
    access: "write",
    privilege: "VirtualMachine.State.RenameSnapshot",
    run: ({ target, args, world }) => {
      const name = textAt(args, "name") ?? target.name;
      if (name === "" || name.length > 80) throw invalidArgument("name");
      target.name = name;
      target.description = textAt(args, "description") ?? target.description;
      world.touch(target);
      world.touch(target.vm);
      return undefined;
    },
  }),
  ConsolidateVMDisks_Task: method(Vm, {
    ...REMOVE,
    on: "VirtualMachine",
    run: (call) =>
      startTask(call, call.target, {
        id: "VirtualMachine.consolidateDisks",
        durationMs: 2000,
        finish: () => {
          call.target.needsConsolidation = false;
          call.world.touch(call.target);
          return undefined;
        },
      }),
  }),
  ExportSnapshot: {
    on: "VirtualMachineSnapshot",
    run: () => {
      throw notSupported();
    },
  },
};

function create(call: Call<Vm>): Value {
  const { target: vm, args } = call;
  const name = textAt(args, "name") ?? "";
  if (name === "" || name.length > 80) throw invalidArgument("name");
  return startTask(call, vm, {
    id: "VirtualMachine.createSnapshot",
    durationMs: 1200,
    finish: () => {
      refuseUnready(vm);
      const isQuiesced = flagAt(args, "quiesce") ?? args.quiesceSpec !== undefined;
      const isOn = vm.powerState === "poweredOn";
      if (isQuiesced && isOn) requireTools(guestNow(vm, call.world).toolsRun);
      return takeSnapshot(call, vm, {
        name,
        description: textAt(args, "description") ?? "",
        hasMemory: isOn && flagAt(args, "memory") === true,
        isQuiesced: isQuiesced && isOn,
      }).ref;
    },
  });
}

function takeSnapshot(call: Call, vm: Vm, facts: Omit<SnapshotFacts, "createdAt">): Snapshot {
  const { world } = call;
  layOut(vm);
  const snapshot = addSnapshot(world, vm, { ...facts, createdAt: world.clock.now() });
  settle(world, vm, { before: [] });
  noteVm(call, vm, {
    type: "EventEx",
    message: `Snapshot ${facts.name} of {vm} was created`,
    fields: { eventTypeId: "vim.event.VmSnapshotCreatedEvent", severity: "info" },
  });
  return snapshot;
}

/** Takes snapshots out of the tree; their children move up. */
function remove({ world }: Call, vm: Vm, gone: readonly Snapshot[]): undefined {
  layOut(vm);
  const before = filesFor(vm);
  const isGone = new Set(gone);
  const rest = (snapshots: readonly Snapshot[]): readonly Snapshot[] =>
    snapshots.flatMap((snapshot) => {
      snapshot.children = rest(snapshot.children);
      return isGone.has(snapshot) ? snapshot.children : [snapshot];
    });
  let current = vm.currentSnapshot;
  while (current !== undefined && isGone.has(current)) current = current.parent;
  vm.snapshots = rest(vm.snapshots);
  vm.currentSnapshot = current;
  vm.devices = afterRemoval(vm);
  for (const snapshot of gone) world.remove(snapshot);
  settle(world, vm, { before });
  world.touch(vm, "topology");
  return undefined;
}

function revertTask(call: Call, snapshot: Snapshot): Value {
  const { vm } = snapshot;
  return startTask(call, vm, {
    id: "VirtualMachine.revertToSnapshot",
    durationMs: 1200,
    finish: () => {
      const { world } = call;
      layOut(vm);
      const before = filesFor(vm);
      const wasOn = vm.powerState !== "poweredOff";
      vm.currentSnapshot = snapshot;
      vm.devices = withDeltas(snapshot.devices, vm);
      vm.numCpu = snapshot.hardware.numCpu;
      vm.memoryMib = snapshot.hardware.memoryMib;
      vm.annotation = snapshot.hardware.annotation;
      connectDevices(world, vm);
      settle(world, vm, { before });
      const isOn = snapshot.powerState === "poweredOn" && flagAt(call.args, "suppressPowerOn") !== true;
      if (isOn) start(world, vm);
      else if (wasOn) stop(world, vm);
      world.touch(vm, "topology");
      noteVm(call, vm, {
        type: "EventEx",
        message: `{vm} was reverted to snapshot ${snapshot.name}`,
        fields: { eventTypeId: "vim.event.VmSnapshotRevertedEvent", severity: "info" },
      });
      return undefined;
    },
  });
}
