import type { WireTable } from "../../soap/encode.ts";

/** Virtual machines. */
export const VM_ANSWERS: WireTable["types"] = {
  VirtualMachineCapability: [
    "",
    `snapshotOperationsSupported:boolean multipleSnapshotsSupported:boolean snapshotConfigSupported:boolean
    poweredOffSnapshotsSupported:boolean memorySnapshotsSupported:boolean revertToSnapshotSupported:boolean
    quiescedSnapshotsSupported:boolean disableSnapshotsSupported:boolean lockSnapshotsSupported:boolean
    consolePreferencesSupported:boolean cpuFeatureMaskSupported:boolean s1AcpiManagementSupported:boolean
    settingScreenResolutionSupported:boolean toolsAutoUpdateSupported:boolean vmNpivWwnSupported:boolean
    npivWwnOnNonRdmVmSupported:boolean vmNpivWwnDisableSupported:boolean vmNpivWwnUpdateSupported:boolean
    swapPlacementSupported:boolean toolsSyncTimeSupported:boolean virtualMmuUsageSupported:boolean
    diskSharesSupported:boolean bootOptionsSupported:boolean bootRetryOptionsSupported:boolean
    settingVideoRamSizeSupported:boolean settingDisplayTopologySupported:boolean
    recordReplaySupported:boolean changeTrackingSupported:boolean multipleCoresPerSocketSupported:boolean
    hostBasedReplicationSupported:boolean guestAutoLockSupported:boolean
    memoryReservationLockSupported:boolean featureRequirementSupported:boolean
    poweredOnMonitorTypeChangeSupported:boolean seSparseDiskSupported:boolean nestedHVSupported:boolean
    vPMCSupported:boolean secureBootSupported:boolean? perVmEvcSupported:boolean?
    virtualMmuUsageIgnored:boolean? virtualExecUsageIgnored:boolean?
    diskOnlySnapshotOnSuspendedVMSupported:boolean? suspendToMemorySupported:boolean?@7.0.2.0
    toolsSyncTimeAllowSupported:boolean?@7.0.1.0 sevSupported:boolean?@7.0.1.0
    pmemFailoverSupported:boolean?@7.0.2.0 requireSgxAttestationSupported:boolean?@8.0.0.1
    changeModeDisksSupported:boolean?@8.0.0.1 vendorDeviceGroupSupported:boolean?@8.0.1.0`,
  ],
  VirtualMachineConfigInfo: [
    "",
    `changeVersion modified:dateTime name guestFullName version uuid createDate:dateTime? instanceUuid?
    npivNodeWorldWideName:long[]? npivPortWorldWideName:long[]? npivWorldWideNameType?
    npivDesiredNodeWwns:short? npivDesiredPortWwns:short? npivTemporaryDisabled:boolean?
    npivOnNonRdmDisks:boolean? locationId? template:boolean guestId alternateGuestName annotation?
    files:VirtualMachineFileInfo tools:ToolsConfigInfo? flags:VirtualMachineFlagInfo
    consolePreferences:VirtualMachineConsolePreferences? defaultPowerOps:VirtualMachineDefaultPowerOpInfo
    rebootPowerOff:boolean?@8.0.0.1 hardware:VirtualHardware vcpuConfig:VirtualMachineVcpuConfig[]?
    cpuAllocation:ResourceAllocationInfo? memoryAllocation:ResourceAllocationInfo?
    latencySensitivity:LatencySensitivity? memoryHotAddEnabled:boolean? cpuHotAddEnabled:boolean?
    cpuHotRemoveEnabled:boolean? hotPlugMemoryLimit:long? hotPlugMemoryIncrementSize:long?
    cpuAffinity:VirtualMachineAffinityInfo? memoryAffinity:VirtualMachineAffinityInfo?
    networkShaper:VirtualMachineNetworkShaperInfo? extraConfig:OptionValue[]?
    cpuFeatureMask:HostCpuIdInfo[]? datastoreUrl:VirtualMachineConfigInfoDatastoreUrlPair[]? swapPlacement?
    bootOptions:VirtualMachineBootOptions? ftInfo:FaultToleranceConfigInfo? repConfig:ReplicationConfigSpec?
    vAppConfig:VmConfigInfo? vAssertsEnabled:boolean? changeTrackingEnabled:boolean? firmware?
    maxMksConnections:int? guestAutoLockEnabled:boolean? managedBy:ManagedByInfo?
    memoryReservationLockedToMax:boolean? initialOverhead:VirtualMachineConfigInfoOverheadInfo?
    nestedHVEnabled:boolean? vPMCEnabled:boolean? scheduledHardwareUpgradeInfo:ScheduledHardwareUpgradeInfo?
    forkConfigInfo:VirtualMachineForkConfigInfo? vFlashCacheReservation:long? vmxConfigChecksum:byte[]?
    messageBusTunnelEnabled:boolean? vmStorageObjectId? swapStorageObjectId? keyId:CryptoKeyId?
    guestIntegrityInfo:VirtualMachineGuestIntegrityInfo? migrateEncryption? sgxInfo:VirtualMachineSgxInfo?
    contentLibItemInfo:VirtualMachineContentLibraryItemInfo? ftEncryptionMode?@7.0.2.0
    guestMonitoringModeInfo:VirtualMachineGuestMonitoringModeInfo? sevEnabled:boolean?@7.0.1.0
    numaInfo:VirtualMachineVirtualNumaInfo?@8.0.0.1 pmemFailoverEnabled:boolean?@7.0.2.0
    vmxStatsCollectionEnabled:boolean?@7.0.3.1 vmOpNotificationToAppEnabled:boolean?@7.0.3.0
    vmOpNotificationTimeout:long?@8.0.0.1 deviceSwap:VirtualMachineVirtualDeviceSwap?@8.0.0.1
    pmem:VirtualMachineVirtualPMem?@7.0.3.0 deviceGroups:VirtualMachineVirtualDeviceGroups?@8.0.0.1
    fixedPassthruHotPlugEnabled:boolean?@8.0.1.0 metroFtEnabled:boolean?@8.0.3.0 metroFtHostGroup?@8.0.3.0`,
  ],
  VirtualMachineConfigInfoDatastoreUrlPair: ["", "name url"],
  VirtualHardware: [
    "",
    `numCPU:int numCoresPerSocket:int? autoCoresPerSocket:boolean?@8.0.0.1 memoryMB:int
    virtualICH7MPresent:boolean? virtualSMCPresent:boolean? device:VirtualDevice[]?
    motherboardLayout?@8.0.0.1 simultaneousThreads:int?@8.0.0.1`,
  ],
  VirtualMachineRuntimeInfo: [
    "",
    `device:VirtualMachineDeviceRuntimeInfo[]? host:ref? connectionState:=VirtualMachineConnectionState
    powerState:=VirtualMachinePowerState vmFailoverInProgress:boolean?@7.0.2.0
    faultToleranceState:=VirtualMachineFaultToleranceState
    dasVmProtection:VirtualMachineRuntimeInfoDasProtectionState? toolsInstallerMounted:boolean
    suspendTime:dateTime? bootTime:dateTime? suspendInterval:long? question:VirtualMachineQuestionInfo?
    memoryOverhead:long? maxCpuUsage:int? maxMemoryUsage:int? numMksConnections:int
    recordReplayState:=VirtualMachineRecordReplayState cleanPowerOff:boolean? needSecondaryReason?
    onlineStandby:boolean minRequiredEVCModeKey? consolidationNeeded:boolean
    offlineFeatureRequirement:VirtualMachineFeatureRequirement[]?
    featureRequirement:VirtualMachineFeatureRequirement[]? featureMask:HostFeatureMask[]?
    vFlashCacheAllocation:long? paused:boolean? snapshotInBackground:boolean? quiescedForkParent:boolean?
    instantCloneFrozen:boolean? cryptoState? suspendedToMemory:boolean?@7.0.2.0
    opNotificationTimeout:long?@8.0.0.1 iommuActive:boolean?@8.0.1.0`,
  ],
  VirtualMachineDeviceRuntimeInfo: [
    "",
    "runtimeState:VirtualMachineDeviceRuntimeInfoDeviceRuntimeState key:int",
  ],
  VirtualMachineQuestionInfo: ["", "id text choice:ChoiceOption message:VirtualMachineMessage[]?"],
  VirtualMachineMessage: ["", "id argument:anyType[]? text?"],
  VirtualMachineSummary: [
    "",
    `vm:ref? runtime:VirtualMachineRuntimeInfo guest:VirtualMachineGuestSummary?
    config:VirtualMachineConfigSummary storage:VirtualMachineStorageSummary?
    quickStats:VirtualMachineQuickStats overallStatus:=ManagedEntityStatus customValue:CustomFieldValue[]?`,
  ],
  VirtualMachineConfigSummary: [
    "",
    `name template:boolean vmPathName memorySizeMB:int? cpuReservation:int? memoryReservation:int?
    numCpu:int? numEthernetCards:int? numVirtualDisks:int? uuid? instanceUuid? guestId? guestFullName?
    annotation? product:VAppProductInfo? installBootRequired:boolean? ftInfo:FaultToleranceConfigInfo?
    managedBy:ManagedByInfo? tpmPresent:boolean? numVmiopBackings:int? hwVersion?`,
  ],
  VirtualMachineGuestSummary: [
    "",
    `guestId? guestFullName? toolsStatus:=VirtualMachineToolsStatus? toolsVersionStatus? toolsVersionStatus2?
    toolsRunningStatus? hostName? ipAddress? hwVersion?`,
  ],
  VirtualMachineQuickStats: [
    "",
    `overallCpuUsage:int? overallCpuDemand:int? overallCpuReadiness:int? guestMemoryUsage:int?
    hostMemoryUsage:int? guestHeartbeatStatus:=ManagedEntityStatus distributedCpuEntitlement:int?
    distributedMemoryEntitlement:int? staticCpuEntitlement:int? staticMemoryEntitlement:int?
    grantedMemory:int? privateMemory:int? sharedMemory:int? swappedMemory:int? balloonedMemory:int?
    consumedOverheadMemory:int? ftLogBandwidth:int? ftSecondaryLatency:int?
    ftLatencyStatus:=ManagedEntityStatus? compressedMemory:long? uptimeSeconds:int? ssdSwappedMemory:long?
    activeMemory:int?@7.0.3.0 memoryTierStats:VirtualMachineQuickStatsMemoryTierStats[]?@7.0.3.0`,
  ],
  VirtualMachineStorageSummary: ["", "committed:long uncommitted:long unshared:long timestamp:dateTime"],
  GuestInfo: [
    "",
    `toolsStatus:=VirtualMachineToolsStatus? toolsVersionStatus? toolsVersionStatus2? toolsRunningStatus?
    toolsVersion? toolsInstallType? guestId? guestFamily? guestFullName? guestDetailedData?@8.0.2.0
    hostName? ipAddress? net:GuestNicInfo[]? ipStack:GuestStackInfo[]? disk:GuestDiskInfo[]?
    screen:GuestScreenInfo? guestState appHeartbeatStatus? guestKernelCrashed:boolean? appState?
    guestOperationsReady:boolean? interactiveGuestOperationsReady:boolean?
    guestStateChangeSupported:boolean? generationInfo:GuestInfoNamespaceGenerationInfo[]? hwVersion?
    customizationInfo:GuestInfoCustomizationInfo?@7.0.2.0`,
  ],
  GuestNicInfo: [
    "",
    `network? ipAddress[]? macAddress? connected:boolean deviceConfigId:int dnsConfig:NetDnsConfigInfo?
    ipConfig:NetIpConfigInfo? netBIOSConfig:NetBIOSConfigInfo?`,
  ],
  NetIpConfigInfo: [
    "",
    "ipAddress:NetIpConfigInfoIpAddress[]? dhcp:NetDhcpConfigInfo? autoConfigurationEnabled:boolean?",
  ],
  NetIpConfigInfoIpAddress: ["", "ipAddress prefixLength:int origin? state? lifetime:dateTime?"],
  NetDnsConfigInfo: ["", "dhcp:boolean hostName domainName ipAddress[]? searchDomain[]?"],
  GuestDiskInfo: [
    "",
    "diskPath? capacity:long? freeSpace:long? filesystemType? mappings:GuestInfoVirtualDiskMapping[]?",
  ],
  GuestScreenInfo: ["", "width:int height:int"],
  GuestStackInfo: [
    "",
    `dnsConfig:NetDnsConfigInfo? ipRouteConfig:NetIpRouteConfigInfo? ipStackConfig:KeyValue[]?
    dhcpConfig:NetDhcpConfigInfo?`,
  ],
  NetIpRouteConfigInfo: ["", "ipRoute:NetIpRouteConfigInfoIpRoute[]?"],
  NetIpRouteConfigInfoIpRoute: ["", "network prefixLength:int gateway:NetIpRouteConfigInfoGateway"],
  NetIpRouteConfigInfoGateway: ["", "ipAddress? device?"],
  VirtualMachineSnapshotInfo: ["", "currentSnapshot:ref? rootSnapshotList:VirtualMachineSnapshotTree[]"],
  VirtualMachineSnapshotTree: [
    "",
    `snapshot:ref vm:ref name description id:int createTime:dateTime state:=VirtualMachinePowerState
    quiesced:boolean backupManifest? childSnapshotList:VirtualMachineSnapshotTree[]?
    replaySupported:boolean?`,
  ],
  VirtualMachineFileLayoutEx: [
    "",
    `file:VirtualMachineFileLayoutExFileInfo[]? disk:VirtualMachineFileLayoutExDiskLayout[]?
    snapshot:VirtualMachineFileLayoutExSnapshotLayout[]? timestamp:dateTime`,
  ],
  VirtualMachineFileLayoutExFileInfo: [
    "",
    "key:int name type size:long uniqueSize:long? backingObjectId? accessible:boolean?",
  ],
  VirtualMachineFileLayoutExDiskLayout: ["", "key:int chain:VirtualMachineFileLayoutExDiskUnit[]?"],
  VirtualMachineFileLayoutExDiskUnit: ["", "fileKey:int[]"],
  VirtualMachineFileLayoutExSnapshotLayout: [
    "",
    "key:ref dataKey:int memoryKey:int disk:VirtualMachineFileLayoutExDiskLayout[]?",
  ],
  VirtualMachineFileLayout: [
    "",
    `configFile[]? logFile[]? disk:VirtualMachineFileLayoutDiskLayout[]?
    snapshot:VirtualMachineFileLayoutSnapshotLayout[]? swapFile?`,
  ],
  VirtualMachineFileLayoutDiskLayout: ["", "key:int diskFile[]"],
  VirtualMachineStorageInfo: ["", "perDatastoreUsage:VirtualMachineUsageOnDatastore[]? timestamp:dateTime"],
  VirtualMachineUsageOnDatastore: ["", "datastore:ref committed:long uncommitted:long unshared:long"],
  VirtualMachineMksTicket: ["", "ticket cfgFile host? port:int? sslThumbprint?"],
  VirtualMachineTicket: [
    "",
    `ticket cfgFile host? port:int? sslThumbprint? certThumbprintList:VirtualMachineCertThumbprint[]?@7.0.3.1
    url?`,
  ],
};
