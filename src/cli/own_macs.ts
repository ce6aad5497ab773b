import { networkInterfaces } from "node:os";
import { log } from "../log.ts";

/**
 * The MAC addresses of this machine, as far as this process may look. Asked of the runtime, since it keeps `/sys` from
 * everybody who has not every permission. Where none are known, `protected` has to name the machine that this server
 * runs in.
 */
export function ownMacs(): readonly string[] {
  try {
    return [
      ...new Set(Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ mac }) => mac))),
    ];
  } catch (error) {
    log.debug("own network cards not readable", { error });
    return [];
  }
}
