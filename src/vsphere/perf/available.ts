import { number, object, one } from "../../soap/decode.ts";
import type { Moref } from "../../soap/encode.ts";
import { together } from "../../together.ts";
import type { Vsphere } from "../vsphere.ts";
import { findEntities } from "./entities.ts";
import { historicalIntervals } from "./interval.ts";
import { hasRealtime, type PerfKind, requireStatistics } from "./kinds.ts";
import { realtimeSeconds } from "./realtime.ts";

/** Ids of the counters that objects of a kind have. */
export interface AvailableCounters {
  readonly realtime: ReadonlySet<number>;
  readonly history: ReadonlySet<number>;
  /** The object that stood for all; undefined when there is none. */
  readonly example: string | undefined;
}

/** Asks what is measured on one object of the kind, on one that runs if there is one. */
export async function availableCounters(
  vsphere: Vsphere,
  kind: PerfKind,
  signal?: AbortSignal,
): Promise<AvailableCounters> {
  await requireStatistics(vsphere, kind, signal);
  const [entities, intervals] = await together([
    findEntities(vsphere, { kind, signal }),
    historicalIntervals(vsphere, signal),
  ]);
  const example = entities.find(({ idle }) => idle === undefined) ?? entities[0];
  if (example === undefined) return { realtime: new Set(), history: new Set(), example: undefined };
  const finest = Math.min(...intervals.map(({ seconds }) => seconds));
  const refreshSeconds = hasRealtime(kind) ? await realtimeSeconds(vsphere, example.ref, signal) : undefined;
  const [realtime, history] = await together([
    counterIds(vsphere, example.ref, { intervalSeconds: refreshSeconds, signal }),
    counterIds(vsphere, example.ref, { intervalSeconds: finest === Infinity ? undefined : finest, signal }),
  ]);
  return { realtime, history, example: example.name };
}

const readMetricId = object({ counterId: one(number) });

async function counterIds(
  { session }: Vsphere,
  entity: Moref,
  { intervalSeconds, signal }: {
    readonly intervalSeconds: number | undefined;
    readonly signal: AbortSignal | undefined;
  },
): Promise<ReadonlySet<number>> {
  const { perfManager } = await session.content(signal);
  if (perfManager === undefined || intervalSeconds === undefined) return new Set();
  const answer = await session.call({
    method: "QueryAvailablePerfMetric",
    target: perfManager,
    args: { entity, intervalId: intervalSeconds },
    signal,
    action: "read the performance counters",
  });
  return new Set(answer.flatMap((element) => readMetricId(element)?.counterId ?? []));
}
