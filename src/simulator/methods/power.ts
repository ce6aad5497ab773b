import { invalidArgument, invalidPowerState, SimFault } from "../core/fault.ts";
import { isRef, listAt, textAt, type Value } from "../core/value.ts";
import { guestNow } from "../world/guest.ts";
import { Host } from "../world/host.ts";
import { Datacenter } from "../world/places.ts";
import { Vm } from "../world/vm.ts";
import {
  hostToStart,
  moveToHost,
  refuseUnready,
  requireState,
  requireTools,
  start,
  stop,
  suspend,
} from "../world/vm_power.ts";
import { type Call, method, type MethodTable } from "./method.ts";
import { noteVm, startTask } from "./vm_task.ts";

const ON = { on: "VirtualMachine", access: "write", privilege: "VirtualMachine.Interact.PowerOn" } as const;
const OFF = { on: "VirtualMachine", access: "write", privilege: "VirtualMachine.Interact.PowerOff" } as const;
const RESET = { on: "VirtualMachine", access: "write", privilege: "VirtualMachine.Interact.Reset" } as const;
const SUSPEND = {
  on: "VirtualMachine",
  access: "write",
  privilege: "VirtualMachine.Interact.Suspend",
} as const;

/** A guest needs so long to shut down or restart, at pace 1. */
const GUEST_MS = 4_000;

/** Power operations of machines, through the hypervisor and through the guest. */
export const POWER_METHODS: MethodTable = {
  PowerOnVM_Task: method(Vm, {
    ...ON,
    run: (call) => {
      const wanted = call.maybeObject(Host, "host");
      return startTask(call, call.target, {
        id: "VirtualMachine.powerOn",
        durationMs: 1500,
        finish: () => powerOn(call, call.target, wanted),
      });
    },
  }),
  PowerOnMultiVM_Task: method(Datacenter, {
    on: "Datacenter",
    access: "write",
    privilege: "VirtualMachine.Interact.PowerOn",
    run: (call) => {
      const vms = listAt(call.args, "vm").filter(isRef).map((ref) => call.world.need(Vm, ref));
      return startTask(call, call.target, {
        id: "Datacenter.powerOnVm",
        durationMs: 2000,
        finish: () => {
          for (const vm of vms) powerOn(call, vm, undefined);
          return undefined;
        },
      });
    },
  }),
  PowerOffVM_Task: method(Vm, {
    ...OFF,
    run: (call) =>
      startTask(call, call.target, {
        id: "VirtualMachine.powerOff",
        durationMs: 800,
        finish: () => {
          requireState(call.target, ["poweredOn", "suspended"], "poweredOff");
          return powerOff(call);
        },
      }),
  }),
  ResetVM_Task: method(Vm, {
    ...RESET,
    run: (call) =>
      startTask(call, call.target, {
        id: "VirtualMachine.reset",
        durationMs: 800,
        finish: () => {
          requireState(call.target, ["poweredOn"], "poweredOn");
          start(call.world, call.target);
          noteVm(call, call.target, { type: "VmResettingEvent", message: "{vm} on {host} is reset" });
          return undefined;
        },
      }),
  }),
  SuspendVM_Task: method(Vm, {
    ...SUSPEND,
    run: (call) =>
      startTask(call, call.target, {
        id: "VirtualMachine.suspend",
        durationMs: 2000,
        finish: () => {
          requireState(call.target, ["poweredOn"], "suspended");
          suspend(call.world, call.target);
          noteVm(call, call.target, { type: "VmSuspendedEvent", message: "{vm} on {host} is suspended" });
          return undefined;
        },
      }),
  }),
  TerminateVM: method(Vm, {
    ...OFF,
    run: (call) => {
      if (call.target.powerState !== "poweredOn") {
        throw invalidPowerState("poweredOff", call.target.powerState);
      }
      return powerOff(call);
    },
  }),
  ShutdownGuest: method(Vm, { ...OFF, run: (call) => inGuest(call, () => powerOff(call)) }),
  StandbyGuest: method(Vm, {
    ...SUSPEND,
    run: (call) => inGuest(call, () => suspend(call.world, call.target)),
  }),
  RebootGuest: method(Vm, { ...RESET, run: (call) => inGuest(call, () => start(call.world, call.target)) }),
  AnswerVM: method(Vm, {
    on: "VirtualMachine",
    access: "write",
    privilege: "VirtualMachine.Interact.AnswerQuestion",
    run: ({ target: vm, args, world }) => {
      if (vm.question === undefined || vm.question.id !== textAt(args, "questionId")) {
        throw invalidArgument("questionId");
      }
      const choice = Number(textAt(args, "answerChoice"));
      if (vm.question.choices[choice] === undefined) throw invalidArgument("answerChoice");
      vm.question = undefined;
      world.touch(vm);
      return undefined;
    },
  }),
};

function powerOn(call: Call, vm: Vm, wanted: Host | undefined): Value | undefined {
  const { world } = call;
  if (vm.isTemplate) throw new SimFault("InvalidState", "A template cannot be powered on.");
  requireState(vm, ["poweredOff", "suspended"], "poweredOn");
  const host = wanted ?? hostToStart(vm);
  moveToHost(world, vm, host);
  noteVm(call, vm, { type: "VmStartingEvent", message: "{vm} on host {host} is starting" });
  start(world, vm);
  noteVm(call, vm, { type: "VmPoweredOnEvent", message: "{vm} on {host} is powered on" });
  return undefined;
}

function powerOff(call: Call<Vm>): undefined {
  stop(call.world, call.target);
  noteVm(call, call.target, { type: "VmPoweredOffEvent", message: "{vm} on {host} is powered off" });
  return undefined;
}

/** Asks the guest, which does it after a while; no task follows it. */
function inGuest(call: Call<Vm>, action: () => void): undefined {
  const { target: vm, world } = call;
  refuseUnready(vm);
  if (vm.powerState !== "poweredOn") throw invalidPowerState("poweredOn", vm.powerState);
  requireTools(guestNow(vm, world).toolsRun);
  const { bootedAt } = vm;
  world.clock.after(GUEST_MS * world.pace, () => {
    if (vm.bootedAt === bootedAt && vm.powerState === "poweredOn") action();
  });
  return undefined;
}
