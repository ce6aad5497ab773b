import { boolean, number, object, one } from "../../soap/decode.ts";
import { untilAborted } from "../../soap/deadline.ts";
import type { Moref } from "../../soap/encode.ts";
import { perfCounters } from "./counters.ts";
import { type PerfReading, readPerf } from "./reading.ts";
import { type Login, oncePerLogin } from "../session.ts";
import type { Vsphere } from "../vsphere.ts";

/** One counter to ask for. */
export interface PerfMetric {
  /** `group.name.rollup`; one that the server does not know is not asked for. */
  readonly counter: string;
  /** `""` for the aggregate of the entity, `"*"` for every instance, such as each disk. */
  readonly instance: "" | "*";
}

/** What to ask of the real-time statistics. */
export interface PerfQuery {
  readonly metrics: readonly PerfMetric[];
  /** How many of the newest samples to bring. */
  readonly samples: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads the newest real-time samples (every 20 s, kept for an hour) of entities of one type, in one request: servers
 * want no more than about 50 entities in it. Without real-time statistics for that type the answer is empty.
 */
export async function queryRealtime(
  { session }: Vsphere,
  entities: readonly Moref[],
  { metrics, samples, signal }: PerfQuery,
): Promise<readonly PerfReading[]> {
  return await session.run(async (login) => {
    const [first] = entities;
    const { perfManager } = login.content;
    if (first === undefined || perfManager === undefined) return [];
    const [counters, provider] = await untilAborted(
      Promise.all([perfCounters(login), providerOf(login, { entity: first, perfManager })]),
      signal,
    );
    const asked = metrics.flatMap(({ counter, instance }) => {
      const known = counters.get(counter);
      return known === undefined ? [] : [{ ...known, instance }];
    });
    // A query without counters would bring all there are.
    if (!provider.hasRealtime || asked.length === 0) return [];
    const metricId = asked.map(({ id, instance }) => ({ counterId: id, instance }));
    const querySpec = entities.map((entity) => (
      { entity, maxSample: samples, metricId, intervalId: provider.refreshSeconds, format: "csv" }
    ));
    const answer = await login.call({
      method: "QueryPerf",
      target: perfManager,
      args: { querySpec },
      signal,
      action: "read the performance statistics",
    });
    return answer.flatMap((element) => readPerf(element, asked) ?? []);
  }, signal);
}

interface Provider {
  readonly hasRealtime: boolean;
  readonly refreshSeconds: number;
}

interface Provided {
  readonly entity: Moref;
  readonly perfManager: Moref;
}

const readProvider = object({ currentSupported: one(boolean), refreshRate: one(number) });

const DEFAULT_REFRESH_SECONDS = 20;

/** Providers by type of entity. */
const providers = oncePerLogin(() => Promise.resolve(new Map<string, Provider>()));

async function providerOf(login: Login, { entity, perfManager }: Provided): Promise<Provider> {
  const known = await providers(login);
  const kept = known.get(entity.type);
  if (kept !== undefined) return kept;
  const [answer] = await login.call({
    method: "QueryPerfProviderSummary",
    target: perfManager,
    args: { entity },
    action: "read the performance statistics",
  });
  const summary = answer === undefined ? undefined : readProvider(answer);
  const provider = {
    hasRealtime: summary?.currentSupported === true,
    refreshSeconds: summary?.refreshRate ?? DEFAULT_REFRESH_SECONDS,
  };
  // A no may be due to this one entity; the next is asked again.
  if (provider.hasRealtime) known.set(entity.type, provider);
  return provider;
}
