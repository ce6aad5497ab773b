import * as z from "../deps/zod.ts";
import { UserError } from "../errors.ts";
import { findWithInventory, type FoundVm } from "./find.ts";
import type { Snapshot } from "./snapshot_tree.ts";
import { inGb } from "./units.ts";
import { datastoreOf, type Device, disksOf } from "./vm_device.ts";
import { type NamedVmDetails, readVmDetails, type VmDetails } from "./vm_details.ts";
import type { Vsphere } from "./vsphere.ts";
import { withoutEmpty } from "../without_empty.ts";

const disk = z.looseObject({
  label: z.string(),
  capacity_gb: z.number(),
  is_thin: z.boolean().optional(),
  datastore: z.string().optional(),
  file: z.string().optional(),
  mode: z.string().optional(),
});

const nic = z.looseObject({
  label: z.string(),
  type: z.string().describe("Such as VirtualVmxnet3"),
  network: z.string().optional(),
  mac_address: z.string().optional(),
  is_connected: z.boolean(),
  ip_addresses: z.array(z.string()),
});

const snapshot = z.looseObject({
  name: z.string(),
  moref: z.string(),
  description: z.string(),
  created: z.string(),
  depth: z.number().describe("0 for a root; a child is one deeper than its parent"),
  is_current: z.boolean(),
});

/** What get_vm answers; what the server did not tell is left out. */
export const vmDescription = z.looseObject({
  name: z.string(),
  moref: z.string(),
  path: z.string().describe("Inventory path"),
  power_state: z.string(),
  connection_state: z.string().optional(),
  is_template: z.boolean(),
  instance_uuid: z.string().optional(),
  bios_uuid: z.string().optional(),
  guest_id: z.string().optional(),
  guest_os: z.string().optional(),
  firmware: z.string().optional(),
  hardware_version: z.string().optional(),
  cpu: z.looseObject({ count: z.number().optional() }),
  memory: z.looseObject({ size_mb: z.number().optional() }),
  disks: z.array(disk),
  nics: z.array(nic),
  cdroms: z.array(
    z.looseObject({ label: z.string(), iso: z.string().optional(), is_connected: z.boolean() }),
  ),
  guest: z.looseObject({
    host_name: z.string().optional(),
    ip_address: z.string().optional(),
    os: z.string().optional(),
    state: z.string().optional(),
    tools_status: z.string().optional(),
    tools_version: z.string().optional(),
    tools_version_status: z.string().optional(),
    disks: z.array(z.looseObject({ path: z.string(), capacity_gb: z.number(), free_gb: z.number() })),
  }),
  host: z.string().optional(),
  resource_pool: z.string().optional(),
  datastores: z.array(z.string()),
  vmx_path: z.string().optional(),
  storage_used_gb: z.number().optional(),
  storage_provisioned_gb: z.number().optional(),
  boot_time: z.string().optional(),
  uptime_seconds: z.number().optional(),
  snapshots: z.looseObject({
    count: z.number(),
    oldest_age_days: z.number().optional(),
    list: z.array(snapshot).describe("Parents before children; at most 50"),
  }),
  pending_question: z.string().optional().describe("The virtual machine stands still until it is answered"),
  needs_consolidation: z.boolean(),
  notes: z.string().optional(),
  unavailable: z.string().optional().describe("Why parts are missing"),
});

/** What get_vm answers. */
export type VmDescription = z.output<typeof vmDescription>;

/** Looks up everything that there is to say about the machine that `wanted` means, in two round trips. */
export async function describeVm(
  vsphere: Vsphere,
  wanted: string,
  signal: AbortSignal,
): Promise<VmDescription> {
  const { vm, mirror } = await findWithInventory(vsphere, wanted, signal);
  const details = await readVmDetails(vsphere, { vm: vm.ref, mirror }, signal);
  if (details !== undefined) return toDescription(vm, details);
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

function describeCompute(vm: VmDetails): Pick<z.output<typeof vmDescription>, "cpu" | "memory"> {
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

function describeNic(device: Device, { vm, nameOf, portgroupName }: NamedVmDetails): z.output<typeof nic> {
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

function describeGuest(vm: VmDetails): z.output<typeof vmDescription>["guest"] {
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

function describeSnapshots(all: readonly Snapshot[]): z.output<typeof vmDescription>["snapshots"] {
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
