import { childrenNamed, parseXml, XmlError } from "../soap/xml.ts";

/** Every release of the vim25 API that our order table knows, oldest first. */
const KNOWN = [
  ..."5.5 6.0 6.5 6.7 6.7.1 6.7.2 6.7.3 6.8.7 6.9.1".split(" "),
  ..."7.0.0.0 7.0.0.2 7.0.1.0 7.0.1.1 7.0.2.0 7.0.2.1 7.0.3.0 7.0.3.1 7.0.3.2".split(" "),
  ..."8.0.0.0 8.0.0.1 8.0.0.2 8.0.1.0 8.0.2.0 8.0.3.0".split(" "),
];

/** Spoken before anything is known of the server; every supported release accepts it. */
export const FIRST_VERSION = "6.0";

/**
 * The newest version that both sides know, from the text of `/sdk/vimServiceVersions.xml`;
 * without that text from `about.apiVersion`, else the first version.
 */
export function negotiateVersion(versionsXml: string | undefined, apiVersion: string | undefined): string {
  const offered = versionsXml === undefined ? [] : offeredVersions(versionsXml);
  const shared = KNOWN.findLast((version) => offered.includes(version));
  if (shared !== undefined) return shared;
  if (apiVersion === undefined) return FIRST_VERSION;
  return KNOWN.findLast((version) => compareVersions(version, apiVersion) <= 0) ?? FIRST_VERSION;
}

/** Negative, zero or positive as `a` is older than, equal to or newer than `b`; "7.0" equals "7.0.0.0". */
export function compareVersions(a: string, b: string): number {
  const left = a.split(".").map(Number);
  const right = b.split(".").map(Number);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function offeredVersions(xml: string): readonly string[] {
  try {
    return childrenNamed(parseXml(xml), "namespace")
      .filter((namespace) => childrenNamed(namespace, "name")[0]?.text.trim() === "urn:vim25")
      .flatMap((namespace) => [
        ...childrenNamed(namespace, "version"),
        ...childrenNamed(namespace, "priorVersions").flatMap((prior) => childrenNamed(prior, "version")),
      ])
      .map((version) => version.text.trim());
  } catch (error) {
    // A proxy's error page instead of the list: as good as no list.
    if (error instanceof XmlError) return [];
    throw error;
  }
}
