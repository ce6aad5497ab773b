/** What a machine or several together take; rates are per second. */
export interface Load {
  readonly cpuMhz: number;
  /** Within 20 seconds, over all vCPUs: ready to run and not running, and stopped for other vCPUs to catch up. */
  readonly readyMs: number;
  readonly coStopMs: number;
  readonly activeKb: number;
  readonly consumedKb: number;
  readonly grantedKb: number;
  readonly balloonKb: number;
  readonly swappedKb: number;
  readonly overheadKb: number;
  readonly transmitKbps: number;
  readonly receiveKbps: number;
  readonly diskReadKbps: number;
  readonly diskWriteKbps: number;
  readonly readIops: number;
  readonly writeIops: number;
  /** Average of all requests. */
  readonly readLatencyMs: number;
  readonly writeLatencyMs: number;
}

/** Nothing runs. */
export const NO_LOAD: Load = {
  cpuMhz: 0,
  readyMs: 0,
  coStopMs: 0,
  activeKb: 0,
  consumedKb: 0,
  grantedKb: 0,
  balloonKb: 0,
  swappedKb: 0,
  overheadKb: 0,
  transmitKbps: 0,
  receiveKbps: 0,
  diskReadKbps: 0,
  diskWriteKbps: 0,
  readIops: 0,
  writeIops: 0,
  readLatencyMs: 0,
  writeLatencyMs: 0,
};

/**
 * The load of several together: latencies are averages over the requests, everything else is a sum. Each stands for so
 * many others, itself among them.
 */
export function addedLoads(loads: readonly Load[], weight = 1): Load {
  const sum: { -readonly [Name in keyof Load]: number } = { ...NO_LOAD };
  for (const load of loads) {
    for (const name of SUMMED) sum[name] += load[name];
    sum.readLatencyMs += load.readLatencyMs * load.readIops;
    sum.writeLatencyMs += load.writeLatencyMs * load.writeIops;
  }
  sum.readLatencyMs = sum.readIops === 0 ? 0 : sum.readLatencyMs / sum.readIops;
  sum.writeLatencyMs = sum.writeIops === 0 ? 0 : sum.writeLatencyMs / sum.writeIops;
  if (weight !== 1) { for (const name of SUMMED) sum[name] = Math.round(sum[name] * weight); }
  return sum;
}

const SUMMED = [
  "cpuMhz",
  "readyMs",
  "coStopMs",
  "activeKb",
  "consumedKb",
  "grantedKb",
  "balloonKb",
  "swappedKb",
  "overheadKb",
  "transmitKbps",
  "receiveKbps",
  "diskReadKbps",
  "diskWriteKbps",
  "readIops",
  "writeIops",
] as const;
