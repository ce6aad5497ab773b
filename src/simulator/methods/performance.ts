import { lookUp } from "../collector/select.ts";
import { invalidArgument, notSupported, objectNotFound, SimFault } from "../core/fault.ts";
import { dataListAt, type DataObject, listAt, numberAt, refAt, textAt, type Value } from "../core/value.ts";
import { counterById, counterInfo, perfCounters } from "../perf/counters.ts";
import type { Source } from "../perf/meter.ts";
import { perfIntervals, type Period, periodOf, periodsOf, sampleTimes } from "../perf/periods.ts";
import { availableMetrics, knownMetrics, measure, type Metric, type Plan } from "../perf/series.ts";
import { perfSource } from "../perf/sources.ts";
import { ManagedObject, type PropertyTable } from "../world/managed_object.ts";
import type { ModelName } from "../world/world.ts";
import type { Call, MethodTable } from "./method.ts";

/** `config.vpxd.stats.maxQueryMetrics`: so many collected metrics a query may ask for on vCenter Server. */
const MAX_QUERY_METRICS = 256;

const REFRESH_SECONDS = 20;

/** Statistics. */
export const PERFORMANCE_METHODS: MethodTable = {
  QueryPerfProviderSummary: {
    on: "PerformanceManager",
    run: (call) => {
      const entity = call.object(ManagedObject, "entity");
      const source = sourceFor(call, entity, "entity");
      return {
        $type: "PerfProviderSummary",
        entity: entity.ref,
        currentSupported: source.hasRealtime,
        summarySupported: true,
        refreshRate: source.hasRealtime ? REFRESH_SECONDS : -1,
      };
    },
  },
  QueryAvailablePerfMetric: { on: "PerformanceManager", run: queryAvailable },
  QueryPerfCounter: {
    on: "PerformanceManager",
    run: ({ args, world }) =>
      listAt(args, "counterId").map((id) => {
        const counter = typeof id === "number" ? counterById(world.model, id) : undefined;
        if (counter === undefined) throw invalidArgument("counterId");
        return counterInfo(counter);
      }),
  },
  QueryPerf: { on: "PerformanceManager", run: queryPerf },
  QueryPerfComposite: {
    on: "PerformanceManager",
    run: () => {
      throw notSupported();
    },
  },
};

/** Properties of the PerformanceManager. */
export const PERFORMANCE_PROPERTIES: PropertyTable<void> = {
  perfCounter: (_, { world }) => counterInfos(world.model),
  historicalInterval: (_, { world }) => perfIntervals(world.model),
  description: () => ({
    $type: "PerformanceDescription",
    counterType: described(["average", "maximum", "minimum", "latest", "summation", "none"]),
    statsType: described(["absolute", "delta", "rate"]),
  }),
};

const infos = new Map<ModelName, readonly DataObject[]>();

function counterInfos(model: ModelName): readonly DataObject[] {
  const known = infos.get(model) ?? perfCounters(model).map(counterInfo);
  infos.set(model, known);
  return known;
}

function described(keys: readonly string[]): readonly DataObject[] {
  return keys.map((key) => {
    const label = key.charAt(0).toUpperCase() + key.slice(1);
    return { $type: "ElementDescription", label, summary: label, key };
  });
}

function sourceFor({ world }: Call, entity: ManagedObject, property: string): Source {
  const source = perfSource(entity, world);
  if (source === undefined) throw invalidArgument(property);
  return source;
}

function queryAvailable(call: Call): Value {
  const { args, world } = call;
  const source = sourceFor(call, call.object(ManagedObject, "entity"), "entity");
  const seconds = intervalOf(args);
  const found = new Map<string, DataObject>();
  for (const period of periodsOf(world.model)) {
    if (seconds !== undefined && seconds !== period.seconds) continue;
    if (period.isRealtime && !source.hasRealtime) continue;
    const span = { now: world.clock.now(), start: timeOf(args, "beginTime"), end: timeOf(args, "endTime") };
    if (!sampleTimes(period, span).some(source.hasAt)) continue;
    for (const { counterId, instance } of availableMetrics(source, period, world.model)) {
      found.set(`${counterId} ${instance}`, metricId({ counterId, instance }));
    }
  }
  return [...found.values()];
}

/** A query of one object, and what it counts towards the limit. */
interface PlannedQuery {
  readonly entity: ManagedObject;
  readonly plan: Plan;
  readonly isCsv: boolean;
  readonly cost: number;
}

