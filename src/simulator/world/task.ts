import type { Moref } from "../../soap/encode.ts";
import { localizedFault, type SimFault } from "../core/fault.ts";
import { type DataObject, isoTime, type Value } from "../core/value.ts";
import { ManagedObject, type Reader } from "./managed_object.ts";
import type { Entity } from "./entity.ts";

/** What a task is about. */
export interface TaskFacts {
  /** The method, such as `PowerOnVM_Task`. */
  readonly name: string;
  /** `VirtualMachine.powerOn` */
  readonly descriptionId: string;
  readonly entity: Entity | undefined;
  readonly user: string;
  readonly isCancelable: boolean;
  readonly durationMs: number;
  readonly now: number;
  readonly key: string;
}

/** A long operation and how far it is. */
export class Task extends ManagedObject {
  readonly facts: TaskFacts;
  /** Name at the time: the object may be renamed or gone. */
  readonly entityName: string;
  state: "queued" | "running" | "success" | "error" = "running";
  result: Value | undefined;
  error: SimFault | undefined;
  isCancelled = false;
  endedAt: number | undefined;
  /** Set from outside, in place of what the time says. */
  reportedPercent: number | undefined;

  constructor(ref: Moref, facts: TaskFacts) {
    super(ref);
    this.facts = facts;
    this.entityName = facts.entity?.name ?? "";
  }

  get hasEnded(): boolean {
    return this.state === "success" || this.state === "error";
  }

  override read(property: string, { world }: Reader): Value | undefined {
    if (property === "info") return () => this.info(world.clock.now());
    return property === "value" || property === "availableField" ? [] : undefined;
  }

  /** TaskInfo; progress follows the time. */
  info(now: number): DataObject {
    const { facts } = this;
    return {
      $type: "TaskInfo",
      key: facts.key,
      task: this.ref,
      name: facts.name,
      descriptionId: facts.descriptionId,
      entity: facts.entity?.ref,
      entityName: facts.entity === undefined ? undefined : this.entityName,
      state: this.state,
      cancelled: this.isCancelled,
      cancelable: facts.isCancelable && !this.hasEnded,
      error: this.error === undefined ? undefined : localizedFault(this.error),
      result: this.state === "success" ? this.result : undefined,
      progress: this.#percent(now),
      reason: { $type: "TaskReasonUser", userName: facts.user },
      queueTime: isoTime(facts.now),
      startTime: isoTime(facts.now),
      completeTime: this.endedAt === undefined ? undefined : isoTime(this.endedAt),
      eventChainId: Number(/\d+$/.exec(facts.key)?.[0] ?? 0),
    };
  }

  #percent(now: number): number | undefined {
    // As on real servers: a task that has ended tells no progress any more.
    if (this.hasEnded) return undefined;
    const { facts: { durationMs, now: startedAt } } = this;
    return this.reportedPercent ??
      Math.min(99, Math.floor((now - startedAt) / Math.max(1, durationMs) * 100));
  }
}
