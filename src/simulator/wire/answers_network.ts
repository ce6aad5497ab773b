import type { WireTable } from "../../soap/encode.ts";

/** Networks and distributed switches. */
export const NETWORK_ANSWERS: WireTable["types"] = {
  NetworkSummary: ["", "network:ref? name accessible:boolean ipPoolName ipPoolId:int?"],
  OpaqueNetworkSummary: ["NetworkSummary", "opaqueNetworkId opaqueNetworkType"],
  DVPortgroupConfigInfo: [
    "",
    `key name numPorts:int distributedVirtualSwitch:ref? defaultPortConfig:DVPortSetting? description? type
    backingType? policy:DVPortgroupPolicy portNameFormat? scope:ref[]?
    vendorSpecificConfig:DistributedVirtualSwitchKeyedOpaqueBlob[]? configVersion? autoExpand:boolean?
    vmVnicNetworkResourcePoolKey? uplink:boolean? transportZoneUuid? transportZoneName? logicalSwitchUuid?
    segmentId?`,
  ],
  DVSConfigInfo: [
    "",
    `uuid name numStandalonePorts:int numPorts:int maxPorts:int uplinkPortPolicy:DVSUplinkPortPolicy
    uplinkPortgroup:ref[]? defaultPortConfig:DVPortSetting host:DistributedVirtualSwitchHostMember[]?
    productInfo:DistributedVirtualSwitchProductSpec targetInfo:DistributedVirtualSwitchProductSpec?
    extensionKey? vendorSpecificConfig:DistributedVirtualSwitchKeyedOpaqueBlob[]? policy:DVSPolicy?
    description? configVersion contact:DVSContactInfo switchIpAddress? createTime:dateTime
    networkResourceManagementEnabled:boolean defaultProxySwitchMaxNumPorts:int?
    healthCheckConfig:DVSHealthCheckConfig[]?
    infrastructureTrafficResourceConfig:DvsHostInfrastructureTrafficResource[]?
    netResourcePoolTrafficResourceConfig:DvsHostInfrastructureTrafficResource[]?
    networkResourceControlVersion? vmVnicNetworkResourcePool:DVSVmVnicNetworkResourcePool[]?
    pnicCapacityRatioForReservation:int?`,
  ],
  VMwareDVSConfigInfo: [
    "DVSConfigInfo",
    `vspanSession:VMwareVspanSession[]? pvlanConfig:VMwareDVSPvlanMapEntry[]? maxMtu:int
    linkDiscoveryProtocolConfig:LinkDiscoveryProtocolConfig? ipfixConfig:VMwareIpfixConfig?
    lacpGroupConfig:VMwareDvsLacpGroupConfig[]? lacpApiVersion? multicastFilteringMode?
    networkOffloadSpecId?@8.0.0.1
    networkOffloadConfig:VmwareDistributedVirtualSwitchNetworkOffloadConfig?@8.0.3.0
    realTimeConfig:VmwareDistributedVirtualSwitchRealTimeConfig?@8.0.3.1`,
  ],
  DVSSummary: [
    "",
    `name uuid numPorts:int productInfo:DistributedVirtualSwitchProductSpec? hostMember:ref[]? vm:ref[]?
    host:ref[]? portgroupName[]? description? contact:DVSContactInfo? numHosts:int?`,
  ],
  DistributedVirtualSwitchProductSpec: [
    "",
    "name? vendor? version? build? forwardingClass? bundleId? bundleUrl?",
  ],
  DVSContactInfo: ["", "name? contact?"],
  DVSPolicy: [
    "",
    "autoPreInstallAllowed:boolean? autoUpgradeAllowed:boolean? partialUpgradeAllowed:boolean?",
  ],
  DVSUplinkPortPolicy: ["", ""],
  DVSNameArrayUplinkPortPolicy: ["DVSUplinkPortPolicy", "uplinkPortName[]"],
  DistributedVirtualSwitchHostMember: [
    "",
    `runtimeState:DistributedVirtualSwitchHostMemberRuntimeState?
    config:DistributedVirtualSwitchHostMemberConfigInfo productInfo:DistributedVirtualSwitchProductSpec?
    uplinkPortKey[]? status statusDetail?`,
  ],
  DistributedVirtualSwitchHostMemberConfigInfo: [
    "",
    `host:ref? maxProxySwitchPorts:int vendorSpecificConfig:DistributedVirtualSwitchKeyedOpaqueBlob[]?
    backing:DistributedVirtualSwitchHostMemberBacking nsxSwitch:boolean? ensEnabled:boolean?
    ensInterruptEnabled:boolean? transportZones:DistributedVirtualSwitchHostMemberTransportZoneInfo[]?
    nsxtUsedUplinkNames[]? networkOffloadingEnabled:boolean?@8.0.0.1`,
  ],
  DistributedVirtualSwitchHostMemberRuntimeState: ["", "currentMaxProxySwitchPorts:int"],
  DistributedVirtualSwitchHostMemberBacking: ["", ""],
  DistributedVirtualSwitchHostMemberPnicBacking: [
    "DistributedVirtualSwitchHostMemberBacking",
    "pnicSpec:DistributedVirtualSwitchHostMemberPnicSpec[]?",
  ],
  DistributedVirtualSwitchHostMemberPnicSpec: [
    "",
    "pnicDevice uplinkPortKey? uplinkPortgroupKey? connectionCookie:int?",
  ],
};
