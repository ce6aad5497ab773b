import { type DataObject, isoTime } from "../core/value.ts";
import type { Host, HostHardware } from "../world/host.ts";

/** Every core runs two threads. */
const THREADS_PER_CORE = 2;

/** HostHardwareSummary. */
export function hardwareSummary({ hardware, networking }: Host): DataObject {
  const { vendor, model, uuid, memoryBytes, cpuModel, cpuMhz, sockets } = hardware;
  return {
    $type: "HostHardwareSummary",
    vendor,
    model,
    uuid,
    otherIdentifyingInfo: identifiers(hardware),
    memorySize: memoryBytes,
    cpuModel,
    cpuMhz,
    numCpuPkgs: sockets,
    numCpuCores: coreCount(hardware),
    numCpuThreads: threadCount(hardware),
    numNics: networking.nics.length,
    numHBAs: 2,
  };
}

/** HostHardwareInfo; nothing of a host that cannot be asked. */
export function hardwareInfo(host: Host): DataObject | undefined {
  if (host.connectionState !== "connected") return undefined;
  const { hardware } = host;
  return {
    $type: "HostHardwareInfo",
    systemInfo: () => systemInfo(hardware),
    cpuPowerManagementInfo: {
      $type: "HostCpuPowerManagementInfo",
      currentPolicy: "Balanced",
      hardwareSupport: "ACPI P-states, ACPI C-states",
    },
    cpuInfo: {
      $type: "HostCpuInfo",
      numCpuPackages: hardware.sockets,
      numCpuCores: coreCount(hardware),
      numCpuThreads: threadCount(hardware),
      hz: hardware.cpuMhz * 1_000_000,
    },
    cpuPkg: () => perSocket(hardware, (at, threads) => cpuPackage(hardware, at, threads)),
    memorySize: hardware.memoryBytes,
    numaInfo: () => ({
      $type: "HostNumaInfo",
      type: "NUMA",
      numNodes: hardware.sockets,
      numaNode: perSocket(hardware, (at, threads) => numaNode(hardware, at, threads)),
    }),
    smcPresent: false,
    pciDevice: () => host.networking.nics.map((_, at) => nicPciDevice(at)),
    biosInfo: {
      $type: "HostBIOSInfo",
      biosVersion: "2.19.1",
      releaseDate: isoTime(Date.UTC(2023, 5, 6)),
      vendor: hardware.vendor,
      majorRelease: 2,
      minorRelease: 19,
      firmwareType: "UEFI",
    },
  };
}

/** HostLicensableResourceInfo. */
export function licensableResource({ hardware, vms }: Host): DataObject {
  const resource = (key: string, value: number) => ({ $type: "KeyAnyValue", key, value });
  return {
    $type: "HostLicensableResourceInfo",
    resource: [
      resource("numCpuPackages", hardware.sockets),
      resource("numCpuCores", coreCount(hardware)),
      resource("memorySize", hardware.memoryBytes),
      resource("memoryForVms", hardware.memoryBytes),
      resource("numVmsStarted", [...vms].filter(({ powerState }) => powerState === "poweredOn").length),
    ],
  };
}

/** The place of a NIC on the PCI bus. */
export function nicPciId(at: number): string {
  const { bus, slot, function: port } = nicAddress(at);
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, "0");
  return `0000:${hex(bus, 2)}:${hex(slot, 2)}.${port}`;
}

/** The name by which vSphere knows the generation of a processor. */
export function evcMode({ cpuModel }: HostHardware): string {
  return isAmd(cpuModel) ? "amd-zen3" : "intel-icelake";
}

function coreCount({ sockets, coresPerSocket }: HostHardware): number {
  return sockets * coresPerSocket;
}

function threadCount(hardware: HostHardware): number {
  return coreCount(hardware) * THREADS_PER_CORE;
}

function systemInfo(hardware: HostHardware): DataObject {
  const { vendor, model, uuid } = hardware;
  return {
    $type: "HostSystemInfo",
    vendor,
    model,
    uuid,
    otherIdentifyingInfo: identifiers(hardware),
    serialNumber: serviceTag(hardware),
  };
}

function identifiers(hardware: HostHardware): readonly DataObject[] {
  return [{
    $type: "HostSystemIdentificationInfo",
    identifierValue: serviceTag(hardware),
    identifierType: {
      $type: "ElementDescription",
      label: "Service tag",
      summary: "Service tag of the system",
      key: "ServiceTag",
    },
  }];
}

function serviceTag({ uuid }: HostHardware): string {
  return uuid.replaceAll("-", "").slice(-7).toUpperCase();
}

function perSocket(
  hardware: HostHardware,
  describe: (at: number, threads: readonly number[]) => DataObject,
): readonly DataObject[] {
  const threads = hardware.coresPerSocket * THREADS_PER_CORE;
  return Array.from(
    { length: hardware.sockets },
    (_, at) => describe(at, Array.from({ length: threads }, (_, thread) => at * threads + thread)),
  );
}

function cpuPackage(
  { cpuModel, cpuMhz }: HostHardware,
  index: number,
  threadId: readonly number[],
): DataObject {
  return {
    $type: "HostCpuPackage",
    index,
    vendor: isAmd(cpuModel) ? "amd" : "intel",
    hz: cpuMhz * 1_000_000,
    busHz: 100_000_000,
    description: cpuModel,
    threadId,
  };
}

function numaNode(
  { memoryBytes, sockets }: HostHardware,
  typeId: number,
  cpuID: readonly number[],
): DataObject {
  const memorySize = Math.floor(memoryBytes / sockets);
  return {
    $type: "HostNumaNode",
    typeId,
    cpuID,
    memorySize,
    memoryRangeBegin: typeId * memorySize,
    memoryRangeLength: memorySize,
  };
}

function nicPciDevice(at: number): DataObject {
  return {
    $type: "HostPciDevice",
    id: nicPciId(at),
    classId: 0x200,
    ...nicAddress(at),
    vendorId: 0x14e4,
    subVendorId: 0x14e4,
    vendorName: "Broadcom Inc. and subsidiaries",
    deviceId: 0x16d7,
    subDeviceId: 0x1402,
    deviceName: "BCM57414 NetXtreme-E 10Gb/25Gb RDMA Ethernet Controller",
  };
}

/** Two ports a card. */
function nicAddress(at: number): { readonly bus: number; readonly slot: number; readonly function: number } {
  return { bus: 0x18 + Math.floor(at / 2), slot: 0, function: at % 2 };
}

function isAmd(cpuModel: string): boolean {
  return /\bAMD\b|EPYC/i.test(cpuModel);
}
