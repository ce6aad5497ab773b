import { closest } from "../closest.ts";
import { UserError } from "../errors.ts";
import { boolean, ref, text, word } from "../soap/decode.ts";
import type { Moref } from "../soap/encode.ts";
import { InventoryTree, treeShapes } from "./inventory/tree.ts";
import { decodeName, isSameName } from "./names.ts";
import { type ObjectRow, retrieveAll } from "./properties.ts";
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

const vmIdentity = {
  name: text,
  parent: ref,
  parentVApp: ref,
  "config.instanceUuid": text,
  "config.uuid": text,
  "config.template": boolean,
  "runtime.powerState": word,
} as const;

const MAX_CANDIDATES = 10;

/**
 * Finds the one virtual machine that `wanted` means: name, inventory path, moref, instance UUID or BIOS UUID.
 * Throws UserError "ambiguous" with the candidates, or "not_found" with the closest names.
 */
export async function findVm(vsphere: Vsphere, wanted: string, signal?: AbortSignal): Promise<FoundVm> {
  const shapes = { VirtualMachine: vmIdentity, ...treeShapes };
  const rows = await retrieveAll(vsphere.session, shapes, signal);
  const tree = new InventoryTree(rows.VirtualMachine, rows.Folder, rows.Datacenter, rows.VirtualApp);
  const id = wanted.toLowerCase();
  const path = "/" + wanted.replace(/^\/+/, "");
  const all = rows.VirtualMachine;
  const exact = all.filter((row) =>
    row.ref.value === wanted || isSameName(row.name ?? "", wanted) ||
    row["config.instanceUuid"]?.toLowerCase() === id || row["config.uuid"]?.toLowerCase() === id ||
    (wanted.includes("/") && isSameName(tree.path(row.ref), path))
  );
  // Spelled in another case it is still clear what is meant, as long as only one fits.
  const rowsFound = exact.length > 0 ? exact : all.filter((row) => nameOf(row).toLowerCase() === id);
  const found = rowsFound.map((row) => ({
    ref: row.ref,
    name: nameOf(row),
    path: tree.path(row.ref),
    isTemplate: row["config.template"] === true,
    powerState: row["runtime.powerState"],
  }));
  const [vm] = found;
  if (vm === undefined) throw unknownVm(wanted, all.map(nameOf));
  if (found.length > 1) throw ambiguousVm(wanted, found);
  return vm;
}

/** A VM without config still has a name; one without a name has its id. */
function nameOf(row: ObjectRow<typeof vmIdentity>): string {
  return decodeName(row.name ?? row.ref.value);
}

function unknownVm(wanted: string, names: readonly string[]): UserError {
  const near = closest(wanted, names);
  const hint = near === undefined ? "" : ` (closest: "${near}")`;
  return new UserError(
    "not_found",
    `Cannot find virtual machine "${wanted}": no object has this name, path, id or UUID; list_vms shows the names in use${hint}`,
  );
}

function ambiguousVm(wanted: string, found: readonly FoundVm[]): UserError {
  const candidates = found.slice(0, MAX_CANDIDATES).map((vm) => ({
    path: vm.path,
    moref: vm.ref.value,
    power_state: vm.powerState,
  }));
  // A moref that is also another machine's name would be ambiguous again.
  const remedy = found.some(({ ref }) => ref.value === wanted) ? "path" : "path or moref";
  const more = found.length > MAX_CANDIDATES ? `, and ${found.length - MAX_CANDIDATES} more` : "";
  return new UserError(
    "ambiguous",
    `Cannot tell which virtual machine "${wanted}" is: ${found.length} have this name, id or UUID; use the ${remedy} of one: ` +
      candidates.map(({ path, moref, power_state }) =>
        `${path} (${moref}, ${power_state ?? "state unknown"})`
      ).join(", ") + more,
    { details: { candidates } },
  );
}
