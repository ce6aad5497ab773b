import type { PerfCounter } from "./counters.ts";

/** How a number is shown. */
export interface ShownUnit {
  readonly unit: string;
  /** What the server's number is divided by. */
  readonly divisor: number;
}

const UNITS: ReadonlyMap<string, string> = new Map(Object.entries({
  percent: "%",
  megaHertz: "MHz",
  kiloBytesPerSecond: "KB/s",
  megaBytesPerSecond: "MB/s",
  megaBitsPerSecond: "Mbit/s",
  megaBytes: "MB",
  teraBytes: "TB",
  nanosecond: "ns",
  microsecond: "us",
  millisecond: "ms",
  second: "s",
  watt: "W",
  joule: "J",
  celsius: "°C",
  number: "count",
}));

/** Servers call them plain numbers. */
const IO_RATE = /(?:Averaged|Iops)\.\w+$/;

/** The unit in which a counter is shown: kilobytes become MB, and GB where they count the space of datastores. */
export function shownUnit({ name, unit }: Pick<PerfCounter, "name" | "unit">): ShownUnit {
  if (unit === "number" && IO_RATE.test(name)) return { unit: "IO/s", divisor: 1 };
  if (unit !== "kiloBytes") return { unit: UNITS.get(unit) ?? unit, divisor: 1 };
  return name.startsWith("disk.") ? { unit: "GB", divisor: 1024 ** 2 } : { unit: "MB", divisor: 1024 };
}

/** True for units of which parts make no sum: the whole waits no longer than its slowest disk. */
export function isNoSum(unit: string): boolean {
  return unit === "percent" || unit === "celsius" || unit.endsWith("second");
}
