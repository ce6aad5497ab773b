import { arrayOf, many, number, object, one, raw, word } from "../../soap/decode.ts";
import type { XmlElement } from "../../soap/xml.ts";
import { faultOfTask } from "../faults.ts";
import { type Login, oncePerLogin } from "../session.ts";

/** One performance counter as this server numbers it. */
export interface PerfCounter {
  /** `group.name.rollup`, such as `cpu.usage.average`. */
  readonly name: string;
  readonly id: number;
  /** The server's word, such as `percent`, `kiloBytesPerSecond` or `millisecond`. */
  readonly unit: string;
  /** What it measures, in the server's words. */
  readonly description: string;
  /** Statistics level from which history has it; ESXi hosts know no levels. */
  readonly level: number | undefined;
}

/** Counters by name; their ids differ from server to server and from version to version. */
export type CounterTable = ReadonlyMap<string, PerfCounter>;

/** The counters of the server, fetched once per login: the table of a vCenter has hundreds of kilobytes. */
export const perfCounters: (login: Login) => Promise<CounterTable> = oncePerLogin(async (login) => {
  const { perfManager, propertyCollector } = login.content;
  if (perfManager === undefined) return new Map();
  const propSet = [{ type: "PerformanceManager", pathSet: ["perfCounter"] }];
  const [answer] = await login.call({
    method: "RetrievePropertiesEx",
    target: propertyCollector,
    args: { specSet: [{ propSet, objectSet: [{ obj: perfManager, skip: false }] }], options: {} },
    action: "read the performance counters",
  });
  return answer === undefined ? new Map() : readCounterTable(answer);
});

const readCounter = object({
  key: one(number),
  nameInfo: one(object({ key: one(word), label: one(word), summary: one(word) })),
  groupInfo: one(object({ key: one(word) })),
  unitInfo: one(object({ key: one(word) })),
  rollupType: one(word),
  level: one(number),
});

const readAnswer = object({
  objects: many(object({
    propSet: many(object({ val: one(arrayOf(readCounter)) })),
    missingSet: many(object({ fault: one(raw) })),
  })),
});

/** Reads the answer to a retrieval of `perfCounter`; throws the fault when the server kept it back. */
export function readCounterTable(answer: XmlElement): CounterTable {
  const objects = readAnswer(answer)?.objects ?? [];
  const [missing] = objects.flatMap(({ missingSet }) => missingSet.flatMap(({ fault }) => fault ?? []));
  if (missing !== undefined) throw faultOfTask(missing, "read the performance counters");
  const counters = objects.flatMap(({ propSet }) => propSet.flatMap(({ val }) => val ?? []));
  return new Map(
    counters.flatMap(({ key: id, nameInfo, groupInfo, unitInfo, rollupType, level }) => {
      if (id === undefined || rollupType === undefined) return [];
      const name = `${groupInfo?.key}.${nameInfo?.key}.${rollupType}`;
      const description = nameInfo?.summary ?? nameInfo?.label ?? "";
      return [[name, { name, id, unit: unitInfo?.key ?? "", description, level }]];
    }),
  );
}
