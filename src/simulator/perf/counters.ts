import type { DataObject } from "../core/value.ts";
import type { ModelName } from "../world/world.ts";
import { counterTexts, GROUP_LABELS, UNITS } from "./counter_texts.ts";
import { ESXI_COUNTERS } from "./counters_esxi.ts";
import { RARE_COUNTERS } from "./counters_rare.ts";
import { VCENTER_COUNTERS } from "./counters_vcenter.ts";

/** A counter as one kind of server numbers it. */
export interface PerfCounter {
  readonly id: number;
  /** `cpu.usage.average` */
  readonly name: string;
  readonly group: string;
  /** What it counts within the group: `usage`, `capacity.provisioned`. */
  readonly subject: string;
  readonly rollup: string;
  readonly stats: string;
  /** As the tables write it: `%`, `KBps`. */
  readonly unit: string;
  /** Statistics level from which vCenter Server keeps it for the object and for its parts; 0 on ESXi. */
  readonly level: number;
  readonly partLevel: number;
  /** On ESXi the ids of the rollups of a counter without one. */
  readonly associated: readonly number[];
}

interface CounterTable {
  readonly all: readonly PerfCounter[];
  readonly byId: ReadonlyMap<number, PerfCounter>;
  readonly byName: ReadonlyMap<string, PerfCounter>;
}

/** All counters of a kind of server in the order of their ids. */
export function perfCounters(model: ModelName): readonly PerfCounter[] {
  return tableOf(model).all;
}

/** The counter with an id. */
export function counterById(model: ModelName, id: number): PerfCounter | undefined {
  return tableOf(model).byId.get(id);
}

/** The counter of a name such as `cpu.usage.average`. */
export function counterByName(model: ModelName, name: string): PerfCounter | undefined {
  return tableOf(model).byName.get(name);
}

/** PerfCounterInfo. */
export function counterInfo({ id, group, subject, unit, rollup, stats, ...more }: PerfCounter): DataObject {
  const [label, summary] = counterTexts(`${group}.${subject}`);
  const groupLabel = GROUP_LABELS[group] ?? group;
  const [unitKey, unitLabel, unitName] = UNITS[unit] ?? [unit, unit, unit];
  return {
    $type: "PerfCounterInfo",
    key: id,
    nameInfo: { $type: "ElementDescription", label, summary, key: subject },
    groupInfo: { $type: "ElementDescription", label: groupLabel, summary: groupLabel, key: group },
    unitInfo: { $type: "ElementDescription", label: unitLabel, summary: unitName, key: unitKey },
    rollupType: rollup,
    statsType: stats,
    level: more.level === 0 ? undefined : more.level,
    perDeviceLevel: more.partLevel === 0 ? undefined : more.partLevel,
    associatedCounterId: more.associated,
  };
}

const tables = new Map<ModelName, CounterTable>();

/** Read at first use: most worlds are never asked for statistics. */
function tableOf(model: ModelName): CounterTable {
  const known = tables.get(model);
  if (known !== undefined) return known;
  const all = model === "vcenter" ? vcenterCounters() : esxiCounters();
  const table = {
    all,
    byId: new Map(all.map((counter) => [counter.id, counter])),
    byName: new Map(all.map((counter) => [counter.name, counter])),
  };
  tables.set(model, table);
  return table;
}

function vcenterCounters(): readonly PerfCounter[] {
  const counters = Object.entries({ ...VCENTER_COUNTERS, ...RARE_COUNTERS }).flatMap(([group, text]) =>
    text.split(";").flatMap((entry) => {
      const [subject = "", stats = "", unit = "", ...rollups] = wordsOf(entry);
      return rollups.map((word): PerfCounter => {
        const [id, rollup = "", levels = ""] = word.split(":");
        return {
          id: Number(id),
          name: `${group}.${subject}.${rollup}`,
          group,
          subject,
          rollup,
          stats,
          unit,
          level: Number(levels[0]),
          partLevel: Number(levels[1]),
          associated: [],
        };
      });
    })
  );
  return counters.sort((one, other) => one.id - other.id);
}

function esxiCounters(): readonly PerfCounter[] {
  const models = tableOf("vcenter").byName;
  const counters: PerfCounter[] = [];
  for (const [group, text] of Object.entries(ESXI_COUNTERS)) {
    let id = 0;
    for (const word of wordsOf(text)) {
      const [subject = "", rollups] = word.split(":");
      if (rollups === undefined) id = Number(subject);
      for (const rollup of rollups?.split(",") ?? []) {
        const model = models.get(`${group}.${subject}.${rollup}`);
        if (model === undefined) throw new Error(`No counter ${group}.${subject}.${rollup}`);
        counters.push({ ...model, id: id++, level: 0, partLevel: 0 });
      }
    }
  }
  return counters.map((counter) =>
    counter.rollup === "none" ? { ...counter, associated: rollupsOf(counter, counters) } : counter
  );
}

function rollupsOf({ group, subject }: PerfCounter, all: readonly PerfCounter[]): readonly number[] {
  return all.filter((other) => other.group === group && other.subject === subject && other.rollup !== "none")
    .map(({ id }) => id);
}

function wordsOf(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
