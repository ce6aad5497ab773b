import { UserError } from "../errors.ts";
import { together } from "../together.ts";
import { findWithInventory, type FoundVm, vmsMeant } from "./find.ts";
import type { Snapshot } from "./snapshot_tree.ts";
import { inGb } from "./units.ts";
import { datastoreOf, type Device, disksOf } from "./vm_device.ts";
import { nameDetails, type NamedVmDetails, readVmDetails, type VmDetails } from "./vm_details.ts";
import type { Vsphere } from "./vsphere.ts";
import { withoutEmpty } from "../without_empty.ts";
import type { VmDescription } from "./vm_description.ts";

/**
 * Looks up everything that there is to say about the machine that `wanted` means. What the name meant before it most
 * likely means now: that machine is read at the time of the look, and again only if the guess was wrong.
 */
export async function describeVm(
  vsphere: Vsphere,
  wanted: string,
  signal: AbortSignal,
): Promise<VmDescription> {
  const [guess, ...others] = vsphere.inventory.latest ? vmsMeant(vsphere.inventory.latest, wanted) : [];
  const [early, { vm, mirror }] = await together([
    guess !== undefined && others.length === 0 ? readVmDetails(vsphere, guess.ref, signal) : undefined,
    findWithInventory(vsphere, wanted, signal),
  ]);
  const isRight = early !== undefined && early.ref.value === vm.ref.value;
  const details = isRight ? early : await readVmDetails(vsphere, vm.ref, signal);
  if (details !== undefined) return toDescription(vm, nameDetails(details, mirror));
  throw new UserError(
    "not_found",
    `Cannot read virtual machine "${wanted}": it was deleted just now; list again`,
  );
}

function toDescription(found: FoundVm, details: NamedVmDetails): VmDescription {
  const { vm, nameOf } = details;
  const devices = vm["config.hardware.device"] ?? [];
  const committed = vm["summary.storage.committed"];
  return withoutEmpty({
    name: found.name,
    moref: found.ref.value,
    path: found.path,
    power_state: vm["runtime.powerState"] ?? "unknown",
    connection_state: vm["runtime.connectionState"],
    is_template: vm["config.template"] ?? false,
    instance_uuid: vm["config.instanceUuid"],
    bios_uuid: vm["config.uuid"],
    guest_id: vm["config.guestId"],
    guest_os: vm["config.guestFullName"],
    firmware: vm["config.firmware"],
    hardware_version: vm["config.version"],
    ...describeCompute(vm),
    disks: disksOf(devices).map((disk) =>
      withoutEmpty({
        label: disk.label,
        capacity_gb: inGb(disk.capacityBytes),
        is_thin: disk.isThin,
        datastore: datastoreOf(disk.file),
        file: disk.file,
        mode: disk.diskMode,
      })
    ),
    nics: devices.filter(({ macAddress }) => macAddress !== undefined).map((nic) =>
      describeNic(nic, details)
    ),
    cdroms: devices.filter(({ $type }) => $type === "VirtualCdrom").map(describeCdrom),
    guest: describeGuest(vm),
    host: nameOf(vm["runtime.host"]),
    resource_pool: nameOf(vm.resourcePool),
    datastores: (vm.datastore ?? []).flatMap((datastore) => nameOf(datastore) ?? []),
    vmx_path: vm["config.files.vmPathName"],
    storage_used_gb: committed === undefined ? undefined : inGb(committed),
    storage_provisioned_gb: committed === undefined
      ? undefined
      : inGb(committed + (vm["summary.storage.uncommitted"] ?? 0)),
    boot_time: vm["runtime.bootTime"],
    uptime_seconds: vm["summary.quickStats.uptimeSeconds"],
    snapshots: describeSnapshots(vm.snapshot ?? []),
    pending_question: vm["runtime.question"]?.text,
    needs_consolidation: vm["runtime.consolidationNeeded"] ?? false,
    notes: vm["config.annotation"],
    unavailable: whyMissing(vm),
  });
}

function describeCompute(vm: VmDetails): Pick<VmDescription, "cpu" | "memory"> {
  return {
    cpu: withoutEmpty({
      count: vm["config.hardware.numCPU"],
      cores_per_socket: vm["config.hardware.numCoresPerSocket"],
      hot_add: vm["config.cpuHotAddEnabled"],
      usage_mhz: vm["summary.quickStats.overallCpuUsage"],
    }),
    memory: withoutEmpty({
      size_mb: vm["config.hardware.memoryMB"],
      hot_add: vm["config.memoryHotAddEnabled"],
      guest_usage_mb: vm["summary.quickStats.guestMemoryUsage"],
    }),
  };
}

function describeNic(
  device: Device,
  { vm, nameOf, portgroupName }: NamedVmDetails,
): VmDescription["nics"][number] {
  const { backing } = device;
  const seen = vm["guest.net"]?.find(({ deviceConfigId, macAddress }) =>
    deviceConfigId === device.key || macAddress?.toLowerCase() === device.macAddress?.toLowerCase()
  );
  const network = backing?.port !== undefined
    ? portgroupName(backing.port.portgroupKey)
    : nameOf(backing?.network) ?? backing?.deviceName ?? backing?.opaqueNetworkId;
  return withoutEmpty({
    label: device.deviceInfo?.label ?? `NIC ${device.key ?? ""}`,
    type: device.$type,
    network: network,
    mac_address: device.macAddress,
    is_connected: device.connectable?.connected ?? false,
    starts_connected: device.connectable?.startConnected,
    ip_addresses: [...seen?.ipAddress ?? []],
  });
}

function describeCdrom({ deviceInfo, key, backing, connectable }: Device) {
  return withoutEmpty({
    label: deviceInfo?.label ?? `CD/DVD drive ${key ?? ""}`,
    iso: backing?.fileName,
    is_connected: connectable?.connected ?? false,
  });
}

function describeGuest(vm: VmDetails): VmDescription["guest"] {
  return withoutEmpty({
    host_name: vm["guest.hostName"],
    ip_address: vm["guest.ipAddress"],
    os: vm["guest.guestFullName"],
    state: vm["guest.guestState"],
    tools_status: vm["guest.toolsRunningStatus"],
    tools_version: vm["guest.toolsVersion"],
    tools_version_status: vm["guest.toolsVersionStatus2"],
    disks: (vm["guest.disk"] ?? []).map((disk) => ({
      path: disk.diskPath ?? "",
      capacity_gb: inGb(disk.capacity ?? 0),
      free_gb: inGb(disk.freeSpace ?? 0),
    })),
  });
}

const MAX_SNAPSHOTS = 50;
const DAY_MS = 86_400_000;

function describeSnapshots(all: readonly Snapshot[]): VmDescription["snapshots"] {
  const times = all.map(({ createTime }) => Date.parse(createTime)).filter((time) => !Number.isNaN(time));
  const list = all.slice(0, MAX_SNAPSHOTS).map((
    { ref, name, description, createTime, depth, isCurrent },
  ) => ({
    name,
    moref: ref.value,
    description,
    created: createTime,
    depth,
    is_current: isCurrent,
  }));
  const oldest = times.length === 0
    ? undefined
    : Math.max(0, Math.floor((Date.now() - Math.min(...times)) / DAY_MS));
  return withoutEmpty({ count: all.length, oldest_age_days: oldest, list });
}

function whyMissing(vm: VmDetails): string | undefined {
  if (vm["config.hardware.numCPU"] !== undefined) return undefined;
  return `The configuration cannot be read: the virtual machine is ${
    vm["runtime.connectionState"] ?? "not accessible"
  }; ` +
    "check its datastore and host";
}
