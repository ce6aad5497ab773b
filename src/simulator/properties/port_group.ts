import type { DataObject } from "../core/value.ts";
import type { Host } from "../world/host.ts";
import type { DistributedSwitch, Network, Vlan } from "../world/network.ts";

/** Names of the uplinks that every host has to a distributed switch. */
export const UPLINK_NAMES = ["Uplink 1", "Uplink 2"];

/** Ports are numbered through the whole switch: every group has its own range. */
const KEYS_PER_GROUP = 10_000;
/** Early binding grows by so many ports at once. */
const GROWTH = 8;

/** Keys of the ports of a distributed port group. */
export function portKeys(group: Network): readonly string[] {
  const { distributed } = group;
  if (distributed === undefined) return [];
  const first = [...distributed.home.portGroups].indexOf(group) * KEYS_PER_GROUP;
  return Array.from({ length: portCount(group) }, (_, at) => String(first + at));
}

/** How many ports a distributed port group has: one for every uplink of a host, else enough for its machines. */
export function portCount({ distributed, vms }: Network): number {
  if (distributed === undefined) return 0;
  const { home, isUplink, ports } = distributed;
  if (isUplink) return home.hosts.size * UPLINK_NAMES.length;
  return Math.max(ports, Math.ceil(vms.size / GROWTH) * GROWTH);
}

/** Keys of the ports that a host's uplinks have. */
export function uplinkPortKeys(home: DistributedSwitch, host: Host): readonly string[] {
  const group = [...home.portGroups].find(({ distributed }) => distributed?.isUplink);
  const first = [...home.hosts].indexOf(host) * UPLINK_NAMES.length;
  if (group === undefined || first < 0) return [];
  return portKeys(group).slice(first, first + UPLINK_NAMES.length);
}

/** DVPortgroupConfigInfo. */
export function portGroupConfig(group: Network): DataObject | undefined {
  const { distributed, name, ref } = group;
  if (distributed === undefined) return undefined;
  const { home, vlan, isUplink } = distributed;
  return {
    $type: "DVPortgroupConfigInfo",
    key: ref.value,
    name,
    numPorts: portCount(group),
    distributedVirtualSwitch: home.ref,
    defaultPortConfig: () => portSetting(vlan),
    type: "earlyBinding",
    backingType: "standard",
    policy: {
      $type: "VMwareDVSPortgroupPolicy",
      blockOverrideAllowed: true,
      shapingOverrideAllowed: false,
      vendorConfigOverrideAllowed: false,
      livePortMovingAllowed: false,
      portConfigResetAtDisconnect: true,
      networkResourcePoolOverrideAllowed: false,
      trafficFilterOverrideAllowed: false,
      vlanOverrideAllowed: false,
      uplinkTeamingOverrideAllowed: false,
      securityPolicyOverrideAllowed: false,
      ipfixOverrideAllowed: false,
      macManagementOverrideAllowed: false,
    },
    configVersion: "1",
    autoExpand: !isUplink,
    vmVnicNetworkResourcePoolKey: "-1",
    uplink: isUplink,
  };
}

/** VMwareDVSPortSetting. */
export function portSetting(vlan: Vlan): DataObject {
  return {
    $type: "VMwareDVSPortSetting",
    blocked: flag(false),
    vmDirectPathGen2Allowed: flag(false),
    networkResourcePoolKey: policy("StringPolicy", "-1"),
    vlan: vlanSpec(vlan),
    qosTag: policy("IntPolicy", -1),
    uplinkTeamingPolicy: {
      $type: "VmwareUplinkPortTeamingPolicy",
      inherited: false,
      policy: policy("StringPolicy", "loadbalance_srcid"),
      reversePolicy: flag(true),
      notifySwitches: flag(true),
      rollingOrder: flag(false),
      failureCriteria: {
        $type: "DVSFailureCriteria",
        inherited: false,
        checkSpeed: policy("StringPolicy", "minimum"),
        speed: policy("IntPolicy", 10),
        checkDuplex: flag(false),
        fullDuplex: flag(false),
        checkErrorPercent: flag(false),
        percentage: policy("IntPolicy", 0),
        checkBeacon: flag(false),
      },
      uplinkPortOrder: {
        $type: "VMwareUplinkPortOrderPolicy",
        inherited: false,
        activeUplinkPort: UPLINK_NAMES,
      },
    },
    securityPolicy: {
      $type: "DVSSecurityPolicy",
      inherited: false,
      allowPromiscuous: flag(false),
      macChanges: flag(false),
      forgedTransmits: flag(false),
    },
    ipfixEnabled: flag(false),
    txUplink: flag(false),
  };
}

function vlanSpec(vlan: Vlan): DataObject {
  const type = (kind: string) => ({ $type: `VmwareDistributedVirtualSwitch${kind}Spec`, inherited: false });
  switch (vlan.kind) {
    case "id":
      return { ...type("VlanId"), vlanId: vlan.id };
    case "private":
      return { ...type("Pvlan"), pvlanId: vlan.id };
    case "trunk":
      return {
        ...type("TrunkVlan"),
        vlanId: vlan.ranges.map(([start, end]) => ({ $type: "NumericRange", start, end })),
      };
  }
}

function flag(value: boolean): DataObject {
  return policy("BoolPolicy", value);
}

function policy($type: string, value: boolean | number | string): DataObject {
  return { $type, inherited: false, value };
}
