import type { Moref } from "../../soap/encode.ts";
import { ManagedObject } from "./managed_object.ts";

/** Traffic light of an object. */
export type Status = "green" | "yellow" | "red" | "gray";

/** An object of the inventory: it has a name and a place. */
export abstract class Entity extends ManagedObject {
  /** As the server stores it: `/`, `\` and `%` escaped. */
  name: string;
  parent: Entity | undefined;
  status: Status = "green";
  /** Its newest tasks, newest last. */
  readonly recentTasks: Moref[] = [];
  /** Texts of what is wrong with its configuration. */
  readonly issues: string[] = [];

  constructor(ref: Moref, name: string, parent: Entity | undefined) {
    super(ref);
    this.name = name;
    this.parent = parent;
  }

  /** The object and everything above it, nearest first. */
  get lineage(): readonly Entity[] {
    return this.parent === undefined ? [this] : [this, ...this.parent.lineage];
  }
}
