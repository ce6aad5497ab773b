import type { Moref } from "../../soap/encode.ts";
import { type DataObject, flagAt, numberAt } from "../core/value.ts";
import type { EventRecord } from "../world/event_log.ts";
import type { Reader } from "../world/managed_object.ts";
import { eventData } from "./event_data.ts";
import { eventFilter } from "./event_filter.ts";
import { type History, HistoryCollector } from "./history_collector.ts";

/** The events that fit an EventFilterSpec. Throws ManagedObjectNotFound. */
export function eventHistory(filter: DataObject, reader: Reader): History<EventRecord> {
  const isBare = flagAt(filter, "disableFullMessage") ?? false;
  return {
    items: () => reader.world.events.records,
    keyOf: ({ key }) => key,
    fits: eventFilter(filter, reader),
    dataOf: (record) =>
      isBare ? { ...eventData(record), fullFormattedMessage: undefined } : eventData(record),
    stateOf: () => "",
  };
}

/** A collector of events; `maxCount` of the filter is its page size. Throws InvalidArgument, ManagedObjectNotFound. */
export function createEventCollector(
  ref: Moref,
  { filter, reader }: { readonly filter: DataObject; readonly reader: Reader },
): HistoryCollector<EventRecord> {
  const history = eventHistory(filter, reader);
  return new HistoryCollector(ref, { filter, history, pageSize: numberAt(filter, "maxCount") ?? 0 });
}
