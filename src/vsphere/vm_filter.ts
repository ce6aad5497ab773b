import { closest } from "../closest.ts";
import { UserError } from "../errors.ts";
import { arrayOf, boolean, ref, text, word } from "../soap/decode.ts";
import type { Moref } from "../soap/encode.ts";
import { globTest } from "./glob.ts";
import { InventoryTree, placed, treeShapes } from "./inventory/tree.ts";
import { decodeName, isSameName } from "./names.ts";
import { type ObjectRow, retrieveAll, type RowsByKind } from "./properties.ts";
import type { Naming } from "./vm_fields.ts";
import type { Vsphere } from "./vsphere.ts";

/** Which virtual machines are wanted; what is undefined does not matter. */
export interface VmFilter {
  /** Glob, any case. */
  readonly name: string | undefined;
  readonly powerState: string | undefined;
  readonly host: string | undefined;
  readonly datastore: string | undefined;
  readonly network: string | undefined;
  readonly folder: string | undefined;
  readonly isTemplate: boolean | undefined;
}

const placeShapes = {
  HostSystem: { name: text },
  Datastore: { name: text },
  Network: { name: text },
  ...treeShapes,
} as const;

const vmShape = {
  ...placed,
  parentVApp: ref,
  "runtime.powerState": word,
  "runtime.host": ref,
  "config.template": boolean,
  datastore: arrayOf(ref),
  network: arrayOf(ref),
} as const;

/** The properties behind each filter. */
const PATHS_OF: Readonly<Record<string, readonly (keyof typeof vmShape)[]>> = {
  powerState: ["runtime.powerState"],
  host: ["runtime.host"],
  datastore: ["datastore"],
  network: ["network"],
  folder: ["parent", "parentVApp"],
  isTemplate: ["config.template"],
} satisfies Readonly<Record<Exclude<keyof VmFilter, "name">, readonly (keyof typeof vmShape)[]>>;

/** Only what a filter looks at is asked for: lists of datastores and networks are most of such a row. */
function vmShapeFor(filter: VmFilter): Partial<typeof vmShape> {
  const used = Object.entries(filter).filter(([, wanted]) => wanted !== undefined)
    .flatMap(([key]) => PATHS_OF[key] ?? []);
  const paths = new Set<string>(["name", ...used]);
  return Object.fromEntries(Object.entries(vmShape).filter(([path]) => paths.has(path)));
}

type VmRow = ObjectRow<Partial<typeof vmShape>>;

/** A virtual machine that passed the filter; `name` as people write it. */
export interface SelectedVm {
  readonly ref: Moref;
  readonly name: string;
}

/** The virtual machines that pass the filter, ordered by name and id, out of one retrieval. */
export async function selectVms(
  vsphere: Vsphere,
  filter: VmFilter,
  signal?: AbortSignal,
): Promise<{ readonly vms: readonly SelectedVm[]; readonly naming: Naming }> {
  const shapes = { VirtualMachine: vmShapeFor(filter), ...placeShapes };
  const rows = await retrieveAll(vsphere.session, shapes, signal);
  const tree = new InventoryTree(rows.Folder, rows.Datacenter, rows.VirtualApp);
  const names = new Map(
    [...rows.HostSystem, ...rows.Datastore, ...rows.Network].map((
      row,
    ) => [row.ref.value, decodeName(row.name ?? "")]),
  );
  const passes = everyTest(filter, rows, tree);
  const vms = rows.VirtualMachine.filter(passes)
    .map((row) => ({ ref: row.ref, name: decodeName(row.name ?? row.ref.value) }))
    .sort((a, b) => a.name === b.name ? order(a.ref.value, b.ref.value) : order(a.name, b.name));
  const naming: Naming = {
    name: (object) => names.get(object.value) ?? object.value,
    path: (object) => tree.path(object),
  };
  return { vms, naming };
}

type Rows = RowsByKind<typeof placeShapes>;

function everyTest(filter: VmFilter, rows: Rows, tree: InventoryTree): (vm: VmRow) => boolean {
  const tests: ((vm: VmRow) => boolean)[] = [];
  const { name, powerState, host, datastore, network, folder, isTemplate } = filter;
  if (name !== undefined) {
    const test = globTest(name);
    tests.push((vm) => test(decodeName(vm.name ?? vm.ref.value)));
  }
  if (powerState !== undefined) tests.push((vm) => vm["runtime.powerState"] === powerState);
  if (isTemplate !== undefined) tests.push((vm) => (vm["config.template"] ?? false) === isTemplate);
  if (host !== undefined) {
    const ids = idsOf("host", host, rows.HostSystem);
    tests.push((vm) => ids.has(vm["runtime.host"]?.value ?? ""));
  }
  if (datastore !== undefined) {
    const ids = idsOf("datastore", datastore, rows.Datastore);
    tests.push((vm) => vm.datastore?.some(({ value }) => ids.has(value)) ?? false);
  }
  if (network !== undefined) {
    const ids = idsOf("network", network, rows.Network);
    tests.push((vm) => vm.network?.some(({ value }) => ids.has(value)) ?? false);
  }
  if (folder !== undefined) {
    const path = "/" + folder.replace(/^\/+/, "");
    const ids = idsOf("folder", folder, rows.Folder, (row) => isSameName(tree.path(row.ref), path));
    tests.push((vm) => {
      const place = vm.parentVApp ?? vm.parent;
      return place !== undefined && tree.lineage(place).some(({ value }) => ids.has(value));
    });
  }
  return (vm) => tests.every((test) => test(vm));
}

/** Ids of all objects that the caller may mean: a filter by a shared name takes them all. */
function idsOf<Row extends { readonly ref: Moref; readonly name: string | undefined }>(
  kind: string,
  wanted: string,
  rows: readonly Row[],
  fits: (row: Row) => boolean = () => false,
): ReadonlySet<string> {
  const found = rows.filter((row) =>
    row.ref.value === wanted || isSameName(row.name ?? "", wanted) || fits(row)
  );
  if (found.length > 0) return new Set(found.map(({ ref }) => ref.value));
  const near = closest(wanted, rows.map(({ name }) => decodeName(name ?? "")));
  const hint = near === undefined ? "leave the filter out to see all" : `closest: "${near}"`;
  throw new UserError("not_found", `Cannot find ${kind} "${wanted}": no ${kind} has this name; ${hint}`);
}

function order(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
