import type { ModelName } from "../world/world.ts";
import { counterById, counterByName, type PerfCounter } from "./counters.ts";
import type { Source } from "./meter.ts";
import type { Period } from "./periods.ts";

/** One counter on one instance, by the server's numbers. */
export interface Metric {
  readonly counterId: number;
  /** `""` for the whole; in a query also `*` for everything. */
  readonly instance: string;
}

/** Values of a metric, one for each time. */
export interface Series extends Metric {
  readonly values: readonly number[];
}

/** A metric that an object has. */
interface KnownMetric extends Metric {
  readonly name: string;
}

/** What a query asks of one object. */
export interface Plan {
  readonly source: Source;
  readonly period: Period;
  /** Oldest first. */
  readonly times: readonly number[];
  readonly metrics: readonly KnownMetric[];
}

/** All metrics of an object that are kept in a period. */
export function availableMetrics(source: Source, period: Period, model: ModelName): readonly KnownMetric[] {
  return source.counters.flatMap((name) => {
    const counter = counterByName(model, name);
    return counter === undefined ? [] : keptMetrics(source, period, { counter, instance: "*" });
  });
}

/** Those of the metrics that the object has; the others are left out, as real servers do. */
export function knownMetrics(
  source: Source,
  period: Period,
  { model, wanted }: { readonly model: ModelName; readonly wanted: readonly Metric[] },
): readonly KnownMetric[] {
  return wanted.flatMap(({ counterId, instance }) => {
    const counter = counterById(model, counterId);
    return counter === undefined ? [] : keptMetrics(source, period, { counter, instance });
  });
}

/** Measures what was planned; times at which the object was not measured are missing in it. */
export function measure(
  { source, period, times, metrics }: Plan,
): { readonly times: readonly number[]; readonly series: readonly Series[] } {
  const measured = times.filter(source.hasAt);
  if (measured.length === 0) return { times: [], series: [] };
  const readings = source.measure(measured, period.seconds);
  const series = metrics.flatMap(({ name, counterId, instance }) => {
    const values = readings.values(name, instance);
    return values === undefined ? [] : [{ counterId, instance, values }];
  });
  return { times: measured, series };
}

function keptMetrics(
  source: Source,
  { level }: Period,
  { counter, instance: wanted }: { readonly counter: PerfCounter; readonly instance: string },
): readonly KnownMetric[] {
  const { id: counterId, name } = counter;
  if (Math.min(counter.level, counter.partLevel) > level) return [];
  return source.instancesOf(name, wanted)
    .filter((instance) => (instance === "" ? counter.level : counter.partLevel) <= level)
    .map((instance) => ({ counterId, name, instance }));
}
