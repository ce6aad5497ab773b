import { UserError } from "../../errors.ts";
import type { Moref } from "../../soap/encode.ts";
import { type Mirror, nameOf } from "../inventory/mirror.ts";
import type { InventoryRow, Kind } from "../inventory/shapes.ts";
import { objectKind } from "../object_kinds.ts";
import type { Call } from "../session.ts";
import type { Tag } from "../tags.ts";
import type { Vsphere } from "../vsphere.ts";
import { alwaysProtected } from "./always.ts";
import { contentsOf, lineageOf } from "./contents.ts";
import { datastoresOf, ownersOf, vmsOn } from "./files.ts";
import { withOwners } from "./owners.ts";
import { type Pattern, readPattern, type Seen } from "./pattern.ts";
import { touchedBy } from "./touched.ts";

/** What nobody may write to, and what may be although it is always protected. */
export interface ProtectionRules {
  readonly protected: readonly string[];
  readonly unprotect: readonly string[];
  /** MAC addresses of this machine. */
  readonly ownMacs: readonly string[];
}

/** What a check needs beside what it looks at; `action` continues "Cannot". */
interface Check {
  readonly action: string;
  readonly mirror: Mirror;
  readonly signal?: AbortSignal | undefined;
}

type Row = InventoryRow<Kind>;

/**
 * Refuses writes to what is protected: directly, through what it is in, or through what it holds. Looks at the
 * inventory as it is now, one round trip a check.
 */
export class Protection {
  readonly #patterns: readonly Pattern[];
  readonly #exceptions: readonly Pattern[];
  readonly #ownMacs: readonly string[];

  constructor(rules: ProtectionRules) {
    this.#patterns = rules.protected.map(readPattern);
    this.#exceptions = rules.unprotect.map(readPattern);
    this.#ownMacs = rules.ownMacs;
  }

  /** Throws UserError "denied" when the call would write to something protected. */
  async check(vsphere: Vsphere, call: Call): Promise<void> {
    const { method, target, signal, action = `run ${method} on ${target.type} "${target.value}"` } = call;
    const { objects, reachesInside, files } = touchedBy(call);
    const owned = await withOwners(vsphere.session, objects, signal);
    const mirror = await vsphere.inventory.current(signal);
    const check = { action, mirror, signal };
    const datastores = datastoresOf(mirror, files);
    const inside = reachesInside ? contentsOf(mirror, target) : [];
    await this.#refuse(vsphere, [...rowsOf(mirror, owned), ...datastores, ...inside], check);
    await this.#refuseOwners(vsphere, files, check);
  }

  /** The same for objects that somebody is about to write to, and for the files that would go with them. */
  async checkObjects(
    vsphere: Vsphere,
    objects: readonly Moref[],
    { action, files = [], signal }: {
      readonly action: string;
      readonly files?: readonly string[] | undefined;
      readonly signal: AbortSignal;
    },
  ): Promise<void> {
    const owned = await withOwners(vsphere.session, objects, signal);
    const mirror = await vsphere.inventory.current(signal);
    const check = { action, mirror, signal };
    await this.#refuse(vsphere, rowsOf(mirror, owned), check);
    await this.#refuseOwners(vsphere, files, check);
  }

  async #refuse(vsphere: Vsphere, rows: readonly Row[], check: Check): Promise<void> {
    const [reason] = (await this.#reasons(vsphere, rows, check)).values();
    if (reason !== undefined) throw refusal(check.action, reason);
  }

  /** Refuses what would hit files that a protected machine stands on. */
  async #refuseOwners(vsphere: Vsphere, files: readonly string[], check: Check): Promise<void> {
    if (files.length === 0) return;
    const neighbours = vmsOn(check.mirror, datastoresOf(check.mirror, files));
    const reasons = await this.#reasons(vsphere, neighbours, check);
    const vms = [...reasons.keys()].flatMap((row) => check.mirror.get("VirtualMachine", row.ref.value) ?? []);
    const [owner] = await ownersOf(vsphere.session, vms, { files, signal: check.signal });
    if (owner !== undefined) throw refusal(check.action, reasons.get(owner) ?? "");
  }

  /** Why those of the objects that are protected are. */
  async #reasons(
    vsphere: Vsphere,
    rows: readonly Row[],
    { mirror, signal }: Check,
  ): Promise<ReadonlyMap<Row, string>> {
    if (rows.length === 0) return new Map();
    const lines = new Map(rows.map((row) => [row, lineageOf(mirror, row)]));
    const tags = await this.#readTags(vsphere, new Set([...lines.values()].flat()), signal);
    const seen = (row: Row): Seen => ({ row, mirror, tags: tags.get(row.ref.value) ?? [] });
    const vms = rows.flatMap((row) => mirror.get("VirtualMachine", row.ref.value) ?? []);
    const always = await alwaysProtected(vsphere, vms, { mirror, ownMacs: this.#ownMacs, signal });
    const reasonOf = (row: Row, line: readonly Row[]): string | undefined => {
      for (const above of line) {
        const pattern = this.#patterns.find(({ fits }) => fits(seen(above)));
        if (pattern === undefined) continue;
        const where = above === row ? "is" : `is in ${titleOf(above)}, which is`;
        return `${titleOf(row)} ${where} protected by "${pattern.written}"`;
      }
      const what = always.get(row.ref.value);
      if (what === undefined || this.#exceptions.some(({ fits }) => fits(seen(row)))) return undefined;
      return `${titleOf(row)} is ${what}, always protected unless \`unprotect\` names it`;
    };
    return new Map(
      [...lines].flatMap(([row, line]) => {
        const reason = reasonOf(row, line);
        return reason === undefined ? [] : [[row, reason]];
      }),
    );
  }

  async #readTags(
    vsphere: Vsphere,
    rows: Iterable<Row>,
    signal: AbortSignal | undefined,
  ): Promise<ReadonlyMap<string, readonly Tag[]>> {
    if (![...this.#patterns, ...this.#exceptions].some(({ isTag }) => isTag)) return new Map();
    return await vsphere.tags.read([...rows].map(({ ref }) => ref), signal);
  }
}

function rowsOf(mirror: Mirror, objects: readonly Moref[]): readonly Row[] {
  return objects.flatMap(({ value }) => mirror.find(value) ?? []);
}

function refusal(action: string, reason: string): UserError {
  return new UserError(
    "denied",
    `Cannot ${action}: ${reason}; no tool may write to it, so tell the user to ask the operator`,
  );
}

function titleOf(row: Row): string {
  const kind = objectKind(row.ref) ?? row.ref.type;
  return `${kind === "vm" ? "virtual machine" : kind.replaceAll("_", " ")} "${nameOf(row)}"`;
}
