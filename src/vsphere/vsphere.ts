import type { Inventory } from "./inventory.ts";
import type { Jobs } from "./jobs.ts";
import type { ObjectWatcher } from "./object_watcher.ts";
import { guardedBy, type Session, type WriteGuard } from "./session.ts";
import type { Tags } from "./tags.ts";
import type { TaskWatcher } from "./task_watcher.ts";

/** Where new things go unless the caller says otherwise. */
export interface Defaults {
  readonly datacenter?: string | undefined;
  readonly cluster?: string | undefined;
  readonly datastore?: string | undefined;
  readonly network: string;
}

/** The same target for a caller whose writes have to pass a guard. */
export function behindGuard(vsphere: Vsphere, guard: WriteGuard): Vsphere {
  return { ...vsphere, session: guardedBy(vsphere.session, guard) };
}

/** One vSphere target as tools see it. */
export interface Vsphere {
  readonly session: Session;
  readonly inventory: Inventory;
  /** Tells of changes of single objects, all through one poll. */
  readonly watcher: ObjectWatcher;
  readonly tasks: TaskWatcher;
  /** Operations of many tasks, such as a clone on standalone ESXi. */
  readonly jobs: Jobs;
  readonly tags: Tags;
  readonly defaults: Defaults;
  /** After this time a wait for a task answers "still running". */
  readonly taskTimeoutMs: number;
  /** Aborted when the process is about to end: then too a wait answers "still running". */
  readonly stopping: AbortSignal;
}
