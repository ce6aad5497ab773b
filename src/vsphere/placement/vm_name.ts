import { UserError } from "../../errors.ts";
import { shownText } from "../../shown_text.ts";
import { decodeName, encodeName } from "../names.ts";
import type { Place } from "./rows.ts";
import type { Vsphere } from "../vsphere.ts";

/** Longest name of a virtual machine, counted as vSphere stores it. */
const MAX_NAME_LENGTH = 80;

/** The name for a new machine as people write it. Throws UserError when vSphere cannot take it. */
export function newVmName(given: string): string {
  const name = decodeName(given);
  const stored = encodeName(name);
  if (name.trim() === "") refuse(given, "it is empty; give it at least one visible character");
  if (shownText(name) !== name || /[\t\n]/.test(name)) {
    refuse(given, "it has a character that nobody sees, and would look like another name; leave that out");
  }
  if (stored.length > MAX_NAME_LENGTH) {
    const counted = stored === name ? "" : " (each of / \\ % counts as three)";
    refuse(given, `it has ${stored.length} characters${counted}; give it at most ${MAX_NAME_LENGTH}`);
  }
  return name;
}

/** Throws UserError when the folder has something of this name; not every server refuses twins itself. */
export async function refuseTwin(
  vsphere: Vsphere,
  { folder, name }: { readonly folder: Place; readonly name: string },
  signal?: AbortSignal,
): Promise<void> {
  const { searchIndex } = await vsphere.session.content(signal);
  if (searchIndex === undefined) return;
  const args = { entity: folder.ref, name: encodeName(name) };
  const [twin] = await vsphere.session.call({ method: "FindChild", target: searchIndex, args, signal });
  if (twin === undefined) return;
  throw new UserError(
    "conflict",
    `Cannot create virtual machine "${name}": folder ${folder.path} has ${
      twin.type ?? "an object"
    } "${twin.text}" ` +
      "of this name; choose another name or folder",
  );
}

function refuse(name: string, state: string): never {
  throw new UserError("invalid", `Cannot name a virtual machine "${name}": ${state}`);
}
