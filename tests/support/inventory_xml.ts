import { result, type SoapAnswer, type SoapHandler } from "./soap_server.ts";

/** One page of an inventory as a filter tells it: objects as objectXml() writes them, all new to the client. */
export function told(
  objects: readonly string[],
  { version = "1", isTruncated = false }: { readonly version?: string; readonly isTruncated?: boolean } = {},
): SoapAnswer {
  const sets = objects.map((xml) =>
    xml.replace("<objects>", "<objectSet><kind>enter</kind>").replace("</objects>", "</objectSet>")
      .replace(/<propSet><name>(.*?)<\/name>/g, "<changeSet><name>$1</name><op>assign</op>")
      .replaceAll("</propSet>", "</changeSet>")
  );
  return updateSet(sets, { version, isTruncated });
}

/** An answer of WaitForUpdatesEx. */
export function updateSet(
  objectSets: readonly string[],
  { version, isTruncated = false }: { readonly version: string; readonly isTruncated?: boolean },
): SoapAnswer {
  const filterSet = `<filterSet><filter type="PropertyFilter">filter</filter>${
    objectSets.join("")
  }</filterSet>`;
  const truncated = isTruncated ? "<truncated>true</truncated>" : "";
  return result(
    "WaitForUpdatesEx",
    `<returnval><version>${version}</version>${filterSet}${truncated}</returnval>`,
  );
}

/** Answers WaitForUpdatesEx as a server does whose inventory never changes. */
export function inventoryFeed(objects: readonly string[]): SoapHandler {
  return (_, body) => body.includes("<version></version>") ? told(objects) : result("WaitForUpdatesEx");
}
