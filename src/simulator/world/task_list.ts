import { SimFault } from "../core/fault.ts";
import type { Value } from "../core/value.ts";
import type { Entity } from "./entity.ts";
import { Task } from "./task.ts";
import { Vm } from "./vm.ts";
import type { World } from "./world.ts";

/** An operation that takes its time. */
export interface TaskStart {
  /** The method, such as `PowerOnVM_Task`. */
  readonly name: string;
  readonly descriptionId: string;
  readonly entity: Entity | undefined;
  readonly user: string;
  /** At pace 1. */
  readonly durationMs: number;
  readonly isCancelable?: boolean;
  /** Others may work on the object meanwhile, as on the source of a clone. */
  readonly isShared?: boolean;
  /** Done when the time is over; a SimFault becomes the task's error. */
  readonly finish: () => Value | undefined;
}

/** As many tasks are kept on the server after their end. */
const MAX_RECENT = 200;
/** Recent tasks of one object. */
const MAX_OF_ENTITY = 10;
/** Progress is told this often. */
const STEP_MS = 500;

/** The tasks of a server. */
export class TaskList {
  /** Oldest first. */
  readonly recent: Task[] = [];
  readonly #running = new Map<Task, () => void>();

  #onChange: () => void = () => {};

  /** Calls the listener after every start and end; there is one at most. */
  onChange(listener: () => void): void {
    this.#onChange = listener;
  }

  get runningCount(): number {
    return this.#running.size;
  }

  /** Starts a task; throws TaskInProgress when another one keeps the machine busy. */
  start(world: World, start: TaskStart): Task {
    const { entity, durationMs, isCancelable = false, isShared = false } = start;
    refuseBusy(entity);
    const id = world.ids.number();
    const value = world.isVcenter
      ? `task-${id}`
      : `haTask-${entity?.ref.value ?? "ha-host"}-vim.${start.descriptionId}-${id}`;
    const task = new Task({ type: "Task", value }, {
      name: start.name,
      descriptionId: start.descriptionId,
      entity,
      user: start.user,
      isCancelable,
      durationMs: durationMs * world.pace,
      now: world.clock.now(),
      key: value,
    });
    if (entity instanceof Vm && !isShared) entity.busyWith = task.ref;
    this.#remember(world, task);
    const timers = this.#timers(world, task, start.finish);
    this.#running.set(task, () => timers.forEach((stop) => stop()));
    return task;
  }

  /** Asks a task to end; throws NotSupported when it cannot be cancelled. */
  cancel(world: World, task: Task): void {
    const stop = this.#running.get(task);
    if (stop === undefined) return;
    if (!task.facts.isCancelable) {
      throw new SimFault("NotSupported", "The task cannot be canceled.");
    }
    stop();
    task.isCancelled = true;
    this.#end(world, task, () => {
      throw new SimFault("RequestCanceled", "The task was canceled by a user.");
    });
  }

  #timers(world: World, task: Task, finish: () => Value | undefined): readonly (() => void)[] {
    const { durationMs } = task.facts;
    const steps = Array.from(
      { length: Math.ceil(durationMs / STEP_MS) - 1 },
      (_, at) => world.clock.after(STEP_MS * (at + 1), () => world.touch(task)),
    );
    return [...steps, world.clock.after(durationMs, () => this.#end(world, task, finish))];
  }

  #end(world: World, task: Task, finish: () => Value | undefined): void {
    const { entity } = task.facts;
    this.#running.delete(task);
    if (entity instanceof Vm && entity.busyWith === task.ref) entity.busyWith = undefined;
    try {
      task.result = finish();
      task.state = "success";
    } catch (error) {
      // Nobody waits for this timer: a mistake of ours ends the task, not the process.
      task.error = error instanceof SimFault
        ? error
        : new SimFault("SystemError", `A general system error occurred: ${error}`, { reason: String(error) });
      task.state = "error";
    }
    task.endedAt = world.clock.now();
    world.touch(task);
    this.#onChange();
  }

  #remember(world: World, task: Task): void {
    const { entity } = task.facts;
    world.add(task, "state");
    this.recent.push(task);
    if (entity !== undefined) {
      entity.recentTasks.push(task.ref);
      if (entity.recentTasks.length > MAX_OF_ENTITY) entity.recentTasks.shift();
      world.touch(entity);
    }
    const old = this.recent.length > MAX_RECENT ? this.recent.findIndex(({ hasEnded }) => hasEnded) : -1;
    const [gone] = old === -1 ? [] : this.recent.splice(old, 1);
    if (gone !== undefined) world.remove(gone);
    this.#onChange();
  }
}

function refuseBusy(entity: Entity | undefined): void {
  if (!(entity instanceof Vm) || entity.busyWith === undefined) return;
  throw new SimFault(
    "TaskInProgress",
    "The operation is not allowed in the current state: another task is in progress.",
    {
      task: entity.busyWith,
    },
  );
}
