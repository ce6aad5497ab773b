import assert from "node:assert/strict";
import { SimFault } from "../../src/simulator/core/fault.ts";
import { Random } from "../../src/simulator/core/random.ts";
import {
  type DataObject,
  isData,
  isList,
  made,
  numberAt,
  refAt,
  type Value,
} from "../../src/simulator/core/value.ts";
import { EVENT_METHODS } from "../../src/simulator/methods/events.ts";
import { type Answer, Call, type MethodTable, Xml } from "../../src/simulator/methods/method.ts";
import { RIGHTS_METHODS } from "../../src/simulator/methods/rights.ts";
import { TASK_METHODS } from "../../src/simulator/methods/tasks.ts";
import { Sessions } from "../../src/simulator/methods/sessions.ts";
import { type ManagedObject, ServiceObject } from "../../src/simulator/world/managed_object.ts";
import type { SimSession } from "../../src/simulator/world/session.ts";
import type { Task } from "../../src/simulator/world/task.ts";
import type { Vm } from "../../src/simulator/world/vm.ts";
import type { Licence, ModelName } from "../../src/simulator/world/world.ts";
import { makeSmallWorld, type SmallWorld } from "./small_world.ts";

/** The version in which answers are written. */
export const VERSION = "8.0.3.0";

const ACCOUNTS = [
  { user: "alice", password: "a", role: "admin" },
  { user: "bob", password: "b", role: "readOnly" },
] as const;

/** The small world with an administrator who is logged in. */
export class Stage {
  readonly place: SmallWorld;
  readonly sessions: Sessions;
  readonly session: SimSession;

  constructor(model: ModelName = "vcenter", licence: Licence = "standard") {
    this.place = makeSmallWorld(model, licence);
    this.sessions = new Sessions({
      accounts: ACCOUNTS,
      clock: this.place.clock,
      random: new Random(2),
      collector: { type: "PropertyCollector", value: "propertyCollector" },
    });
    this.session = this.logIn("alice", "a");
  }

  get world(): SmallWorld["world"] {
    return this.place.world;
  }

  get vms(): SmallWorld["vms"] {
    return this.place.vms;
  }

  logIn(user: string, password: string): SimSession {
    return this.sessions.logIn({ user, password, userAgent: "test", locale: "en" });
  }

  /** Answers a call as the far side would. */
  async call(
    method: string,
    target: ManagedObject,
    args: Record<string, Value> = {},
    session: SimSession = this.session,
  ): Promise<Answer> {
    const table: MethodTable = { ...EVENT_METHODS, ...TASK_METHODS, ...RIGHTS_METHODS };
    const [entry] = [table[method] ?? []].flat();
    assert(entry !== undefined, method);
    return await entry.run(
      new Call({
        method,
        target,
        args: { $type: method, ...args },
        world: this.world,
        version: VERSION,
        signal: new AbortController().signal,
        sessions: this.sessions,
        userAgent: "test",
        session,
      }),
    );
  }

  /** Makes a collector with this filter. */
  async collect(
    kind: "Event" | "Task",
    filter: Record<string, Value> = {},
    session: SimSession = this.session,
  ): Promise<ManagedObject> {
    const manager = new ServiceObject({ type: `${kind}Manager`, value: `${kind}Manager` });
    const spec = { $type: `${kind}FilterSpec`, ...filter };
    const answer = await this.call(`CreateCollectorFor${kind}s`, manager, { filter: spec }, session);
    const ref = refAt({ $type: "", ref: valueOf(answer) }, "ref");
    const collector = session.objects.get(ref?.value ?? "");
    assert(collector !== undefined);
    return collector;
  }

  /** Keys of what a call of that name answers. */
  async read(method: string, collector: ManagedObject, maxCount: number): Promise<readonly number[]> {
    return items(await this.call(method, collector, { maxCount })).map((data) => numberAt(data, "key") ?? 0);
  }

  /** Keys of the latest page. */
  latest(collector: ManagedObject): readonly number[] {
    const page = collector.read("latestPage", { world: this.world, session: this.session });
    return items(page).map((data) => numberAt(data, "key") ?? 0);
  }

  /** Notes an event of a machine for each text. */
  note(...messages: readonly string[]): void {
    for (const message of messages) {
      this.world.events.note({ type: "VmPoweredOnEvent", message, user: "alice", entity: this.vms[0] });
    }
  }

  /** Starts a task of a second. */
  start(options: { readonly isCancelable?: boolean; readonly vm?: Vm } = {}): Task {
    const { isCancelable = false, vm = this.vms[0] } = options;
    return this.world.tasks.start(this.world, {
      name: "PowerOnVM",
      descriptionId: "VirtualMachine.powerOn",
      entity: vm,
      user: "alice",
      durationMs: 1000,
      isCancelable,
      finish: () => undefined,
    });
  }
}

/** The value of an answer that is not written yet. */
export function valueOf(answer: Answer): Value | undefined {
  assert(!(answer instanceof Xml));
  return answer;
}

/** The data objects that an answer or a property lists. */
export function items(answer: Answer): readonly DataObject[] {
  const known = made(valueOf(answer));
  return isList(known) ? known.map(made).filter(isData) : [];
}

/** Tells whether an error is that fault. */
export function isFault(name: string): (error: unknown) => boolean {
  return (error) => error instanceof SimFault && error.fault === name;
}
