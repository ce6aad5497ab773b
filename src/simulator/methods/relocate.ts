import { notSupported, SimFault } from "../core/fault.ts";
import { dataAt, isRef, listAt, refAt, type Value } from "../core/value.ts";
import { Datastore } from "../world/datastore.ts";
import { Entity } from "../world/entity.ts";
import { Host } from "../world/host.ts";
import { Folder, Pool } from "../world/places.ts";
import { refuseTaken } from "../world/vm_naming.ts";
import { moveToHost, refuseUnready, requireState } from "../world/vm_power.ts";
import { relocateFiles } from "../world/vm_relocation.ts";
import { Vm } from "../world/vm.ts";
import type { World } from "../world/world.ts";
import { type Call, method, type MethodTable } from "./method.ts";
import { noteVm, startTask } from "./vm_task.ts";

/** Moving machines and templates. */
export const RELOCATE_METHODS: MethodTable = {
  MarkAsTemplate: method(Vm, {
    on: "VirtualMachine",
    access: "write",
    privilege: "VirtualMachine.Provisioning.MarkAsTemplate",
    run: (call) => {
      const { target: vm, world } = call;
      if (!world.isVcenter) throw notSupported();
      requireState(vm, ["poweredOff"]);
      vm.isTemplate = true;
      moveToPool(world, vm, undefined);
      world.touch(vm, "topology");
      return undefined;
    },
  }),
  MarkAsVirtualMachine: method(Vm, {
    on: "VirtualMachine",
    access: "write",
    privilege: "VirtualMachine.Provisioning.MarkAsVM",
    run: (call) => {
      const { target: vm, world } = call;
      if (!world.isVcenter) throw notSupported();
      if (!vm.isTemplate) throw new SimFault("InvalidState", "The virtual machine is not a template.");
      const pool = call.object(Pool, "pool");
      vm.isTemplate = false;
      moveToPool(world, vm, pool);
      moveToHost(world, vm, call.maybeObject(Host, "host") ?? vm.host);
      world.touch(vm, "topology");
      return undefined;
    },
  }),
  RelocateVM_Task: method(Vm, {
    on: "VirtualMachine",
    access: "write",
    privilege: "Resource.HotMigrate",
    run: (call) => {
      if (!call.world.isVcenter) throw notSupported();
      const spec = dataAt(call.args, "spec");
      return startTask(call, call.target, {
        id: "VirtualMachine.relocate",
        durationMs: 3000,
        isCancelable: true,
        finish: () => {
          relocate(call, {
            host: call.world.maybe(Host, refAt(spec, "host")),
            pool: call.world.maybe(Pool, refAt(spec, "pool")),
            datastore: call.world.maybe(Datastore, refAt(spec, "datastore")),
          });
          return undefined;
        },
      });
    },
  }),
  MigrateVM_Task: method(Vm, {
    on: "VirtualMachine",
    access: "write",
    privilege: "Resource.HotMigrate",
    run: (call) => {
      if (!call.world.isVcenter) throw notSupported();
      const to = { host: call.maybeObject(Host, "host"), pool: call.maybeObject(Pool, "pool") };
      return startTask(call, call.target, {
        id: "VirtualMachine.migrate",
        durationMs: 2000,
        isCancelable: true,
        finish: () => {
          relocate(call, { ...to, datastore: undefined });
          return undefined;
        },
      });
    },
  }),
  MoveIntoFolder_Task: method(Folder, {
    on: "Folder",
    access: "write",
    privilege: "VirtualMachine.Inventory.Move",
    run: (call) => {
      const moved = listAt(call.args, "list").filter(isRef).map((ref) => call.world.need(Entity, ref));
      return startTask(call, call.target, {
        id: "Folder.moveInto",
        durationMs: 400,
        finish: () => {
          for (const entity of moved) moveInto(call, entity);
          return undefined;
        },
      });
    },
  }),
};

function relocate(call: Call<Vm>, to: {
  readonly host: Host | undefined;
  readonly pool: Pool | undefined;
  readonly datastore: Datastore | undefined;
}): void {
  const { target: vm, world } = call;
  refuseUnready(vm);
  const host = to.host ?? vm.host;
  if (!host.isUsable) {
    throw new SimFault("InvalidState", `The host '${host.name}' cannot run virtual machines now.`);
  }
  const datastores = to.datastore === undefined ? vm.datastores : [to.datastore];
  const unseen = datastores.find((datastore) => !datastore.hosts.has(host));
  if (unseen !== undefined) {
    throw new SimFault(
      "CannotAccessVmDevice",
      `The host '${host.name}' cannot access the datastore '${unseen.name}'.`,
      {
        device: "Hard disk 1",
        backing: unseen.name,
        connected: true,
      },
    );
  }
  if (to.datastore !== undefined) relocateFiles(world, vm, to.datastore);
  moveToHost(world, vm, host);
  if (to.pool !== undefined) moveToPool(world, vm, to.pool);
  world.touch(vm, "topology");
  noteVm(call, vm, {
    type: "VmMigratedEvent",
    message: "Migration of {vm} to {host} completed",
    fields: migratedFields(vm),
  });
}

function migratedFields(vm: Vm): Readonly<Record<string, Value>> {
  const host = { $type: "HostEventArgument", name: vm.host.name, host: vm.host.ref };
  return { sourceHost: host };
}

/** Into a pool, or as a template into none. */
function moveToPool(world: World, vm: Vm, pool: Pool | undefined): void {
  if (vm.pool === pool) return;
  vm.pool?.vms.delete(vm);
  pool?.vms.add(vm);
  for (const changed of [vm.pool, pool]) if (changed !== undefined) world.touch(changed, "topology");
  vm.pool = pool;
}

function moveInto({ target: folder, world }: Call<Folder>, entity: Entity): void {
  const isFit = entity instanceof Vm
    ? folder.childTypes.includes("VirtualMachine")
    : folder.childTypes.includes("Folder");
  if (!isFit) throw notSupported();
  refuseTaken(folder, entity.name, entity);
  const { parent } = entity;
  if (parent instanceof Folder) {
    parent.children.delete(entity);
    world.touch(parent, "topology");
  }
  folder.children.add(entity);
  entity.parent = folder;
  world.touch(entity, "topology");
  world.touch(folder, "topology");
}
