import type { Moref } from "../../soap/encode.ts";
import { lookUp } from "../collector/select.ts";
import { objectNotFound } from "../core/fault.ts";
import { type DataObject, flagAt, refAt, textAt, textListAt } from "../core/value.ts";
import { Entity } from "../world/entity.ts";
import type { Reader } from "../world/managed_object.ts";
import { Vm } from "../world/vm.ts";

/** Which objects `entity` of a filter is about. Throws ManagedObjectNotFound. */
export function entityScope(
  spec: DataObject | undefined,
  reader: Reader,
): (entity: Entity | undefined) => boolean {
  const ref = refAt(spec, "entity");
  if (ref === undefined) return () => true;
  const top = lookUp(reader, ref);
  if (!(top instanceof Entity)) throw objectNotFound(ref);
  const isSelf = (entity: Entity | undefined) => entity !== undefined && isSame(entity, ref);
  // What belongs to no object, such as logins, is found at the root.
  const isRoot = top.parent === undefined;
  switch (textAt(spec, "recursion")) {
    case "self":
      return isSelf;
    case "children":
      return (entity) => !isSelf(entity) && entity !== undefined && (isRoot || isWithin(entity, ref));
    default:
      return (entity) => isRoot || (entity !== undefined && isWithin(entity, ref));
  }
}

/** Which times `time` of a filter is about; without a time nothing fits that has limits. */
export function timeSpan(spec: DataObject | undefined): (time: number | undefined) => boolean {
  const begin = timeAt(spec, "beginTime") ?? -Infinity;
  const end = timeAt(spec, "endTime") ?? Infinity;
  if (begin === -Infinity && end === Infinity) return () => true;
  return (time) => time !== undefined && time >= begin && time <= end;
}

/** Which users `userName` of a filter is about; what the system does itself has no user. */
export function userScope(spec: DataObject | undefined): (user: string) => boolean {
  if (spec === undefined) return () => true;
  const users = new Set(textListAt(spec, "userList"));
  const withSystem = flagAt(spec, "systemUser") ?? false;
  return (user) => user === "" ? withSystem : users.size === 0 || users.has(user);
}

/** A machine is below its folder as well as below its host, its cluster and its pool. */
function isWithin(entity: Entity, top: Moref): boolean {
  if (isBelow(entity, top)) return true;
  return entity instanceof Vm && (isBelow(entity.host, top) || isBelow(entity.pool, top));
}

function isBelow(entity: Entity | undefined, top: Moref): boolean {
  for (let at = entity; at !== undefined; at = at.parent) if (isSame(at, top)) return true;
  return false;
}

function isSame({ ref }: Entity, other: Moref): boolean {
  return ref.value === other.value && ref.type === other.type;
}

function timeAt(spec: DataObject | undefined, field: string): number | undefined {
  const text = textAt(spec, field);
  return text === undefined ? undefined : Date.parse(text);
}
