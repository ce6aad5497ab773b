import { boolean, object, one } from "../../soap/decode.ts";
import { untilAborted } from "../../soap/deadline.ts";
import type { Moref } from "../../soap/encode.ts";
import { type PerfMetric, queryPerf } from "./query.ts";
import type { PerfReading } from "./reading.ts";
import { type Login, oncePerLogin } from "../session.ts";
import type { Vsphere } from "../vsphere.ts";
import { seconds } from "./seconds.ts";

/** What to ask of the real-time statistics. */
export interface RealtimeQuery {
  readonly metrics: readonly PerfMetric[];
  /** How many of the newest samples to bring. */
  readonly samples: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads the newest real-time samples (every 20 s, kept for an hour) of entities of one type. Without real-time
 * statistics for that type the answer is empty.
 */
export async function queryRealtime(
  vsphere: Vsphere,
  entities: readonly Moref[],
  { metrics, samples, signal }: RealtimeQuery,
): Promise<readonly PerfReading[]> {
  const [first] = entities;
  if (first === undefined) return [];
  const intervalSeconds = await realtimeSeconds(vsphere, first, signal);
  if (intervalSeconds === undefined) return [];
  const window = { intervalSeconds, isRealtime: true, newest: samples, notes: [] };
  return (await queryPerf(vsphere, entities, { metrics, window, signal })).readings;
}

/** The interval of the real-time statistics of entities of that type; undefined when there are none. */
export async function realtimeSeconds(
  { session }: Vsphere,
  entity: Moref,
  signal?: AbortSignal,
): Promise<number | undefined> {
  return await session.run((login) => untilAborted(askProvider(login, entity), signal), signal);
}

const readProvider = object({ currentSupported: one(boolean), refreshRate: one(seconds) });

/** The interval of real-time statistics on every server so far. */
export const REFRESH_SECONDS = 20;

/** Intervals by type of entity. */
const providers = oncePerLogin(() => Promise.resolve(new Map<string, number>()));

async function askProvider(login: Login, entity: Moref): Promise<number | undefined> {
  const { perfManager } = login.content;
  const known = await providers(login);
  const kept = known.get(entity.type);
  if (kept !== undefined || perfManager === undefined) return kept;
  const [answer] = await login.call({
    method: "QueryPerfProviderSummary",
    target: perfManager,
    args: { entity },
    action: "read the performance statistics",
  });
  const summary = answer === undefined ? undefined : readProvider(answer);
  // A no may be due to this one entity; the next is asked again.
  if (summary?.currentSupported !== true) return undefined;
  const interval = summary.refreshRate ?? REFRESH_SECONDS;
  known.set(entity.type, interval);
  return interval;
}
