import type { WireObject } from "../../soap/encode.ts";
import type { CopySource, SourceConfig } from "./copy_source.ts";

/**
 * Settings that say which machine it is, what it is doing, or which files and slots it has. All others are taken
 * over, `guestinfo.*` among them: a clone by vCenter Server keeps them too.
 */
const OWN_SETTINGS: readonly RegExp[] = [
  /^(uuid|vc|sched|migrate|vmotion|checkpoint|snapshot|replay|numa\.autosize|vmware\.tools|toolsInstallManager)\./i,
  /^(cleanShutdown|softPowerOff|nvram|extendedConfigFile|displayName|annotation|guestOS)$/i,
  /^(ethernet|scsi|sata|nvme|ide|floppy|serial|parallel|usb|usb_xhci|sound|hdaudio|vmci|hpet|pciBridge|pciPassthru)\d*[.:]/i,
  /^guestinfo\.(vmtools|detailed|appInfo|ip|toolsInstallErrCode)\b/i,
  /\.(present|pciSlotNumber|fileName|derivedName)$/i,
];

/** The configuration of a copy: that of the source but for its identity, with the given devices. */
export function copyConfig(
  { config }: CopySource,
  { name, vmxPath, deviceChange }: {
    readonly name: string;
    readonly vmxPath: string;
    readonly deviceChange: readonly WireObject[];
  },
): WireObject {
  const { hardware } = config;
  return {
    ...sameSettings(config),
    name,
    files: { vmPathName: vmxPath },
    numCPUs: hardware?.numCPU,
    numCoresPerSocket: hardware?.numCoresPerSocket,
    memoryMB: hardware?.memoryMB,
    virtualICH7MPresent: hardware?.virtualICH7MPresent,
    virtualSMCPresent: hardware?.virtualSMCPresent,
    latencySensitivity: config.latencySensitivity?.level === undefined
      ? undefined
      : { level: config.latencySensitivity.level },
    cpuAllocation: allocation(config.cpuAllocation),
    memoryAllocation: allocation(config.memoryAllocation),
    extraConfig: copiedSettings(config),
    deviceChange,
  };
}

/** What has the same name and type in the configuration and in the specification. */
const SAME = [
  "version",
  "guestId",
  "annotation",
  "firmware",
  "swapPlacement",
  "cpuHotAddEnabled",
  "cpuHotRemoveEnabled",
  "memoryHotAddEnabled",
  "memoryReservationLockedToMax",
  "nestedHVEnabled",
  "vPMCEnabled",
  "tools",
  "flags",
  "bootOptions",
] as const;

function sameSettings(config: SourceConfig): WireObject {
  return {
    ...Object.fromEntries(SAME.map((name) => [name, config[name]])),
    alternateGuestName: config.alternateGuestName || undefined,
  };
}

function allocation(from: SourceConfig["cpuAllocation"]): WireObject | undefined {
  if (from === undefined) return undefined;
  const { shares, ...rest } = from;
  const isWhole = shares?.shares !== undefined && shares.level !== undefined;
  return { ...rest, shares: isWhole ? { shares: shares.shares, level: shares.level } : undefined };
}

/** The settings that a copy takes over. */
export function copiedSettings({ extraConfig }: SourceConfig): readonly WireObject[] {
  return extraConfig.flatMap(({ key, value }) =>
    key === undefined || value === undefined || OWN_SETTINGS.some((own) => own.test(key))
      ? []
      : [{ key, value }]
  );
}
