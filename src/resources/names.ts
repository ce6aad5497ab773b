import type { Moref } from "../soap/encode.ts";
import { nameOf } from "../vsphere/inventory/mirror.ts";
import { rowsByName } from "../vsphere/place_filter.ts";
import type { ResourceContext, ResourceEntry } from "./resource.ts";

const MAX_COMPLETIONS = 100;

/** Objects that have a resource each. */
export interface Family {
  readonly kind: "VirtualMachine" | "HostSystem" | "Datastore";
  readonly scheme: string;
  /** Title of the resource of an object with this name; the name itself when undefined. */
  readonly title?: (name: string) => string;
}

/** An entry for each object but templates, under a URI that means this one alone. */
export async function listEntries(
  context: ResourceContext,
  { kind, scheme, title = (name) => name }: Family,
): Promise<readonly ResourceEntry[]> {
  const rows = await rowsOf(context, kind);
  const uses = new Map<string, number>();
  for (const word of rows.flatMap((row) => [nameOf(row), row.ref.value])) {
    uses.set(word, (uses.get(word) ?? 0) + 1);
  }
  return rows.filter(isNoTemplate).map((row) => {
    const name = nameOf(row);
    // A name that means several objects would only be refused when it is read.
    const handle = uses.get(name) === 1 ? name : row.ref.value;
    return { uri: `${scheme}://${encodeURIComponent(handle)}`, name, title: title(name) };
  });
}

/** Names of objects of the family that begin like this, in any case; templates have none. */
export async function completeName(
  typed: string,
  context: ResourceContext,
  { kind }: Pick<Family, "kind">,
): Promise<readonly string[]> {
  return proposals(typed, (await rowsOf(context, kind)).filter(isNoTemplate));
}

/** Names of templates that begin like this, in any case. */
export async function completeTemplateName(
  typed: string,
  context: ResourceContext,
): Promise<readonly string[]> {
  const rows = await rowsOf(context, "VirtualMachine");
  return proposals(typed, rows.filter((row) => !isNoTemplate(row)));
}

function proposals(typed: string, rows: readonly Row[]): readonly string[] {
  const prefix = typed.toLowerCase();
  const names = rows.map(nameOf).filter((name) => name.toLowerCase().startsWith(prefix));
  return [...new Set(names)].slice(0, MAX_COMPLETIONS);
}

interface Row {
  readonly ref: Moref;
  readonly name: string | undefined;
  readonly "config.template"?: boolean | undefined;
}

async function rowsOf({ vsphere, signal }: ResourceContext, kind: Family["kind"]): Promise<readonly Row[]> {
  const mirror = await vsphere.inventory.current(signal);
  return kind === "VirtualMachine" ? mirror.vms() : rowsByName(mirror, kind);
}

function isNoTemplate(row: Row): boolean {
  return row["config.template"] !== true;
}
