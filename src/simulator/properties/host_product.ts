import type { DataObject } from "../core/value.ts";
import { API_VERSION } from "../wire/versions.ts";

/** The release of ESXi that all hosts run. */
export const ESXI_VERSION = "8.0.3";
/** Its build. */
export const ESXI_BUILD = "24280767";

/** AboutInfo of the ESXi on a host. */
export function hostProduct(): DataObject {
  return {
    $type: "AboutInfo",
    name: "VMware ESXi",
    fullName: `VMware ESXi ${ESXI_VERSION} build-${ESXI_BUILD}`,
    vendor: "VMware, Inc.",
    version: ESXI_VERSION,
    build: ESXI_BUILD,
    localeVersion: "INTL",
    localeBuild: "000",
    osType: "vmnix-x86",
    productLineId: "embeddedEsx",
    apiType: "HostAgent",
    apiVersion: API_VERSION,
    licenseProductName: "VMware ESX Server",
    licenseProductVersion: "8.0",
  };
}
