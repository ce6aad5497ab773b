import type { DataObject } from "../core/value.ts";
import type { HostNetworking } from "../world/host.ts";

type Vswitch = HostNetworking["switches"][number];

/** HostVirtualSwitchSpec. */
export function vswitchSpec({ nics, mtu }: Vswitch): DataObject {
  return {
    $type: "HostVirtualSwitchSpec",
    numPorts: 128,
    bridge: nics.length === 0 ? undefined : {
      $type: "HostVirtualSwitchBondBridge",
      nicDevice: nics,
      beacon: { $type: "HostVirtualSwitchBeaconConfig", interval: 1 },
      linkDiscoveryProtocolConfig: {
        $type: "LinkDiscoveryProtocolConfig",
        protocol: "cdp",
        operation: "listen",
      },
    },
    policy: networkPolicy(nics),
    mtu,
  };
}

/** HostPortGroupSpec: its policy is that of the switch. */
export function portGroupSpec(
  owner: Vswitch,
  { name, vlanId }: Vswitch["portGroups"][number],
): DataObject {
  return {
    $type: "HostPortGroupSpec",
    name,
    vlanId,
    vswitchName: owner.name,
    policy: { $type: "HostNetworkPolicy" },
  };
}

/** HostVirtualNicSpec. */
export function virtualNicSpec(networking: HostNetworking): DataObject {
  return {
    $type: "HostVirtualNicSpec",
    ip: {
      $type: "HostIpConfig",
      dhcp: false,
      ipAddress: networking.managementIp,
      subnetMask: "255.255.255.0",
    },
    // The first interface has the address of the first NIC.
    mac: networking.nics[0]?.mac,
    portgroup: managementGroup(networking),
    mtu: 1500,
    tsoEnabled: true,
    netStackInstanceKey: "defaultTcpipStack",
  };
}

/** HostNetworkPolicy with all that a switch decides. */
export function networkPolicy(nics: readonly string[]): DataObject {
  return {
    $type: "HostNetworkPolicy",
    security: {
      $type: "HostNetworkSecurityPolicy",
      allowPromiscuous: false,
      macChanges: false,
      forgedTransmits: false,
    },
    nicTeaming: {
      $type: "HostNicTeamingPolicy",
      policy: "loadbalance_srcid",
      reversePolicy: true,
      notifySwitches: true,
      rollingOrder: false,
      failureCriteria: {
        $type: "HostNicFailureCriteria",
        checkSpeed: "minimum",
        speed: 10,
        checkDuplex: false,
        fullDuplex: false,
        checkErrorPercent: false,
        percentage: 0,
        checkBeacon: false,
      },
      nicOrder: { $type: "HostNicOrderPolicy", activeNic: nics },
    },
    offloadPolicy: {
      $type: "HostNetOffloadCapabilities",
      csumOffload: true,
      tcpSegmentation: true,
      zeroCopyXmit: true,
    },
    shapingPolicy: { $type: "HostNetworkTrafficShapingPolicy", enabled: false },
  };
}

/** The port group that the host itself is in. */
export function managementGroup({ switches }: HostNetworking): string {
  const names = switches.flatMap(({ portGroups }) => portGroups.map(({ name }) => name));
  return names.find((name) => name === "Management Network") ?? names[0] ?? "Management Network";
}
