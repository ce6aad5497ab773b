/** How many cases each kind of input is tried with in one run of the tests. */
export const BUDGET = {
  arguments: 8_000,
  envelopes: 4_000,
  http: 4_000,
  soap: 3_000,
  config: 4_000,
} as const;

/** One of the kinds. */
export type Subject = keyof typeof BUDGET;
