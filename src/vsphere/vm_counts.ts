import type { Moref } from "../soap/encode.ts";
import type { Mirror } from "./inventory/mirror.ts";

/** How many machines a place has; templates count. */
export interface VmCount {
  readonly total: number;
  readonly poweredOn: number;
}

const NONE: VmCount = { total: 0, poweredOn: 0 };

/** Properties of a machine that say where it is. */
type PlaceProperty = "runtime.host" | "datastore" | "network";

/** Counts machines by the places that this property names. */
export function vmCounter(mirror: Mirror, property: PlaceProperty): (place: Moref) => VmCount {
  const counts = mirror.once(`machines by ${property}`, () => countBy(mirror, property));
  return ({ value }) => counts.get(value) ?? NONE;
}

function countBy(mirror: Mirror, property: PlaceProperty): ReadonlyMap<string, VmCount> {
  const counts = new Map<string, VmCount>();
  for (const vm of mirror.rows("VirtualMachine")) {
    const on = vm["runtime.powerState"] === "poweredOn" ? 1 : 0;
    for (const { value } of [vm[property] ?? []].flat()) {
      const { total, poweredOn } = counts.get(value) ?? NONE;
      counts.set(value, { total: total + 1, poweredOn: poweredOn + on });
    }
  }
  return counts;
}
