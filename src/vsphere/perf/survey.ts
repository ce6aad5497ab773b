import { untilAborted } from "../../soap/deadline.ts";
import { together } from "../../together.ts";
import type { Vsphere } from "../vsphere.ts";
import { type CounterTable, type PerfCounter, perfCounters } from "./counters.ts";
import { findEntities, type PerfEntity } from "./entities.ts";
import { type PerfWindow, windowOf } from "./interval.ts";
import { hasRealtime, type PerfKind, requireStatistics } from "./kinds.ts";
import { askedMetric, type KnownMetrics, knownMetrics } from "./metrics.ts";
import { type PerfAnswer, queryPerf } from "./query.ts";
import { realtimeSeconds, REFRESH_SECONDS } from "./realtime.ts";
import { type MetricRow, metricRows, READY_PERCENT, READY_TIME, type RowOptions } from "./rows.ts";
import type { Span } from "./span.ts";

/** What is asked of many entities at once. */
export interface SurveyRequest {
  readonly kind: PerfKind;
  readonly names?: readonly string[] | undefined;
  readonly metrics: readonly string[];
  readonly span: Span;
  readonly byInstance: boolean;
  /** Keeps the entities in which the average of a metric is highest. */
  readonly top?: { readonly count: number; readonly metric: string } | undefined;
  /** How many entities to tell of when they are not compared. */
  readonly limit: number;
  readonly signal?: AbortSignal | undefined;
}

/** One entity with what was measured. */
export interface SurveyedEntity {
  readonly entity: PerfEntity;
  readonly rows: readonly MetricRow[];
}

/** What a survey found. */
export interface Survey {
  readonly window: PerfWindow;
  /** Times of the oldest and the newest sample. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly entities: readonly SurveyedEntity[];
  readonly silent: readonly { readonly entity: PerfEntity; readonly reason: string }[];
  /** How many entities fit, whatever the limit. */
  readonly total: number;
  readonly notes: readonly string[];
}

/** Until now so long, unless the caller says: fresh where there is real time, else a few intervals of history. */
export function defaultSpanSeconds(kind: PerfKind): number {
  return hasRealtime(kind) ? 300 : 3600;
}

/** Reads and sums up the statistics of many entities of one kind. */
export async function surveyPerformance(vsphere: Vsphere, request: SurveyRequest): Promise<Survey> {
  const { kind, names, top, limit, signal } = request;
  await requireStatistics(vsphere, kind, signal);
  const [found, table] = await together([
    findEntities(vsphere, { kind, names, signal }),
    untilAborted(vsphere.session.run(perfCounters, signal), signal),
  ]);
  const { counters, unknown } = wantedCounters(table, request);
  // Without a comparison only those are asked for that will be told of.
  const scope = top === undefined ? found.slice(0, limit) : found;
  const window = await chooseWindow(vsphere, scope, request);
  const answer = await askAll(vsphere, scope, { request, counters, window });
  const surveyed = summedUp(scope, answer, { counters, byInstance: request.byInstance });
  const measured = surveyed.filter(({ rows }) => rows.length > 0);
  const told = top === undefined ? measured : highest(measured, top.metric).slice(0, top.count);
  return {
    window,
    ...usedTimes(told),
    entities: told,
    silent: surveyed.filter(({ rows }) => rows.length === 0)
      .map(({ entity }) => ({ entity, reason: silenceOf(entity, answer, window) })),
    total: found.length,
    notes: [
      ...window.notes,
      ...(unknown.length === 0 ? [] : [`This server does not know ${unknown.join(", ")}`]),
      ...absenceOf(counters, measured, window),
    ],
  };
}

function wantedCounters(table: CounterTable, { metrics, top }: SurveyRequest): KnownMetrics {
  const serverName = (name: string) => name.trim() === READY_PERCENT ? READY_TIME : name;
  const names = metrics.map(serverName);
  if (top === undefined) return knownMetrics(table, names);
  // One of several metrics may be unknown; not the one to compare by.
  const { counters: [counter] } = knownMetrics(table, [serverName(top.metric)]);
  return knownMetrics(table, [...names, ...(counter === undefined ? [] : [counter.name])]);
}

