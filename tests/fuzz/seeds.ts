import type { Subject } from "./budget.ts";

/** Seeds that every run tries again: the first of each list in full, others for a while. */
export const SEEDS: Readonly<Record<Subject, readonly number[]>> = {
  arguments: [20_260_501],
  envelopes: [
    // Parameters that do not fit were answered as an internal error, with the schema's findings as a dump.
    20_260_501,
    // The first that met it: initialize within a session, with parameters nested 1562 deep.
    -2_113_021_865,
  ],
  // A body whose chunks are broken was answered with status 500.
  http: [20_260_501],
  soap: [
    // An answer without the view, collector or task that it is there for was an internal error.
    20_260_501,
    // An interval of 1e23 seconds was sent back in a request.
    1_819_887_398,
  ],
  config: [20_260_501],
};