function queryPerf(call: Call): Value {
  const queries = dataListAt(call.args, "querySpec").map((spec, at) => planOf(call, spec, at));
  const cost = queries.reduce((sum, query) => sum + query.cost, 0);
  if (call.world.isVcenter && cost > MAX_QUERY_METRICS) {
    throw new SimFault(
      "RestrictedByAdministrator",
      "This operation is restricted by the administrator - 'vpxd.stats.maxQueryMetrics'. " +
        "Contact your system administrator.",
      { details: "vpxd.stats.maxQueryMetrics" },
    );
  }
  const written = new Map<string, string>();
  return queries.map((query) => query.isCsv ? csvMetric(query, written) : plainMetric(query));
}

/** PerfEntityMetricCSV; most objects of a call have the same times, which are written once. */
function csvMetric({ entity, plan }: PlannedQuery, written: Map<string, string>): DataObject {
  const { seconds } = plan.period;
  const { times, series } = measure(plan);
  const key = `${seconds} ${times[0]} ${times.at(-1)}`;
  const sampleInfoCSV = written.get(key) ?? times.map((at) => `${seconds},${timestamp(at)}`).join(",");
  written.set(key, sampleInfoCSV);
  return {
    $type: "PerfEntityMetricCSV",
    entity: entity.ref,
    sampleInfoCSV,
    value: series.map(({ values, ...metric }) => (
      { $type: "PerfMetricSeriesCSV", id: metricId(metric), value: values.join(",") }
    )),
  };
}

/** PerfEntityMetric. */
function plainMetric({ entity, plan }: PlannedQuery): DataObject {
  const interval = plan.period.seconds;
  const { times, series } = measure(plan);
  return {
    $type: "PerfEntityMetric",
    entity: entity.ref,
    sampleInfo: times.map((at) => ({ $type: "PerfSampleInfo", timestamp: timestamp(at), interval })),
    value: series.map(({ values, ...metric }) => (
      { $type: "PerfMetricIntSeries", id: metricId(metric), value: values }
    )),
  };
}

function planOf(call: Call, spec: DataObject, at: number): PlannedQuery {
  const { model, clock, isVcenter } = call.world;
  const ref = refAt(spec, "entity") ?? { type: "ManagedEntity", value: "" };
  const entity = lookUp(call.reader, ref);
  if (entity === undefined) throw objectNotFound(ref);
  // The two kinds of server name what is wrong in different ways.
  const named = (vcenter: string, esxi: string) => isVcenter ? vcenter : `querySpec[${at}].${esxi}`;
  const source = sourceFor(call, entity, named("querySpec.entity", "entity"));
  const period = periodOf(model, { seconds: intervalOf(spec), hasRealtime: source.hasRealtime });
  if (period === undefined) throw invalidArgument(named("querySpec.interval", "intervalId"));
  const [start, end] = [timeOf(spec, "startTime"), timeOf(spec, "endTime")];
  if (start !== undefined && end !== undefined && start > end) {
    throw invalidArgument(named("querySpec.startTime, querySpec.endTime", "endTime"));
  }
  const times = newest(sampleTimes(period, { now: clock.now(), start, end }), spec, period);
  const wanted = dataListAt(spec, "metricId").map(metricOf);
  const metrics = wanted.length === 0
    ? availableMetrics(source, period, model)
    : knownMetrics(source, period, { model, wanted });
  return {
    entity,
    plan: { source, period, times, metrics },
    isCsv: textAt(spec, "format") === "csv",
    cost: period.isRealtime ? 0 : Math.max(wanted.length, metrics.length),
  };
}

/** Only real-time statistics can be cut to the newest. */
function newest(
  times: readonly number[],
  spec: DataObject,
  { isRealtime }: Period,
): readonly number[] {
  const most = numberAt(spec, "maxSample") ?? 0;
  return isRealtime && most > 0 ? times.slice(-most) : times;
}

function intervalOf(data: DataObject): number | undefined {
  const seconds = numberAt(data, "intervalId") ?? 0;
  return seconds === 0 ? undefined : seconds;
}

function metricOf(data: DataObject): Metric {
  return { counterId: numberAt(data, "counterId") ?? -1, instance: textAt(data, "instance") ?? "" };
}

function metricId({ counterId, instance }: Metric): DataObject {
  return { $type: "PerfMetricId", counterId, instance };
}

function timeOf(data: DataObject, field: string): number | undefined {
  const text = textAt(data, field);
  if (text === undefined) return undefined;
  // What names no zone is meant in UTC.
  return Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/i.test(text.trim()) ? text : `${text.trim()}Z`);
}

function timestamp(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
