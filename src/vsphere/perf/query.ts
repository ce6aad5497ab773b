import { untilAborted } from "../../soap/deadline.ts";
import type { Moref } from "../../soap/encode.ts";
import { child } from "../../soap/xml.ts";
import { together } from "../../together.ts";
import { isFault, type VimFault } from "../faults.ts";
import { type Login, oncePerLogin, type Session } from "../session.ts";
import type { Vsphere } from "../vsphere.ts";
import { perfCounters } from "./counters.ts";
import type { PerfWindow } from "./interval.ts";
import { type PerfReading, readPerf } from "./reading.ts";

/** One counter to ask for. */
export interface PerfMetric {
  /** `group.name.rollup`; one that the server does not know is not asked for. */
  readonly counter: string;
  /** `""` for the aggregate of the entity, `"*"` for every instance, such as each disk. */
  readonly instance: "" | "*";
}

/** What to ask of every entity. */
export interface PerfQuery {
  readonly metrics: readonly PerfMetric[];
  readonly window: PerfWindow;
  readonly signal?: AbortSignal | undefined;
}

/** What was measured; an entity may have several readings, each with some of the metrics. */
export interface PerfAnswer {
  readonly readings: readonly PerfReading[];
  /** Entities that exist no more. */
  readonly gone: readonly Moref[];
}

/** Requests that are under way at a time. */
const PARALLEL = 3;

/**
 * How much one request may ask for. Real time is limited by the size of the answer and counts entities; of history
 * vCenter Server allows so many metrics, `config.vpxd.stats.maxQueryMetrics`, which its administrator may have lowered.
 */
interface Sizes {
  realtime: number;
  history: number;
}

/** What worked last is kept for the login. */
const sizesOf = oncePerLogin((): Promise<Sizes> => Promise.resolve({ realtime: 100, history: 256 }));

/** Part of a query that goes out as one request. */
interface Part {
  readonly entities: readonly Moref[];
  readonly metrics: readonly PerfMetric[];
}

/** What came of a request: samples, or parts that are to be asked for again. */
interface Outcome extends Partial<PerfAnswer> {
  readonly again?: readonly Part[];
  readonly wasTooMuch?: boolean;
}

/**
 * Reads statistics of entities of one type in as few requests as the server allows: what it finds too much is halved
 * and asked again. Entities that were deleted meanwhile do not fail the others.
 */
export async function queryPerf(
  { session }: Vsphere,
  entities: readonly Moref[],
  { metrics, window, signal }: PerfQuery,
): Promise<PerfAnswer> {
  const readings: PerfReading[] = [];
  const gone: Moref[] = [];
  if (entities.length === 0 || metrics.length === 0) return { readings, gone };
  const sizes = await session.run(sizesOf, signal);
  const kind = window.isRealtime ? "realtime" : "history";
  const pending: Part[] = [{ entities, metrics }];
  const work = async () => {
    for (let part = take(pending, kind, sizes); part !== undefined; part = take(pending, kind, sizes)) {
      const outcome = await outcomeOf(session, part, { window, signal });
      readings.push(...outcome.readings ?? []);
      gone.push(...outcome.gone ?? []);
      pending.push(...outcome.again ?? []);
      if (outcome.wasTooMuch) sizes[kind] = Math.min(sizes[kind], Math.ceil(costOf(part, kind) / 2));
    }
  };
  const stopAll = (error: unknown) => {
    // The others need not go on with what nobody will read.
    pending.length = 0;
    throw error;
  };
  await together(Array.from({ length: PARALLEL }, () => work().catch(stopAll)));
  return { readings, gone };
}

function costOf({ entities, metrics }: Part, kind: keyof Sizes): number {
  return kind === "realtime" ? entities.length : entities.length * metrics.length;
}

/** Takes as much from what is to be asked as one request may ask for. */
function take(pending: Part[], kind: keyof Sizes, sizes: Sizes): Part | undefined {
  const part = pending.pop();
  if (part === undefined) return undefined;
  const { entities, metrics } = part;
  const most = sizes[kind];
  const count = kind === "realtime" ? most : Math.max(1, Math.floor(most / metrics.length));
  if (entities.length > count) {
    pending.push({ entities: entities.slice(count), metrics });
    return { entities: entities.slice(0, count), metrics };
  }
  if (kind === "realtime" || metrics.length <= most) return part;
  pending.push({ entities, metrics: metrics.slice(most) });
  return { entities, metrics: metrics.slice(0, most) };
}

type Asking = Pick<PerfQuery, "window" | "signal">;

async function outcomeOf(session: Session, part: Part, asking: Asking): Promise<Outcome> {
  try {
    return { readings: await session.run((login) => ask(login, part, asking), asking.signal) };
  } catch (error) {
    const outcome = isFault(error, "ManagedObjectNotFound")
      ? withoutGone(part, error)
      // What has more elements than the server parses is an InvalidRequest.
      : isFault(error, "RestrictedByAdministrator", "InvalidRequest")
      ? halved(part)
      : undefined;
    if (outcome === undefined) throw error;
    return outcome;
  }
}

/** Ids of counters may differ after a new login, so that they are looked up by each. */
async function ask(
  login: Login,
  { entities, metrics }: Part,
  asking: Asking,
): Promise<readonly PerfReading[]> {
  const { window: { intervalSeconds, newest, start, end }, signal } = asking;
  const { perfManager } = login.content;
  const counters = await untilAborted(perfCounters(login), signal);
  const asked = metrics.flatMap(({ counter, instance }) => {
    const known = counters.get(counter);
    return known === undefined ? [] : [{ ...known, instance }];
  });
  // A query without counters would bring all there are.
  if (perfManager === undefined || asked.length === 0) return [];
  const metricId = asked.map(({ id, instance }) => ({ counterId: id, instance }));
  const range = { startTime: start, endTime: end, maxSample: newest };
  const querySpec = entities.map((entity) => (
    { entity, ...range, metricId, intervalId: intervalSeconds, format: "csv" }
  ));
  const answer = await login.call({
    method: "QueryPerf",
    target: perfManager,
    args: { querySpec },
    signal,
    action: "read the performance statistics",
  });
  return answer.flatMap((element) => readPerf(element, asked) ?? []);
}

/** The fault names the one that is gone; where it does not, halving finds it. */
function withoutGone(part: Part, { fields }: VimFault): Outcome {
  const id = fields === undefined ? undefined : child(fields, "obj")?.text;
  const { entities, metrics } = part;
  const gone = entities.length === 1 ? entities : entities.filter(({ value }) => value === id);
  if (gone.length === 0) return { again: halvesOf(entities).map((half) => ({ entities: half, metrics })) };
  const left = entities.filter((entity) => !gone.includes(entity));
  return { gone, again: left.length === 0 ? [] : [{ entities: left, metrics }] };
}

/** Half the entities at a time, or half the metrics of one: a cluster counts as all that is in it. */
function halved({ entities, metrics }: Part): Outcome | undefined {
  const again = entities.length > 1
    ? halvesOf(entities).map((half) => ({ entities: half, metrics }))
    : metrics.length > 1
    ? halvesOf(metrics).map((half) => ({ entities, metrics: half }))
    : undefined;
  return again && { again, wasTooMuch: true };
}

function halvesOf<T>(list: readonly T[]): readonly (readonly T[])[] {
  const middle = Math.ceil(list.length / 2);
  return [list.slice(0, middle), list.slice(middle)];
}
