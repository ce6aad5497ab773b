import { UserError } from "../../errors.ts";

/** The time that is asked for: so long until now, or from one moment (ms since 1970) to another or to now. */
export type Span = { readonly lastSeconds: number } | {
  readonly from: number;
  readonly to: number | undefined;
};

/** A span in the words of a caller. */
export interface SpanWords {
  /** `15m` */
  readonly last?: string | undefined;
  /** ISO 8601 */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const SECONDS: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  min: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
};

/** Reads a span; without words it is the last `defaultSeconds`. Throws UserError "invalid". */
export function readSpan({ last, from, to }: SpanWords, defaultSeconds: number): Span {
  if (last !== undefined && (from !== undefined || to !== undefined)) {
    throw invalid(
      `the last "${last}"`,
      "`last` ends now and goes with neither `from` nor `to`; use one of them",
    );
  }
  if (last !== undefined) return { lastSeconds: readDuration(last) };
  if (from === undefined) {
    if (to === undefined) return { lastSeconds: defaultSeconds };
    throw invalid(`until "${to}"`, "`to` has no beginning; give `from` as well");
  }
  const span = { from: readMoment(from), to: to === undefined ? undefined : readMoment(to) };
  if (span.to !== undefined && span.from >= span.to) {
    throw invalid(`from "${from}"`, `\`from\` is not before \`to\` ("${to}"); exchange them`);
  }
  return span;
}

function readDuration(words: string): number {
  const [, amount, unit = ""] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*$/i.exec(words) ?? [];
  const seconds = Number(amount) * (SECONDS[unit.toLowerCase()] ?? NaN);
  if (seconds > MAX_SECONDS) throw invalid(`of the last "${words}"`, "nothing is kept so long; ask for less");
  if (!(seconds > 0)) {
    throw invalid(
      `of the last "${words}"`,
      'it is no duration; write a number with s, m, h, d or w, such as "15m"',
    );
  }
  return seconds;
}

/** A hundred years: nobody keeps more, and far beyond it there are no dates. */
const MAX_SECONDS = 100 * 366 * 86_400;

const ISO = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/i;

/** What names no zone is meant in UTC, not in that of this process. */
function readMoment(words: string): number {
  const trimmed = words.trim();
  const isZoned = !trimmed.includes("T") || /(?:Z|[+-]\d\d:?\d\d)$/i.test(trimmed);
  const at = ISO.test(trimmed) && isDay(trimmed.slice(0, 10))
    ? Date.parse(isZoned ? trimmed : `${trimmed}Z`)
    : NaN;
  if (Number.isNaN(at)) {
    throw invalid(`at "${words}"`, "it is no time in ISO 8601; write such as 2026-03-01T10:00:00Z");
  }
  return at;
}

/** The runtime takes the 30th of February for a day in March. */
function isDay(day: string): boolean {
  const at = Date.parse(day);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
}

function invalid(what: string, state: string): UserError {
  return new UserError("invalid", `Cannot read performance ${what}: ${state}`);
}
