import type { Moref } from "../../soap/encode.ts";
import { createEventCollector, eventHistory } from "../events/event_collector.ts";
import { eventData } from "../events/event_data.ts";
import { eventDescription } from "../events/event_types.ts";
import { checkedCount, HistoryCollector, touchEventCollectors } from "../events/history_collector.ts";
import { invalidArgument, SimFault } from "../core/fault.ts";
import { dataAt, type DataObject, numberAt, textAt } from "../core/value.ts";
import { Entity } from "../world/entity.ts";
import type { PropertyTable } from "../world/managed_object.ts";
import { type Call, method, type MethodTable } from "./method.ts";

/** So many collectors of a kind may a client have at once. */
export const MAX_COLLECTORS = 32;
/** So many events does one query give at most. */
const MAX_EVENTS = 1000;

/** Events, and what collectors of events and of tasks have in common. */
export const EVENT_METHODS: MethodTable = {
  CreateCollectorForEvents: {
    on: "EventManager",
    run: (call) => {
      const ref = newCollectorRef(call, "EventHistoryCollector");
      const collector = createEventCollector(ref, { filter: filterOf(call), reader: call.reader });
      call.session.objects.set(ref.value, collector);
      return ref;
    },
  },
  QueryEvents: { on: "EventManager", run: queryEvents },
  LogUserEvent: {
    on: "EventManager",
    access: "write",
    privilege: "Global.LogEvent",
    run: (call) => {
      const entity = call.object(Entity, "entity");
      const message = textAt(call.args, "msg") ?? "";
      call.world.events.note({
        type: "GeneralUserEvent",
        message: `User logged event: ${message}`,
        user: call.user,
        entity,
        fields: { message },
      });
      touchAllCollectors(call);
      return undefined;
    },
  },
  ReadNextEvents: method(HistoryCollector, {
    on: "EventHistoryCollector",
    run: ({ target, args }) => target.next(countOf(args)),
  }),
  ReadPreviousEvents: method(HistoryCollector, {
    on: "EventHistoryCollector",
    run: ({ target, args }) => target.previous(countOf(args)),
  }),
  SetCollectorPageSize: method(HistoryCollector, {
    on: "HistoryCollector",
    run: (call) => {
      call.target.resize(countOf(call.args));
      touchEventCollectors([call.target], call.world);
      return undefined;
    },
  }),
  RewindCollector: method(HistoryCollector, {
    on: "HistoryCollector",
    run: ({ target }) => {
      target.rewind();
      return undefined;
    },
  }),
  ResetCollector: method(HistoryCollector, {
    on: "HistoryCollector",
    run: ({ target }) => {
      target.reset();
      return undefined;
    },
  }),
  DestroyCollector: method(HistoryCollector, {
    on: "HistoryCollector",
    run: ({ target, session, world }) => {
      session.objects.delete(target.ref.value);
      world.touch(target, "topology");
      return undefined;
    },
  }),
};

/** Properties of the EventManager. */
export const EVENT_MANAGER_PROPERTIES: PropertyTable<void> = {
  description: () => eventDescription,
  latestEvent: (_, { world }) =>
    world.events.latest === undefined ? undefined : eventData(world.events.latest),
  maxCollector: () => MAX_COLLECTORS,
};

/** The reference of a new collector of the session. Throws InvalidState when it has too many of the kind. */
export function newCollectorRef({ session, world }: Call, type: string): Moref {
  const own = [...session.objects.values()].filter(({ ref }) => ref.type === type);
  if (own.length >= MAX_COLLECTORS) {
    throw new SimFault("InvalidState", "The client has as many history collectors as it may have.");
  }
  return { type, value: `session[${session.key}]${world.random.uuid()}` };
}

/** The filter of a new collector. Throws InvalidArgument. */
export function filterOf({ args }: Call): DataObject {
  const filter = dataAt(args, "filter");
  if (filter === undefined) throw invalidArgument("filter");
  return filter;
}

/** The `maxCount` of a page. */
export function countOf(args: DataObject): number {
  return numberAt(args, "maxCount") ?? 0;
}

/** Lets all clients that wait for a latest page know of what has happened. */
export function touchAllCollectors({ sessions, world }: Call): void {
  for (const { objects } of sessions.all) touchEventCollectors(objects.values(), world);
}

/** The newest events that fit, oldest first. */
function queryEvents(call: Call): readonly DataObject[] {
  if (!call.world.isVcenter) throw new SimFault("NotImplemented", "The method is not implemented.");
  const filter = filterOf(call);
  const count = checkedCount(countOf(filter), 0) || MAX_EVENTS;
  const { items, fits, dataOf } = eventHistory(filter, call.reader);
  return items().filter(fits).slice(-count).map(dataOf);
}
