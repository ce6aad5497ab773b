import { closest } from "../../closest.ts";
import { UserError } from "../../errors.ts";
import type { CounterTable, PerfCounter } from "./counters.ts";
import type { PerfKind } from "./kinds.ts";
import type { PerfMetric } from "./query.ts";

/** Metrics as this server knows them. */
export interface KnownMetrics {
  readonly counters: readonly PerfCounter[];
  /** Names that mean nothing here, each with a known one that may have been meant. */
  readonly unknown: readonly string[];
}

/** Looks metrics up by name; throws UserError "not_found" when not one is known. */
export function knownMetrics(table: CounterTable, names: readonly string[]): KnownMetrics {
  const wanted = [...new Set(names.map((name) => name.trim()))];
  const counters = wanted.flatMap((name) => table.get(name) ?? []);
  const unknown = wanted.filter((name) => !table.has(name)).map((name) => {
    const near = closest(name, table.keys());
    return near === undefined ? `"${name}"` : `"${name}" (closest: "${near}")`;
  });
  if (counters.length > 0) return { counters, unknown };
  throw new UserError(
    "not_found",
    `Cannot find metric ${
      unknown.join(", ")
    }: this server has no such counter; list_metrics shows what there is`,
  );
}

/** Groups whose counters exist for each disk, datastore or path of an entity and never for the whole. */
const IN_PARTS: Readonly<Record<PerfKind, readonly string[]>> = {
  vm: ["virtualDisk", "datastore"],
  host: ["datastore", "storageAdapter", "storagePath"],
  datastore: [],
  cluster: [],
};

/** What to ask for: the aggregate, or all instances where there is no aggregate or each of them is wanted. */
export function askedMetric(
  { name }: PerfCounter,
  { kind, byInstance }: { readonly kind: PerfKind; readonly byInstance: boolean },
): PerfMetric {
  const isInParts = IN_PARTS[kind].some((group) => name.startsWith(`${group}.`));
  return { counter: name, instance: byInstance || isInParts ? "*" : "" };
}
