import * as z from "../deps/zod.ts";
import {
  type HostDetails,
  portGroupName,
  serialNumberOf,
  servicesOfNic,
  whyUnavailable,
} from "../vsphere/host_details.ts";
import { type HostFacts, hostFacts } from "../vsphere/host_fields.ts";
import type { HostRow } from "../vsphere/host_filter.ts";
import { isGreen, partsOf, sensorsOf } from "../vsphere/host_health.ts";
import { type Mirror, nameOf } from "../vsphere/inventory/mirror.ts";
import { withoutEmpty } from "../without_empty.ts";

const part = z.looseObject({ name: z.string(), health: z.string() });

const sensor = z.looseObject({
  name: z.string(),
  type: z.string().optional(),
  health: z.string().describe("green, yellow, red or unknown"),
  value: z.number().optional(),
  unit: z.string().optional().describe("Such as Degrees C or RPM"),
});

const nic = z.looseObject({
  device: z.string(),
  is_link_up: z.boolean(),
  speed_mbit: z.number().optional(),
  mac_address: z.string().optional(),
});

const vmkernel = z.looseObject({
  device: z.string(),
  ip_address: z.string().optional(),
  subnet_mask: z.string().optional(),
  network: z.string().optional(),
  services: z.array(z.string()).optional().describe("Such as management or vmotion"),
});

/** What get_host answers; what the server did not tell is left out. */
export const hostDescription = z.looseObject({
  name: z.string(),
  moref: z.string(),
  path: z.string().describe("Inventory path"),
  cluster: z.string().optional(),
  is_standalone: z.boolean(),
  connection_state: z.string().optional(),
  power_state: z.string().optional(),
  in_maintenance: z.boolean().optional(),
  overall_status: z.string().optional(),
  reboot_required: z.boolean().optional(),
  product: z.looseObject({
    version: z.string().optional(),
    build: z.string().optional(),
    full_name: z.string().optional(),
    license: z.string().optional().describe("Licensed product"),
  }),
  hardware: z.looseObject({
    vendor: z.string().optional(),
    model: z.string().optional(),
    serial_number: z.string().optional(),
    uuid: z.string().optional(),
    cpu_model: z.string().optional(),
    cpu_sockets: z.number().optional(),
    cpu_cores: z.number().optional(),
    cpu_threads: z.number().optional(),
    cpu_total_mhz: z.number().optional(),
    memory_mb: z.number().optional(),
  }),
  load: z.looseObject({
    cpu_usage_mhz: z.number().optional(),
    cpu_usage_percent: z.number().optional(),
    memory_usage_mb: z.number().optional(),
    memory_usage_percent: z.number().optional(),
  }),
  boot_time: z.string().optional(),
  uptime_seconds: z.number().optional(),
  lockdown_mode: z.string().optional(),
  sensors: z.looseObject({
    count: z.number(),
    not_green_count: z.number(),
    list: z.array(sensor).describe("Those that are not green first; at most 200"),
  }).optional(),
  hardware_status: z.looseObject({ cpu: z.array(part), memory: z.array(part), storage: z.array(part) })
    .optional(),
  nics: z.array(nic).optional(),
  vmkernel: z.array(vmkernel).optional(),
  datastores: z.array(z.string()).optional(),
  networks: z.array(z.string()).optional(),
  vms: z.looseObject({
    count: z.number().describe("Templates count"),
    powered_on_count: z.number(),
    names: z.array(z.string()).describe("The first 50"),
  }),
  running_services: z.array(z.looseObject({ key: z.string(), label: z.string().optional() })).optional(),
  ntp_servers: z.array(z.string()).optional(),
  managed_by: z.string().optional().describe("Address of the vCenter Server that manages the host"),
  note: z.string().optional().describe("What to know before changing the host"),
  unavailable: z.string().optional().describe("Why parts are missing"),
});

/** The answer of get_host, and parts of it. */
export type HostDescription = z.output<typeof hostDescription>;

const MAX_SENSORS = 200;
const MAX_VMS = 50;

