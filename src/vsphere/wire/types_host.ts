import type { WireTable } from "../../soap/encode.ts";

/** Hosts, their networks and services; pools, clusters and distributed portgroups. */
export const HOST_TYPES: WireTable["types"] = {
  HostMaintenanceSpec: ["", "purpose?@7.0"],
  HostPortGroupSpec: ["", "name vlanId:int vswitchName policy:HostNetworkPolicy"],
  HostVirtualSwitchSpec: [
    "",
    "numPorts:int bridge:HostVirtualSwitchBridge? policy:HostNetworkPolicy? mtu:int?",
  ],
  HostVirtualSwitchBridge: ["", "!"],
  HostVirtualSwitchBondBridge: [
    "HostVirtualSwitchBridge",
    `nicDevice[] beacon:HostVirtualSwitchBeaconConfig?
    linkDiscoveryProtocolConfig:LinkDiscoveryProtocolConfig?`,
  ],
  HostVirtualSwitchSimpleBridge: ["HostVirtualSwitchBridge", "nicDevice"],
  HostVirtualSwitchAutoBridge: ["HostVirtualSwitchBridge", "excludedNicDevice[]?"],
  HostVirtualSwitchBeaconConfig: ["", "interval:int"],
  LinkDiscoveryProtocolConfig: ["", "protocol operation"],
  HostNetworkPolicy: [
    "",
    `security:HostNetworkSecurityPolicy? nicTeaming:HostNicTeamingPolicy?
    offloadPolicy:HostNetOffloadCapabilities? shapingPolicy:HostNetworkTrafficShapingPolicy?`,
  ],
  HostNetworkSecurityPolicy: ["", "allowPromiscuous:boolean? macChanges:boolean? forgedTransmits:boolean?"],
  HostNicTeamingPolicy: [
    "",
    `policy? reversePolicy:boolean? notifySwitches:boolean? rollingOrder:boolean?
    failureCriteria:HostNicFailureCriteria? nicOrder:HostNicOrderPolicy?`,
  ],
  HostNicFailureCriteria: [
    "",
    `checkSpeed? speed:int? checkDuplex:boolean? fullDuplex:boolean? checkErrorPercent:boolean?
    percentage:int? checkBeacon:boolean?`,
  ],
  HostNicOrderPolicy: ["", "activeNic[]? standbyNic[]?"],
  HostNetOffloadCapabilities: ["", "csumOffload:boolean? tcpSegmentation:boolean? zeroCopyXmit:boolean?"],
  HostNetworkTrafficShapingPolicy: [
    "",
    "enabled:boolean? averageBandwidth:long? peakBandwidth:long? burstSize:long?",
  ],
  HostVirtualNicSpec: [
    "",
    `ip:HostIpConfig? mac? distributedVirtualPort:DistributedVirtualSwitchPortConnection? portgroup? mtu:int?
    tsoEnabled:boolean? netStackInstanceKey? externalId? pinnedPnic? systemOwned:boolean?@7.0 dpuId?@8.0.0.1`,
  ],
  HostIpConfig: ["", "dhcp:boolean ipAddress? subnetMask? ipV6Config:HostIpConfigIpV6AddressConfiguration?"],
  HostIpConfigIpV6AddressConfiguration: [
    "",
    "ipV6Address:HostIpConfigIpV6Address[]? autoConfigurationEnabled:boolean? dhcpV6Enabled:boolean?",
  ],
  HostIpConfigIpV6Address: ["", "ipAddress prefixLength:int origin? dadState? lifetime:dateTime? operation?"],
  HostDateTimeConfig: [
    "",
    `timeZone? ntpConfig:HostNtpConfig? protocol?@7.0.3 enabled:boolean?@7.0.3 disableEvents:boolean?@7.0.3
    disableFallback:boolean?@7.0.3 resetToFactoryDefaults:boolean?@7.0.3`,
  ],
  HostNtpConfig: ["", "server[]? configFile[]?"],
  ResourceConfigSpec: [
    "",
    `entity:ref? changeVersion? lastModified:dateTime? cpuAllocation:ResourceAllocationInfo
    memoryAllocation:ResourceAllocationInfo scaleDescendantsShares?@7.0`,
  ],
  ComputeResourceConfigSpec: [
    "",
    `vmSwapPlacement? spbmEnabled:boolean? defaultHardwareVersionKey? maximumHardwareVersionKey?@7.0.2
    enableConfigManager:boolean?@7.0.3.1`,
  ],
  ClusterConfigSpecEx: [
    "ComputeResourceConfigSpec",
    `dasConfig:ClusterDasConfigInfo? drsConfig:ClusterDrsConfigInfo?
    drsVmConfigSpec:ClusterDrsVmConfigSpec[]? rulesSpec:ClusterRuleSpec[]? groupSpec:ClusterGroupSpec[]?
    inHciWorkflow:boolean?@6.7.1`,
  ],
  ClusterDrsConfigInfo: [
    "",
    `enabled:boolean? enableVmBehaviorOverrides:boolean? defaultVmBehavior:=DrsBehavior? vmotionRate:int?
    scaleDescendantsShares?@7.0 option:OptionValue[]?`,
  ],
  ClusterDasConfigInfo: [
    "",
    `enabled:boolean? vmMonitoring? hostMonitoring? vmComponentProtecting? failoverLevel:int?
    admissionControlEnabled:boolean? option:OptionValue[]? heartbeatDatastore:ref[]?
    hBDatastoreCandidatePolicy?`,
  ],
  ClusterRuleSpec: ["ArrayUpdateSpec", "info:ClusterRuleInfo?"],
  ClusterRuleInfo: [
    "",
    `! key:int? status:=ManagedEntityStatus? enabled:boolean? name? mandatory:boolean? userCreated:boolean?
    inCompliance:boolean? ruleUuid?`,
  ],
  ClusterAffinityRuleSpec: ["ClusterRuleInfo", "vm:ref[]"],
  ClusterAntiAffinityRuleSpec: ["ClusterRuleInfo", "vm:ref[]"],
  ClusterVmHostRuleInfo: ["ClusterRuleInfo", "vmGroupName? affineHostGroupName? antiAffineHostGroupName?"],
  ClusterGroupSpec: ["ArrayUpdateSpec", "info:ClusterGroupInfo?"],
  ClusterGroupInfo: ["", "! name userCreated:boolean? uniqueID?"],
  ClusterVmGroup: ["ClusterGroupInfo", "vm:ref[]?"],
  ClusterHostGroup: ["ClusterGroupInfo", "host:ref[]?"],
  ClusterDrsVmConfigSpec: ["ArrayUpdateSpec", "info:ClusterDrsVmConfigInfo?"],
  ClusterDrsVmConfigInfo: ["", "key:ref enabled:boolean? behavior:=DrsBehavior?"],
  PlacementSpec: [
    "",
    `priority:=VirtualMachineMovePriority? vm:ref? configSpec:VirtualMachineConfigSpec?
    relocateSpec:VirtualMachineRelocateSpec? hosts:ref[]? datastores:ref[]? storagePods:ref[]?
    disallowPrerequisiteMoves:boolean? rules:ClusterRuleInfo[]? key? placementType?
    cloneSpec:VirtualMachineCloneSpec? cloneName?`,
  ],
  DVPortgroupConfigSpec: [
    "",
    `configVersion? name? numPorts:int? portNameFormat? defaultPortConfig:DVPortSetting? description? type?
    backingType?@7.0 scope:ref[]? policy:DVPortgroupPolicy? autoExpand:boolean?
    vmVnicNetworkResourcePoolKey? transportZoneUuid?@7.0 transportZoneName?@7.0 logicalSwitchUuid?@7.0
    segmentId?@7.0`,
  ],
  DVPortgroupPolicy: [
    "",
    `blockOverrideAllowed:boolean shapingOverrideAllowed:boolean vendorConfigOverrideAllowed:boolean
    livePortMovingAllowed:boolean portConfigResetAtDisconnect:boolean
    networkResourcePoolOverrideAllowed:boolean? trafficFilterOverrideAllowed:boolean?`,
  ],
  VMwareDVSPortgroupPolicy: [
    "DVPortgroupPolicy",
    `vlanOverrideAllowed:boolean uplinkTeamingOverrideAllowed:boolean securityPolicyOverrideAllowed:boolean
    ipfixOverrideAllowed:boolean? macManagementOverrideAllowed:boolean?@6.7.1`,
  ],
  DVPortSetting: [
    "",
    "! blocked:BoolPolicy? vmDirectPathGen2Allowed:BoolPolicy? networkResourcePoolKey:StringPolicy?",
  ],
  VMwareDVSPortSetting: [
    "DVPortSetting",
    `vlan:VmwareDistributedVirtualSwitchVlanSpec? qosTag:IntPolicy?
    uplinkTeamingPolicy:VmwareUplinkPortTeamingPolicy? securityPolicy:DVSSecurityPolicy?
    ipfixEnabled:BoolPolicy? txUplink:BoolPolicy? VNI:IntPolicy?@7.0`,
  ],
  InheritablePolicy: ["", "! inherited:boolean"],
  BoolPolicy: ["InheritablePolicy", "value:boolean?"],
  IntPolicy: ["InheritablePolicy", "value:int?"],
  StringPolicy: ["InheritablePolicy", "value?"],
  VmwareDistributedVirtualSwitchVlanSpec: ["InheritablePolicy", "!"],
  VmwareDistributedVirtualSwitchVlanIdSpec: ["VmwareDistributedVirtualSwitchVlanSpec", "vlanId:int"],
  VmwareDistributedVirtualSwitchTrunkVlanSpec: [
    "VmwareDistributedVirtualSwitchVlanSpec",
    "vlanId:NumericRange[]?",
  ],
  VmwareDistributedVirtualSwitchPvlanSpec: ["VmwareDistributedVirtualSwitchVlanSpec", "pvlanId:int"],
  NumericRange: ["", "start:int end:int"],
  DVSSecurityPolicy: [
    "InheritablePolicy",
    "allowPromiscuous:BoolPolicy? macChanges:BoolPolicy? forgedTransmits:BoolPolicy?",
  ],
  VmwareUplinkPortTeamingPolicy: [
    "InheritablePolicy",
    `policy:StringPolicy? reversePolicy:BoolPolicy? notifySwitches:BoolPolicy? rollingOrder:BoolPolicy?
    failureCriteria:DVSFailureCriteria? uplinkPortOrder:VMwareUplinkPortOrderPolicy?`,
  ],
  VMwareUplinkPortOrderPolicy: ["InheritablePolicy", "activeUplinkPort[]? standbyUplinkPort[]?"],
  DVSFailureCriteria: [
    "InheritablePolicy",
    `checkSpeed:StringPolicy? speed:IntPolicy? checkDuplex:BoolPolicy? fullDuplex:BoolPolicy?
    checkErrorPercent:BoolPolicy? percentage:IntPolicy? checkBeacon:BoolPolicy?`,
  ],
};
