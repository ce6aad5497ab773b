import type { Moref } from "../../soap/encode.ts";
import { isMeant, placeIn, type PlaceKind } from "../find_place.ts";
import { onlyVm, vmsMeant } from "../find.ts";
import { globTest, isGlob } from "../glob.ts";
import { type Mirror, nameOf, order } from "../inventory/mirror.ts";
import type { InventoryRow, VmRow } from "../inventory/shapes.ts";
import type { Vsphere } from "../vsphere.ts";
import type { PerfKind } from "./kinds.ts";

/** Something that is measured. */
export interface PerfEntity {
  readonly ref: Moref;
  /** Name as people write it. */
  readonly name: string;
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
  { inventory }: Vsphere,
  { kind, names, signal }: PerfScope,
): Promise<readonly PerfEntity[]> {
  const mirror = await inventory.current(signal);
  const find = kind === "vm" ? findVms : findPlaces(kind);
  const found = names === undefined ? find(mirror, "*") : names.flatMap((wanted) => find(mirror, wanted));
  return [...new Map(found.map((entity) => [entity.ref.value, entity])).values()]
    .sort((a, b) => order(a.name, b.name) || order(a.ref.value, b.ref.value));
}

/** A name may hold a star itself, so that it is a glob only when it is no name. */
function findVms(mirror: Mirror, wanted: string): readonly PerfEntity[] {
  const meant = vmsMeant(mirror, wanted);
  if (meant.length > 0 || !isGlob(wanted)) return [vmEntity(onlyVm(mirror, wanted, meant))];
  const fits = globTest(wanted);
  const all = mirror.vms().filter((vm) => vm["config.template"] !== true && fits(nameOf(vm))).map(vmEntity);
  if (all.length === 0 && wanted !== "*") onlyVm(mirror, wanted, []);
  const running = all.filter(({ idle }) => idle === undefined);
  // The machines that are off are told of only when there are no others, and somebody asks for them.
  return running.length > 0 || wanted === "*" ? running : all;
}

const PLACES = {
  host: { kind: "HostSystem" },
  datastore: { kind: "Datastore" },
  cluster: { kind: "ComputeResource", type: "ClusterComputeResource" },
} as const satisfies Readonly<
  Record<Exclude<PerfKind, "vm">, { readonly kind: PlaceKind; readonly type?: string }>
>;

function findPlaces(
  of: Exclude<PerfKind, "vm">,
): (mirror: Mirror, wanted: string) => readonly PerfEntity[] {
  const { kind, ...only } = PLACES[of];
  return (mirror, wanted) => {
    const rows = [...mirror.rows(kind)].filter(({ ref }) => !("type" in only) || ref.type === only.type);
    const isNamed = rows.some((row) => isMeant(mirror, row, wanted));
    const fits = globTest(wanted);
    const found = isNamed || !isGlob(wanted) ? [] : rows.filter((row) => fits(nameOf(row)));
    if (found.length === 0 && wanted !== "*") found.push(placeIn(mirror, kind, wanted));
    return found.map((row) => ({
      ref: row.ref,
      name: nameOf(row),
      cpuCount: undefined,
      idle: idlePlace(mirror, row.ref),
    }));
  };
}

function vmEntity(vm: VmRow): PerfEntity {
  return { ref: vm.ref, name: nameOf(vm), cpuCount: vm["summary.config.numCpu"], idle: idleIn(vm) };
}

function idlePlace(mirror: Mirror, { value }: Moref): string | undefined {
  const host = mirror.get("HostSystem", value);
  if (host !== undefined) return idleIn(host);
  return mirror.get("Datastore", value)?.["summary.accessible"] === false ? "inaccessible" : undefined;
}

/** A state that could not be read is no reason not to ask. */
function idleIn(row: VmRow | InventoryRow<"HostSystem">): string | undefined {
  const { "runtime.powerState": power, "runtime.connectionState": connection } = row;
  if (connection !== undefined && connection !== "connected") return connection;
  return power === undefined || power === "poweredOn" ? undefined : power;
}
