import { arrayOf, boolean, many, number, object, one, ref, text, word } from "../soap/decode.ts";
import type { Moref } from "../soap/encode.ts";
import { hostSummaryShape } from "./host_fields.ts";
import { readHardwareStatus, readSensors } from "./host_health.ts";
import { type Mirror, nameOf } from "./inventory/mirror.ts";
import { type ObjectRow, type PropertyShape, retrieveObjects } from "./properties.ts";
import type { Vsphere } from "./vsphere.ts";

const readIp = object({ dhcp: one(boolean), ipAddress: one(word), subnetMask: one(word) });

const detailShape = {
  ...hostSummaryShape,
  "summary.hardware.vendor": text,
  "summary.hardware.uuid": word,
  "summary.hardware.cpuModel": text,
  "summary.hardware.numCpuPkgs": number,
  "summary.hardware.numCpuThreads": number,
  "summary.config.product.fullName": text,
  "summary.config.product.licenseProductName": text,
  "summary.config.product.licenseProductVersion": word,
  // The whole of it: servers of older releases know no serial number, and asking for it would fail the call.
  "hardware.systemInfo": object({
    serialNumber: one(text),
    otherIdentifyingInfo: many(
      object({ identifierValue: one(text), identifierType: one(object({ key: one(word) })) }),
    ),
  }),
  "runtime.bootTime": word,
  "runtime.healthSystemRuntime.systemHealthInfo.numericSensorInfo": readSensors,
  "runtime.healthSystemRuntime.hardwareStatusInfo": readHardwareStatus,
  "config.lockdownMode": word,
  "config.service.service": arrayOf(
    object({ key: one(word), label: one(text), running: one(boolean), policy: one(word) }),
  ),
  "config.dateTimeInfo.ntpConfig.server": arrayOf(text),
  "config.network.pnic": arrayOf(object({
    device: one(word),
    mac: one(word),
    driver: one(word),
    linkSpeed: one(object({ speedMb: one(number), duplex: one(boolean) })),
  })),
  "config.network.vnic": arrayOf(object({
    device: one(word),
    portgroup: one(text),
    spec: one(object({
      ip: one(readIp),
      mac: one(word),
      mtu: one(number),
      distributedVirtualPort: one(object({ portgroupKey: one(word) })),
    })),
  })),
  "config.virtualNicManagerInfo.netConfig": arrayOf(object({
    nicType: one(word),
    selectedVnic: many(word),
    candidateVnic: many(object({ key: one(word), device: one(word) })),
  })),
  datastore: arrayOf(ref),
  network: arrayOf(ref),
} as const satisfies PropertyShape;

/** Everything known of one host; each property may be missing. */
export type HostDetails = ObjectRow<typeof detailShape>;

/** Reads the details in one retrieval; undefined when the host is gone. */
export async function readHostDetails(
  vsphere: Vsphere,
  host: Moref,
  signal: AbortSignal,
): Promise<HostDetails | undefined> {
  const [details] = await retrieveObjects(vsphere.session, [host], { shape: detailShape, signal });
  return details;
}

/** Serial number or service tag of the machine. */
export function serialNumberOf({ "hardware.systemInfo": system }: HostDetails): string | undefined {
  const tags = system?.otherIdentifyingInfo.filter(({ identifierType }) =>
    SERIAL_KEYS.includes(identifierType?.key ?? "")
  );
  return system?.serialNumber || tags?.[0]?.identifierValue?.trim();
}

const SERIAL_KEYS: readonly string[] = ["ServiceTag", "EnclosureSerialNumberTag", "SerialNumberTag"];

/** What a VMkernel interface is for, such as `management` or `vmotion`; undefined when the host does not tell. */
export function servicesOfNic(
  { "config.virtualNicManagerInfo.netConfig": services }: HostDetails,
  device: string,
): readonly string[] | undefined {
  return services?.flatMap(({ nicType, selectedVnic, candidateVnic }) => {
    const nic = candidateVnic.find((candidate) => candidate.device === device);
    return nicType !== undefined && nic?.key !== undefined && selectedVnic.includes(nic.key) ? [nicType] : [];
  });
}

/** Name of the distributed port group with this key; the key where it is unknown. */
export function portGroupName(mirror: Mirror, key: string): string {
  for (const network of mirror.rows("Network")) if (network.key === key) return nameOf(network);
  return key;
}

/** Why parts are missing; undefined when nothing is. */
export function whyUnavailable(
  { missing }: Pick<HostDetails, "missing">,
  connectionState: string | undefined,
): string | undefined {
  if (connectionState !== undefined && connectionState !== "connected") {
    return `The host is ${connectionState}: load, sensors and configuration are missing, or as they were seen last; ` +
      "check its power, its management network and its connection to vCenter Server";
  }
  if (missing.size === 0) return undefined;
  const byFault = Map.groupBy(missing, ([, faultName]) => faultName);
  const reasons = [...byFault].map(([faultName, paths]) =>
    `${paths.map(([path]) => path).join(", ")} (${faultName})`
  );
  return `Cannot be read: ${reasons.join("; ")}`;
}
