import { type RawSoap, returned } from "./raw_soap.ts";

/** Eight properties of a machine, as a list shows them. */
const PATHS = [
  "name",
  "runtime.powerState",
  "runtime.host",
  "summary.config.numCpu",
  "summary.config.memorySizeMB",
  "config.guestFullName",
  "guest.ipAddress",
  "summary.quickStats.overallCpuUsage",
];
const PAGE = 1_000;
/** The token stands before the objects of a page. */
const HEAD = 2_000;

/** Reads eight properties of all machines in pages; the bytes of the answers. */
export async function retrieveEight(soap: RawSoap): Promise<number> {
  const root = soap.manager("rootFolder").replaceAll("rootFolder", "container");
  const types = "<type>VirtualMachine</type><recursive>true</recursive>";
  const view = returned(await soap.call("CreateContainerView", soap.self("viewManager") + root + types));
  const paths = PATHS.map((path) => `<pathSet>${path}</pathSet>`).join("");
  const spec = `<specSet><propSet><type>VirtualMachine</type>${paths}</propSet>` +
    `<objectSet><obj type="ContainerView">${view}</obj><skip>true</skip>` +
    '<selectSet xsi:type="TraversalSpec"><type>ContainerView</type><path>view</path><skip>false</skip></selectSet>' +
    "</objectSet></specSet>";
  const self = soap.self("propertyCollector");
  const options = `<options><maxObjects>${PAGE}</maxObjects></options>`;
  let page = await soap.call("RetrievePropertiesEx", self + spec + options);
  let length = page.length;
  for (let token = tokenOf(page); token !== undefined; token = tokenOf(page)) {
    page = await soap.call("ContinueRetrievePropertiesEx", `${self}<token>${token}</token>`);
    length += page.length;
  }
  return length;
}

function tokenOf(page: string): string | undefined {
  return /<token>([^<]*)</.exec(page.slice(0, HEAD))?.[1];
}
