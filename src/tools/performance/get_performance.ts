import * as z from "../../deps/zod.ts";
import { foreign } from "../../foreign.ts";
import { PERF_KINDS } from "../../vsphere/perf/kinds.ts";
import { presetMetrics, PRESETS } from "../../vsphere/perf/presets.ts";
import type { MetricRow, PerfPoint } from "../../vsphere/perf/rows.ts";
import { readSpan } from "../../vsphere/perf/span.ts";
import { defaultSpanSeconds, type Survey, surveyPerformance } from "../../vsphere/perf/survey.ts";
import { oneLine } from "../one_line.ts";
import { defineTool, type ToolContext } from "../tool.ts";

const DEFAULT_LIMIT = 25;

const metricName = z.string().min(1).max(200);

const input = z.object({
  kind: z.enum(PERF_KINDS).default("vm").describe(
    "What to measure. datastore and cluster: history of vCenter Server alone",
  ),
  names: z.array(z.string().min(1).max(1000)).min(1).max(1000).optional().describe(
    "Names (web-* for several), paths or morefs. Omitted: all; of machines those that run",
  ),
  preset: z.enum(PRESETS).default("overview").describe(
    "Metrics; datastore has overview and disk, cluster overview, cpu and memory",
  ),
  metrics: z.array(metricName).min(1).max(50).optional().describe(
    "Instead of a preset: names as list_metrics gives them, such as cpu.usage.average",
  ),
  last: z.string().max(50).optional().describe(
    "Time until now: a number with s, m, h, d or w (24h). Default 5m, for datastore and cluster 1h",
  ),
  from: z.string().max(50).optional().describe(
    "Instead of last: begin in ISO 8601, such as 2026-03-01T10:00:00Z",
  ),
  to: z.string().max(50).optional().describe("End in ISO 8601, together with from; default now"),
  instances: z.boolean().default(false).describe(
    "true: a row for every vCPU, NIC, disk or LUN; false: the whole alone",
  ),
  top: z.number().int().min(1).max(100).optional().describe(
    "Only so many, those with the highest average of top_by; of all that names leaves",
  ),
  top_by: metricName.optional().describe(
    "Metric to compare by (cpu.ready.percent). Default: the first of the metrics",
  ),
  series: z.boolean().default(false).describe("true: with every value and its time, up to a cap"),
  limit: z.number().int().min(1).max(1000).optional().describe(
    "Objects in one answer; top goes before it. Default 25, or as many as there are names",
  ),
});

const point = z.looseObject({ time: z.string(), value: z.number().nullable() });

const row = z.looseObject({
  metric: z.string(),
  unit: z.string(),
  instance: foreign(z.string()).optional().describe("vCPU, NIC, disk or LUN; empty for the whole"),
  combined: z.string().optional().describe("How the instances were put together, as the server has no whole"),
  min: z.number(),
  avg: z.number(),
  p95: z.number(),
  max: z.number(),
  latest: z.number(),
  samples: z.number().int().describe("Values measured; gaps do not count"),
  values: z.array(point).optional().describe("Oldest first; null where nothing was measured"),
});

/** What was measured; rows are ordered by name, with top by the average. */
export const performanceAnswer = z.looseObject({
  kind: z.enum(PERF_KINDS),
  source: z.enum(["real_time", "history"]),
  interval_seconds: z.number().describe("Each value stands for so long"),
  from: z.string().optional().describe("Time of the oldest sample used; absent when there is none"),
  to: z.string().optional(),
  entities: z.array(z.looseObject({ name: foreign(z.string()), moref: z.string(), metrics: z.array(row) })),
  without_samples: z.array(
    z.looseObject({ name: foreign(z.string()), moref: z.string(), reason: foreign(z.string()) }),
  ),
  total: z.number().int().describe("Objects that match, whatever limit and top"),
  notes: z.array(foreign(z.string())),
});

type Output = z.output<typeof performanceAnswer>;

