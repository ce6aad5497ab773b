import { type Mirror, nameOf, order } from "../vsphere/inventory/mirror.ts";
import type { ResourceContext, ResourceEntry } from "./resource.ts";

const MAX_COMPLETIONS = 100;

interface Family {
  readonly kind: "HostSystem" | "Datastore";
  readonly scheme: string;
}

/** An entry for each object of the kind, under a URI that means this one alone. */
export async function listPlaceEntries(
  { vsphere, signal }: ResourceContext,
  { kind, scheme }: Family,
): Promise<readonly ResourceEntry[]> {
  const places = placesOf(await vsphere.inventory.current(signal), kind);
  return places.map(({ name, id }) => {
    // A name that means several would only be refused when it is read.
    const isOnly = places.every((other) => other.id === id || (other.name !== name && other.id !== name));
    return { uri: `${scheme}://${encodeURIComponent(isOnly ? name : id)}`, name, title: name };
  });
}

/** Names of objects of the kind that begin like this, in any case. */
export async function completePlaceName(
  typed: string,
  { vsphere, signal }: ResourceContext,
  { kind }: Pick<Family, "kind">,
): Promise<readonly string[]> {
  const prefix = typed.toLowerCase();
  const names = placesOf(await vsphere.inventory.current(signal), kind).map(({ name }) => name)
    .filter((name) => name.toLowerCase().startsWith(prefix));
  return [...new Set(names)].slice(0, MAX_COMPLETIONS);
}

function placesOf(mirror: Mirror, kind: Family["kind"]) {
  return [...mirror.rows(kind)].map((row) => ({ name: nameOf(row), id: row.ref.value }))
    .sort((a, b) => order(a.name, b.name) || order(a.id, b.id));
}
