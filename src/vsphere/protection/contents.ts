import type { Moref } from "../../soap/encode.ts";
import type { Mirror } from "../inventory/mirror.ts";
import type { InventoryRow, Kind } from "../inventory/shapes.ts";
import { baseKind } from "../properties.ts";

type Row = InventoryRow<Kind>;

/** The object and all that it is in: folders, datacenter and, of a machine, its resource pools and vApps. */
export function lineageOf(mirror: Mirror, row: Row): readonly Row[] {
  const pool = mirror.get("VirtualMachine", row.ref.value)?.resourcePool;
  const line = [...mirror.tree.lineage(row.ref), ...pool === undefined ? [] : mirror.tree.lineage(pool)];
  return [...new Set(line.map(({ value }) => value))].flatMap((id) => mirror.find(id) ?? []);
}

/** Everything inside of a container: below it in the tree, and the machines that run, lie or are connected there. */
export function contentsOf(mirror: Mirror, container: Moref): readonly Row[] {
  if (baseKind(container.type) === "VirtualMachine" || mirror.find(container.value) === undefined) return [];
  const below = [...mirror.all()].filter((row) =>
    row.ref.value !== container.value &&
    lineageOf(mirror, row).some(({ ref }) => ref.value === container.value)
  );
  const places = new Set([container.value, ...below.map(({ ref }) => ref.value)]);
  const there = [...mirror.rows("VirtualMachine")].filter((vm) =>
    [vm["runtime.host"], ...vm.datastore ?? [], ...vm.network ?? []].some((place) =>
      place !== undefined && places.has(place.value)
    )
  );
  return [...new Set<Row>([...below, ...there])];
}
