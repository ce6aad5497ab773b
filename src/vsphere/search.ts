import { setImmediate as nextTurn } from "node:timers/promises";
import type { Moref } from "../soap/encode.ts";
import { globTest, isGlob } from "./glob.ts";
import { handleOf, macOf } from "./inventory/handles.ts";
import { type Mirror, nameOf, order } from "./inventory/mirror.ts";
import type { InventoryRow, Kind, VmRow } from "./inventory/shapes.ts";
import type { InventoryTree } from "./inventory/tree.ts";
import { OBJECT_KINDS, type ObjectKind, objectKind } from "./object_kinds.ts";
import type { Vsphere } from "./vsphere.ts";

/** An object that has what was looked for. */
export interface Hit {
  readonly kind: ObjectKind;
  readonly ref: Moref;
  readonly name: string;
  /** What fits, such as `ip_address`, and its value. */
  readonly field: string;
  readonly value: string;
}

/** What to look for. */
export interface SearchRequest {
  /** Part of a value in any case, or a glob for the whole of it. */
  readonly query: string;
  /** Undefined: all. */
  readonly kinds: readonly ObjectKind[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface Ranked extends Hit {
  /** 0 for a value that is just that, 1 for one that begins so, 2 for the rest. */
  readonly rank: number;
}

/** So many objects are looked at before others get their turn. */
const BATCH = 1000;

/** Looks for a word in everything that the inventory tells of all objects; exact hits first, then by kind and name. */
export async function searchInventory(
  vsphere: Vsphere,
  request: SearchRequest,
): Promise<{ readonly hits: readonly Hit[]; readonly tree: InventoryTree }> {
  const mirror = await vsphere.inventory.current(request.signal);
  const fit = fitterOf(request.query);
  const hits: Ranked[] = [];
  let looked = 0;
  for (const row of mirror.all()) {
    if (++looked % BATCH === 0) await nextTurn();
    const kind = objectKind(row.ref);
    if (kind === undefined || !isWanted(kind, request.kinds)) continue;
    const best = bestFit(fieldsOf(row, mirror), fit);
    if (best !== undefined) hits.push({ kind, ref: row.ref, name: nameOf(row), ...best });
  }
  if (hits.length === 0 && isWanted("vm", request.kinds)) {
    hits.push(...await searchHardware(vsphere, mirror, request));
  }
  hits.sort((a, b) =>
    a.rank - b.rank || kindRank(a) - kindRank(b) || order(a.name, b.name) || order(a.ref.value, b.ref.value)
  );
  return { hits, tree: mirror.tree };
}

const KIND_RANKS: ReadonlyMap<string, number> = new Map(OBJECT_KINDS.map((kind, at) => [kind, at]));

function kindRank({ kind }: Hit): number {
  return KIND_RANKS.get(kind) ?? 0;
}

/** The compute resource around a standalone host has the host's name and no use of its own. */
function isWanted(kind: ObjectKind, kinds: readonly ObjectKind[] | undefined): boolean {
  return kinds === undefined ? kind !== "standalone_host" : kinds.includes(kind);
}

type Field = readonly [name: string, value: string | undefined];

function fieldsOf(row: InventoryRow<Kind>, mirror: Mirror): readonly Field[] {
  const vm = mirror.get("VirtualMachine", row.ref.value);
  const host = mirror.get("HostSystem", row.ref.value);
  return [
    ["name", nameOf(row)],
    ["moref", row.ref.value],
    ...vm === undefined ? [] : vmFields(vm),
    ["uuid", host?.["summary.hardware.uuid"]],
  ];
}

function vmFields(vm: VmRow): readonly Field[] {
  return [
    ["instance_uuid", vm["summary.config.instanceUuid"]],
    ["bios_uuid", vm["summary.config.uuid"]],
    ["host_name", vm["guest.hostName"]],
    ["ip_address", vm["guest.ipAddress"]],
    ...(vm["guest.net"] ?? []).flatMap(({ macAddress, ipAddress }): readonly Field[] => [
      ["mac_address", macAddress],
      ...ipAddress.map((address): Field => ["ip_address", address]),
    ]),
    ["guest_os", vm["summary.config.guestFullName"]],
    ["notes", vm["config.annotation"]],
  ];
}

/** How well a value fits; undefined when it does not. */
type Fitter = (value: string) => number | undefined;

function fitterOf(query: string): Fitter {
  if (isGlob(query)) {
    const test = globTest(query);
    return (value) => test(value) ? 1 : undefined;
  }
  // Addresses have several spellings.
  const wanted = handleOf(query);
  return (value) => {
    const at = value.toLowerCase().indexOf(wanted);
    if (at === -1) return undefined;
    return value.length === wanted.length ? 0 : at === 0 ? 1 : 2;
  };
}

function bestFit(
  fields: readonly Field[],
  fit: Fitter,
): Pick<Ranked, "field" | "value" | "rank"> | undefined {
  let best: Pick<Ranked, "field" | "value" | "rank"> | undefined;
  for (const [field, value] of fields) {
    const rank = value === undefined ? undefined : fit(value);
    if (value !== undefined && rank !== undefined && (best === undefined || rank < best.rank)) {
      best = { field, value, rank };
    }
  }
  return best;
}

/** No guest reports the address of a card that is off. */
async function searchHardware(
  { inventory }: Vsphere,
  mirror: Mirror,
  { query, signal }: SearchRequest,
): Promise<readonly Ranked[]> {
  const mac = macOf(query);
  if (mac === undefined) return [];
  const vms = await inventory.macs.vmsWith(mirror, mac, signal);
  return vms.map((vm) => (
    { kind: "vm", ref: vm.ref, name: nameOf(vm), field: "mac_address", value: mac, rank: 0 }
  ));
}
