/** How to compare on a machine that others use too: in turn, many times, and only the medians. */

/** The middle of the values; NaN of none. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

/** Something that is done and says in milliseconds how long it took. */
export type Timed = () => Promise<number>;

/** Does each in turn, so that a slow moment of the machine meets them all; the medians, warm-up rounds left out. */
export async function medians<Name extends string>(
  timed: Readonly<Record<Name, Timed>>,
  { rounds = 5, warmUps = 1 }: { readonly rounds?: number; readonly warmUps?: number } = {},
): Promise<(name: Name) => number> {
  const times = new Map<string, number[]>();
  for (let round = -warmUps; round < rounds; round++) {
    for (const [name, run] of Object.entries<Timed>(timed)) {
      const ms = await run();
      if (round >= 0) times.set(name, [...times.get(name) ?? [], ms]);
    }
  }
  return (name) => median(times.get(name) ?? []);
}

/** Milliseconds until it was done. */
export async function timeMs(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

/** Lets the time pass. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
