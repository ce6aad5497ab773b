import { arrayOf, object, one, text } from "../../soap/decode.ts";
import { type Mirror, nameOf } from "../inventory/mirror.ts";
import type { InventoryRow, VmRow } from "../inventory/shapes.ts";
import { retrieveById } from "../properties.ts";
import type { Session } from "../session.ts";

const shape = { "layoutEx.file": arrayOf(object({ name: one(text) })) } as const;

/** The datastores that hold these files, written as `[datastore] path`. */
export function datastoresOf(mirror: Mirror, files: readonly string[]): readonly InventoryRow<"Datastore">[] {
  const names = new Set(files.map((path) => /^\[([^\]]*)\]/.exec(path)?.[1]));
  return [...mirror.rows("Datastore")].filter((row) => names.has(nameOf(row)));
}

/** The machines that have files on one of the datastores. */
export function vmsOn(mirror: Mirror, datastores: readonly InventoryRow<"Datastore">[]): readonly VmRow[] {
  const ids = new Set(datastores.map(({ ref }) => ref.value));
  return [...mirror.rows("VirtualMachine")]
    .filter(({ datastore = [] }) => datastore.some((place) => ids.has(place?.value ?? "")));
}

/** Those of the machines whose files are among these, or in one of them that is a folder. */
export async function ownersOf(
  session: Session,
  vms: readonly VmRow[],
  { files, signal }: { readonly files: readonly string[]; readonly signal?: AbortSignal | undefined },
): Promise<readonly VmRow[]> {
  const rows = await retrieveById(session, vms.map(({ ref }) => ref), { shape, signal });
  return vms.filter(({ ref }) =>
    rows.get(ref.value)?.["layoutEx.file"]?.some(({ name = "" }) => files.some((file) => overlap(file, name)))
  );
}

/** Whether one path is the other, or inside of it. */
function overlap(one: string, other: string): boolean {
  const [a = "", b = ""] = [one, other].map((path) => path.trim().replace(/\/+$/, ""));
  return a === b || b.startsWith(`${a}/`) || a.startsWith(`${b}/`);
}
