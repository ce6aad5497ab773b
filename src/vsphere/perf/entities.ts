import { closest } from "../../closest.ts";
import { UserError } from "../../errors.ts";
import { boolean, number, ref, word } from "../../soap/decode.ts";
import type { Moref } from "../../soap/encode.ts";
import { globTest } from "../glob.ts";
import { InventoryTree, placed, treeShapes } from "../inventory/tree.ts";
import { decodeName } from "../names.ts";
import { type ObjectRow, retrieveAll } from "../properties.ts";
import type { Vsphere } from "../vsphere.ts";
import { KIND_LABELS, type PerfKind } from "./kinds.ts";

/** Something that is measured. */
export interface PerfEntity {
  readonly ref: Moref;
  /** Name as people write it. */
  readonly name: string;
  /** Inventory path, names escaped. */
  readonly path: string;
  readonly isTemplate: boolean;
  /** How many vCPUs a virtual machine has. */
  readonly cpuCount: number | undefined;
  /** Why nothing is measured on it now, such as `poweredOff`. */
  readonly idle: string | undefined;
}

/** What is wanted; without names everything of that kind, of virtual machines those that run. */
export interface PerfScope {
  readonly kind: PerfKind;
  /** Names, globs, inventory paths or morefs. */
  readonly names?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Finds the entities, ordered by name and id. Throws UserError "not_found" with the closest name, or "ambiguous" with
 * the candidates.
 */
export async function findEntities(
  vsphere: Vsphere,
  { kind, names, signal }: PerfScope,
): Promise<readonly PerfEntity[]> {
  const all = await READERS[kind](vsphere, signal);
  const index = indexOf(all);
  const found = names === undefined
    ? all.filter((entity) => kind !== "vm" || isRunning(entity))
    : names.flatMap((wanted) => matches(wanted, { all, index, kind }));
  const unique = new Map(found.map((entity) => [entity.ref.value, entity]));
  return [...unique.values()].sort((one, other) =>
    one.name === other.name ? order(one.ref.value, other.ref.value) : order(one.name, other.name)
  );
}

function isRunning({ isTemplate, idle }: PerfEntity): boolean {
  return !isTemplate && idle === undefined;
}

function order(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}

const MAX_CANDIDATES = 10;

/** Entities by id, name and path: a thousand names among ten thousand machines take too long one by one. */
type Index = ReadonlyMap<string, readonly PerfEntity[]>;

function indexOf(all: readonly PerfEntity[]): Index {
  const index = new Map<string, PerfEntity[]>();
  for (const entity of all) {
    for (const key of new Set([entity.ref.value, entity.name, decodeName(entity.path)])) {
      const others = index.get(key);
      if (others === undefined) index.set(key, [entity]);
      else others.push(entity);
    }
  }
  return index;
}

/** Whoever spells a name escaped means the same. */
function spellings(wanted: string): ReadonlySet<string> {
  const path = "/" + wanted.replace(/^\/+/, "");
  return new Set([wanted, decodeName(wanted), ...(wanted.includes("/") ? [decodeName(path)] : [])]);
}

function matches(wanted: string, { all, index, kind }: {
  readonly all: readonly PerfEntity[];
  readonly index: Index;
  readonly kind: PerfKind;
}): readonly PerfEntity[] {
  const exact = [...new Set([...spellings(wanted)].flatMap((key) => index.get(key) ?? []))];
  if (exact.length > 1) throw ambiguous(wanted, { kind, found: exact });
  if (exact.length === 1) return exact;
  // A name may hold a star itself, so that it is a glob only when it is no name.
  const fits = globTest(wanted);
  const globbed = all.filter(({ name, isTemplate }) => !isTemplate && fits(name));
  if (globbed.length === 0) throw unknown(wanted, { kind, all });
  if (!/[*?]/.test(wanted) && globbed.length > 1) throw ambiguous(wanted, { kind, found: globbed });
  const running = globbed.filter(isRunning);
  // The machines that are off are told of only when there are no others.
  return kind === "vm" && running.length > 0 ? running : globbed;
}

function unknown(
  wanted: string,
  { kind, all }: { readonly kind: PerfKind; readonly all: readonly PerfEntity[] },
): UserError {
  const near = closest(wanted, all.map(({ name }) => name));
  const hint = near === undefined ? "" : ` (closest: "${near}")`;
  return new UserError(
    "not_found",
    `Cannot find ${KIND_LABELS[kind]} "${wanted}": no ${
      KIND_LABELS[kind]
    } has this name, path or id; leave names out to see all${hint}`,
  );
}

function ambiguous(
  wanted: string,
  { kind, found }: { readonly kind: PerfKind; readonly found: readonly PerfEntity[] },
): UserError {
  const candidates = found.slice(0, MAX_CANDIDATES).map(({ path, ref }) => ({ path, moref: ref.value }));
  const more = found.length > MAX_CANDIDATES ? `, and ${found.length - MAX_CANDIDATES} more` : "";
  return new UserError(
    "ambiguous",
    `Cannot tell which ${
      KIND_LABELS[kind]
    } "${wanted}" is: ${found.length} have this name; use the path or moref of one: ` +
      candidates.map(({ path, moref }) => `${path} (${moref})`).join(", ") + more,
    { details: { candidates } },
  );
}

/** Tells the entities of rows of one kind. */
function entitiesOf<Row extends ObjectRow<typeof placed>>(
  rows: readonly Row[],
  tree: InventoryTree,
  facts: (row: Row) => Partial<PerfEntity>,
): readonly PerfEntity[] {
  return rows.map((row) => ({
    ref: row.ref,
    name: decodeName(row.name ?? row.ref.value),
    path: tree.path(row.ref),
    isTemplate: false,
    cpuCount: undefined,
    idle: undefined,
    ...facts(row),
  }));
}

type ReadEntities = (vsphere: Vsphere, signal?: AbortSignal) => Promise<readonly PerfEntity[]>;

const vmShape = {
  ...placed,
  parentVApp: ref,
  "config.template": boolean,
  "runtime.powerState": word,
  "runtime.connectionState": word,
  "summary.config.numCpu": number,
} as const;
const hostShape = { ...placed, "runtime.connectionState": word, "runtime.powerState": word } as const;
const datastoreShape = { ...placed, "summary.accessible": boolean } as const;

const READERS: Readonly<Record<PerfKind, ReadEntities>> = {
  vm: async ({ session }, signal) => {
    const rows = await retrieveAll(session, { VirtualMachine: vmShape, ...treeShapes }, signal);
    const tree = InventoryTree.of(rows.VirtualMachine, rows.Folder, rows.Datacenter, rows.VirtualApp);
    return entitiesOf(rows.VirtualMachine, tree, (row) => ({
      isTemplate: row["config.template"] === true,
      cpuCount: row["summary.config.numCpu"],
      idle: idleIn(row),
    }));
  },
  host: async ({ session }, signal) => {
    const shapes = { HostSystem: hostShape, ComputeResource: placed, ...treeShapes };
    const rows = await retrieveAll(session, shapes, signal);
    const tree = InventoryTree.of(rows.HostSystem, rows.ComputeResource, rows.Folder, rows.Datacenter);
    return entitiesOf(rows.HostSystem, tree, (row) => ({ idle: idleIn(row) }));
  },
  datastore: async ({ session }, signal) => {
    const rows = await retrieveAll(session, { Datastore: datastoreShape, ...treeShapes }, signal);
    const tree = InventoryTree.of(rows.Datastore, rows.Folder, rows.Datacenter);
    return entitiesOf(rows.Datastore, tree, (row) => (
      { idle: row["summary.accessible"] === false ? "inaccessible" : undefined }
    ));
  },
  cluster: async ({ session }, signal) => {
    const rows = await retrieveAll(session, { ClusterComputeResource: placed, ...treeShapes }, signal);
    const tree = InventoryTree.of(rows.ClusterComputeResource, rows.Folder, rows.Datacenter);
    return entitiesOf(rows.ClusterComputeResource, tree, () => ({}));
  },
};

/** A state that could not be read is no reason not to ask. */
function idleIn(
  row: { readonly [Path in "runtime.powerState" | "runtime.connectionState"]: string | undefined },
): string | undefined {
  const { "runtime.powerState": power, "runtime.connectionState": connection } = row;
  if (connection !== undefined && connection !== "connected") return connection;
  return power === undefined || power === "poweredOn" ? undefined : power;
}
