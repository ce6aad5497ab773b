import { rounded } from "../units.ts";

/** What can be said of the values of a metric. */
export interface Statistics {
  readonly min: number;
  readonly avg: number;
  /** 95 of 100 values are at most this. */
  readonly p95: number;
  readonly max: number;
  /** The newest value that was measured. */
  readonly latest: number;
  /** How many values were measured. */
  readonly samples: number;
}

/** Sums up values, oldest first; gaps count for nothing, and of gaps alone nothing can be said. */
export function statisticsOf(values: readonly (number | undefined)[]): Statistics | undefined {
  const measured = values.filter((value) => value !== undefined);
  const latest = measured.at(-1);
  if (latest === undefined) return undefined;
  const sorted = measured.toSorted((one, other) => one - other);
  return {
    min: rounded(sorted[0] ?? latest),
    avg: rounded(measured.reduce((sum, value) => sum + value) / measured.length),
    p95: rounded(sorted[Math.ceil(sorted.length * 0.95) - 1] ?? latest),
    max: rounded(sorted.at(-1) ?? latest),
    latest: rounded(latest),
    samples: measured.length,
  };
}