/** Reads the performance of many objects of one kind and sums it up. */
export async function getPerformance(
  args: z.output<typeof input>,
  { vsphere, signal }: Pick<ToolContext, "vsphere" | "signal">,
): Promise<Output> {
  const { kind, names, preset, last, from, to, instances, top, series } = args;
  const limit = args.limit ?? Math.max(DEFAULT_LIMIT, names?.length ?? 0);
  const span = readSpan({ last, from, to }, defaultSpanSeconds(kind));
  const metrics = args.metrics ?? presetMetrics(kind, preset);
  const metric = args.top_by ?? metrics[0] ?? "";
  const survey = await surveyPerformance(vsphere, {
    kind,
    names,
    metrics,
    span,
    byInstance: instances,
    top: top === undefined ? undefined : { count: top, metric },
    limit,
    signal,
  });
  const { window, total, notes } = survey;
  const cap = series ? seriesCap(survey) : 0;
  const silent = survey.silent.slice(0, limit);
  return {
    kind,
    source: window.isRealtime ? "real_time" : "history",
    interval_seconds: window.intervalSeconds,
    ...(survey.from !== undefined && { from: survey.from }),
    ...(survey.to !== undefined && { to: survey.to }),
    entities: survey.entities.map(({ entity, rows }) => (
      { name: entity.name, moref: entity.ref.value, metrics: rows.map((row) => describeRow(row, cap)) }
    )),
    without_samples: silent.map(({ entity, reason }) => (
      { name: entity.name, moref: entity.ref.value, reason }
    )),
    total,
    notes: [...notes, ...cutNotes(survey, { cap, limit, isTop: top !== undefined })],
  };
}

/** Values in one answer; more than a model reads. */
const MAX_VALUES = 2000;

/** How many values of each series there is room for. */
function seriesCap({ entities }: Survey): number {
  const count = entities.reduce((sum, { rows }) => sum + rows.length, 0);
  return Math.max(1, Math.floor(MAX_VALUES / Math.max(1, count)));
}

function describeRow(
  { points, ...row }: MetricRow,
  cap: number,
): Output["entities"][number]["metrics"][number] {
  return cap === 0 ? row : { ...row, values: points.slice(-cap).map((point: PerfPoint) => ({ ...point })) };
}

function cutNotes(
  { entities, silent, total }: Survey,
  { cap, limit, isTop }: { readonly cap: number; readonly limit: number; readonly isTop: boolean },
): readonly string[] {
  const notes: string[] = [];
  const isCut = cap > 0 && entities.some(({ rows }) => rows.some(({ points }) => points.length > cap));
  if (isCut) {
    notes.push(`Only the newest ${cap} values of each series: ask for fewer objects, metrics or hours`);
  }
  if (!isTop && total > limit) {
    notes.push(`Only the first ${limit} of ${total} by name: raise limit, narrow names or use top`);
  }
  if (silent.length > limit) {
    notes.push(`${silent.length} have no samples; the first ${limit} are listed`);
  }
  return notes;
}

/** One line for every object; metrics without a rollup are averages. */
export function describePerformance(answer: Output): string {
  const { kind, source, interval_seconds, from, to, entities, without_samples, total, notes } = answer;
  const origin = source === "real_time" ? "real time" : "history";
  const times = from === undefined ? "no samples" : `${from} to ${to}`;
  return [
    `${entities.length} of ${total} ${kind}(s), ${origin} at ${interval_seconds} s, ${times}; average (maximum)`,
    ...entities.map(({ name, moref, metrics }) =>
      `${oneLine(name)} (${moref}): ${metrics.map(describeMetric).join(", ")}`
    ),
    ...without_samples.map(({ name, moref, reason }) => `${oneLine(name)} (${moref}): no samples, ${reason}`),
    ...notes.map((note) => `Note: ${note}`),
  ].join("\n");
}

function describeMetric({ metric, instance, avg, max, unit }: z.output<typeof row>): string {
  const part = instance === undefined || instance === "" ? "" : ` [${oneLine(instance)}]`;
  return `${metric.replace(/\.average$/, "")}${part} ${avg} (${max}) ${unit}`;
}

export default defineTool({
  name: "get_performance",
  title: "Performance of many objects",
  description:
    "Reads CPU, memory, disk and network load of many virtual machines, hosts, datastores or clusters at once, now or in the " +
    "past: who is busiest (top), who waits for CPU, how a day was. For one machine now get_vm_performance is enough. Answers for " +
    "each object and metric with min, avg, p95, max and latest in its unit; cpu.ready.percent above 5 is contention.",
  effect: "read",
  privileges: ["System.Read"],
  input,
  output: performanceAnswer,
  run: getPerformance,
  text: describePerformance,
});
