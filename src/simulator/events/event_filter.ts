import { dataAt, type DataObject, isData, numberAt, refAt, textListAt } from "../core/value.ts";
import { SCHEMA } from "../wire/schema.ts";
import type { EventRecord } from "../world/event_log.ts";
import type { Reader } from "../world/managed_object.ts";
import { eventCategory } from "./event_types.ts";
import { entityScope, timeSpan, userScope } from "./history_scope.ts";

/** Tells whether an event fits an EventFilterSpec. Throws ManagedObjectNotFound. */
export function eventFilter(spec: DataObject, reader: Reader): (record: EventRecord) => boolean {
  const isInScope = entityScope(dataAt(spec, "entity"), reader);
  const isInTime = timeSpan(dataAt(spec, "time"));
  const isOfUser = userScope(dataAt(spec, "userName"));
  const hasType = typeFilter(spec);
  const categories = new Set(textListAt(spec, "category"));
  const chain = numberAt(spec, "eventChainId");
  const isTagged = tagFilter(spec);
  return (record) =>
    isInTime(record.createdAt) && isOfUser(record.user) && hasType(record) && isInScope(record.entity) &&
    (categories.size === 0 || categories.has(eventCategory(record))) &&
    (chain === undefined || chain === chainOf(record)) && isTagged(record);
}

/** `type` takes what is derived from a type with it, `eventTypeId` takes ids as they are. */
function typeFilter(spec: DataObject): (record: EventRecord) => boolean {
  const types = textListAt(spec, "type").map(plainType);
  const ids = new Set(textListAt(spec, "eventTypeId"));
  return ({ type, fields }) => {
    if (types.length > 0 && !types.some((wanted) => SCHEMA.typeOf(type).lineage.includes(wanted))) {
      return false;
    }
    if (ids.size === 0) return true;
    const { eventTypeId } = fields;
    return typeof eventTypeId === "string" ? ids.has(eventTypeId) : ids.has(type) || ids.has(PREFIX + type);
  };
}

const PREFIX = "vim.event.";

function plainType(id: string): string {
  return id.startsWith(PREFIX) ? id.slice(PREFIX.length) : id;
}

/** Nothing here has tags or comes from a scheduled task. */
function tagFilter(spec: DataObject): (record: EventRecord) => boolean {
  const tags = textListAt(spec, "tag");
  const alarm = refAt(spec, "alarm")?.value;
  if (refAt(spec, "scheduledTask") !== undefined || (tags.length > 0 && !tags.includes(""))) {
    return () => false;
  }
  return ({ fields }) => {
    if (alarm === undefined) return true;
    return isData(fields.alarm) && refAt(fields.alarm, "alarm")?.value === alarm;
  };
}

function chainOf({ key, fields }: EventRecord): number {
  return typeof fields.chainId === "number" ? fields.chainId : key;
}
