import type { DataObject, Value } from "../core/value.ts";
import type { Host } from "../world/host.ts";
import type { World } from "../world/world.ts";
import { networkInfo } from "./host_network.ts";
import { virtualNicManagerInfo } from "./host_network_config.ts";
import { hostProduct } from "./host_product.ts";
import { autoStartConfig, dateTimeInfo, firewallInfo, serviceInfo } from "./host_services.ts";
import { fileSystemVolumeInfo, storageDeviceInfo } from "./host_storage.ts";

/** HostConfigInfo; nothing of a host that cannot be asked. */
export function hostConfig(host: Host, world: World): DataObject | undefined {
  if (host.connectionState !== "connected") return undefined;
  return {
    $type: "HostConfigInfo",
    host: host.ref,
    product: hostProduct(),
    hyperThread: { $type: "HostHyperThreadScheduleInfo", available: true, active: true, config: true },
    storageDevice: () => storageDeviceInfo(host),
    fileSystemVolume: () => fileSystemVolumeInfo(host),
    network: () => networkInfo(host),
    virtualNicManagerInfo: () => virtualNicManagerInfo(host, world),
    datastoreCapabilities: datastoreCapabilities(),
    service: () => serviceInfo(world),
    firewall: () => firewallInfo(world),
    autoStart: autoStartConfig,
    option: () => options(host),
    dateTimeInfo,
    adminDisabled: false,
    lockdownMode: "lockdownDisabled",
    wakeOnLanCapable: false,
  };
}

/** HostDatastoreSystemCapabilities. */
export function datastoreCapabilities(): DataObject {
  return {
    $type: "HostDatastoreSystemCapabilities",
    nfsMountCreationRequired: true,
    nfsMountCreationSupported: true,
    localDatastoreSupported: false,
    vmfsExtentExpansionSupported: true,
  };
}

/** HostConfigManager: the managers of a host by name. */
export function configManager({ managers }: Host): DataObject {
  return {
    $type: "HostConfigManager",
    ...Object.fromEntries([...managers].map(([name, { ref }]) => [name, ref])),
  };
}

function options({ datastores }: Host): readonly DataObject[] {
  const [first] = datastores;
  const settings: Readonly<Record<string, Value>> = {
    "Annotations.WelcomeMessage": "",
    "Mem.MemZipMaxPct": 10,
    "ScratchConfig.CurrentScratchLocation": `/vmfs/volumes/${first?.uuid ?? "none"}/.locker`,
    "Syslog.global.logHost": "udp://syslog.example.com:514",
    "UserVars.SuppressShellWarning": 0,
  };
  return Object.entries(settings).map(([key, value]) => ({ $type: "OptionValue", key, value }));
}
