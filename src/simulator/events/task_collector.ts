import type { Moref } from "../../soap/encode.ts";
import { dataAt, type DataObject, listAt, refAt, textAt, textListAt } from "../core/value.ts";
import type { Reader } from "../world/managed_object.ts";
import type { Task } from "../world/task.ts";
import { entityScope, timeSpan, userScope } from "./history_scope.ts";
import { HistoryCollector } from "./history_collector.ts";

/** A collector of tasks. Throws ManagedObjectNotFound. */
export function createTaskCollector(
  ref: Moref,
  { filter, reader }: { readonly filter: DataObject; readonly reader: Reader },
): HistoryCollector<Task> {
  const { world } = reader;
  const history = {
    items: () => world.tasks.recent,
    keyOf: taskNumber,
    fits: taskFilter(filter, reader),
    dataOf: (task: Task) => task.info(world.clock.now()),
    // As on real servers: progress is no news.
    stateOf: ({ state }: Task) => state,
  };
  return new HistoryCollector(ref, { filter, history, pageSize: 0 });
}

function taskFilter(spec: DataObject, reader: Reader): (task: Task) => boolean {
  const isInScope = entityScope(dataAt(spec, "entity"), reader);
  const isOfUser = userScope(dataAt(spec, "userName"));
  const states = new Set(textListAt(spec, "state"));
  const chains = new Set(listAt(spec, "eventChainId"));
  const time = dataAt(spec, "time");
  const isInTime = timeSpan(time);
  const timeType = textAt(time, "timeType");
  if (isAboutOthers(spec)) return () => false;
  return (task) =>
    isInScope(task.facts.entity) && isOfUser(task.facts.user) && isInTime(timeOf(task, timeType)) &&
    (states.size === 0 || states.has(task.state)) && (chains.size === 0 || chains.has(taskNumber(task)));
}

/** No task here was started by another one, an alarm or a schedule, or has a tag. */
function isAboutOthers(spec: DataObject): boolean {
  const lists = ["activationId", "parentTaskKey", "rootTaskKey"];
  const tags = textListAt(spec, "tag");
  return refAt(spec, "alarm") !== undefined || refAt(spec, "scheduledTask") !== undefined ||
    lists.some((field) => textListAt(spec, field).length > 0) || (tags.length > 0 && !tags.includes(""));
}

function timeOf({ facts, endedAt }: Task, timeType: string | undefined): number | undefined {
  return timeType === "completedTime" ? endedAt : facts.now;
}

/** Tasks are numbered in the order in which they were started. */
function taskNumber({ facts }: Task): number {
  return Number(/\d+$/.exec(facts.key)?.[0] ?? 0);
}
