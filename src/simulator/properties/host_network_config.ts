import type { DataObject } from "../core/value.ts";
import type { Host } from "../world/host.ts";
import { dnsConfig, ipRouteConfig, virtualNic } from "./host_network.ts";
import { managementGroup, portGroupSpec, virtualNicSpec, vswitchSpec } from "./host_network_specs.ts";

/** Services that a network interface of the host can carry. */
const NIC_TYPES = [
  "management",
  "vmotion",
  "vSphereProvisioning",
  "faultToleranceLogging",
  "vSphereReplication",
];

/** HostNetworkConfig: what HostNetworkInfo says, as one would set it. */
export function networkConfig(host: Host): DataObject {
  const { networking } = host;
  const { switches, nics } = networking;
  return {
    $type: "HostNetworkConfig",
    vswitch: switches.map((owner) => (
      { $type: "HostVirtualSwitchConfig", name: owner.name, spec: vswitchSpec(owner) }
    )),
    portgroup: switches.flatMap((owner) =>
      owner.portGroups.map((group) => ({ $type: "HostPortGroupConfig", spec: portGroupSpec(owner, group) }))
    ),
    pnic: nics.map(({ device }) => ({
      $type: "PhysicalNicConfig",
      device,
      spec: { $type: "PhysicalNicSpec" },
    })),
    vnic: [{
      $type: "HostVirtualNicConfig",
      device: "vmk0",
      portgroup: managementGroup(networking),
      spec: virtualNicSpec(networking),
    }],
    dnsConfig: dnsConfig(host),
    ipRouteConfig: ipRouteConfig(host),
    ipV6Enabled: false,
  };
}

/** HostVirtualNicManagerInfo: vMotion is there only under vCenter Server. */
export function virtualNicManagerInfo(
  { networking }: Host,
  { isVcenter }: { readonly isVcenter: boolean },
): DataObject {
  return {
    $type: "HostVirtualNicManagerInfo",
    netConfig: NIC_TYPES.map((nicType) => {
      const isSelected = nicType === "management" || nicType === "vmotion" && isVcenter;
      return {
        $type: "VirtualNicManagerNetConfig",
        nicType,
        multiSelectAllowed: true,
        candidateVnic: [virtualNic(networking, `${nicType}.`)],
        selectedVnic: isSelected ? [`${nicType}.key-vim.host.VirtualNic-vmk0`] : [],
      };
    }),
  };
}
