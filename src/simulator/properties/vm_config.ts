import type { DataObject, Value } from "../core/value.ts";
import { isoTime, textAt } from "../core/value.ts";
import { guestFullName } from "../world/guest_os.ts";
import { folderOf } from "../world/file_tree.ts";
import type { Vm } from "../world/vm.ts";

/** VirtualMachineConfigInfo; nothing of a machine whose files cannot be read. */
export function configInfo(vm: Vm): DataObject | undefined {
  if (!vm.isAccessible) return undefined;
  const { settings } = vm;
  return {
    $type: "VirtualMachineConfigInfo",
    changeVersion: isoTime(vm.modifiedAt + vm.changes),
    modified: isoTime(vm.modifiedAt),
    name: vm.name,
    guestFullName: guestFullName(vm.guestId),
    version: vm.version,
    uuid: vm.uuid,
    createDate: isoTime(vm.createdAt),
    instanceUuid: vm.instanceUuid,
    npivTemporaryDisabled: true,
    template: vm.isTemplate,
    guestId: vm.guestId,
    alternateGuestName: settings.alternateGuestName ?? "",
    annotation: vm.annotation,
    files: () => files(vm),
    tools: () => merged(TOOLS, settings.tools),
    flags: () => merged(FLAGS, settings.flags),
    consolePreferences: settings.consolePreferences,
    defaultPowerOps: () => merged(POWER_OPS, settings.powerOpInfo),
    hardware: () => hardware(vm),
    cpuAllocation: () => merged(allocation(vm.numCpu * 1000), settings.cpuAllocation),
    memoryAllocation: () => merged(allocation(vm.memoryMib * 10), settings.memoryAllocation),
    latencySensitivity: settings.latencySensitivity ?? { $type: "LatencySensitivity", level: "normal" },
    memoryHotAddEnabled: vm.hasMemoryHotAdd,
    cpuHotAddEnabled: vm.hasCpuHotAdd,
    cpuHotRemoveEnabled: settings.cpuHotRemoveEnabled ?? false,
    extraConfig: () =>
      [...baseExtraConfig(vm), ...vm.extraConfig].map(([key, value]) => ({
        $type: "OptionValue",
        key,
        value,
      })),
    datastoreUrl: () =>
      vm.datastores.map(({ name, uuid }) => ({
        $type: "VirtualMachineConfigInfoDatastoreUrlPair",
        name,
        url: `/vmfs/volumes/${uuid}`,
      })),
    swapPlacement: settings.swapPlacement ?? "inherit",
    bootOptions: () => merged(BOOT, settings.bootOptions),
    vAssertsEnabled: false,
    changeTrackingEnabled: settings.changeTrackingEnabled ?? false,
    firmware: vm.firmware,
    maxMksConnections: settings.maxMksConnections ?? -1,
    guestAutoLockEnabled: settings.guestAutoLockEnabled ?? true,
    managedBy: settings.managedBy,
    memoryReservationLockedToMax: settings.memoryReservationLockedToMax ?? false,
    nestedHVEnabled: settings.nestedHVEnabled ?? false,
    vPMCEnabled: settings.vPMCEnabled ?? false,
    messageBusTunnelEnabled: settings.messageBusTunnelEnabled ?? false,
    migrateEncryption: settings.migrateEncryption ?? "opportunistic",
  };
}

/** What servers set by themselves; a client may set it otherwise. */
function baseExtraConfig(vm: Vm): readonly (readonly [key: string, value: Value])[] {
  const stem = vm.vmxPath.replace(/^.*[\]/] ?/, "").replace(/\.vmx$/, "");
  const all: readonly (readonly [string, Value])[] = [
    ["nvram", `${stem}.nvram`],
    ["svga.present", "TRUE"],
    ["pciBridge0.present", "TRUE"],
    ["hpet0.present", "TRUE"],
    ["tools.guest.desktop.autolock", "TRUE"],
  ];
  return all.filter(([key]) => !vm.extraConfig.has(key));
}

function hardware(vm: Vm): DataObject {
  return {
    $type: "VirtualHardware",
    numCPU: vm.numCpu,
    numCoresPerSocket: vm.coresPerSocket,
    memoryMB: vm.memoryMib,
    virtualICH7MPresent: vm.settings.virtualICH7MPresent ?? false,
    virtualSMCPresent: vm.settings.virtualSMCPresent ?? false,
    device: () => vm.devices,
  };
}

function files(vm: Vm): DataObject {
  const folder = `${folderOf(vm.vmxPath)}/`;
  return {
    $type: "VirtualMachineFileInfo",
    vmPathName: vm.vmxPath,
    snapshotDirectory: folder,
    suspendDirectory: folder,
    logDirectory: folder,
  };
}

/** What was set replaces what is there from the start, field by field. */
function merged(from: DataObject, set: Value | undefined): DataObject {
  if (typeof set !== "object" || !("$type" in set)) return from;
  const given = Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined));
  return { ...from, ...given, $type: textAt(from, "$type") ?? from.$type };
}

const TOOLS: DataObject = {
  $type: "ToolsConfigInfo",
  toolsVersion: 12421,
  afterPowerOn: true,
  afterResume: true,
  beforeGuestStandby: true,
  beforeGuestShutdown: true,
  toolsUpgradePolicy: "manual",
  syncTimeWithHostAllowed: true,
  syncTimeWithHost: false,
};

const FLAGS: DataObject = {
  $type: "VirtualMachineFlagInfo",
  disableAcceleration: false,
  enableLogging: true,
  useToe: false,
  runWithDebugInfo: false,
  monitorType: "release",
  htSharing: "any",
  snapshotDisabled: false,
  snapshotLocked: false,
  diskUuidEnabled: false,
  virtualMmuUsage: "automatic",
  virtualExecUsage: "hvAuto",
  snapshotPowerOffBehavior: "powerOff",
  recordReplayEnabled: false,
  faultToleranceType: "unset",
  cbrcCacheEnabled: false,
  vvtdEnabled: false,
  vbsEnabled: false,
};

const POWER_OPS: DataObject = {
  $type: "VirtualMachineDefaultPowerOpInfo",
  powerOffType: "soft",
  suspendType: "hard",
  resetType: "soft",
  defaultPowerOffType: "soft",
  defaultSuspendType: "hard",
  defaultResetType: "soft",
  standbyAction: "checkpoint",
};

const BOOT: DataObject = {
  $type: "VirtualMachineBootOptions",
  bootDelay: 0,
  enterBIOSSetup: false,
  efiSecureBootEnabled: false,
  bootRetryEnabled: false,
  bootRetryDelay: 10_000,
  networkBootProtocol: "ipv4",
};

function allocation(shares: number): DataObject {
  return {
    $type: "ResourceAllocationInfo",
    reservation: 0,
    expandableReservation: false,
    limit: -1,
    shares: { $type: "SharesInfo", shares, level: "normal" },
  };
}
