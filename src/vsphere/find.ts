import { closest } from "../closest.ts";
import { UserError } from "../errors.ts";
import { shownText } from "../shown_text.ts";
import type { Moref } from "../soap/encode.ts";
import { isMeant } from "./find_place.ts";
import { guestHandlesOf, handleOf, macOf } from "./inventory/handles.ts";
import { type Mirror, nameOf } from "./inventory/mirror.ts";
import type { VmRow } from "./inventory/shapes.ts";
import { decodeName } from "./names.ts";
import type { Vsphere } from "./vsphere.ts";

/** A virtual machine that was found, with what identifies it. */
export interface FoundVm {
  readonly ref: Moref;
  /** Name as people write it. */
  readonly name: string;
  /** Inventory path, names escaped. */
  readonly path: string;
  readonly isTemplate: boolean;
  /** `poweredOn`, `poweredOff` or `suspended`; undefined when the server cannot tell. */
  readonly powerState: string | undefined;
}

const MAX_CANDIDATES = 10;

/**
 * Finds the one virtual machine that `wanted` means: name, inventory path, moref, instance UUID or BIOS UUID, else an
 * IP address, MAC address or host name. Throws UserError "ambiguous" with the candidates, or "not_found" with the
 * closest name.
 */
export async function findVm(vsphere: Vsphere, wanted: string, signal?: AbortSignal): Promise<FoundVm> {
  return (await findWithInventory(vsphere, wanted, signal)).vm;
}

/** {@linkcode findVm} together with the inventory that it was found in. */
export async function findWithInventory(
  { inventory }: Pick<Vsphere, "inventory">,
  wanted: string,
  signal?: AbortSignal,
): Promise<{ readonly vm: FoundVm; readonly mirror: Mirror }> {
  const mirror = await inventory.current(signal);
  const mac = macOf(wanted);
  let found = vmsMeant(mirror, wanted);
  if (found.length === 0 && mac !== undefined) found = await inventory.macs.vmsWith(mirror, mac, signal);
  const row = onlyVm(mirror, wanted, found);
  const vm = {
    ref: row.ref,
    name: nameOf(row),
    path: mirror.tree.path(row.ref),
    isTemplate: row["config.template"] === true,
    powerState: row["runtime.powerState"],
  };
  return { vm, mirror };
}

/** The one of them; throws when there are more or none. */
export function onlyVm(mirror: Mirror, wanted: string, found: readonly VmRow[]): VmRow {
  const [vm, ...others] = found;
  if (vm === undefined) throw unknownVm(wanted, mirror.vms().map(nameOf));
  if (others.length > 0) throw ambiguousVm(mirror, wanted, found);
  return vm;
}

/** The machines that are meant, out of those that memory knows; more than one when that is not clear. */
export function vmsMeant(mirror: Mirror, wanted: string): readonly VmRow[] {
  const candidates = mirror.vmsWith(handlesIn(wanted));
  const lower = shownText(wanted).toLowerCase();
  const tests: readonly ((vm: VmRow) => boolean)[] = [
    (vm) => isIdentity(mirror, vm, wanted),
    // Spelled in another case it is still clear what is meant, as long as only one fits.
    (vm) => shownText(nameOf(vm)).toLowerCase() === lower,
    // What a guest says of itself counts only where no machine is named like that: guests say what they like.
    (vm) => guestHandlesOf(vm).includes(handleOf(wanted)),
  ];
  for (const test of tests) {
    const found = candidates.filter(test);
    if (found.length > 0) return found;
  }
  return [];
}

/** Handles of all machines that may be meant: names hold slashes, so a path may end in any of its parts. */
function* handlesIn(wanted: string): Iterable<string> {
  yield handleOf(wanted);
  yield wanted.toLowerCase();
  const parts = shownText(decodeName(wanted)).toLowerCase().split("/");
  for (let from = 0; from < parts.length; from++) yield parts.slice(from).join("/");
}

function isIdentity(mirror: Mirror, vm: VmRow, wanted: string): boolean {
  const id = wanted.toLowerCase();
  return isMeant(mirror, vm, wanted) ||
    vm["summary.config.instanceUuid"]?.toLowerCase() === id ||
    vm["summary.config.uuid"]?.toLowerCase() === id;
}

function unknownVm(wanted: string, names: readonly string[]): UserError {
  const near = closest(wanted, names);
  const hint = near === undefined ? "" : ` (closest: "${near}")`;
  return new UserError(
    "not_found",
    `Cannot find virtual machine "${wanted}": no object has this name, path, id, UUID or address; ` +
      `list_vms shows the names in use${hint}`,
  );
}

function ambiguousVm(mirror: Mirror, wanted: string, found: readonly VmRow[]): UserError {
  const candidates = found.slice(0, MAX_CANDIDATES).map((vm) => ({
    path: mirror.tree.path(vm.ref),
    moref: vm.ref.value,
    ...(vm["runtime.host"] === undefined ? {} : { host: mirror.tree.name(vm["runtime.host"]) }),
    power_state: vm["runtime.powerState"],
  }));
  // A moref that is also another machine's name would be ambiguous again.
  const isMoref = found.some(({ ref }) => ref.value === wanted);
  const hasTwins = new Set(candidates.map(({ path }) => shownText(path))).size < candidates.length;
  const remedy = isMoref ? "path" : hasTwins ? "moref" : "path or moref";
  const more = found.length > MAX_CANDIDATES ? `, and ${found.length - MAX_CANDIDATES} more` : "";
  const list = candidates.map(({ path, moref, host, power_state }) =>
    `${path} (${moref}, ${power_state ?? "state unknown"})${host === undefined ? "" : ` on ${host}`}`
  );
  return new UserError(
    "ambiguous",
    `Cannot tell which virtual machine "${wanted}" is: ${found.length} have this name, id, UUID or address; ` +
      `use the ${remedy} of one: ${list.join(", ")}${more}`,
    { details: { candidates } },
  );
}
