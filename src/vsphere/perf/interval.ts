import { UserError } from "../../errors.ts";
import { arrayOf, boolean, number, object, one, text } from "../../soap/decode.ts";
import { incompleteAnswer } from "../incomplete_answer.ts";
import { retrieveObjects } from "../properties.ts";
import type { Vsphere } from "../vsphere.ts";
import type { Span } from "./span.ts";
import { seconds } from "./seconds.ts";

/** One resolution in which the server keeps history. */
export interface PerfInterval {
  readonly seconds: number;
  /** How far back its samples go. */
  readonly keptSeconds: number;
}

/** Which samples a query brings. */
export interface PerfWindow {
  readonly intervalSeconds: number;
  readonly isRealtime: boolean;
  /** How many of the newest samples; only real-time statistics heed it. */
  readonly newest?: number | undefined;
  /** ISO 8601, by the server's clock. */
  readonly start?: string | undefined;
  readonly end?: string | undefined;
  /** What the caller should know of the choice. */
  readonly notes: readonly string[];
}

const REALTIME_KEPT_SECONDS = 3600;

/** The caller's clock and the server's never agree to the second. */
const SLACK_SECONDS = 60;

/**
 * The samples that show a span best: of real time where that goes back far enough, else of the finest history that
 * does. `refreshSeconds` is the interval of the real-time statistics, undefined where there are none.
 */
export async function windowOf(
  vsphere: Vsphere,
  span: Span,
  { refreshSeconds, signal }: {
    readonly refreshSeconds: number | undefined;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<PerfWindow> {
  if ("lastSeconds" in span && refreshSeconds !== undefined && span.lastSeconds <= REALTIME_KEPT_SECONDS) {
    const newest = Math.ceil(span.lastSeconds / refreshSeconds);
    return { intervalSeconds: refreshSeconds, isRealtime: true, newest, notes: [] };
  }
  // Its own clock decides what it still keeps.
  const now = await serverTime(vsphere, signal);
  const { from, to = now } = "lastSeconds" in span ? { from: now - span.lastSeconds * 1000 } : span;
  const range = { from, to: Math.min(to, now), now };
  if (from >= now) {
    throw new UserError(
      "invalid",
      `Cannot read performance from "${iso(from)}": it is ${
        iso(now)
      } on the server; give an earlier \`from\``,
    );
  }
  if (refreshSeconds !== undefined && (now - from) / 1000 <= REALTIME_KEPT_SECONDS + SLACK_SECONDS) {
    return {
      intervalSeconds: refreshSeconds,
      isRealtime: true,
      start: iso(from),
      end: iso(range.to),
      notes: [],
    };
  }
  return historyOf(await historicalIntervals(vsphere, signal), range);
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly now: number;
}

/** The window in the finest history that reaches back to `from`. Throws UserError "unsupported" without history. */
export function historyOf(intervals: readonly PerfInterval[], { from, to, now }: Range): PerfWindow {
  const longest = intervals.toSorted((one, other) => other.keptSeconds - one.keptSeconds)[0];
  if (longest === undefined) {
    throw new UserError(
      "unsupported",
      "Cannot read performance of the past: this server keeps no history; ask for virtual machines or hosts within the last hour",
    );
  }
  const ageSeconds = (now - from) / 1000 - SLACK_SECONDS;
  const finest = intervals.filter(({ keptSeconds }) => keptSeconds >= ageSeconds)
    .toSorted((one, other) => one.seconds - other.seconds)[0];
  const { seconds, keptSeconds } = finest ?? longest;
  const isShort = to - from < seconds * 1000;
  const notes = [
    ...(finest === undefined
      ? [`The server keeps no more than ${hours(keptSeconds)}: what is older is gone`]
      : []),
    ...(isShort ? [`The span is shorter than the ${seconds} s of an interval and was extended to one`] : []),
  ];
  const start = iso(isShort ? to - seconds * 1000 : from);
  return { intervalSeconds: seconds, isRealtime: false, start, end: iso(to), notes };
}

const readInterval = object({
  samplingPeriod: one(seconds),
  length: one(number),
  enabled: one(boolean),
});

/** The resolutions in which this server keeps history, as its administrator has set them. */
export async function historicalIntervals(
  { session }: Vsphere,
  signal?: AbortSignal,
): Promise<readonly PerfInterval[]> {
  const { perfManager } = await session.content(signal);
  if (perfManager === undefined) return [];
  const shape = { historicalInterval: arrayOf(readInterval) } as const;
  const [row] = await retrieveObjects(session, [perfManager], { shape, signal });
  return (row?.historicalInterval ?? []).flatMap(({ samplingPeriod, length, enabled }) =>
    samplingPeriod === undefined || length === undefined || enabled === false
      ? []
      : [{ seconds: samplingPeriod, keptSeconds: length }]
  );
}

async function serverTime({ session }: Vsphere, signal: AbortSignal | undefined): Promise<number> {
  const target = { type: "ServiceInstance", value: "ServiceInstance" };
  const [answer] = await session.call({ method: "CurrentTime", target, signal });
  const now = answer === undefined ? NaN : Date.parse(text(answer));
  if (Number.isNaN(now)) throw incompleteAnswer("CurrentTime", "a time");
  return now;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

function hours(seconds: number): string {
  return seconds >= 2 * 86_400
    ? `${Math.round(seconds / 86_400)} days`
    : `${Math.round(seconds / 3600)} hours`;
}
