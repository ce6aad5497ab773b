import { duplicateName, SimFault } from "../core/fault.ts";
import type { Folder } from "./places.ts";

/** A name as the server stores it. Throws InvalidName for one that is empty or too long. */
export function storedName(name: string): string {
  const escaped = name.replace(/%(?!25|2f|5c)/gi, "%25").replaceAll("/", "%2f").replaceAll("\\", "%5c");
  const shown = escaped.replace(/%(25|2f|5c)/gi, "_");
  if (shown.trim() === "" || [...shown].length > 80) {
    throw new SimFault("InvalidName", `The name '${name}' is invalid.`, { name });
  }
  return escaped;
}

/** Throws DuplicateName when the folder holds something of that name, other than `self`. */
export function refuseTaken(folder: Folder, name: string, self?: unknown): void {
  const taken = folder.child(name);
  if (taken !== undefined && taken !== self) throw duplicateName(name, taken.ref);
}
