import { compareVersions } from "../../vsphere/versions.ts";

/** The newest version of the API that the simulator speaks. */
export const API_VERSION = "8.0.3.0";

const PRIOR =
  ("8.0.2.0 8.0.1.0 8.0.0.2 8.0.0.1 8.0.0.0 7.0.3.2 7.0.3.1 7.0.3.0 7.0.2.1 7.0.2.0 7.0.1.1 7.0.1.0 " +
    "7.0.0.2 7.0.0.0 6.9.1 6.8.7 6.7.3 6.7.2 6.7.1 6.7 6.5 6.0 5.5 5.1 5.0 4.1 4.0 2.5").split(" ");

/** The text of `/sdk/vimServiceVersions.xml`. */
export function versionsXml(): string {
  const prior = PRIOR.map((version) => `<version>${version}</version>`).join("");
  return '<?xml version="1.0" encoding="UTF-8" ?>\n<namespaces version="1.0"><namespace><name>urn:vim25</name>' +
    `<version>${API_VERSION}</version><priorVersions>${prior}</priorVersions></namespace></namespaces>\n`;
}

/**
 * The version that a `SOAPAction` header asks for; the oldest when it names none, as old clients do. A newer one than
 * the simulator speaks counts as the newest: clients that never ask what a server knows send their own. Undefined for
 * what is no version of this API.
 */
export function requestedVersion(soapAction: string | null): string | undefined {
  if (soapAction === null || soapAction.trim() === "") return PRIOR.at(-1);
  const [, version] = /^"?urn:vim25(?:\/([\d.]+))?"?$/.exec(soapAction.trim()) ?? [undefined, ""];
  if (version === undefined) return PRIOR.at(-1);
  if (version === "") return undefined;
  if (compareVersions(version, API_VERSION) >= 0) return API_VERSION;
  // Releases in between that nobody lists, such as 7.0.1.2, count as the newest one before them.
  return PRIOR.find((known) => compareVersions(known, version) <= 0);
}
