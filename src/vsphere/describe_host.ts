import { UserError } from "../errors.ts";
import { placeIn } from "./find_place.ts";
import {
  type HostDetails,
  portGroupName,
  readHostDetails,
  serialNumberOf,
  servicesOfNic,
  whyUnavailable,
} from "./host_details.ts";
import { type HostFacts, hostFacts } from "./host_fields.ts";
import type { HostRow } from "./host_filter.ts";
import { isGreen, partsOf, sensorsOf } from "./host_health.ts";
import { type Mirror, nameOf } from "./inventory/mirror.ts";
import { managedNote } from "./managed_note.ts";
import type { Vsphere } from "./vsphere.ts";
import { withoutEmpty } from "../without_empty.ts";
import type { HostDescription } from "./host_description.ts";

const MAX_SENSORS = 200;
const MAX_VMS = 50;

/** Looks up everything that there is to say about the host that `wanted` means, in two round trips. */
export async function describeHost(
  vsphere: Vsphere,
  wanted: string,
  signal: AbortSignal,
): Promise<HostDescription> {
  const mirror = await vsphere.inventory.current(signal);
  const host = placeIn(mirror, "HostSystem", wanted);
  const details = await readHostDetails(vsphere, host.ref, signal);
  if (details === undefined) {
    throw new UserError("not_found", `Cannot read host "${wanted}": it was removed just now; list again`);
  }
  const description = toDescription(host, details, mirror);
  const { isVcenter } = await vsphere.session.content(signal);
  const { managed_by } = description;
  // Who asks a vCenter Server goes through it already.
  return isVcenter || managed_by === undefined
    ? description
    : { ...description, note: managedNote(managed_by) };
}

function toDescription(host: HostRow, details: HostDetails, mirror: Mirror): HostDescription {
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
function describeNic(
  { device = "", mac, driver, linkSpeed }: PhysicalNic,
): NonNullable<HostDescription["nics"]>[number] {
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
