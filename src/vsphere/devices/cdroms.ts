import { UserError } from "../../errors.ts";
import type { WireObject } from "../../soap/encode.ts";
import { datastoreOf } from "../vm_device.ts";
import type { Slot } from "./disks.ts";

/** The change that adds a CD-ROM drive: with an ISO image, `[datastore1] iso/debian.iso`, or empty. */
export function addCdrom(
  slot: Slot,
  { key, iso }: { readonly key: number; readonly iso: string | undefined },
): WireObject {
  const isLoaded = iso !== undefined;
  const device = {
    $type: "VirtualCdrom",
    key,
    backing: isLoaded ? { $type: "VirtualCdromIsoBackingInfo", fileName: iso } : EMPTY,
    connectable: { startConnected: isLoaded, allowGuestControl: true, connected: isLoaded },
    ...slot,
  };
  return { operation: "add", device };
}

/** An ISO image as people write it: its datastore, and its path as vSphere wants it. Throws UserError "invalid". */
export function parseIsoPath(given: string): { readonly datastore: string; readonly path: string } {
  const datastore = datastoreOf(given.trim());
  const file = given.slice(given.indexOf("]") + 1).trim();
  if (datastore !== undefined && file !== "") return { datastore, path: `[${datastore}] ${file}` };
  throw new UserError(
    "invalid",
    `Cannot use ISO image "${given}": it is no datastore path; write it as "[datastore1] iso/debian.iso"`,
  );
}

/** A drive of the client that nobody connects: the way vSphere spells "empty". */
const EMPTY = {
  $type: "VirtualCdromRemotePassthroughBackingInfo",
  deviceName: "",
  exclusive: false,
} as const;
