import { UserError } from "../errors.ts";
import type { NewVm } from "../tools/tool.ts";
import type { Limits } from "./policy.ts";

const HOUR_MS = 3_600_000;
const GIB = 2 ** 30;

/** Counts what each caller makes in an hour, and refuses what is too much or too large. */
export class CallLimits {
  readonly #limits: Limits;
  readonly #now: () => number;
  /** When the machines of the last hour were made, by caller. */
  readonly #made = new Map<string, readonly number[]>();

  constructor(limits: Limits, { now = () => performance.now() }: { readonly now?: () => number } = {}) {
    this.#limits = limits;
    this.#now = now;
  }

  /** Whether it matters how large a new machine is. */
  get hasSizes(): boolean {
    const { cpus, memoryMb, diskGb } = this.#limits;
    return (cpus ?? memoryMb ?? diskGb) !== undefined;
  }

  /** Throws UserError "denied" for a machine that is larger than allowed. */
  checkSize({ cpus, memoryMib, diskBytes }: NewVm, action: string): void {
    const limits = this.#limits;
    const facts = [
      ["CPUs", cpus, limits.cpus, "limit_cpus"],
      ["MB of memory", memoryMib, limits.memoryMb, "limit_memory_mb"],
      ["GB of disk", Math.ceil(diskBytes / GIB), limits.diskGb, "limit_disk_gb"],
    ] as const;
    for (const [what, wanted, limit, key] of facts) {
      if (limit === undefined || wanted <= limit) continue;
      throw new UserError(
        "denied",
        `Cannot ${action}: it would take ${wanted} ${what}, and ${key} allows ${limit}; ask for less`,
      );
    }
  }

  /**
   * Counts one new machine; `undo` takes that back for one that was not made. Throws UserError "limited" when the
   * hour is full, and "denied" where no hour has room.
   */
  countVm(caller: string, action: string): { readonly undo: () => void } {
    const { vmsPerHour } = this.#limits;
    if (vmsPerHour === 0) {
      throw new UserError(
        "denied",
        `Cannot ${action}: limit_vms_per_hour allows no new machine; tell the user that only the operator can change that`,
      );
    }
    const now = this.#now();
    const recent = (this.#made.get(caller) ?? []).filter((time) => now - time < HOUR_MS);
    if (vmsPerHour !== undefined && recent.length >= vmsPerHour) {
      const wait = Math.ceil((HOUR_MS - (now - (recent[0] ?? now))) / 60_000);
      throw new UserError(
        "limited",
        `Cannot ${action}: "${caller}" has made ${recent.length} machines within an hour, and limit_vms_per_hour ` +
          `allows ${vmsPerHour}; try again in ${wait} min`,
      );
    }
    this.#made.set(caller, [...recent, now]);
    return {
      undo: () => this.#made.set(caller, (this.#made.get(caller) ?? []).filter((time) => time !== now)),
    };
  }
}
