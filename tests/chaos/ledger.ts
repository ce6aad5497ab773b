import assert from "node:assert/strict";
import type { Simulator } from "../../src/simulator/simulator.ts";
import { Task } from "../../src/simulator/world/task.ts";
import { Vm } from "../../src/simulator/world/vm.ts";
import type { Outcome } from "./calling.ts";
import type { Operation } from "./operations.ts";
import type { Exchange } from "./proxy.ts";

/** A write with its answer and what of it has reached the far side. */
export interface Entry {
  readonly operation: Operation;
  readonly outcome: Outcome;
  /** The caller did not wait for the answer. */
  readonly isGivenUp: boolean;
  readonly delivered: readonly Exchange[];
}

const METHODS: Readonly<Record<string, string>> = {
  create_vm: "CreateVM_Task",
  clone_vm: "CloneVM_Task",
  power_on_vm: "PowerOnVM_Task",
  power_off_vm: "PowerOffVM_Task",
  delete_vm: "Destroy_Task",
};

/** Says that nobody knows whether it was done, so that the caller looks before he repeats it. */
const UNSURE = /may have (been )?carried|may go on|look (before|at)/;

/** Tasks of the far side by their id, which it forgets after a while. */
export class TaskBook {
  readonly #world: Simulator["world"];
  readonly #tasks = new Map<string, Task>();

  constructor({ world }: Simulator) {
    this.#world = world;
  }

  /** Has to be called before more than two hundred tasks are new. */
  note(): void {
    for (const task of this.#world.tasks.recent) this.#tasks.set(task.ref.value, task);
  }

  find(id: string | undefined): Task | undefined {
    return id === undefined ? undefined : this.#tasks.get(id);
  }
}

/** The writes among some exchanges that are of an operation. */
export function writesOf(
  { tool, machine }: Operation,
  { exchanges, moref }: { readonly exchanges: readonly Exchange[]; readonly moref: string | undefined },
): readonly Exchange[] {
  return exchanges.filter(({ method, target, body }) => {
    if (method !== METHODS[tool]) return false;
    const isNew = tool === "create_vm" || tool === "clone_vm";
    return isNew ? body.includes(`<name>${machine}</name>`) : target === `VirtualMachine:${moref}`;
  });
}

/** Compares what was answered with what is, at once: nobody else touches the machine. */
export function checkNow(
  { operation: { tool, machine }, outcome }: Pick<Entry, "operation" | "outcome">,
  world: Simulator["world"],
): void {
  if (outcome.status !== "ok" || outcome.structured?.status !== "done") return;
  const vm = world.all(Vm).find(({ name }) => name === machine);
  const state = vm?.powerState ?? "gone";
  const expected: Readonly<Record<string, readonly string[]>> = {
    create_vm: ["poweredOff"],
    clone_vm: ["poweredOff"],
    power_on_vm: ["poweredOn"],
    power_off_vm: ["poweredOff"],
    delete_vm: ["gone"],
  };
  assert.ok(
    expected[tool]?.includes(state),
    `${tool} of ${machine} was reported as done, but it is ${state}`,
  );
}

/** Compares what was answered with what came of it in the end. */
export function checkEntry(entry: Entry, book: TaskBook): void {
  const { operation: { tool, machine }, outcome, isGivenUp } = entry;
  // One that the far side has refused, as that of a lost session, may be sent again.
  const delivered = entry.delivered.filter(({ task }) => task !== undefined);
  const what = `${tool} of ${machine}: ${JSON.stringify(outcome).slice(0, 500)}, ${
    JSON.stringify(delivered.map(({ fault, task }) => ({ fault, task })))
  }`;
  assert.ok(delivered.length <= 1, `twice: ${what}`);
  const [exchange] = delivered;
  const task = book.find(exchange?.task);
  const isDone = task?.state === "success";
  if (outcome.status === "ok" && outcome.structured?.status === "running") {
    return assert.equal(outcome.structured.task, exchange?.task, `wrong task: ${what}`);
  }
  if (outcome.status === "ok") {
    const wasNeeded = exchange !== undefined;
    return assert.ok(!wasNeeded || isDone, `reported as done: ${what}`);
  }
  if (isGivenUp || !isDone) return;
  assert.match(outcome.message ?? "", UNSURE, `lost: ${what}`);
}
