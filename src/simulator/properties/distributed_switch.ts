import { type DataObject, isoTime } from "../core/value.ts";
import type { Host } from "../world/host.ts";
import type { DistributedSwitch } from "../world/network.ts";
import type { Vm } from "../world/vm.ts";
import type { World } from "../world/world.ts";
import { uplinkBacking } from "./host_network.ts";
import { ESXI_BUILD, ESXI_VERSION } from "./host_product.ts";
import { portCount, portSetting, UPLINK_NAMES, uplinkPortKeys } from "./port_group.ts";

const DAY_MS = 86_400_000;
const MAX_INT = 2 ** 31 - 1;

/** DVSSummary. */
export function switchSummary(home: DistributedSwitch): DataObject {
  const hosts = [...home.hosts].map(({ ref }) => ref);
  return {
    $type: "DVSSummary",
    name: home.name,
    uuid: home.uuid,
    numPorts: numPorts(home),
    productInfo: productInfo(),
    hostMember: hosts,
    vm: () => machines(home).map(({ ref }) => ref),
    host: hosts,
    portgroupName: [...home.portGroups].map(({ name }) => name),
    contact: { $type: "DVSContactInfo" },
    numHosts: hosts.length,
  };
}

/** VMwareDVSConfigInfo. */
export function switchConfig(home: DistributedSwitch, world: World): DataObject {
  return {
    $type: "VMwareDVSConfigInfo",
    uuid: home.uuid,
    name: home.name,
    numStandalonePorts: 0,
    numPorts: numPorts(home),
    maxPorts: MAX_INT,
    uplinkPortPolicy: { $type: "DVSNameArrayUplinkPortPolicy", uplinkPortName: UPLINK_NAMES },
    uplinkPortgroup: [...home.portGroups].filter(({ distributed }) => distributed?.isUplink)
      .map(({ ref }) => ref),
    defaultPortConfig: () => portSetting({ kind: "id", id: 0 }),
    host: () => [...home.hosts].map((host) => hostMember(home, host)),
    productInfo: productInfo(),
    policy: {
      $type: "DVSPolicy",
      autoPreInstallAllowed: false,
      autoUpgradeAllowed: false,
      partialUpgradeAllowed: false,
    },
    configVersion: "1",
    contact: { $type: "DVSContactInfo" },
    createTime: isoTime(world.startedAt - 400 * DAY_MS),
    networkResourceManagementEnabled: true,
    defaultProxySwitchMaxNumPorts: MAX_INT,
    networkResourceControlVersion: "version3",
    pnicCapacityRatioForReservation: 75,
    maxMtu: 1500,
    linkDiscoveryProtocolConfig: {
      $type: "LinkDiscoveryProtocolConfig",
      protocol: "cdp",
      operation: "listen",
    },
    lacpApiVersion: "multipleLag",
    multicastFilteringMode: "snooping",
  };
}

function hostMember(home: DistributedSwitch, host: Host): DataObject {
  return {
    $type: "DistributedVirtualSwitchHostMember",
    runtimeState: {
      $type: "DistributedVirtualSwitchHostMemberRuntimeState",
      currentMaxProxySwitchPorts: 4096,
    },
    config: {
      $type: "DistributedVirtualSwitchHostMemberConfigInfo",
      host: host.ref,
      maxProxySwitchPorts: 4096,
      backing: uplinkBacking(host, home),
    },
    productInfo: productInfo(),
    uplinkPortKey: uplinkPortKeys(home, host),
    status: host.connectionState === "connected" ? "up" : "disconnected",
  };
}

function productInfo(): DataObject {
  return {
    $type: "DistributedVirtualSwitchProductSpec",
    name: "DVS",
    vendor: "VMware, Inc.",
    version: ESXI_VERSION,
    build: ESXI_BUILD,
    forwardingClass: "etherswitch",
  };
}

function numPorts({ portGroups }: DistributedSwitch): number {
  let sum = 0;
  for (const group of portGroups) sum += portCount(group);
  return sum;
}

function machines({ portGroups }: DistributedSwitch): readonly Vm[] {
  const vms = new Set<Vm>();
  for (const group of portGroups) for (const vm of group.vms) vms.add(vm);
  return [...vms];
}