/** Puts the details into the form of the answer. */
export function describeHost(host: HostRow, details: HostDetails, mirror: Mirror): HostDescription {
  const vms = mirror.vms().filter((vm) => vm["runtime.host"]?.value === host.ref.value);
  const poweredOn = vms.filter((vm) => vm["runtime.powerState"] === "poweredOn").length;
  const facts = hostFacts(host, { mirror, summary: details, vms: { total: vms.length, poweredOn } });
  const names = (refs: HostDetails["datastore"]) => refs?.map((object) => mirror.tree.name(object)).sort();
  return withoutEmpty({
    name: nameOf(host),
    moref: host.ref.value,
    path: mirror.tree.path(host.ref),
    cluster: facts.cluster,
    is_standalone: facts.is_standalone,
    connection_state: facts.connection_state,
    power_state: facts.power_state,
    in_maintenance: facts.in_maintenance,
    overall_status: facts.overall_status,
    reboot_required: facts.reboot_required,
    product: describeProduct(facts, details),
    hardware: describeHardware(facts, details),
    load: describeLoad(facts),
    boot_time: details["runtime.bootTime"],
    uptime_seconds: facts.uptime_seconds,
    lockdown_mode: details["config.lockdownMode"],
    sensors: describeSensors(details),
    hardware_status: describeParts(details),
    nics: details["config.network.pnic"]?.map(describeNic),
    vmkernel: describeVmkernel(details, mirror),
    datastores: names(details.datastore),
    networks: names(details.network),
    vms: { count: vms.length, powered_on_count: poweredOn, names: vms.slice(0, MAX_VMS).map(nameOf) },
    running_services: details["config.service.service"]?.filter(({ running }) => running)
      .map(({ key = "", label, policy }) => withoutEmpty({ key, label, policy })),
    ntp_servers: details["config.dateTimeInfo.ntpConfig.server"]?.slice(),
    managed_by: facts.managed_by,
    unavailable: whyUnavailable(details, facts.connection_state),
  });
}

function describeProduct({ version, build }: HostFacts, details: HostDetails): HostDescription["product"] {
  const license = [
    details["summary.config.product.licenseProductName"],
    details["summary.config.product.licenseProductVersion"],
  ].filter((part) => part !== undefined).join(" ");
  return withoutEmpty({ version, build, full_name: details["summary.config.product.fullName"], license });
}

function describeHardware(facts: HostFacts, details: HostDetails): HostDescription["hardware"] {
  return withoutEmpty({
    vendor: details["summary.hardware.vendor"],
    model: facts.model,
    serial_number: serialNumberOf(details),
    uuid: details["summary.hardware.uuid"],
    cpu_model: details["summary.hardware.cpuModel"],
    cpu_sockets: details["summary.hardware.numCpuPkgs"],
    cpu_cores: facts.cpu_cores,
    cpu_threads: details["summary.hardware.numCpuThreads"],
    cpu_total_mhz: facts.cpu_total_mhz,
    memory_mb: facts.memory_mb,
  });
}

function describeLoad(facts: HostFacts): HostDescription["load"] {
  const { cpu_usage_mhz, cpu_usage_percent, memory_usage_mb, memory_usage_percent } = facts;
  return withoutEmpty({ cpu_usage_mhz, cpu_usage_percent, memory_usage_mb, memory_usage_percent });
}

function describeSensors(details: HostDetails): HostDescription["sensors"] {
  const info = details["runtime.healthSystemRuntime.systemHealthInfo.numericSensorInfo"];
  if (info === undefined) return undefined;
  const sensors = sensorsOf(info);
  return {
    count: sensors.length,
    not_green_count: sensors.filter((sensor) => !isGreen(sensor)).length,
    list: cut(sensors),
  };
}

function describeParts(details: HostDetails): HostDescription["hardware_status"] {
  const status = details["runtime.healthSystemRuntime.hardwareStatusInfo"];
  if (status === undefined) return undefined;
  const { cpuStatusInfo, memoryStatusInfo, storageStatusInfo } = status;
  return {
    cpu: cut(partsOf(cpuStatusInfo)),
    memory: cut(partsOf(memoryStatusInfo)),
    storage: cut(partsOf(storageStatusInfo)),
  };
}

function cut<T extends object>(parts: readonly T[]): T[] {
  return parts.slice(0, MAX_SENSORS);
}

type PhysicalNic = NonNullable<HostDetails["config.network.pnic"]>[number];

/** A NIC without a speed has no link. */
function describeNic({ device = "", mac, driver, linkSpeed }: PhysicalNic): z.output<typeof nic> {
  return withoutEmpty({
    device,
    is_link_up: linkSpeed !== undefined,
    speed_mbit: linkSpeed?.speedMb,
    is_full_duplex: linkSpeed?.duplex,
    mac_address: mac,
    driver,
  });
}

function describeVmkernel(details: HostDetails, mirror: Mirror): HostDescription["vmkernel"] {
  return details["config.network.vnic"]?.map(({ device = "", portgroup, spec }) => {
    const key = spec?.distributedVirtualPort?.portgroupKey;
    return withoutEmpty({
      device,
      ip_address: spec?.ip?.ipAddress,
      subnet_mask: spec?.ip?.subnetMask,
      is_dhcp: spec?.ip?.dhcp,
      network: key === undefined ? portgroup : portGroupName(mirror, key),
      mtu: spec?.mtu,
      mac_address: spec?.mac,
      services: servicesOfNic(details, device)?.slice(),
    });
  });
}
