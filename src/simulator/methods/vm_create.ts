import { fileNotFound, notSupported, SimFault } from "../core/fault.ts";
import { dataAt, flagAt, textAt } from "../core/value.ts";
import { Host } from "../world/host.ts";
import { Folder, Pool } from "../world/places.ts";
import { splitPath } from "../world/file_tree.ts";
import { checkClone, cloneVm } from "../world/vm_cloning.ts";
import { refuseTaken, storedName } from "../world/vm_naming.ts";
import { makeVm, newVm, placeVm, removeVm } from "../world/vm_making.ts";
import { requireState, start } from "../world/vm_power.ts";
import { placeAt } from "../world/vm_storage.ts";
import { diskKb } from "../world/vm_disks.ts";
import { Vm } from "../world/vm.ts";
import { cloneNeeds, createNeeds } from "./making_rights.ts";
import { type Call, type Method, method, type MethodTable } from "./method.ts";
import { noteVm, startTask } from "./vm_task.ts";

/** Making machines and taking them away. */
export const VM_CREATE_METHODS: MethodTable = {
  CreateVM_Task: method(Folder, {
    on: "Folder",
    access: "write",
    needs: createNeeds,
    run: (call) => {
      const spec = dataAt(call.args, "config");
      if (spec === undefined) {
        throw new SimFault("InvalidArgument", "A specified parameter was not correct: config");
      }
      const place = {
        folder: call.target,
        pool: call.object(Pool, "pool"),
        host: call.maybeObject(Host, "host"),
      };
      return startTask(call, call.target, {
        id: "Folder.createVm",
        durationMs: 1000,
        finish: () => {
          const vm = makeVm(call.world, spec, place);
          noteVm(call, vm, { type: "VmCreatedEvent", message: "Created virtual machine {vm} on {host}" });
          return vm.ref;
        },
      });
    },
  }),
  RegisterVM_Task: method(Folder, {
    on: "Folder",
    access: "write",
    privilege: "VirtualMachine.Inventory.Register",
    run: (call) =>
      startTask(call, call.target, {
        id: "Folder.registerVm",
        durationMs: 800,
        finish: () => register(call).ref,
      }),
  }),
  CloneVM_Task: method(Vm, {
    on: "VirtualMachine",
    access: "write",
    needs: cloneNeeds,
    run: (call) => {
      if (!call.world.isVcenter) throw notSupported();
      const { target: source, args, world } = call;
      const order = {
        source,
        folder: call.object(Folder, "folder"),
        name: storedName(textAt(args, "name") ?? ""),
        spec: dataAt(args, "spec"),
      };
      return startTask(call, source, {
        id: "VirtualMachine.clone",
        durationMs: 2000 + Math.min(4000, diskKb(source.devices) / 1024 ** 2 * 20),
        isCancelable: true,
        isShared: true,
        finish: () => {
          const vm = cloneVm(world, order, checkClone(world, order));
          noteVm(call, vm, {
            type: "VmClonedEvent",
            message: `${source.name} cloned to {vm} on {host}`,
            fields: { sourceVm: { $type: "VmEventArgument", name: source.name, vm: source.ref } },
          });
          if (flagAt(order.spec, "powerOn") === true) start(world, vm);
          return vm.ref;
        },
      });
    },
  }),
  UnregisterVM: method(Vm, {
    on: "VirtualMachine",
    access: "write",
    privilege: "VirtualMachine.Inventory.Unregister",
    run: (call) => {
      if (call.target.isAccessible) requireState(call.target, ["poweredOff", "suspended"], "poweredOff");
      noteVm(call, call.target, { type: "VmRemovedEvent", message: "Removed {vm} on {host}" });
      removeVm(call.world, call.target, { withFiles: false });
      return undefined;
    },
  }),
};

/** Takes a machine away with all its files. */
export const DESTROY_VM: Method = method(Vm, {
  on: "VirtualMachine",
  access: "write",
  privilege: "VirtualMachine.Inventory.Delete",
  run: (call) =>
    startTask(call, call.target, {
      id: "VirtualMachine.destroy",
      durationMs: 800,
      finish: () => {
        requireState(call.target, ["poweredOff", "suspended"], "poweredOff");
        noteVm(call, call.target, { type: "VmRemovedEvent", message: "Removed {vm} on {host}" });
        removeVm(call.world, call.target, { withFiles: true });
        return undefined;
      },
    }),
});

function register(call: Call<Folder>): Vm {
  const { world, args, target: folder } = call;
  const pool = call.maybeObject(Pool, "pool");
  const isTemplate = flagAt(args, "asTemplate") ?? false;
  const host = call.maybeObject(Host, "host") ??
    [...pool?.owner.hosts ?? []].find(({ isUsable }) => isUsable);
  if (host === undefined) {
    throw new SimFault("InvalidArgument", "A specified parameter was not correct: host");
  }
  const path = textAt(args, "path") ?? "";
  const place = placeAt(host.datastores, path);
  if (!place.datastore.files.has(place.path) || !path.endsWith(".vmx")) throw fileNotFound(path);
  const isTaken = world.all(Vm).some(({ vmxPath }) => vmxPath === path);
  if (isTaken) {
    throw new SimFault("AlreadyExists", `The virtual machine '${path}' is registered already.`, {
      name: path,
    });
  }
  const stem = splitPath(path)?.path.replace(/^.*\//, "").replace(/\.vmx$/, "") ?? "";
  const name = storedName(textAt(args, "name") ?? stem);
  refuseTaken(folder, name);
  const vm = newVm(world, { name, folder, pool: isTemplate ? undefined : pool, host, vmxPath: path });
  vm.isTemplate = isTemplate;
  placeVm(world, vm);
  noteVm(call, vm, { type: "VmRegisteredEvent", message: "Registered {vm} on {host}" });
  return vm;
}
