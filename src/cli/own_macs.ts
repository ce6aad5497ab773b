import { fileSystem } from "../file_system.ts";
import { log } from "../log.ts";

/**
 * The MAC addresses of this machine, as far as this process may look: on Linux out of `/sys`, which needs no more
 * than files to be read. Elsewhere none are known, and `protected` has to name the machine that this server runs in.
 */
export function ownMacs(): readonly string[] {
  const folder = "/sys/class/net";
  const { readdirSync, readFileSync } = fileSystem();
  try {
    return readdirSync(folder).map((card) => readFileSync(`${folder}/${card}/address`, "utf8").trim());
  } catch (error) {
    log.debug("own network cards not readable", { error });
    return [];
  }
}
