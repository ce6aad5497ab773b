/** What a benchmark says: rows that compare with something, as Markdown. */

/** One comparison. */
export interface Row {
  readonly what: string;
  readonly ours: string;
  readonly peer: string;
  readonly ratio: string;
  readonly must: string;
  readonly reached: "yes" | "no" | "-";
}

/** The two figures of a row and how they are written. */
export interface Pair {
  readonly ours: number;
  readonly peer: number;
  /** Default: milliseconds. */
  readonly show?: (value: number) => string;
}

/** A part of the results. */
export interface Section {
  readonly title: string;
  /** What was measured and how, in a few sentences. */
  readonly text: string;
  readonly rows: readonly Row[];
  /** Further tables, ready as Markdown. */
  readonly more?: string;
}

/** A row in which ours may be at most so many times the peer's; without a limit it is there to look at. */
export function atMost(what: string, pair: Pair, limit?: number): Row {
  const ratio = pair.ours / pair.peer;
  return {
    ...written(what, pair),
    ratio: factor(ratio),
    must: limit === undefined ? "-" : `<= ${limit}x`,
    reached: verdict(limit === undefined ? undefined : ratio <= limit),
  };
}

/** A row in which ours has to be so many times better than the peer's; without a number it is there to look at. */
export function atLeast(what: string, pair: Pair, times?: number): Row {
  const ratio = pair.peer / pair.ours;
  return {
    ...written(what, pair),
    ratio: factor(ratio),
    must: times === undefined ? "-" : `>= ${times.toLocaleString("en-US")}x better`,
    reached: verdict(times === undefined ? undefined : ratio >= times),
  };
}

/** A row whose rule is neither of the two. */
export function ruled(
  what: string,
  pair: Pair,
  { must, isReached }: { readonly must: string; readonly isReached: boolean | undefined },
): Row {
  return { ...written(what, pair), ratio: factor(pair.ours / pair.peer), must, reached: verdict(isReached) };
}

/** A row for what could not be measured. */
export function skipped(what: string, why: string, must: string): Row {
  return { what: `${what}: ${why}`, ours: "-", peer: "-", ratio: "-", must, reached: "-" };
}

/** The section as it stands in the results. */
export function markdown({ title, text, rows, more }: Section): string {
  const head = ["what", "ours", "peer", "ratio", "must reach", "reached"];
  const lines = rows.map(({ what, ours, peer, ratio, must, reached }) => [
    what,
    ours,
    peer,
    ratio,
    must,
    reached,
  ]);
  const table = rows.length === 0 ? [] : [markdownTable(head, lines)];
  return [`## ${title}`, text, ...table, ...(more === undefined ? [] : [more])].join("\n\n");
}

/** A table of Markdown. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** Milliseconds as people compare them. */
export function inMs(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(2)} s`;
  return `${ms.toFixed(ms < 10 ? 2 : ms < 100 ? 1 : 0)} ms`;
}

/** Mebibytes. */
export function inMib(mib: number): string {
  return `${mib.toFixed(0)} MiB`;
}

/** A plain number. */
export function inNumber(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 1 });
}

function written(what: string, { ours, peer, show = inMs }: Pair): Pick<Row, "what" | "ours" | "peer"> {
  return { what, ours: show(ours), peer: show(peer) };
}

function factor(ratio: number): string {
  if (!Number.isFinite(ratio)) return "-";
  return `${ratio >= 100 ? ratio.toFixed(0) : ratio.toFixed(2)}x`;
}

function verdict(isReached: boolean | undefined): Row["reached"] {
  if (isReached === undefined) return "-";
  return isReached ? "yes" : "no";
}
