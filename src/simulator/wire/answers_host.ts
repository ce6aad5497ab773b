import type { WireTable } from "../../soap/encode.ts";

/** Hosts: what they are and how they are. */
export const HOST_ANSWERS: WireTable["types"] = {
  HostListSummary: [
    "",
    `host:ref? hardware:HostHardwareSummary? runtime:HostRuntimeInfo? config:HostConfigSummary
    quickStats:HostListSummaryQuickStats overallStatus:=ManagedEntityStatus rebootRequired:boolean
    customValue:CustomFieldValue[]? managementServerIp? maxEVCModeKey? currentEVCModeKey?
    currentEVCGraphicsModeKey?@7.0.1.0 gateway:HostListSummaryGatewaySummary?
    tpmAttestation:HostTpmAttestationInfo?
    trustAuthorityAttestationInfos:HostTrustAuthorityAttestationInfo[]?@7.0.1.0`,
  ],
  HostHardwareSummary: [
    "",
    `vendor model uuid otherIdentifyingInfo:HostSystemIdentificationInfo[]? memorySize:long cpuModel
    cpuMhz:int numCpuPkgs:short numCpuCores:short numCpuThreads:short numNics:int numHBAs:int`,
  ],
  HostListSummaryQuickStats: [
    "",
    `overallCpuUsage:int? overallMemoryUsage:int? distributedCpuFairness:int? distributedMemoryFairness:int?
    availablePMemCapacity:int? uptime:int?`,
  ],
  HostConfigSummary: [
    "",
    `name port:int sslThumbprint? product:AboutInfo? vmotionEnabled:boolean faultToleranceEnabled:boolean
    featureVersion:HostFeatureVersionInfo[]? agentVmDatastore:ref? agentVmNetwork:ref?`,
  ],
  HostRuntimeInfo: [
    "",
    `connectionState:=HostSystemConnectionState powerState:=HostSystemPowerState standbyMode?
    inMaintenanceMode:boolean inQuarantineMode:boolean? bootTime:dateTime?
    healthSystemRuntime:HealthSystemRuntime? dasHostState:ClusterDasFdmHostState?
    tpmPcrValues:HostTpmDigestInfo[]? vsanRuntimeInfo:VsanHostRuntimeInfo?
    networkRuntimeInfo:HostRuntimeInfoNetworkRuntimeInfo?
    vFlashResourceRuntimeInfo:HostVFlashManagerVFlashResourceRunTimeInfo? hostMaxVirtualDiskCapacity:long?
    cryptoState? cryptoKeyId:CryptoKeyId? statelessNvdsMigrationReady?@7.0.2.0
    partialMaintenanceMode:HostPartialMaintenanceModeRuntimeInfo[]?@8.0.3.0
    stateEncryption:HostRuntimeInfoStateEncryptionInfo?@7.0.3.0`,
  ],
  HealthSystemRuntime: [
    "",
    "systemHealthInfo:HostSystemHealthInfo? hardwareStatusInfo:HostHardwareStatusInfo?",
  ],
  HostSystemHealthInfo: ["", "numericSensorInfo:HostNumericSensorInfo[]?"],
  HostNumericSensorInfo: [
    "",
    `name healthState:ElementDescription? currentReading:long unitModifier:int baseUnits rateUnits?
    sensorType id? sensorNumber:long?@8.0.0.1 timeStamp? fru:HostFru?@8.0.0.1`,
  ],
  HostHardwareStatusInfo: [
    "",
    `memoryStatusInfo:HostHardwareElementInfo[]? cpuStatusInfo:HostHardwareElementInfo[]?
    storageStatusInfo:HostStorageElementInfo[]? dpuStatusInfo:DpuStatusInfo[]?@8.0.0.1`,
  ],
  HostHardwareElementInfo: ["", "name status:ElementDescription"],
  HostStorageElementInfo: ["HostHardwareElementInfo", "operationalInfo:HostStorageOperationalInfo[]?"],
  HostHardwareInfo: [
    "",
    `systemInfo:HostSystemInfo cpuPowerManagementInfo:HostCpuPowerManagementInfo? cpuInfo:HostCpuInfo
    cpuPkg:HostCpuPackage[] memorySize:long numaInfo:HostNumaInfo? smcPresent:boolean
    pciDevice:HostPciDevice[]? dvxClasses:HostDvxClass[]?@8.0.0.1 cpuFeature:HostCpuIdInfo[]?
    biosInfo:HostBIOSInfo? reliableMemoryInfo:HostReliableMemoryInfo?
    persistentMemoryInfo:HostPersistentMemoryInfo? sgxInfo:HostSgxInfo? sevInfo:HostSevInfo?@7.0.1.0
    memoryTieringType?@7.0.3.0 memoryTierInfo:HostMemoryTierInfo[]?@7.0.3.0`,
  ],
  HostSystemInfo: [
    "",
    `vendor model uuid otherIdentifyingInfo:HostSystemIdentificationInfo[]? serialNumber?
    qualifiedName:HostQualifiedName[]?@7.0.3.0 vvolHostNQN:HostQualifiedName?@8.0.0.0 vvolHostId?@8.0.0.0
    bootCommandLine?@8.0.3.0`,
  ],
  HostCpuInfo: ["", "numCpuPackages:short numCpuCores:short numCpuThreads:short hz:long"],
  HostCpuPackage: [
    "",
    `index:short vendor hz:long busHz:long description threadId:short[] cpuFeature:HostCpuIdInfo[]?
    family:short?@8.0.3.0 model:short?@8.0.3.0 stepping:short?@8.0.3.0`,
  ],
  HostBIOSInfo: [
    "",
    `biosVersion? releaseDate:dateTime? vendor? majorRelease:int? minorRelease:int? firmwareMajorRelease:int?
    firmwareMinorRelease:int? firmwareType?@8.0.2.0`,
  ],
  HostPciDevice: [
    "",
    `id classId:short bus:byte slot:byte function:byte vendorId:short subVendorId:short vendorName
    deviceId:short subDeviceId:short parentBridge? deviceName deviceClassName?@8.0.3.0`,
  ],
  HostNumaInfo: ["", "type numNodes:int numaNode:HostNumaNode[]?"],
  HostConfigManager: [
    "",
    `cpuScheduler:ref? datastoreSystem:ref? memoryManager:ref? storageSystem:ref? networkSystem:ref?
    vmotionSystem:ref? virtualNicManager:ref? serviceSystem:ref? firewallSystem:ref? advancedOption:ref?
    diagnosticSystem:ref? autoStartManager:ref? snmpSystem:ref? dateTimeSystem:ref? patchManager:ref?
    imageConfigManager:ref? bootDeviceSystem:ref? firmwareSystem:ref? healthStatusSystem:ref?
    pciPassthruSystem:ref? licenseManager:ref? kernelModuleSystem:ref? authenticationManager:ref?
    powerSystem:ref? cacheConfigurationManager:ref? esxAgentHostManager:ref? iscsiManager:ref?
    vFlashManager:ref? vsanSystem:ref? messageBusProxy:ref? userDirectory:ref? accountManager:ref?
    hostAccessManager:ref? graphicsManager:ref? vsanInternalSystem:ref? certificateManager:ref?
    cryptoManager:ref? nvdimmSystem:ref? assignableHardwareManager:ref?`,
  ],
  HostSystemIdentificationInfo: ["", "identifierValue identifierType:ElementDescription"],
  HostServiceInfo: ["", "service:HostService[]?"],
  HostService: [
    "",
    `key label required:boolean uninstallable:boolean running:boolean ruleset[]? policy
    sourcePackage:HostServiceSourcePackage?`,
  ],
  HostDateTimeInfo: [
    "",
    `timeZone:HostDateTimeSystemTimeZone systemClockProtocol? ntpConfig:HostNtpConfig?
    ptpConfig:HostPtpConfig?@7.0.3.0 enabled:boolean?@7.0.3.0 disableEvents:boolean?@7.0.3.0
    disableFallback:boolean?@7.0.3.0 inFallbackState:boolean?@7.0.3.0 serviceSync:boolean?@7.0.3.0
    lastSyncTime:dateTime?@7.0.3.0 remoteNtpServer?@7.0.3.0 ntpRunTime:long?@7.0.3.0
    ptpRunTime:long?@7.0.3.0 ntpDuration?@7.0.3.0 ptpDuration?@7.0.3.0`,
  ],
  HostDateTimeSystemTimeZone: ["", "key name description gmtOffset:int"],
  HostFirewallInfo: ["", "defaultPolicy:HostFirewallDefaultPolicy ruleset:HostFirewallRuleset[]?"],
  HostFirewallRuleset: [
    "",
    `key label required:boolean rule:HostFirewallRule[] service? enabled:boolean
    allowedHosts:HostFirewallRulesetIpList? userControllable:boolean?@8.0.2.0
    ipListUserConfigurable:boolean?@8.0.2.0`,
  ],
  HostFirewallRule: [
    "",
    "port:int endPort:int? direction:=HostFirewallRuleDirection portType:=HostFirewallRulePortType? protocol",
  ],
  HostFirewallDefaultPolicy: ["", "incomingBlocked:boolean? outgoingBlocked:boolean?"],
  HostFirewallRulesetIpList: ["", "ipAddress[]? ipNetwork:HostFirewallRulesetIpNetwork[]? allIp:boolean"],
  HostLicensableResourceInfo: ["", "resource:KeyAnyValue[]"],
  HostNumaNode: [
    "",
    `typeId:byte cpuID:short[] memorySize:long?@8.0.0.0 memoryRangeBegin:long memoryRangeLength:long
    pciId[]?`,
  ],
  HostCpuPowerManagementInfo: ["", "currentPolicy? hardwareSupport?"],
  ClusterDasFdmHostState: ["", "state stateReporter:ref?"],
  HostAutoStartManagerConfig: ["", "defaults:AutoStartDefaults? powerInfo:AutoStartPowerInfo[]?"],
  AutoStartDefaults: [
    "",
    "enabled:boolean? startDelay:int? stopDelay:int? waitForHeartbeat:boolean? stopAction?",
  ],
  AutoStartPowerInfo: [
    "",
    `key:ref startOrder:int startDelay:int waitForHeartbeat:=AutoStartWaitHeartbeatSetting startAction
    stopDelay:int stopAction`,
  ],
};
