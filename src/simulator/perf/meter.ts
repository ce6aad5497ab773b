/** What an object consists of, as far as there are counters for each part. */
export type PartKind = "cpu" | "nic" | "disk" | "lun" | "datastore" | "adapter" | "fileKind";

/** What a value is told of: the whole object, or one of its parts. */
export interface Part {
  /** `""` for the whole; `0`, `4000`, `scsi0:0`, `vmnic0` or the UUID of a datastore for a part. */
  readonly instance: string;
  /** How much of the whole falls on it, from 0 to 1. */
  readonly share: number;
  /** How many parts of its kind there are. */
  readonly count: number;
}

/** The whole object. */
export const WHOLE: Part = { instance: "", share: 1, count: 1 };

/** The object at the end of an interval. */
export interface Sample<Of, Load> {
  readonly of: Of;
  readonly load: Load;
  /** End of the interval, in ms since 1970. */
  readonly at: number;
  /** Length of the interval: what counts events is in proportion to it. */
  readonly seconds: number;
}

/** How a counter of an object comes about. */
export interface Meter<Of, Load> {
  readonly hasWhole: boolean;
  readonly parts: PartKind | undefined;
  /** In the units of the wire: percentages in hundredths. */
  readonly read: (sample: Sample<Of, Load>, part: Part) => number;
}

/** Meters by the name of their counter. */
export type MeterTable<Of, Load> = Readonly<Record<string, Meter<Of, Load>>>;

/** A counter of the object alone. */
export function whole<Of, Load>(read: Meter<Of, Load>["read"]): Meter<Of, Load> {
  return { hasWhole: true, parts: undefined, read };
}

/** A counter of the object and of its parts. */
export function both<Of, Load>(parts: PartKind, read: Meter<Of, Load>["read"]): Meter<Of, Load> {
  return { hasWhole: true, parts, read };
}

/** A counter of the parts alone. */
export function each<Of, Load>(parts: PartKind, read: Meter<Of, Load>["read"]): Meter<Of, Load> {
  return { hasWhole: false, parts, read };
}

/** An object whose counters can be read. */
export interface Source {
  /** Names of its counters. */
  readonly counters: readonly string[];
  /** Only hosts, machines and pools are measured all the time. */
  readonly hasRealtime: boolean;
  /** The instances of a counter that `wanted` names: `""` for the whole, one of the parts, `*` for all there are. */
  readonly instancesOf: (counter: string, wanted: string) => readonly string[];
  /** True when it was measured at that time. */
  readonly hasAt: (at: number) => boolean;
  /** Measures it in the intervals that end at these times. */
  readonly measure: (times: readonly number[], seconds: number) => Readings;
}

/** What was measured. */
export interface Readings {
  /** The values of a counter on an instance, one for each time; undefined when there is no such counter. */
  readonly values: (counter: string, instance: string) => readonly number[] | undefined;
}

/** Makes a source of an object, its meters and its load over time. */
export function sourceOf<Of, Load>({ of, meters, partsOf, loadAt, ...rest }: {
  readonly of: Of;
  readonly meters: MeterTable<Of, Load>;
  readonly partsOf: (kind: PartKind) => readonly Part[];
  readonly loadAt: (at: number) => Load;
  readonly hasAt: (at: number) => boolean;
  readonly hasRealtime: boolean;
}): Source {
  const kinds = new Map<PartKind, readonly Part[]>();
  // Describing the devices of a machine takes longer than measuring it: not unless asked for.
  const known = (kind: PartKind) => {
    const parts = kinds.get(kind) ?? partsOf(kind);
    kinds.set(kind, parts);
    return parts;
  };
  const meterOf = (counter: string) => Object.hasOwn(meters, counter) ? meters[counter] : undefined;
  const partsFor = ({ hasWhole, parts }: Meter<Of, Load>, wanted: string): readonly Part[] => {
    const inside = wanted === "" || parts === undefined ? [] : known(parts);
    if (wanted !== "" && wanted !== "*") return inside.filter(({ instance }) => instance === wanted);
    return hasWhole ? [WHOLE, ...inside] : inside;
  };
  return {
    ...rest,
    counters: Object.keys(meters),
    instancesOf: (counter, wanted) => {
      const meter = meterOf(counter);
      return meter === undefined ? [] : partsFor(meter, wanted).map(({ instance }) => instance);
    },
    measure: (times, seconds) => {
      const samples = times.map((at) =>
        pointsOf(at, seconds).filter(rest.hasAt).map((point): Sample<Of, Load> => (
          { of, load: loadAt(point), at: point, seconds }
        ))
      );
      return {
        values: (counter, instance) => {
          const meter = meterOf(counter);
          const [part] = meter === undefined ? [] : partsFor(meter, instance);
          if (meter === undefined || part === undefined) return undefined;
          const isLatest = counter.endsWith(".latest");
          return samples.map((points) => rolledUp(points, { meter, part, isLatest }));
        },
      };
    },
  };
}

function rolledUp<Of, Load>(points: readonly Sample<Of, Load>[], { meter, part, isLatest }: {
  readonly meter: Meter<Of, Load>;
  readonly part: Part;
  readonly isLatest: boolean;
}): number {
  const used = isLatest ? points.slice(-1) : points;
  let sum = 0;
  for (const point of used) sum += meter.read(point, part);
  return used.length === 0 ? 0 : Math.max(0, Math.round(sum / used.length));
}

const POINTS: Readonly<Record<number, number>> = { 1800: 2, 7200: 4, 86_400: 8 };

/** Where a long interval is looked at: a day would else be known by its midnight. */
function pointsOf(at: number, seconds: number): readonly number[] {
  const count = POINTS[seconds] ?? 1;
  if (count === 1) return [at];
  return Array.from({ length: count }, (_, point) => at - seconds * 1000 * (count - 1 - point) / count);
}
