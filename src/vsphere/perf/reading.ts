import { many, number, object, one, ref, text } from "../../soap/decode.ts";
import type { Moref } from "../../soap/encode.ts";
import type { XmlElement } from "../../soap/xml.ts";
import type { PerfCounter } from "./counters.ts";

/** One point in time at which the server took its numbers. */
export interface PerfSample {
  /** End of the interval, as ISO 8601 in UTC. */
  readonly time: string;
  readonly intervalSeconds: number;
}

/** The numbers of one counter on one instance; `undefined` where the server has none. */
export interface PerfSeries {
  readonly counter: string;
  /** `""` is the aggregate of the entity; others are a vCPU, NIC or disk, such as `scsi0:0`. */
  readonly instance: string;
  /** As the server scales them, only percentages as percent; as many as there are samples. */
  readonly values: readonly (number | undefined)[];
}

/** What was measured on one entity, oldest sample first. */
export interface PerfReading {
  readonly entity: Moref;
  readonly samples: readonly PerfSample[];
  readonly series: readonly PerfSeries[];
}

/** What the server sends where it measured nothing. */
const GAP = -1;

/** What a reading has to know of a counter. */
export type AskedCounter = Pick<PerfCounter, "name" | "id" | "unit">;

const readMetric = object({
  entity: one(ref),
  sampleInfoCSV: one(text),
  sampleInfo: many(object({ timestamp: one(text), interval: one(text) })),
  value: many(object({
    id: one(object({ counterId: one(number), instance: one(text) })),
    value: many(text),
  })),
});
type Metric = NonNullable<ReturnType<typeof readMetric>>;

/**
 * Reads a PerfEntityMetricCSV, or the PerfEntityMetric that older simulators answer instead. `asked` are the counters
 * of the query. Servers order the samples as they like.
 */
export function readPerf(element: XmlElement, asked: readonly AskedCounter[]): PerfReading | undefined {
  const metric = readMetric(element);
  if (metric?.entity === undefined) return undefined;
  const sent = sentSamples(metric);
  const order = sent
    .map(({ timestamp, interval }, at) => ({
      at,
      time: Date.parse(timestamp),
      interval: Number(interval) || 0,
    }))
    .filter(({ time }) => !Number.isNaN(time))
    .sort((a, b) => a.time - b.time);
  const series = metric.value.flatMap(({ id, value }) => {
    const counter = asked.find((candidate) => candidate.id === id?.counterId);
    if (counter === undefined) return [];
    const texts = value.flatMap((text) => text.split(","));
    // Simulators leave zeros out of the plain format, and then nothing tells which number belongs where.
    const isWhole = texts.length === sent.length;
    const values = order.map(({ at }) => isWhole ? measured(texts[at], counter) : undefined);
    return [{ counter: counter.name, instance: id?.instance ?? "", values }];
  });
  const samples = order.map(({ time, interval }) => (
    { time: new Date(time).toISOString(), intervalSeconds: interval }
  ));
  return { entity: metric.entity, samples, series };
}

/** The newest sample in which anything was measured. */
export function newestSample({ samples, series }: PerfReading): PerfSample | undefined {
  return samples.findLast((_, at) => series.some(({ values }) => values[at] !== undefined));
}

/** The newest number of a counter: the aggregate or, where the server keeps none, the sum of the instances. */
export function newestTotal(reading: PerfReading, counter: string): number | undefined {
  const values = newestValues(reading, counter);
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value);
}

/** The newest number of a counter: the aggregate or, where the server keeps none, the highest of the instances. */
export function newestHighest(reading: PerfReading, counter: string): number | undefined {
  const values = newestValues(reading, counter);
  return values.length === 0 ? undefined : Math.max(...values);
}

/** Never mixes both: the aggregate counts the same bytes as the instances. */
function newestValues({ samples, series }: PerfReading, counter: string): readonly number[] {
  const all = series.filter((one) => one.counter === counter);
  const aggregate = all.filter(({ instance, values }) =>
    instance === "" && values.some((value) => value !== undefined)
  );
  const chosen = aggregate.length > 0 ? aggregate.slice(0, 1) : all;
  const newest = samples.findLastIndex((_, at) => chosen.some(({ values }) => values[at] !== undefined));
  return chosen.flatMap(({ values }) => values[newest] ?? []);
}

interface SentSample {
  readonly timestamp: string;
  readonly interval: string;
}

/** In the order of the values; the CSV form is `interval,time,interval,time`. */
function sentSamples({ sampleInfoCSV, sampleInfo }: Metric): readonly SentSample[] {
  if (sampleInfoCSV === undefined) {
    return sampleInfo.map(({ timestamp = "", interval = "" }) => ({ timestamp, interval }));
  }
  const words = sampleInfoCSV.split(",").map((word) => word.trim());
  return words.flatMap((interval, at) => at % 2 === 0 ? [{ interval, timestamp: words[at + 1] ?? "" }] : []);
}

function measured(text: string | undefined, { unit }: AskedCounter): number | undefined {
  if (text === undefined || text.trim() === "") return undefined;
  const value = Number(text);
  if (value === GAP || !Number.isFinite(value)) return undefined;
  // The wire carries percentages as whole hundredths.
  return unit === "percent" ? value / 100 : value;
}