async function chooseWindow(
  vsphere: Vsphere,
  scope: readonly PerfEntity[],
  { kind, span, signal }: SurveyRequest,
): Promise<PerfWindow> {
  if (!hasRealtime(kind)) return await windowOf(vsphere, span, { refreshSeconds: undefined, signal });
  // What runs is asked first: of what is idle a server may say that it has no real-time statistics.
  const first = scope.find(({ idle }) => idle === undefined) ?? scope[0];
  const refreshSeconds = first === undefined
    ? REFRESH_SECONDS
    : await realtimeSeconds(vsphere, first.ref, signal);
  return await windowOf(vsphere, span, { refreshSeconds, signal });
}

async function askAll(
  vsphere: Vsphere,
  scope: readonly PerfEntity[],
  { request, counters, window }: {
    readonly request: SurveyRequest;
    readonly counters: readonly PerfCounter[];
    readonly window: PerfWindow;
  },
): Promise<PerfAnswer> {
  // The newest samples of what is off are old ones.
  const asked = window.isRealtime ? scope.filter(({ idle }) => idle === undefined) : scope;
  const metrics = counters.map((counter) => askedMetric(counter, request));
  return await queryPerf(vsphere, asked.map(({ ref }) => ref), { metrics, window, signal: request.signal });
}

function summedUp(
  scope: readonly PerfEntity[],
  { readings }: PerfAnswer,
  options: Pick<RowOptions, "counters" | "byInstance">,
): readonly SurveyedEntity[] {
  const byId = Map.groupBy(readings, ({ entity }) => entity.value);
  return scope.map((entity) => {
    const { ref, cpuCount } = entity;
    return { entity, rows: metricRows(byId.get(ref.value) ?? [], { ...options, cpuCount }) };
  });
}

/** Those that have the metric, highest average first. */
function highest(entities: readonly SurveyedEntity[], metric: string): readonly SurveyedEntity[] {
  return entities
    .map((one) => ({
      one,
      average: Math.max(...one.rows.filter((row) => row.metric === metric).map(({ avg }) => avg)),
    }))
    .filter(({ average }) => average !== -Infinity)
    .sort((a, b) => b.average - a.average)
    .map(({ one }) => one);
}

function usedTimes(entities: readonly SurveyedEntity[]): Pick<Survey, "from" | "to"> {
  let from: string | undefined;
  let to: string | undefined;
  for (const { points } of entities.flatMap(({ rows }) => rows)) {
    // Only what was measured is used; ISO 8601 in UTC is ordered like text.
    const first = points.find(({ value }) => value !== null)?.time;
    const last = points.findLast(({ value }) => value !== null)?.time;
    if (first !== undefined && (from === undefined || first < from)) from = first;
    if (last !== undefined && (to === undefined || last > to)) to = last;
  }
  return { from, to };
}

function silenceOf({ ref, idle }: PerfEntity, { gone }: PerfAnswer, { isRealtime }: PerfWindow): string {
  if (gone.some(({ value }) => value === ref.value)) return "it was deleted meanwhile";
  if (idle !== undefined) return `it is ${idle}`;
  return isRealtime
    ? "the server has no sample of it yet, as in the first seconds after power-on, or none of these metrics"
    : "the server keeps nothing of it for this time, or none of these metrics at this interval";
}

/** A metric that nothing has is worth a note; where only some have it, the others just lack the row. */
function absenceOf(
  counters: readonly PerfCounter[],
  measured: readonly SurveyedEntity[],
  { isRealtime, intervalSeconds }: PerfWindow,
): readonly string[] {
  const names = counters.map(({ name }) => name)
    .filter((name) => !measured.some(({ rows }) => rows.some(({ metric }) => metric === name)));
  if (names.length === 0 || measured.length === 0) return [];
  const reason = isRealtime
    ? "these objects have no such counter, or only for single instances"
    : `these objects have no such counter, or its statistics level is not kept at ${intervalSeconds} s`;
  return [`No samples of ${names.join(", ")}: ${reason}`];
}
