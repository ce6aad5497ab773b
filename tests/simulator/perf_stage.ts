import assert from "node:assert/strict";
import { SimFault } from "../../src/simulator/core/fault.ts";
import { Random } from "../../src/simulator/core/random.ts";
import {
  dataAt,
  dataListAt,
  type DataObject,
  isData,
  isList,
  listAt,
  made,
  numberAt,
  textAt,
  type Value,
} from "../../src/simulator/core/value.ts";
import { writeReturned } from "../../src/simulator/core/write.ts";
import { type Answer, Call, Xml } from "../../src/simulator/methods/method.ts";
import { PERFORMANCE_METHODS } from "../../src/simulator/methods/performance.ts";
import { counterById, counterByName } from "../../src/simulator/perf/counters.ts";
import { Sessions } from "../../src/simulator/methods/sessions.ts";
import type { Entity } from "../../src/simulator/world/entity.ts";
import { ServiceObject } from "../../src/simulator/world/managed_object.ts";
import type { Vm } from "../../src/simulator/world/vm.ts";
import type { ModelName, World } from "../../src/simulator/world/world.ts";
import { makeSmallWorld, type SmallWorld } from "./small_world.ts";

const VERSION = "8.0.3.0";

/** More fields of a PerfQuerySpec; `instance` is that of all its metrics. */
export interface Asked {
  readonly instance?: string;
  readonly [field: string]: Value | undefined;
}

/** What was measured on one object: ends of intervals, and values by `counter instance`. */
export interface Measured {
  readonly times: readonly number[];
  readonly values: ReadonlyMap<string, readonly number[]>;
  /** The newest value of a counter; NaN when there is none. */
  readonly newest: (name: string) => number;
}

/** The small world with a machine that is off, one that does its work and one that is starved. */
export class PerfStage {
  readonly place: SmallWorld;
  readonly model: ModelName;

  constructor(model: ModelName = "vcenter") {
    this.model = model;
    this.place = makeSmallWorld(model, "standard");
    this.#equip(this.busy, false);
    this.#equip(this.starved, true);
  }

  get world(): World {
    return this.place.world;
  }

  get off(): Vm {
    return this.place.vms[0];
  }

  get busy(): Vm {
    return this.place.vms[1];
  }

  get starved(): Vm {
    return this.place.vms[2];
  }

  /** Answers a call as the far side would, and writes it: the encoder throws when something is missing. */
  async call(name: string, args: Record<string, Value>): Promise<readonly DataObject[]> {
    const [method] = [PERFORMANCE_METHODS[name] ?? []].flat();
    assert(method !== undefined);
    const { world } = this;
    const collector = { type: "PropertyCollector", value: "propertyCollector" };
    const answer: Answer = await method.run(
      new Call({
        method: name,
        target: new ServiceObject({ type: "PerformanceManager", value: "PerfMgr" }),
        args: { $type: name, ...args },
        world,
        version: VERSION,
        signal: new AbortController().signal,
        sessions: new Sessions({ accounts: [], clock: world.clock, random: new Random(1), collector }),
        userAgent: "test",
        session: undefined,
      }),
    );
    assert(!(answer instanceof Xml));
    writeReturned(answer, VERSION);
    const known = made(answer);
    return isList(known)
      ? known.map(made).filter(isData)
      : known !== undefined && isData(known)
      ? [known]
      : [];
  }

  /** A PerfQuerySpec; counters that there are not get an id that there is not. */
  spec(entity: Entity, names: readonly string[], { instance = "", ...rest }: Asked = {}): DataObject {
    const metricId = names.map((name) => (
      { $type: "PerfMetricId", counterId: counterByName(this.model, name)?.id ?? 9999, instance }
    ));
    return { $type: "PerfQuerySpec", entity: entity.ref, metricId, format: "csv", ...rest };
  }

  /** Asks for one object and reads the answer in either format. */
  async query(entity: Entity, names: readonly string[], asked: Asked = {}): Promise<Measured> {
    const [metric] = await this.call("QueryPerf", { querySpec: [this.spec(entity, names, asked)] });
    assert(metric !== undefined);
    const values = new Map(
      dataListAt(metric, "value").map((series) => {
        const id = dataAt(series, "id");
        const counter = counterById(this.model, numberAt(id, "counterId") ?? -1);
        const list = textAt(series, "value")?.split(",") ?? listAt(series, "value");
        return [`${counter?.name} ${textAt(id, "instance")}`.trim(), list.map(Number)];
      }),
    );
    const times = textAt(metric, "sampleInfoCSV")?.split(",").filter((_, at) => at % 2 === 1) ??
      dataListAt(metric, "sampleInfo").map((info) => textAt(info, "timestamp") ?? "");
    return {
      times: times.map((time) => Date.parse(time)),
      values,
      newest: (name) => values.get(name)?.at(-1) ?? NaN,
    };
  }

  #equip(vm: Vm, isStarved: boolean): void {
    const { datastore } = this.place;
    vm.numCpu = 2;
    vm.memoryMib = 4096;
    vm.datastores = [datastore];
    datastore.vms.add(vm);
    const load = { cpuLow: 0.1, cpuHigh: 0.6, memoryActive: 0.4, diskKbps: 8000, networkKbps: 5000 };
    vm.load = { ...load, seed: 7, isStarved };
    vm.devices = [
      { $type: "ParaVirtualSCSIController", key: 1000, busNumber: 0 },
      { $type: "VirtualDisk", key: 2000, controllerKey: 1000, unitNumber: 0 },
      { $type: "VirtualDisk", key: 2001, controllerKey: 1000, unitNumber: 1 },
      { $type: "VirtualVmxnet3", key: 4000 },
    ];
  }
}

/** Tells whether an error is that fault with those fields. */
export function isFault(fault: string, fields: Record<string, string> = {}): (error: unknown) => boolean {
  return (error) =>
    error instanceof SimFault && error.fault === fault &&
    Object.entries(fields).every(([name, value]) => error.fields[name] === value);
}
