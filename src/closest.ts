/**
 * The candidate that `name` was most likely meant to be, or undefined when none is near enough to be worth naming.
 * Case does not count; of equally near ones the earlier wins.
 */
export function closest(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase();
  // One slip in three characters: beyond that a suggestion misleads more than it helps.
  let limit = Math.floor(wanted.length / 3);
  let best: string | undefined;
  for (const candidate of candidates) {
    const distance = distanceWithin(wanted, candidate.toLowerCase(), limit);
    if (distance === undefined) continue;
    best = candidate;
    if (distance === 0) return best;
    limit = distance - 1;
  }
  return best;
}

function distanceWithin(wanted: string, known: string, limit: number): number | undefined {
  if (wanted === known) return 0;
  // People leave out a prefix or stop early: `password` for `vcenter_password`, `vcenter_pass` too.
  const isPart = wanted.length > 2 && (known.startsWith(wanted) || known.endsWith(wanted));
  if (isPart && limit >= 1) return 1;
  if (Math.abs(wanted.length - known.length) > limit) return undefined;
  const distance = editDistance(wanted, known);
  return distance <= limit ? distance : undefined;
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one text into the other. */
function editDistance(from: string, to: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const isSame = from[row - 1] === to[column - 1];
      const isSwap = row > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current.push(Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (isSame ? 0 : 1),
        isSwap ? at(beforeLast, column - 2) + 1 : Infinity,
      ));
    }
    [beforeLast, last] = [last, current];
  }
  return at(last, to.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}
