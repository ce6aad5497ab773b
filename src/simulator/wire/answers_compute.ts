import type { WireTable } from "../../soap/encode.ts";

/** Clusters, resource pools and what can be created there. */
export const COMPUTE_ANSWERS: WireTable["types"] = {
  ComputeResourceConfigInfo: [
    "",
    "vmSwapPlacement spbmEnabled:boolean? defaultHardwareVersionKey? maximumHardwareVersionKey?@7.0.2.0",
  ],
  ClusterConfigInfoEx: [
    "ComputeResourceConfigInfo",
    `systemVMsConfig:ClusterSystemVMsConfigInfo?@7.0.3.0 dasConfig:ClusterDasConfigInfo
    dasVmConfig:ClusterDasVmConfigInfo[]? drsConfig:ClusterDrsConfigInfo
    drsVmConfig:ClusterDrsVmConfigInfo[]? rule:ClusterRuleInfo[]? orchestration:ClusterOrchestrationInfo?
    vmOrchestration:ClusterVmOrchestrationInfo[]? dpmConfigInfo:ClusterDpmConfigInfo?
    dpmHostConfig:ClusterDpmHostConfigInfo[]? vsanConfigInfo:VsanClusterConfigInfo?
    vsanHostConfig:VsanHostConfigInfo[]? group:ClusterGroupInfo[]?
    infraUpdateHaConfig:ClusterInfraUpdateHaConfigInfo? proactiveDrsConfig:ClusterProactiveDrsConfigInfo?
    cryptoConfig:ClusterCryptoConfigInfo?`,
  ],
  ClusterConfigInfo: [
    "",
    `dasConfig:ClusterDasConfigInfo dasVmConfig:ClusterDasVmConfigInfo[]? drsConfig:ClusterDrsConfigInfo
    drsVmConfig:ClusterDrsVmConfigInfo[]? rule:ClusterRuleInfo[]?`,
  ],
  ComputeResourceSummary: [
    "",
    `totalCpu:int totalMemory:long numCpuCores:short numCpuThreads:short effectiveCpu:int
    effectiveMemory:long numHosts:int numEffectiveHosts:int overallStatus:=ManagedEntityStatus`,
  ],
  ClusterComputeResourceSummary: [
    "ComputeResourceSummary",
    `currentFailoverLevel:int admissionControlInfo:ClusterDasAdmissionControlInfo? numVmotions:int
    targetBalance:int? currentBalance:int? drsScore:int? numVmsPerDrsScoreBucket:int[]?
    usageSummary:ClusterUsageSummary? currentEVCModeKey? currentEVCGraphicsModeKey?@7.0.1.0
    dasData:ClusterDasData? clusterMaintenanceModeStatus?@7.0.0.2 vcsHealthStatus?@7.0.1.1
    vcsSlots:ClusterComputeResourceVcsSlots[]?@7.0.1.1`,
  ],
  ClusterUsageSummary: [
    "",
    `totalCpuCapacityMhz:int totalMemCapacityMB:int cpuReservationMhz:int memReservationMB:int
    poweredOffCpuReservationMhz:int? poweredOffMemReservationMB:int? cpuDemandMhz:int memDemandMB:int
    statsGenNumber:long cpuEntitledMhz:int memEntitledMB:int poweredOffVmCount:int totalVmCount:int`,
  ],
  ResourcePoolSummary: [
    "",
    `name config:ResourceConfigSpec runtime:ResourcePoolRuntimeInfo quickStats:ResourcePoolQuickStats?
    configuredMemoryMB:int?`,
  ],
  ResourcePoolRuntimeInfo: [
    "",
    `memory:ResourcePoolResourceUsage cpu:ResourcePoolResourceUsage overallStatus:=ManagedEntityStatus
    sharesScalable?`,
  ],
  ResourcePoolResourceUsage: [
    "",
    `reservationUsed:long reservationUsedForVm:long unreservedForPool:long unreservedForVm:long
    overallUsage:long maxUsage:long`,
  ],
  ResourcePoolQuickStats: [
    "",
    `overallCpuUsage:long? overallCpuDemand:long? guestMemoryUsage:long? hostMemoryUsage:long?
    distributedCpuEntitlement:long? distributedMemoryEntitlement:long? staticCpuEntitlement:int?
    staticMemoryEntitlement:int? privateMemory:long? sharedMemory:long? swappedMemory:long?
    balloonedMemory:long? overheadMemory:long? consumedOverheadMemory:long? compressedMemory:long?`,
  ],
  DatacenterConfigInfo: ["", "defaultHardwareVersionKey? maximumHardwareVersionKey?@7.0.2.0"],
  OptionType: ["", "valueIsReadonly:boolean?"],
  VirtualMachineConfigOption: [
    "",
    `version description guestOSDescriptor:GuestOsDescriptor[] guestOSDefaultIndex:int
    hardwareOptions:VirtualHardwareOption capabilities:VirtualMachineCapability datastore:DatastoreOption
    defaultDevice:VirtualDevice[]? supportedMonitorType[] supportedOvfEnvironmentTransport[]?
    supportedOvfInstallTransport[]? propertyRelations:VirtualMachinePropertyRelation[]?`,
  ],
  VirtualMachineConfigOptionDescriptor: [
    "",
    `key description? host:ref[]? createSupported:boolean defaultConfigOption:boolean runSupported:boolean
    upgradeSupported:boolean`,
  ],
  GuestOsDescriptor: [
    "",
    `id family fullName supportedMaxCPUs:int numSupportedPhysicalSockets:int numSupportedCoresPerSocket:int
    supportedMinMemMB:int supportedMaxMemMB:int recommendedMemMB:int recommendedColorDepth:int
    supportedDiskControllerList[] recommendedSCSIController? recommendedDiskController supportedNumDisks:int
    recommendedDiskSizeMB:int recommendedCdromController supportedEthernetCard[] recommendedEthernetCard?
    supportsSlaveDisk:boolean? cpuFeatureMask:HostCpuIdInfo[]? smcRequired:boolean supportsWakeOnLan:boolean
    supportsVMI:boolean supportsMemoryHotAdd:boolean supportsCpuHotAdd:boolean supportsCpuHotRemove:boolean
    supportedFirmware[] recommendedFirmware supportedUSBControllerList[]? recommendedUSBController?
    supports3D:boolean recommended3D:boolean smcRecommended:boolean ich7mRecommended:boolean
    usbRecommended:boolean supportLevel supportedForCreate:boolean vRAMSizeInKB:IntOption
    numSupportedFloppyDevices:int wakeOnLanEthernetCard[]? supportsPvscsiControllerForBoot:boolean
    diskUuidEnabled:boolean supportsHotPlugPCI:boolean supportsSecureBoot:boolean?
    defaultSecureBoot:boolean? persistentMemorySupported:boolean? supportedMinPersistentMemoryMB:long?
    supportedMaxPersistentMemoryMB:long? recommendedPersistentMemoryMB:long?
    persistentMemoryHotAddSupported:boolean? persistentMemoryHotRemoveSupported:boolean?
    persistentMemoryColdGrowthSupported:boolean? persistentMemoryColdGrowthGranularityMB:long?
    persistentMemoryHotGrowthSupported:boolean? persistentMemoryHotGrowthGranularityMB:long?
    numRecommendedPhysicalSockets:int? numRecommendedCoresPerSocket:int? vvtdSupported:BoolOption?
    vbsSupported:BoolOption? vsgxSupported:BoolOption? vsgxRemoteAttestationSupported:boolean?@8.0.0.1
    supportsTPM20:boolean? recommendedTPM20:boolean?@8.0.0.1 vwdtSupported:boolean?`,
  ],
  BoolOption: ["OptionType", "supported:boolean defaultValue:boolean"],
  IntOption: ["OptionType", "min:int max:int defaultValue:int"],
  LongOption: ["OptionType", "min:long max:long defaultValue:long"],
  ChoiceOption: ["OptionType", "choiceInfo:ElementDescription[] defaultIndex:int?"],
  ResourceConfigOption: [
    "",
    "cpuAllocationOption:ResourceAllocationOption memoryAllocationOption:ResourceAllocationOption",
  ],
  ConfigTarget: [
    "",
    `numCpus:int numCpuCores:int numNumaNodes:int maxCpusPerHost:int? smcPresent:boolean
    datastore:VirtualMachineDatastoreInfo[]? network:VirtualMachineNetworkInfo[]?
    opaqueNetwork:OpaqueNetworkTargetInfo[]? distributedVirtualPortgroup:DistributedVirtualPortgroupInfo[]?
    distributedVirtualSwitch:DistributedVirtualSwitchInfo[]? cdRom:VirtualMachineCdromInfo[]?
    serial:VirtualMachineSerialInfo[]? parallel:VirtualMachineParallelInfo[]?
    sound:VirtualMachineSoundInfo[]? usb:VirtualMachineUsbInfo[]? floppy:VirtualMachineFloppyInfo[]?
    legacyNetworkInfo:VirtualMachineLegacyNetworkSwitchInfo[]?
    scsiPassthrough:VirtualMachineScsiPassthroughInfo[]? scsiDisk:VirtualMachineScsiDiskDeviceInfo[]?
    ideDisk:VirtualMachineIdeDiskDeviceInfo[]? maxMemMBOptimalPerf:int supportedMaxMemMB:int?
    resourcePool:ResourcePoolRuntimeInfo? autoVmotion:boolean?
    pciPassthrough:VirtualMachinePciPassthroughInfo[]? sriov:VirtualMachineSriovInfo[]?
    vFlashModule:VirtualMachineVFlashModuleInfo[]?
    sharedGpuPassthroughTypes:VirtualMachinePciSharedGpuPassthroughInfo[]?
    availablePersistentMemoryReservationMB:long? dynamicPassthrough:VirtualMachineDynamicPassthroughInfo[]?
    sgxTargetInfo:VirtualMachineSgxTargetInfo? precisionClockInfo:VirtualMachinePrecisionClockInfo[]?
    sevSupported:boolean?@7.0.1.0 vgpuDeviceInfo:VirtualMachineVgpuDeviceInfo[]?@7.0.3.0
    vgpuProfileInfo:VirtualMachineVgpuProfileInfo[]?@7.0.3.0
    vendorDeviceGroupInfo:VirtualMachineVendorDeviceGroupInfo[]?@8.0.0.1 maxSimultaneousThreads:int?@8.0.0.1
    dvxClassInfo:VirtualMachineDvxClassInfo[]?@8.0.0.1`,
  ],
  VirtualMachineTargetInfo: ["", "name configurationTag[]?"],
  VirtualMachineDatastoreInfo: [
    "VirtualMachineTargetInfo",
    `datastore:DatastoreSummary capability:DatastoreCapability maxFileSize:long maxVirtualDiskCapacity:long?
    maxPhysicalRDMFileSize:long? maxVirtualRDMFileSize:long? mode vStorageSupport?`,
  ],
  VirtualMachineNetworkInfo: ["VirtualMachineTargetInfo", "network:NetworkSummary vswitch?"],
  DistributedVirtualPortgroupInfo: [
    "",
    `switchName switchUuid portgroupName portgroupKey portgroupType uplinkPortgroup:boolean portgroup:ref
    networkReservationSupported:boolean? backingType? logicalSwitchUuid? segmentId?`,
  ],
};
