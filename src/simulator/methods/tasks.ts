import { notSupported, SimFault } from "../core/fault.ts";
import { numberAt } from "../core/value.ts";
import { HistoryCollector } from "../events/history_collector.ts";
import { createTaskCollector } from "../events/task_collector.ts";
import { taskDescription } from "../events/task_description.ts";
import type { PropertyTable } from "../world/managed_object.ts";
import { Task } from "../world/task.ts";
import { countOf, filterOf, MAX_COLLECTORS, newCollectorRef, touchAllCollectors } from "./events.ts";
import { method, type MethodTable } from "./method.ts";

/** A task counts as recent for so long after its end. */
const RECENT_MS = 10 * 60_000;

/** Tasks and their collectors. */
export const TASK_METHODS: MethodTable = {
  CancelTask: method(Task, {
    on: "Task",
    access: "write",
    // What one has started oneself one may cancel.
    needs: ({ target, user }) =>
      target instanceof Task && target.facts.user === user
        ? []
        : [{ privilege: "Global.CancelTask", on: target.ref }],
    run: (call) => {
      const { target, world } = call;
      if (target.hasEnded) {
        throw new SimFault("InvalidState", "The operation is not allowed in the current state.");
      }
      world.tasks.cancel(world, target);
      touchAllCollectors(call);
      return undefined;
    },
  }),
  UpdateProgress: method(Task, {
    on: "Task",
    access: "write",
    privilege: "Task.Update",
    run: ({ target, args, world }) => {
      if (target.hasEnded) {
        throw new SimFault("InvalidState", "The operation is not allowed in the current state.");
      }
      const percent = numberAt(args, "percentDone") ?? 0;
      if (percent < 0 || percent > 100) {
        throw new SimFault("OutOfBounds", "The value is out of bounds.", { argumentName: "percentDone" });
      }
      target.reportedPercent = percent;
      world.touch(target);
      return undefined;
    },
  }),
  CreateCollectorForTasks: {
    on: "TaskManager",
    run: (call) => {
      if (!call.world.isVcenter) throw notSupported();
      const ref = newCollectorRef(call, "TaskHistoryCollector");
      const collector = createTaskCollector(ref, { filter: filterOf(call), reader: call.reader });
      call.session.objects.set(ref.value, collector);
      return ref;
    },
  },
  ReadNextTasks: method(HistoryCollector, {
    on: "TaskHistoryCollector",
    run: ({ target, args }) => target.next(countOf(args)),
  }),
  ReadPreviousTasks: method(HistoryCollector, {
    on: "TaskHistoryCollector",
    run: ({ target, args }) => target.previous(countOf(args)),
  }),
};

/** Properties of the TaskManager. */
export const TASK_MANAGER_PROPERTIES: PropertyTable<void> = {
  recentTask: (_, { world }) => {
    const since = world.clock.now() - RECENT_MS;
    return world.tasks.recent.filter(({ endedAt = Infinity }) => endedAt >= since).map(({ ref }) => ref);
  },
  description: () => taskDescription,
  maxCollector: () => MAX_COLLECTORS,
};
