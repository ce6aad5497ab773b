import type { Moref } from "../../soap/encode.ts";
import type { Value } from "../core/value.ts";
import type { Entity } from "../world/entity.ts";
import type { Vm } from "../world/vm.ts";
import type { Call } from "./method.ts";

/** How an operation on an object runs as a task. */
export interface Operation {
  /** `VirtualMachine.powerOn` */
  readonly id: string;
  readonly durationMs: number;
  readonly isCancelable?: boolean;
  /** Others may work on the object meanwhile. */
  readonly isShared?: boolean;
  readonly finish: () => Value | undefined;
}

/** Starts a task on an object and gives its reference. */
export function startTask(call: Call, entity: Entity | undefined, operation: Operation): Moref {
  const { world, method: name, user } = call;
  const { id, ...rest } = operation;
  return world.tasks.start(world, {
    ...rest,
    name,
    descriptionId: id,
    entity,
    user,
  }).ref;
}

/** Notes an event of a machine. */
export function noteVm(call: Call, vm: Vm, event: {
  readonly type: string;
  /** `{vm}` stands for its name. */
  readonly message: string;
  readonly fields?: Readonly<Record<string, Value>>;
}): void {
  const { type, message, fields = {} } = event;
  const name = vm.name.replace(/%(25|2f|5c)/gi, (escape) => decodeURIComponent(escape));
  call.world.events.note({
    type,
    message: message.replace("{vm}", name).replace("{host}", vm.host.name),
    user: call.user,
    entity: vm,
    fields,
  });
}
