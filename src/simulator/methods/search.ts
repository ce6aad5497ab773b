import type { Moref } from "../../soap/encode.ts";
import { atPath, childNamed, datacenterOf } from "../world/descent.ts";
import { flagAt, textAt } from "../core/value.ts";
import { splitPath } from "../world/file_tree.ts";
import { SimFault } from "../core/fault.ts";
import { Entity } from "../world/entity.ts";
import { Host } from "../world/host.ts";
import { Datacenter, Folder } from "../world/places.ts";
import { Vm } from "../world/vm.ts";
import { guestNow } from "../world/guest.ts";
import type { Call, MethodTable } from "./method.ts";

/** Finding objects by what people know of them. */
export const SEARCH_METHODS: MethodTable = {
  FindByInventoryPath: {
    on: "SearchIndex",
    run: ({ args, world }) => {
      const [root] = world.all(Folder).filter(({ parent }) => parent === undefined);
      return root === undefined ? undefined : atPath(root, textAt(args, "inventoryPath") ?? "")?.ref;
    },
  },
  FindChild: {
    on: "SearchIndex",
    run: (call) => childNamed(call.object(Entity, "entity"), textAt(call.args, "name") ?? "")?.ref,
  },
  FindByUuid: { on: "SearchIndex", run: (call) => byUuid(call)[0] },
  FindAllByUuid: { on: "SearchIndex", run: byUuid },
  FindByIp: { on: "SearchIndex", run: (call) => byIp(call)[0] },
  FindAllByIp: { on: "SearchIndex", run: byIp },
  FindByDnsName: { on: "SearchIndex", run: (call) => byDnsName(call)[0] },
  FindAllByDnsName: { on: "SearchIndex", run: byDnsName },
  FindByDatastorePath: {
    on: "SearchIndex",
    run: (call) => {
      const path = textAt(call.args, "path") ?? "";
      if (splitPath(path) === undefined) {
        throw new SimFault("InvalidDatastorePath", `Invalid datastore path '${path}'.`, {
          datastorePath: path,
        });
      }
      call.object(Datacenter, "datacenter");
      return vmsOf(call).find(({ vmxPath }) => vmxPath === path)?.ref;
    },
  },
};

function byUuid(call: Call): readonly Moref[] {
  const uuid = textAt(call.args, "uuid")?.toLowerCase();
  if (flagAt(call.args, "vmSearch") !== true) {
    return call.world.all(Host).filter(({ hardware }) => hardware.uuid === uuid).map(({ ref }) => ref);
  }
  const isInstance = flagAt(call.args, "instanceUuid") ?? false;
  return vmsOf(call).filter((vm) => (isInstance ? vm.instanceUuid : vm.uuid) === uuid).map(({ ref }) => ref);
}

function byIp(call: Call): readonly Moref[] {
  const ip = textAt(call.args, "ip");
  if (flagAt(call.args, "vmSearch") !== true) {
    return call.world.all(Host).filter(({ networking }) => networking.managementIp === ip).map(({ ref }) =>
      ref
    );
  }
  return vmsOf(call).filter((vm) => guestNow(vm, call.world).ip === ip).map(({ ref }) => ref);
}

function byDnsName(call: Call): readonly Moref[] {
  const name = textAt(call.args, "dnsName")?.toLowerCase();
  if (flagAt(call.args, "vmSearch") !== true) {
    return call.world.all(Host).filter((host) => host.name.toLowerCase() === name).map(({ ref }) => ref);
  }
  return vmsOf(call).filter((vm) => guestNow(vm, call.world).hostName?.toLowerCase() === name)
    .map(({ ref }) => ref);
}

function vmsOf(call: Call): readonly Vm[] {
  const datacenter = call.maybeObject(Datacenter, "datacenter");
  const vms = call.world.all(Vm);
  return datacenter === undefined ? vms : vms.filter((vm) => datacenterOf(vm) === datacenter);
}
