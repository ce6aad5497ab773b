import { messageOf } from "../errors.ts";
import { fileSystem } from "../file_system.ts";
import { log } from "../log.ts";
import type { Variables } from "./variables.ts";

/**
 * The certificates in the file of NODE_EXTRA_CA_CERTS; without them it goes on, as runtimes that know it do.
 * Deno itself trusts them anyway from 2.9 on; the base of an executable, and other runtimes, need not.
 */
export function readExtraAuthorities({ NODE_EXTRA_CA_CERTS: file }: Variables): string | undefined {
  if (!file) return undefined;
  try {
    const pem = fileSystem().readFileSync(file, "utf8");
    if (pem.includes("-----BEGIN CERTIFICATE-----")) return pem;
    log.warn("NODE_EXTRA_CA_CERTS is ignored: there is no certificate in its file", { file });
  } catch (error) {
    log.warn("NODE_EXTRA_CA_CERTS is ignored: its file cannot be read", { file, error: messageOf(error) });
  }
  return undefined;
}
