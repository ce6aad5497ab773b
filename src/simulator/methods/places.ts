import { duplicateName, invalidArgument, notSupported, SimFault } from "../core/fault.ts";
import { dataAt, type DataObject, flagAt, numberAt, textAt } from "../core/value.ts";
import { Host } from "../world/host.ts";
import { type Allocation, Folder, Pool } from "../world/places.ts";
import { refuseTaken, storedName } from "../world/vm_naming.ts";
import { moveToHost } from "../world/vm_power.ts";
import type { World } from "../world/world.ts";
import { type Call, type Method, method, type MethodTable } from "./method.ts";
import { startTask } from "./vm_task.ts";

const POOL = { on: "ResourcePool", access: "write", privilege: "Resource.CreatePool" } as const;
const HOST = { on: "HostSystem", access: "write", privilege: "Host.Config.Maintenance" } as const;

/** Takes away a folder or pool. */
export const DESTROY_PLACES: readonly Method[] = [
  method(Folder, {
    on: "Folder",
    access: "write",
    privilege: "Folder.Delete",
    run: (call) =>
      startTask(call, call.target, {
        id: "Folder.destroy",
        durationMs: 300,
        finish: () => {
          const { target: folder, world } = call;
          if (folder.children.size > 0) {
            throw new SimFault("ResourceInUse", `The folder '${folder.name}' is not empty.`, {
              type: "Folder",
              name: folder.name,
            });
          }
          if (!(folder.parent instanceof Folder)) throw notSupported();
          folder.parent.children.delete(folder);
          world.touch(folder.parent, "topology");
          world.remove(folder);
          return undefined;
        },
      }),
  }),
  method(Pool, {
    ...POOL,
    run: (call) =>
      startTask(call, call.target, {
        id: "ResourcePool.destroy",
        durationMs: 300,
        finish: () => {
          const { target: pool, world } = call;
          const above = pool.parent;
          if (!(above instanceof Pool)) throw notSupported();
          for (const vm of pool.vms) {
            vm.pool = above;
            above.vms.add(vm);
            world.touch(vm, "topology");
          }
          above.pools.delete(pool);
          world.touch(above, "topology");
          world.remove(pool);
          return undefined;
        },
      }),
  }),
];

/** Folders, pools and hosts. */
export const PLACE_METHODS: MethodTable = {
  CreateFolder: method(Folder, {
    on: "Folder",
    access: "write",
    privilege: "Folder.Create",
    run: ({ target: parent, args, world }) => {
      if (!parent.childTypes.includes("Folder")) throw notSupported();
      const name = storedName(textAt(args, "name") ?? "");
      refuseTaken(parent, name);
      const folder = new Folder({ type: "Folder", value: world.ids.next("group-v") }, {
        name,
        parent,
        childTypes: parent.childTypes,
      });
      parent.children.add(folder);
      world.add(folder);
      world.touch(parent, "topology");
      return folder.ref;
    },
  }),
  CreateResourcePool: method(Pool, {
    ...POOL,
    run: ({ target: parent, args, world }) => {
      const name = storedName(textAt(args, "name") ?? "");
      const taken = [...parent.pools].find((pool) => pool.name === name);
      if (taken !== undefined) throw duplicateName(name, taken.ref);
      const pool = new Pool({ type: "ResourcePool", value: world.ids.next("resgroup") }, {
        name,
        parent,
        owner: parent.owner,
      });
      allocate(pool, dataAt(args, "spec"));
      parent.pools.add(pool);
      world.add(pool);
      world.touch(parent, "topology");
      return pool.ref;
    },
  }),
  UpdateConfig: method(Pool, {
    ...POOL,
    run: ({ target: pool, args, world }) => {
      allocate(pool, dataAt(args, "config"));
      pool.name = textAt(args, "name") ?? pool.name;
      world.touch(pool);
      return undefined;
    },
  }),
  EnterMaintenanceMode_Task: method(Host, {
    ...HOST,
    run: (call) =>
      startTask(call, call.target, {
        id: "HostSystem.enterMaintenanceMode",
        durationMs: 3000,
        isCancelable: true,
        finish: () => enterMaintenance(call),
      }),
  }),
  ExitMaintenanceMode_Task: method(Host, {
    ...HOST,
    run: (call) =>
      startTask(call, call.target, {
        id: "HostSystem.exitMaintenanceMode",
        durationMs: 1000,
        finish: () => {
          const { target: host, world } = call;
          if (!host.isInMaintenance) {
            throw new SimFault("InvalidState", "The host is not in maintenance mode.");
          }
          host.isInMaintenance = false;
          world.touch(host);
          noteHost(world, call, "ExitMaintenanceModeEvent", `Host ${host.name} has exited maintenance mode`);
          return undefined;
        },
      }),
  }),
};

/** "All values in ResourceAllocationInfo must be specified." */
function allocate(pool: Pool, spec: DataObject | undefined): void {
  if (spec === undefined) return;
  pool.cpu = allocation(dataAt(spec, "cpuAllocation"), "spec.cpuAllocation");
  pool.memory = allocation(dataAt(spec, "memoryAllocation"), "spec.memoryAllocation");
}

function allocation(info: DataObject | undefined, property: string): Allocation {
  const [reservation, limit] = [numberAt(info, "reservation"), numberAt(info, "limit")];
  const shares = dataAt(info, "shares");
  const level = textAt(shares, "level");
  if (
    reservation === undefined || limit === undefined || shares === undefined ||
    flagAt(info, "expandableReservation") === undefined
  ) throw invalidArgument(property);
  const isLevel = level === "low" || level === "normal" || level === "high";
  return { reservation, limit, shares: numberAt(shares, "shares") ?? 0, level: isLevel ? level : "custom" };
}

function enterMaintenance(call: Call<Host>): undefined {
  const { target: host, world } = call;
  if (host.isInMaintenance) throw new SimFault("InvalidState", "The host is already in maintenance mode.");
  const running = [...host.vms].filter(({ powerState }) => powerState === "poweredOn");
  const others = [...host.compute.hosts].filter((other) => other !== host && other.isUsable);
  const [first] = others;
  if (running.length > 0 && (!host.compute.hasDrs || first === undefined)) {
    // A real host waits until somebody has moved them; here the wait ends at once.
    throw new SimFault("Timedout", "The operation timed out: virtual machines are still powered on.");
  }
  running.forEach((vm, at) => {
    const other = others[at % others.length] ?? first;
    if (other !== undefined) moveToHost(world, vm, other);
  });
  host.isInMaintenance = true;
  world.touch(host);
  noteHost(world, call, "EnteredMaintenanceModeEvent", `Host ${host.name} has entered maintenance mode`);
  return undefined;
}

function noteHost(world: World, call: Call<Host>, type: string, message: string): void {
  world.events.note({ type, message, user: call.user, entity: call.target });
}
