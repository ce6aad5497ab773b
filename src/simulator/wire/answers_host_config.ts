import type { WireTable } from "../../soap/encode.ts";

/** Hosts: configuration of network and storage. */
export const HOST_CONFIG_ANSWERS: WireTable["types"] = {
  HostConfigInfo: [
    "",
    `host:ref product:AboutInfo deploymentInfo:HostDeploymentInfo? hyperThread:HostHyperThreadScheduleInfo?
    cpuScheduler:HostCpuSchedulerInfo?@8.0.3.0 consoleReservation:ServiceConsoleReservationInfo?
    virtualMachineReservation:VirtualMachineMemoryReservationInfo? storageDevice:HostStorageDeviceInfo?
    multipathState:HostMultipathStateInfo? fileSystemVolume:HostFileSystemVolumeInfo? systemFile[]?
    network:HostNetworkInfo? vmotion:HostVMotionInfo? virtualNicManagerInfo:HostVirtualNicManagerInfo?
    capabilities:HostNetCapabilities? datastoreCapabilities:HostDatastoreSystemCapabilities?
    offloadCapabilities:HostNetOffloadCapabilities? service:HostServiceInfo? firewall:HostFirewallInfo?
    autoStart:HostAutoStartManagerConfig? activeDiagnosticPartition:HostDiagnosticPartition?
    option:OptionValue[]? optionDef:OptionDef[]? datastorePrincipal? localSwapDatastore:ref?
    systemSwapConfiguration:HostSystemSwapConfiguration? systemResources:HostSystemResourceInfo?
    dateTimeInfo:HostDateTimeInfo? flags:HostFlagInfo? adminDisabled:boolean?
    lockdownMode:=HostLockdownMode? ipmi:HostIpmiInfo? sslThumbprintInfo:HostSslThumbprintInfo?
    sslThumbprintData:HostSslThumbprintInfo[]? certificate:base64Binary?
    pciPassthruInfo:HostPciPassthruInfo[]? authenticationManagerInfo:HostAuthenticationManagerInfo?
    featureVersion:HostFeatureVersionInfo[]? powerSystemCapability:PowerSystemCapability?
    powerSystemInfo:PowerSystemInfo? cacheConfigurationInfo:HostCacheConfigurationInfo[]?
    wakeOnLanCapable:boolean? featureCapability:HostFeatureCapability[]?
    maskedFeatureCapability:HostFeatureCapability[]? vFlashConfigInfo:HostVFlashManagerVFlashConfigInfo?
    vsanHostConfig:VsanHostConfigInfo? domainList[]? scriptCheckSum:byte[]? hostConfigCheckSum:byte[]?
    descriptionTreeCheckSum:byte[]? graphicsInfo:HostGraphicsInfo[]? sharedPassthruGpuTypes[]?
    graphicsConfig:HostGraphicsConfig? sharedGpuCapabilities:HostSharedGpuCapabilities[]?
    ioFilterInfo:HostIoFilterInfo[]? sriovDevicePool:HostSriovDevicePoolInfo[]?
    assignableHardwareBinding:HostAssignableHardwareBinding[]?
    assignableHardwareConfig:HostAssignableHardwareConfig?`,
  ],
  HostNetworkInfo: [
    "",
    `vswitch:HostVirtualSwitch[]? proxySwitch:HostProxySwitch[]? portgroup:HostPortGroup[]?
    pnic:PhysicalNic[]? rdmaDevice:HostRdmaDevice[]? vnic:HostVirtualNic[]? consoleVnic:HostVirtualNic[]?
    dnsConfig:HostDnsConfig? ipRouteConfig:HostIpRouteConfig? consoleIpRouteConfig:HostIpRouteConfig?
    routeTableInfo:HostIpRouteTableInfo? dhcp:HostDhcpService[]? nat:HostNatService[]? ipV6Enabled:boolean?
    atBootIpV6Enabled:boolean? netStackInstance:HostNetStackInstance[]? opaqueSwitch:HostOpaqueSwitch[]?
    opaqueNetwork:HostOpaqueNetworkInfo[]? nsxTransportNodeId? nvdsToVdsMigrationRequired:boolean?@7.0.2.0
    migrationStatus?@7.0.2.0`,
  ],
  HostVirtualSwitch: [
    "",
    "name key numPorts:int numPortsAvailable:int mtu:int? portgroup[]? pnic[]? spec:HostVirtualSwitchSpec",
  ],
  HostPortGroup: [
    "",
    "key? port:HostPortGroupPort[]? vswitch? computedPolicy:HostNetworkPolicy spec:HostPortGroupSpec",
  ],
  HostPortGroupPort: ["", "key? mac[]? type"],
  PhysicalNic: [
    "",
    `key? device pci driver? driverVersion?@8.0.0.1 firmwareVersion?@8.0.0.1 linkSpeed:PhysicalNicLinkInfo?
    validLinkSpecification:PhysicalNicLinkInfo[]? spec:PhysicalNicSpec wakeOnLanSupported:boolean mac
    fcoeConfiguration:FcoeConfig? vmDirectPathGen2Supported:boolean? vmDirectPathGen2SupportedMode?
    resourcePoolSchedulerAllowed:boolean? resourcePoolSchedulerDisallowedReason[]?
    autoNegotiateSupported:boolean? enhancedNetworkingStackSupported:boolean? ensInterruptSupported:boolean?
    rdmaDevice? dpuId?@8.0.0.1`,
  ],
  PhysicalNicLinkInfo: ["", "speedMb:int duplex:boolean"],
  HostVirtualNic: ["", "device key portgroup spec:HostVirtualNicSpec port?"],
  HostIpRouteConfig: ["", "defaultGateway? gatewayDevice? ipV6DefaultGateway? ipV6GatewayDevice?"],
  HostDnsConfig: [
    "",
    "dhcp:boolean virtualNicDevice? ipv6VirtualNicDevice? hostName domainName address[]? searchDomain[]?",
  ],
  HostStorageDeviceInfo: [
    "",
    `hostBusAdapter:HostHostBusAdapter[]? scsiLun:ScsiLun[]? scsiTopology:HostScsiTopology?
    nvmeTopology:HostNvmeTopology? multipathInfo:HostMultipathInfo? plugStoreTopology:HostPlugStoreTopology?
    softwareInternetScsiEnabled:boolean`,
  ],
  HostFileSystemVolumeInfo: ["", "volumeTypeList[]? mountInfo:HostFileSystemMountInfo[]?"],
  HostFileSystemMountInfo: ["", "mountInfo:HostMountInfo volume:HostFileSystemVolume vStorageSupport?"],
  HostFileSystemVolume: ["", "type name capacity:long"],
  HostVmfsVolume: [
    "HostFileSystemVolume",
    `blockSizeMb:int blockSize:int? unmapGranularity:int? unmapPriority?
    unmapBandwidthSpec:VmfsUnmapBandwidthSpec? maxBlocks:int majorVersion:int version uuid
    extent:HostScsiDiskPartition[] vmfsUpgradable:boolean forceMountedInfo:HostForceMountedInfo?
    ssd:boolean? local:boolean? scsiDiskType?`,
  ],
  HostNasVolume: [
    "HostFileSystemVolume",
    "remoteHost remotePath userName? remoteHostNames[]? securityType? protocolEndpoint:boolean?",
  ],
  HostScsiDiskPartition: ["", "diskName partition:int"],
  HostMountInfo: [
    "",
    `path? accessMode mounted:boolean? accessible:boolean? inaccessibleReason? vmknicName?@8.0.1.0
    vmknicActive:boolean?@8.0.1.0 mountFailedReason?@8.0.0.1 numTcpConnections:int?@8.0.1.0`,
  ],
  HostHyperThreadScheduleInfo: ["", "available:boolean active:boolean config:boolean"],
  HostProxySwitch: [
    "",
    `dvsUuid dvsName key numPorts:int configNumPorts:int? numPortsAvailable:int uplinkPort:KeyValue[]?
    mtu:int? pnic[]? spec:HostProxySwitchSpec hostLag:HostProxySwitchHostLagConfig[]?
    networkReservationSupported:boolean? nsxtEnabled:boolean? ensEnabled:boolean? ensInterruptEnabled:boolean?
    transportZones:DistributedVirtualSwitchHostMemberTransportZoneInfo[]? nsxUsedUplinkPort[]? nsxtStatus?
    nsxtStatusDetail? ensInfo:HostProxySwitchEnsInfo?@8.0.0.1 networkOffloadingEnabled:boolean?@8.0.0.1
    hostUplinkState:DistributedVirtualSwitchHostMemberHostUplinkState[]?@8.0.3.0`,
  ],
  HostProxySwitchSpec: ["", "backing:DistributedVirtualSwitchHostMemberBacking?"],
  PhysicalNicSpec: [
    "",
    `ip:HostIpConfig? linkSpeed:PhysicalNicLinkInfo? enableEnhancedNetworkingStack:boolean?
    ensInterruptEnabled:boolean?`,
  ],
  HostNetworkConfig: [
    "",
    `vswitch:HostVirtualSwitchConfig[]? proxySwitch:HostProxySwitchConfig[]? portgroup:HostPortGroupConfig[]?
    pnic:PhysicalNicConfig[]? vnic:HostVirtualNicConfig[]? consoleVnic:HostVirtualNicConfig[]?
    dnsConfig:HostDnsConfig? ipRouteConfig:HostIpRouteConfig? consoleIpRouteConfig:HostIpRouteConfig?
    routeTableConfig:HostIpRouteTableConfig? dhcp:HostDhcpServiceConfig[]? nat:HostNatServiceConfig[]?
    ipV6Enabled:boolean? netStackSpec:HostNetworkConfigNetStackSpec[]? migrationStatus?@7.0.2.0`,
  ],
  HostVirtualSwitchConfig: ["", "changeOperation? name spec:HostVirtualSwitchSpec?"],
  HostPortGroupConfig: ["", "changeOperation? spec:HostPortGroupSpec?"],
  PhysicalNicConfig: ["", "device spec:PhysicalNicSpec"],
  HostVirtualNicConfig: ["", "changeOperation? device? portgroup spec:HostVirtualNicSpec?"],
  HostVirtualNicManagerInfo: ["", "netConfig:VirtualNicManagerNetConfig[]?"],
  VirtualNicManagerNetConfig: [
    "",
    "nicType multiSelectAllowed:boolean candidateVnic:HostVirtualNic[]? selectedVnic[]?",
  ],
  HostDatastoreSystemCapabilities: [
    "",
    `nfsMountCreationRequired:boolean nfsMountCreationSupported:boolean localDatastoreSupported:boolean
    vmfsExtentExpansionSupported:boolean`,
  ],
  HostHostBusAdapter: ["", "key? device bus:int status model driver? pci? storageProtocol?"],
  HostBlockHba: ["HostHostBusAdapter", ""],
  HostParallelScsiHba: ["HostHostBusAdapter", ""],
  HostDevice: ["", "deviceName deviceType"],
  ScsiLun: [
    "HostDevice",
    `key? uuid descriptor:ScsiLunDescriptor[]? canonicalName? displayName? lunType vendor? model? revision?
    scsiLevel:int? serialNumber? durableName:ScsiLunDurableName? alternateName:ScsiLunDurableName[]?
    standardInquiry:base64Binary? queueDepth:int? operationalState[] capabilities:ScsiLunCapabilities?
    vStorageSupport? protocolEndpoint:boolean? perenniallyReserved:boolean? clusteredVmdkSupported:boolean?
    applicationProtocol?@8.0.1.0 dispersedNs:boolean?@8.0.1.0 deviceReservation?@8.0.3.0`,
  ],
  HostScsiDisk: [
    "ScsiLun",
    `capacity:HostDiskDimensionsLba devicePath ssd:boolean? localDisk:boolean? physicalLocation[]?
    emulatedDIXDIFEnabled:boolean? vsanDiskInfo:VsanHostVsanDiskInfo? scsiDiskType?
    usedByMemoryTiering:boolean?@8.0.3.0`,
  ],
  HostDiskDimensionsLba: ["", "blockSize:int block:long"],
};
