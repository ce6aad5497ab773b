import type { DataObject } from "../core/value.ts";
import type { Host, HostNetworking } from "../world/host.ts";
import type { DistributedSwitch } from "../world/network.ts";
import { nicPciId } from "./host_hardware.ts";
import {
  managementGroup,
  networkPolicy,
  portGroupSpec,
  virtualNicSpec,
  vswitchSpec,
} from "./host_network_specs.ts";
import { uplinkPortKeys } from "./port_group.ts";

type Nic = HostNetworking["nics"][number];
type Vswitch = HostNetworking["switches"][number];

/** A switch has as many ports; some of them are its own. */
const VSWITCH_PORTS = 2560;
const OWN_PORTS = 8;

/** HostNetworkInfo. */
export function networkInfo(host: Host): DataObject {
  const { networking } = host;
  const { switches, nics } = networking;
  return {
    $type: "HostNetworkInfo",
    vswitch: switches.map(vswitch),
    proxySwitch: distributedSwitches(host).map((home) => proxySwitch(host, home)),
    portgroup: switches.flatMap((owner) => portGroups(owner, host)),
    pnic: nics.map(physicalNic),
    vnic: [virtualNic(networking)],
    dnsConfig: dnsConfig(host),
    ipRouteConfig: ipRouteConfig(host),
    ipV6Enabled: false,
    atBootIpV6Enabled: false,
  };
}

/** HostVirtualNic of the interface that the host is managed by. */
export function virtualNic(networking: HostNetworking, keyPrefix = ""): DataObject {
  const spec = virtualNicSpec(networking);
  return {
    $type: "HostVirtualNic",
    device: "vmk0",
    key: `${keyPrefix}key-vim.host.VirtualNic-vmk0`,
    portgroup: managementGroup(networking),
    spec,
    port: MANAGEMENT_PORT,
  };
}

/** HostDnsConfig. */
export function dnsConfig({ name }: Host): DataObject {
  const [hostName = "localhost", ...domain] = /^[\d.]+$/.test(name) ? [] : name.split(".");
  const domainName = domain.join(".");
  return {
    $type: "HostDnsConfig",
    dhcp: false,
    hostName,
    domainName,
    address: ["10.10.0.2", "10.10.0.3"],
    searchDomain: domainName === "" ? [] : [domainName],
  };
}

/** HostIpRouteConfig. */
export function ipRouteConfig({ networking }: Host): DataObject {
  return {
    $type: "HostIpRouteConfig",
    defaultGateway: networking.managementIp.replace(/\d+$/, "1"),
    gatewayDevice: "vmk0",
  };
}

/** The distributed switches that a host is part of. */
function distributedSwitches({ networks }: Host): readonly DistributedSwitch[] {
  const homes = new Set<DistributedSwitch>();
  for (const { distributed } of networks) if (distributed !== undefined) homes.add(distributed.home);
  return [...homes];
}

/** The NICs that carry a distributed switch: those that no switch of the host's own has, shared out in turn. */
function uplinkNics(host: Host, home: DistributedSwitch): readonly string[] {
  const { nics, switches } = host.networking;
  const taken = new Set(switches.flatMap((owner) => owner.nics));
  const homes = distributedSwitches(host);
  const turn = homes.indexOf(home);
  return nics.map(({ device }) => device).filter((device) => !taken.has(device))
    .filter((_, at) => at % homes.length === turn);
}

/** DistributedVirtualSwitchHostMemberPnicBacking: which NIC stands behind which uplink. */
export function uplinkBacking(host: Host, home: DistributedSwitch): DataObject {
  const keys = uplinkPortKeys(home, host);
  const uplinks = [...home.portGroups].find(({ distributed }) => distributed?.isUplink);
  return {
    $type: "DistributedVirtualSwitchHostMemberPnicBacking",
    pnicSpec: uplinkNics(host, home).map((pnicDevice, at) => ({
      $type: "DistributedVirtualSwitchHostMemberPnicSpec",
      pnicDevice,
      uplinkPortKey: keys[at],
      uplinkPortgroupKey: uplinks?.ref.value,
    })),
  };
}

const MANAGEMENT_PORT = "key-vim.host.PortGroup.Port-33554436";

function vswitch(owner: Vswitch): DataObject {
  const { name, mtu, portGroups, nics } = owner;
  return {
    $type: "HostVirtualSwitch",
    name,
    key: `key-vim.host.VirtualSwitch-${name}`,
    numPorts: VSWITCH_PORTS,
    numPortsAvailable: VSWITCH_PORTS - OWN_PORTS - nics.length,
    mtu,
    portgroup: portGroups.map((group) => `key-vim.host.PortGroup-${group.name}`),
    pnic: nics.map(nicKey),
    spec: vswitchSpec(owner),
  };
}

function proxySwitch(host: Host, home: DistributedSwitch): DataObject {
  const nics = uplinkNics(host, home);
  return {
    $type: "HostProxySwitch",
    dvsUuid: home.uuid,
    dvsName: home.name,
    key: `key-vim.host.HostProxySwitch-${home.uuid}`,
    numPorts: VSWITCH_PORTS,
    configNumPorts: 512,
    numPortsAvailable: VSWITCH_PORTS - OWN_PORTS - nics.length,
    uplinkPort: uplinkPortKeys(home, host).map((key, at) => (
      { $type: "KeyValue", key, value: `Uplink ${at + 1}` }
    )),
    mtu: 1500,
    pnic: nics.map(nicKey),
    spec: { $type: "HostProxySwitchSpec", backing: uplinkBacking(host, home) },
    networkReservationSupported: true,
  };
}

function portGroups(owner: Vswitch, { networking }: Host): readonly DataObject[] {
  return owner.portGroups.map((group) => ({
    $type: "HostPortGroup",
    key: `key-vim.host.PortGroup-${group.name}`,
    port: group.name === managementGroup(networking)
      ? [{
        $type: "HostPortGroupPort",
        key: MANAGEMENT_PORT,
        mac: networking.nics.slice(0, 1).map(({ mac }) => mac),
        type: "host",
      }]
      : [],
    vswitch: `key-vim.host.VirtualSwitch-${owner.name}`,
    computedPolicy: networkPolicy(owner.nics),
    spec: portGroupSpec(owner, group),
  }));
}

function physicalNic({ device, mac, speedMbit }: Nic, at: number): DataObject {
  const link = (speedMb: number) => ({ $type: "PhysicalNicLinkInfo", speedMb, duplex: true });
  return {
    $type: "PhysicalNic",
    key: nicKey(device),
    device,
    pci: nicPciId(at),
    driver: "bnxtnet",
    driverVersion: "230.0.121.0",
    // A NIC without a link has no speed.
    linkSpeed: speedMbit === 0 ? undefined : link(speedMbit),
    validLinkSpecification: speedMbit === 0 ? [] : [link(speedMbit)],
    spec: { $type: "PhysicalNicSpec" },
    wakeOnLanSupported: false,
    mac,
    vmDirectPathGen2Supported: false,
    resourcePoolSchedulerAllowed: true,
    autoNegotiateSupported: true,
  };
}

function nicKey(device: string): string {
  return `key-vim.host.PhysicalNic-${device}`;
}
