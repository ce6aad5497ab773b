import type { Moref } from "../soap/encode.ts";
import type { Mirror } from "./inventory/mirror.ts";
import type { VmRow } from "./inventory/shapes.ts";

/** How many machines a place has; templates count. */
export interface VmCount {
  readonly total: number;
  readonly poweredOn: number;
}

const NONE: VmCount = { total: 0, poweredOn: 0 };

/** Counts machines by the places that each has, such as its host or its datastores. */
export function vmCounter(
  mirror: Mirror,
  placesOf: (vm: VmRow) => readonly Moref[] | undefined,
): (place: Moref) => VmCount {
  const counts = new Map<string, VmCount>();
  for (const vm of mirror.rows("VirtualMachine")) {
    const on = vm["runtime.powerState"] === "poweredOn" ? 1 : 0;
    for (const { value } of placesOf(vm) ?? []) {
      const { total, poweredOn } = counts.get(value) ?? NONE;
      counts.set(value, { total: total + 1, poweredOn: poweredOn + on });
    }
  }
  return ({ value }) => counts.get(value) ?? NONE;
}

/** Counts machines by host. */
export function vmsByHost(mirror: Mirror): (host: Moref) => VmCount {
  return vmCounter(mirror, ({ "runtime.host": host }) => host && [host]);
}
