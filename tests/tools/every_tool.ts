import assert from "node:assert/strict";
import { UserError } from "../../src/errors.ts";
import { Host } from "../../src/simulator/world/host.ts";
import { Vm } from "../../src/simulator/world/vm.ts";
import type { Tool } from "../../src/tools/tool.ts";
import type { Vsphere } from "../../src/vsphere/vsphere.ts";
import { contextOf } from "../support/context.ts";
import type { RunningSimulator } from "../support/simulator.ts";

type Calls = readonly Readonly<Record<string, unknown>>[];

/**
 * Calls of every tool that together use all that it offers. Those that need an object in a certain state find one that
 * is in it now: what an earlier call has changed is left out.
 */
const CALLS: Readonly<Record<string, (simulator: RunningSimulator) => Calls>> = {
  list_vms: () => [{}],
  get_vm: (simulator) => [{ name: running(simulator).name }],
  get_vm_performance: (simulator) => [{ name: running(simulator).name }],
  list_hosts: () => [{}],
  get_host: ({ simulator: { world } }) => [{ name: world.all(Host)[0]?.name }],
  list_datastores: () => [{}],
  list_networks: () => [{}],
  get_performance: () => [{}, { kind: "host", last: "1h" }],
  list_metrics: () => [{ kind: "vm" }],
  find: () => [{ query: "a" }],
  get_inventory_tree: () => [{}],
  create_vm: () => [{ name: newName(), cpu: 1, memory: 64, disk_size_gb: 1, notes: "new", power_on: true }],
  clone_vm: (simulator) => [
    { template_name: running(simulator).name, new_name: newName(), power_on: true },
    ...templates(simulator).map(({ name }) => ({ template_name: name, new_name: newName() })),
  ],
  delete_vm: (simulator) => [{ name: off(simulator).name }],
  power_on_vm: (simulator) => [{ name: off(simulator).name }],
  power_off_vm: (simulator) => [{ name: running(simulator).name }],
  get_task: (simulator) => [{ task: startedTask(simulator) }],
  cancel_task: (simulator) => [{ task: startedTask(simulator) }],
  get_target: () => [{}],
};

/** The calls of a tool that can be made now, the plainest first. */
export function callsOf(tool: string, simulator: RunningSimulator): Calls {
  const calls = CALLS[tool]?.(simulator);
  assert.ok(calls !== undefined, `${tool} is not among the calls of every tool; add it`);
  return calls;
}

/** All that the calls of a tool said, answers and refusals alike. */
export async function useTool(
  tool: Tool,
  simulator: RunningSimulator,
  vsphere: Vsphere,
): Promise<{ readonly text: string; readonly isDone: boolean }> {
  const calls = callsOf(tool.name, simulator);
  const texts: string[] = [];
  let isDone = true;
  for (const args of calls) {
    try {
      const { structured, text } = await tool.call(args, contextOf(vsphere));
      texts.push(text);
      // The machine that could not be powered on exists all the same.
      if (structured.power_on_error !== undefined) isDone = false;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      texts.push(error.message);
      isDone = false;
    }
  }
  return { text: texts.join("\n"), isDone };
}

let made = 0;
function newName(): string {
  return `made-${++made}`;
}

function running(simulator: RunningSimulator): Vm {
  return first(ordinary(simulator).filter(({ powerState }) => powerState === "poweredOn"));
}

function off(simulator: RunningSimulator): Vm {
  return first(ordinary(simulator).filter(({ powerState }) => powerState === "poweredOff"));
}

/** Of the first name: twins cannot be told apart by it. */
function ordinary({ simulator: { world } }: RunningSimulator): readonly Vm[] {
  const vms = world.all(Vm);
  return vms.filter(({ isTemplate, question, isAccessible, name }) =>
    !isTemplate && question === undefined && isAccessible && /^[\w-]+$/.test(name) &&
    vms.filter((other) => other.name === name).length === 1
  );
}

/** One at most: ESXi has none. */
function templates({ simulator: { world } }: RunningSimulator): readonly Vm[] {
  return world.all(Vm).filter(({ isTemplate }) => isTemplate).slice(0, 1);
}

function first(vms: readonly Vm[]): Vm {
  const [vm] = vms;
  assert.ok(vm !== undefined, "no such machine");
  return vm;
}

/** A task of somebody else, which does not end by itself. */
function startedTask({ simulator: { world, admin } }: RunningSimulator): string {
  return world.tasks.start(world, {
    name: "CloneVM_Task",
    descriptionId: "VirtualMachine.clone",
    entity: undefined,
    user: admin.user,
    durationMs: 1e8,
    isCancelable: true,
    finish: () => undefined,
  }).ref.value;
}
