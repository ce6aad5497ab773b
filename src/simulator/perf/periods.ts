import type { DataObject } from "../core/value.ts";
import type { ModelName } from "../world/world.ts";

/** Statistics of one resolution. */
export interface Period {
  /** Length of an interval. */
  readonly seconds: number;
  /** How long its samples are kept. */
  readonly keptSeconds: number;
  /** Counters of higher levels are not kept. */
  readonly level: number;
  readonly isRealtime: boolean;
}

const REALTIME: Period = { seconds: 20, keptSeconds: 3600, level: 4, isRealtime: true };

/** Collected periods with their names; the day has more than the others, as many set it. */
const COLLECTED: Readonly<Record<ModelName, readonly (Period & { readonly name: string })[]>> = {
  vcenter: [
    { name: "Past day", seconds: 300, keptSeconds: 86_400, level: 2, isRealtime: false },
    { name: "Past week", seconds: 1800, keptSeconds: 604_800, level: 1, isRealtime: false },
    { name: "Past month", seconds: 7200, keptSeconds: 2_592_000, level: 1, isRealtime: false },
    { name: "Past year", seconds: 86_400, keptSeconds: 31_536_000, level: 1, isRealtime: false },
  ],
  esxi: [{ name: "PastDay", seconds: 300, keptSeconds: 129_600, level: 4, isRealtime: false }],
};

/** All periods of a kind of server, the finest first. */
export function periodsOf(model: ModelName): readonly Period[] {
  return [REALTIME, ...COLLECTED[model]];
}

/** The period of an interval; without an interval the finest that there is for such an object. */
export function periodOf(
  model: ModelName,
  { seconds, hasRealtime }: { readonly seconds: number | undefined; readonly hasRealtime: boolean },
): Period | undefined {
  const there = periodsOf(model).filter(({ isRealtime }) => hasRealtime || !isRealtime);
  return seconds === undefined ? there[0] : there.find((period) => period.seconds === seconds);
}

/** PerfInterval of all collected periods. */
export function perfIntervals(model: ModelName): readonly DataObject[] {
  return COLLECTED[model].map(({ name, seconds, keptSeconds, level }, at) => ({
    $type: "PerfInterval",
    key: at + 1,
    samplingPeriod: seconds,
    name,
    length: keptSeconds,
    // ESXi knows no levels.
    level: model === "vcenter" ? level : undefined,
    enabled: true,
  }));
}

/** Ends of the intervals from `start` (not itself) to `end`, oldest first, as far as they are over and still kept. */
export function sampleTimes(
  { seconds, keptSeconds }: Period,
  { now, start = -Infinity, end = now }: {
    readonly now: number;
    readonly start?: number | undefined;
    readonly end?: number | undefined;
  },
): readonly number[] {
  const step = seconds * 1000;
  const first = Math.floor(Math.max(start, now - keptSeconds * 1000) / step) + 1;
  const last = Math.floor(Math.min(end, now) / step);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => (first + at) * step);
}
