import type { WireTable } from "../../soap/encode.ts";

/** Hosts, their networks and services; pools, clusters and distributed portgroups. */
export const HOST_TYPES: WireTable["types"] = {
  HostMaintenanceSpec: ["", "purpose?@7.0"],
  HostPortGroupSpec: ["", "name vlanId vswitchName policy:HostNetworkPolicy"],
  HostVirtualSwitchSpec: ["", "numPorts bridge:HostVirtualSwitchBridge? policy:HostNetworkPolicy? mtu?"],
  HostVirtualSwitchBridge: ["", "!"],
  HostVirtualSwitchBondBridge: [
    "HostVirtualSwitchBridge",
    `nicDevice[] beacon:HostVirtualSwitchBeaconConfig?
    linkDiscoveryProtocolConfig:LinkDiscoveryProtocolConfig?`,
  ],
  HostVirtualSwitchSimpleBridge: ["HostVirtualSwitchBridge", "nicDevice"],
  HostVirtualSwitchAutoBridge: ["HostVirtualSwitchBridge", "excludedNicDevice[]?"],
  HostVirtualSwitchBeaconConfig: ["", "interval"],
  LinkDiscoveryProtocolConfig: ["", "protocol operation"],
  HostNetworkPolicy: [
    "",
    `security:HostNetworkSecurityPolicy? nicTeaming:HostNicTeamingPolicy?
    offloadPolicy:HostNetOffloadCapabilities? shapingPolicy:HostNetworkTrafficShapingPolicy?`,
  ],
  HostNetworkSecurityPolicy: ["", "allowPromiscuous? macChanges? forgedTransmits?"],
  HostNicTeamingPolicy: [
    "",
    `policy? reversePolicy? notifySwitches? rollingOrder? failureCriteria:HostNicFailureCriteria?
    nicOrder:HostNicOrderPolicy?`,
  ],
  HostNicFailureCriteria: [
    "",
    "checkSpeed? speed? checkDuplex? fullDuplex? checkErrorPercent? percentage? checkBeacon?",
  ],
  HostNicOrderPolicy: ["", "activeNic[]? standbyNic[]?"],
  HostNetOffloadCapabilities: ["", "csumOffload? tcpSegmentation? zeroCopyXmit?"],
  HostNetworkTrafficShapingPolicy: ["", "enabled? averageBandwidth? peakBandwidth? burstSize?"],
  HostVirtualNicSpec: [
    "",
    `ip:HostIpConfig? mac? distributedVirtualPort:DistributedVirtualSwitchPortConnection? portgroup? mtu?
    tsoEnabled? netStackInstanceKey? externalId? pinnedPnic? systemOwned?@7.0 dpuId?@8.0.0.1`,
  ],
  HostIpConfig: ["", "dhcp ipAddress? subnetMask? ipV6Config:HostIpConfigIpV6AddressConfiguration?"],
  HostIpConfigIpV6AddressConfiguration: [
    "",
    "ipV6Address:HostIpConfigIpV6Address[]? autoConfigurationEnabled? dhcpV6Enabled?",
  ],
  HostIpConfigIpV6Address: ["", "ipAddress prefixLength origin? dadState? lifetime? operation?"],
  HostDateTimeConfig: [
    "",
    `timeZone? ntpConfig:HostNtpConfig? protocol?@7.0.3 enabled?@7.0.3 disableEvents?@7.0.3
    disableFallback?@7.0.3 resetToFactoryDefaults?@7.0.3`,
  ],
  HostNtpConfig: ["", "server[]? configFile[]?"],
  ResourceConfigSpec: [
    "",
    `entity:ref? changeVersion? lastModified? cpuAllocation:ResourceAllocationInfo
    memoryAllocation:ResourceAllocationInfo scaleDescendantsShares?@7.0`,
  ],
  ComputeResourceConfigSpec: [
    "",
    `vmSwapPlacement? spbmEnabled? defaultHardwareVersionKey? maximumHardwareVersionKey?@7.0.2
    enableConfigManager?@7.0.3.1`,
  ],
  ClusterConfigSpecEx: [
    "ComputeResourceConfigSpec",
    `dasConfig:ClusterDasConfigInfo? drsConfig:ClusterDrsConfigInfo?
    drsVmConfigSpec:ClusterDrsVmConfigSpec[]? rulesSpec:ClusterRuleSpec[]? groupSpec:ClusterGroupSpec[]?
    inHciWorkflow?@6.7.1`,
  ],
  ClusterDrsConfigInfo: [
    "",
    `enabled? enableVmBehaviorOverrides? defaultVmBehavior? vmotionRate? scaleDescendantsShares?@7.0
    option:OptionValue[]?`,
  ],
  ClusterDasConfigInfo: [
    "",
    `enabled? vmMonitoring? hostMonitoring? vmComponentProtecting? failoverLevel? admissionControlEnabled?
    option:OptionValue[]? heartbeatDatastore:ref[]? hBDatastoreCandidatePolicy?`,
  ],
  ClusterRuleSpec: ["ArrayUpdateSpec", "info:ClusterRuleInfo?"],
  ClusterRuleInfo: ["", "! key? status? enabled? name? mandatory? userCreated? inCompliance? ruleUuid?"],
  ClusterAffinityRuleSpec: ["ClusterRuleInfo", "vm:ref[]"],
  ClusterAntiAffinityRuleSpec: ["ClusterRuleInfo", "vm:ref[]"],
  ClusterVmHostRuleInfo: ["ClusterRuleInfo", "vmGroupName? affineHostGroupName? antiAffineHostGroupName?"],
  ClusterGroupSpec: ["ArrayUpdateSpec", "info:ClusterGroupInfo?"],
  ClusterGroupInfo: ["", "! name userCreated? uniqueID?"],
  ClusterVmGroup: ["ClusterGroupInfo", "vm:ref[]?"],
  ClusterHostGroup: ["ClusterGroupInfo", "host:ref[]?"],
  ClusterDrsVmConfigSpec: ["ArrayUpdateSpec", "info:ClusterDrsVmConfigInfo?"],
  ClusterDrsVmConfigInfo: ["", "key:ref enabled? behavior?"],
  PlacementSpec: [
    "",
    `priority? vm:ref? configSpec:VirtualMachineConfigSpec? relocateSpec:VirtualMachineRelocateSpec?
    hosts:ref[]? datastores:ref[]? storagePods:ref[]? disallowPrerequisiteMoves? rules:ClusterRuleInfo[]?
    key? placementType? cloneSpec:VirtualMachineCloneSpec? cloneName?`,
  ],
  DVPortgroupConfigSpec: [
    "",
    `configVersion? name? numPorts? portNameFormat? defaultPortConfig:DVPortSetting? description? type?
    backingType?@7.0 scope:ref[]? policy:DVPortgroupPolicy? autoExpand? vmVnicNetworkResourcePoolKey?
    transportZoneUuid?@7.0 transportZoneName?@7.0 logicalSwitchUuid?@7.0 segmentId?@7.0`,
  ],
  DVPortgroupPolicy: [
    "",
    `blockOverrideAllowed shapingOverrideAllowed vendorConfigOverrideAllowed livePortMovingAllowed
    portConfigResetAtDisconnect networkResourcePoolOverrideAllowed? trafficFilterOverrideAllowed?`,
  ],
  VMwareDVSPortgroupPolicy: [
    "DVPortgroupPolicy",
    `vlanOverrideAllowed uplinkTeamingOverrideAllowed securityPolicyOverrideAllowed ipfixOverrideAllowed?
    macManagementOverrideAllowed?@6.7.1`,
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
  InheritablePolicy: ["", "! inherited"],
  BoolPolicy: ["InheritablePolicy", "value?"],
  IntPolicy: ["InheritablePolicy", "value?"],
  StringPolicy: ["InheritablePolicy", "value?"],
  VmwareDistributedVirtualSwitchVlanSpec: ["InheritablePolicy", "!"],
  VmwareDistributedVirtualSwitchVlanIdSpec: ["VmwareDistributedVirtualSwitchVlanSpec", "vlanId"],
  VmwareDistributedVirtualSwitchTrunkVlanSpec: [
    "VmwareDistributedVirtualSwitchVlanSpec",
    "vlanId:NumericRange[]?",
  ],
  VmwareDistributedVirtualSwitchPvlanSpec: ["VmwareDistributedVirtualSwitchVlanSpec", "pvlanId"],
  NumericRange: ["", "start end"],
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
