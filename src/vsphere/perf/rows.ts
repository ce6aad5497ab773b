import { rounded } from "../units.ts";
import type { PerfCounter } from "./counters.ts";
import type { PerfReading, PerfSample } from "./reading.ts";
import { type Statistics, statisticsOf } from "./statistics.ts";
import { isNoSum, shownUnit } from "./units.ts";

/** A number and the end of the interval in which it was measured; null where nothing was. */
export interface PerfPoint {
  readonly time: string;
  readonly value: number | null;
}

/** What one metric of an entity was. */
export interface MetricRow extends Statistics {
  /** `group.name.rollup`, or `cpu.ready.percent`, which is worked out here. */
  readonly metric: string;
  readonly unit: string;
  /** The vCPU, NIC or disk, where each is told of. */
  readonly instance?: string;
  /** How a number for the whole was made of the instances, where the server keeps none. */
  readonly combined?: string;
  /** Oldest first. */
  readonly points: readonly PerfPoint[];
}

/** How the readings of an entity are summed up. */
export interface RowOptions {
  readonly counters: readonly PerfCounter[];
  readonly byInstance: boolean;
  /** Of a virtual machine; its ready time is then told in percent, too. */
  readonly cpuCount?: number | undefined;
}

/** Ready time in percent of the time of all vCPUs. */
export const READY_PERCENT = "cpu.ready.percent";
/** Ready time as the server counts it: milliseconds of all vCPUs. */
export const READY_TIME = "cpu.ready.summation";

/** Sums up the readings of one entity, in the order of the counters; metrics without any sample are left out. */
export function metricRows(
  readings: readonly PerfReading[],
  { counters, byInstance, cpuCount }: RowOptions,
): readonly MetricRow[] {
  return counters.flatMap((counter) => {
    const all = readings.flatMap(({ samples, series }) =>
      series.filter((one) => one.counter === counter.name).map((one): Line => ({ ...one, samples }))
    );
    const lines = byInstance ? all : wholeOf(all, counter);
    return lines.flatMap((line) => [
      ...rowOf(line, { metric: counter.name, ...shownUnit(counter), byInstance }),
      ...(counter.name === READY_TIME && cpuCount !== undefined && cpuCount > 0
        ? rowOf(readyShare(line, line.instance === "" ? cpuCount : 1), {
          metric: READY_PERCENT,
          unit: "%",
          divisor: 1,
          byInstance,
        })
        : []),
    ]);
  });
}

/** The values of one instance, or of all of them together. */
interface Line {
  readonly instance: string;
  readonly samples: readonly PerfSample[];
  readonly values: readonly (number | undefined)[];
  readonly combined?: string;
}

interface RowKind {
  readonly metric: string;
  readonly unit: string;
  readonly divisor: number;
  readonly byInstance: boolean;
}

function rowOf({ instance, samples, values, combined }: Line, kind: RowKind): readonly MetricRow[] {
  const { metric, unit, divisor, byInstance } = kind;
  const shown = values.map((value) => value === undefined ? undefined : value / divisor);
  const statistics = statisticsOf(shown);
  if (statistics === undefined) return [];
  const points = samples.map(({ time }, at) => {
    const value = shown[at];
    return { time, value: value === undefined ? null : rounded(value) };
  });
  return [{
    metric,
    unit,
    ...(byInstance && { instance }),
    ...(combined !== undefined && { combined }),
    ...statistics,
    points,
  }];
}

/** The aggregate or, where the server keeps none, what the instances make together; never both. */
function wholeOf(lines: readonly Line[], { unit }: PerfCounter): readonly Line[] {
  const aggregate = lines.find(({ instance, values }) =>
    instance === "" && values.some((value) => value !== undefined)
  );
  const [first, ...others] = aggregate === undefined ? lines : [aggregate];
  if (first === undefined) return [];
  if (others.length === 0) return [first];
  const values = first.samples.map((_, at) => {
    const known = [first, ...others].flatMap((line) => line.values[at] ?? []);
    if (known.length === 0) return undefined;
    return isNoSum(unit) ? Math.max(...known) : known.reduce((sum, value) => sum + value);
  });
  const combined = `${isNoSum(unit) ? "highest" : "sum"} of ${lines.length} instances`;
  return [{ instance: "", samples: first.samples, values, combined }];
}

/** The aggregate is the sum over the vCPUs. */
function readyShare(line: Line, cpuCount: number): Line {
  const values = line.values.map((value, at) => {
    const seconds = line.samples[at]?.intervalSeconds ?? 0;
    return value === undefined || seconds === 0 ? undefined : value / (seconds * 1000 * cpuCount) * 100;
  });
  return { ...line, values };
}
