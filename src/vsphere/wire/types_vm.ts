import type { WireTable } from "../../soap/encode.ts";

/** Virtual machines as a whole: configuration, clone, relocation, options. */
export const VM_TYPES: WireTable["types"] = {
  VirtualMachineConfigSpec: [
    "",
    `changeVersion? name? version? createDate:dateTime? uuid? instanceUuid? npivNodeWorldWideName:long[]?
    npivPortWorldWideName:long[]? npivWorldWideNameType? npivDesiredNodeWwns:short?
    npivDesiredPortWwns:short? npivTemporaryDisabled:boolean? npivOnNonRdmDisks:boolean?
    npivWorldWideNameOp? locationId? guestId? alternateGuestName? annotation? files:VirtualMachineFileInfo?
    tools:ToolsConfigInfo? flags:VirtualMachineFlagInfo?
    consolePreferences:VirtualMachineConsolePreferences? powerOpInfo:VirtualMachineDefaultPowerOpInfo?
    rebootPowerOff:boolean?@8.0.0.1 numCPUs:int? vcpuConfig:VirtualMachineVcpuConfig[]?@7.0
    numCoresPerSocket:int? memoryMB:long? memoryHotAddEnabled:boolean? cpuHotAddEnabled:boolean?
    cpuHotRemoveEnabled:boolean? virtualICH7MPresent:boolean? virtualSMCPresent:boolean?
    deviceChange:VirtualDeviceConfigSpec[]? cpuAllocation:ResourceAllocationInfo?
    memoryAllocation:ResourceAllocationInfo? latencySensitivity:LatencySensitivity?
    cpuAffinity:VirtualMachineAffinityInfo? memoryAffinity:VirtualMachineAffinityInfo?
    networkShaper:VirtualMachineNetworkShaperInfo? cpuFeatureMask:VirtualMachineCpuIdInfoSpec[]?
    extraConfig:OptionValue[]? swapPlacement? bootOptions:VirtualMachineBootOptions?
    vAppConfig:VmConfigSpec? ftInfo:FaultToleranceConfigInfo? repConfig:ReplicationConfigSpec?
    vAppConfigRemoved:boolean? vAssertsEnabled:boolean? changeTrackingEnabled:boolean? firmware?
    maxMksConnections:int? guestAutoLockEnabled:boolean? managedBy:ManagedByInfo?
    memoryReservationLockedToMax:boolean? nestedHVEnabled:boolean? vPMCEnabled:boolean?
    scheduledHardwareUpgradeInfo:ScheduledHardwareUpgradeInfo? vmProfile:VirtualMachineProfileSpec[]?
    messageBusTunnelEnabled:boolean? crypto:CryptoSpec? migrateEncryption?
    sgxInfo:VirtualMachineSgxInfo?@7.0 ftEncryptionMode?@7.0.2
    guestMonitoringModeInfo:VirtualMachineGuestMonitoringModeInfo?@7.0 sevEnabled:boolean?@7.0.1
    virtualNuma:VirtualMachineVirtualNuma?@8.0.0.1 motherboardLayout?@8.0.0.1
    pmemFailoverEnabled:boolean?@7.0.2 vmxStatsCollectionEnabled:boolean?@7.0.3.1
    vmOpNotificationToAppEnabled:boolean?@7.0.3 vmOpNotificationTimeout:long?@8.0.0.1
    deviceSwap:VirtualMachineVirtualDeviceSwap?@8.0.0.1 simultaneousThreads:int?@8.0.0.1
    pmem:VirtualMachineVirtualPMem?@7.0.3 deviceGroups:VirtualMachineVirtualDeviceGroups?@8.0.0.1
    fixedPassthruHotPlugEnabled:boolean?@8.0.1 metroFtEnabled:boolean?@8.0.3 metroFtHostGroup?@8.0.3`,
  ],
  VirtualMachineFileInfo: [
    "",
    "vmPathName? snapshotDirectory? suspendDirectory? logDirectory? ftMetadataDirectory?",
  ],
  ToolsConfigInfo: [
    "",
    `toolsVersion:int? toolsInstallType? afterPowerOn:boolean? afterResume:boolean?
    beforeGuestStandby:boolean? beforeGuestShutdown:boolean? beforeGuestReboot:boolean? toolsUpgradePolicy?
    pendingCustomization? customizationKeyId:CryptoKeyId? syncTimeWithHostAllowed:boolean?@7.0.1
    syncTimeWithHost:boolean?`,
  ],
  VirtualMachineFlagInfo: [
    "",
    `disableAcceleration:boolean? enableLogging:boolean? useToe:boolean? runWithDebugInfo:boolean?
    monitorType? htSharing? snapshotDisabled:boolean? snapshotLocked:boolean? diskUuidEnabled:boolean?
    virtualMmuUsage? virtualExecUsage? snapshotPowerOffBehavior? recordReplayEnabled:boolean?
    faultToleranceType? cbrcCacheEnabled:boolean? vvtdEnabled:boolean? vbsEnabled:boolean?`,
  ],
  VirtualMachineDefaultPowerOpInfo: [
    "",
    `powerOffType? suspendType? resetType? defaultPowerOffType? defaultSuspendType? defaultResetType?
    standbyAction?`,
  ],
  VirtualMachineConsolePreferences: [
    "",
    "powerOnWhenOpened:boolean? enterFullScreenOnPowerOn:boolean? closeOnPowerOffOrSuspend:boolean?",
  ],
  VirtualMachineBootOptions: [
    "",
    `bootDelay:long? enterBIOSSetup:boolean? efiSecureBootEnabled:boolean? bootRetryEnabled:boolean?
    bootRetryDelay:long? bootOrder:VirtualMachineBootOptionsBootableDevice[]? networkBootProtocol?`,
  ],
  VirtualMachineBootOptionsBootableDevice: ["", "!"],
  VirtualMachineBootOptionsBootableCdromDevice: ["VirtualMachineBootOptionsBootableDevice", ""],
  VirtualMachineBootOptionsBootableDiskDevice: ["VirtualMachineBootOptionsBootableDevice", "deviceKey:int"],
  VirtualMachineBootOptionsBootableEthernetDevice: [
    "VirtualMachineBootOptionsBootableDevice",
    "deviceKey:int",
  ],
  VirtualMachineBootOptionsBootableFloppyDevice: ["VirtualMachineBootOptionsBootableDevice", ""],
  VirtualMachineAffinityInfo: ["", "affinitySet:int[]"],
  LatencySensitivity: ["", "level:=LatencySensitivitySensitivityLevel sensitivity:int?"],
  ManagedByInfo: ["", "extensionKey type"],
  ScheduledHardwareUpgradeInfo: [
    "",
    "upgradePolicy? versionKey? scheduledHardwareUpgradeStatus? fault:LocalizedMethodFault?",
  ],
  VirtualMachineCpuIdInfoSpec: ["ArrayUpdateSpec", "info:HostCpuIdInfo?"],
  HostCpuIdInfo: ["", "level:int vendor? eax? ebx? ecx? edx?"],
  VirtualMachineVcpuConfig: ["", "latencySensitivity:LatencySensitivity?"],
  VirtualMachineVirtualNuma: ["", "coresPerNumaNode:int? exposeVnumaOnCpuHotadd:boolean?"],
  VirtualMachineNetworkShaperInfo: ["", "enabled:boolean? peakBps:long? averageBps:long? burstSize:long?"],
  FaultToleranceConfigInfo: ["", "role:int instanceUuids[] configPaths[] orphaned:boolean?"],
  ReplicationConfigSpec: [
    "",
    `generation:long vmReplicationId destination port:int rpo:long quiesceGuestEnabled:boolean paused:boolean
    oppUpdatesEnabled:boolean netCompressionEnabled:boolean? netEncryptionEnabled:boolean?
    encryptionDestination? encryptionPort:int? remoteCertificateThumbprint?
    dataSetsReplicationEnabled:boolean?@8.0 disk:ReplicationInfoDiskSettings[]?`,
  ],
  ReplicationInfoDiskSettings: ["", "key:int diskReplicationId"],
  VirtualMachineSgxInfo: ["", "epcSize:long flcMode? lePubKeyHash? requireAttestation:boolean?@8.0.0.1"],
  VirtualMachineGuestMonitoringModeInfo: ["", "gmmFile? gmmAppliance?"],
  VirtualMachineVirtualDeviceSwap: ["", "lsiToPvscsi:VirtualMachineVirtualDeviceSwapDeviceSwapInfo?"],
  VirtualMachineVirtualDeviceSwapDeviceSwapInfo: ["", "enabled:boolean? applicable:boolean? status?"],
  VirtualMachineVirtualPMem: ["", "snapshotMode?"],
  VirtualMachineVirtualDeviceGroups: ["", "deviceGroup:VirtualMachineVirtualDeviceGroupsDeviceGroup[]?"],
  VirtualMachineVirtualDeviceGroupsDeviceGroup: ["", "! groupInstanceKey:int deviceInfo:Description?"],
  VirtualMachineVirtualDeviceGroupsVendorDeviceGroup: [
    "VirtualMachineVirtualDeviceGroupsDeviceGroup",
    "deviceGroupName",
  ],
  VirtualMachineBaseIndependentFilterSpec: ["", "!"],
  VirtualMachineIndependentFilterSpec: [
    "VirtualMachineBaseIndependentFilterSpec",
    "filterName filterClass? filterCapabilities:KeyValue[]?",
  ],
  VirtualMachineEmptyIndependentFilterSpec: ["VirtualMachineBaseIndependentFilterSpec", ""],
  VirtualMachineProfileSpec: ["", "!"],
  VirtualMachineDefinedProfileSpec: [
    "VirtualMachineProfileSpec",
    "profileId profileData:VirtualMachineProfileRawData? profileParams:KeyValue[]?",
  ],
  VirtualMachineDefaultProfileSpec: ["VirtualMachineProfileSpec", ""],
  VirtualMachineEmptyProfileSpec: ["VirtualMachineProfileSpec", ""],
  VirtualMachineProfileRawData: ["", "extensionKey objectData?"],
  ArrayUpdateSpec: ["", "! operation:=ArrayUpdateOperation removeKey:anyType?"],
  VmConfigSpec: [
    "",
    `product:VAppProductSpec[]? property:VAppPropertySpec[]? ipAssignment:VAppIPAssignmentInfo? eula[]?
    ovfSection:VAppOvfSectionSpec[]? ovfEnvironmentTransport[]? installBootRequired:boolean?
    installBootStopDelay:int?`,
  ],
  VAppProductSpec: ["ArrayUpdateSpec", "info:VAppProductInfo?"],
  VAppProductInfo: [
    "",
    "key:int classId? instanceId? name? vendor? version? fullVersion? vendorUrl? productUrl? appUrl?",
  ],
  VAppPropertySpec: ["ArrayUpdateSpec", "info:VAppPropertyInfo?"],
  VAppPropertyInfo: [
    "",
    `key:int classId? instanceId? id? category? label? type? typeReference? userConfigurable:boolean?
    defaultValue? value? description?`,
  ],
  VAppIPAssignmentInfo: [
    "",
    "supportedAllocationScheme[]? ipAllocationPolicy? supportedIpProtocol[]? ipProtocol?",
  ],
  VAppOvfSectionSpec: ["ArrayUpdateSpec", "info:VAppOvfSectionInfo?"],
  VAppOvfSectionInfo: ["", "key:int? namespace? type? atEnvelopeLevel:boolean? contents?"],
  VirtualMachineCloneSpec: [
    "",
    `location:VirtualMachineRelocateSpec template:boolean config:VirtualMachineConfigSpec?
    customization:CustomizationSpec? powerOn:boolean snapshot:ref? memory:boolean?
    tpmProvisionPolicy?@8.0.0.1`,
  ],
  VirtualMachineInstantCloneSpec: [
    "",
    "name location:VirtualMachineRelocateSpec config:OptionValue[]? biosUuid?",
  ],
  VirtualMachineRelocateSpec: [
    "",
    `service:ServiceLocator? folder:ref? datastore:ref? diskMoveType? pool:ref? host:ref?
    disk:VirtualMachineRelocateSpecDiskLocator[]? transform:=VirtualMachineRelocateTransformation?
    deviceChange:VirtualDeviceConfigSpec[]? profile:VirtualMachineProfileSpec[]? cryptoSpec:CryptoSpec?@7.0`,
  ],
  VirtualMachineRelocateSpecDiskLocator: [
    "",
    `diskId:int datastore:ref diskMoveType? diskBackingInfo:VirtualDeviceBackingInfo?
    profile:VirtualMachineProfileSpec[]? backing:VirtualMachineRelocateSpecDiskLocatorBackingSpec?@7.0
    filterSpec:VirtualMachineBaseIndependentFilterSpec[]?@7.0.2.1`,
  ],
  VirtualMachineRelocateSpecDiskLocatorBackingSpec: [
    "",
    "parent:VirtualMachineRelocateSpecDiskLocatorBackingSpec? crypto:CryptoSpec?",
  ],
  ServiceLocator: ["", "instanceUuid url credential:ServiceLocatorCredential sslThumbprint?"],
  ServiceLocatorCredential: ["", "!"],
  ServiceLocatorNamePassword: ["ServiceLocatorCredential", "username password"],
  ServiceLocatorSAMLCredential: ["ServiceLocatorCredential", "token?"],
  VirtualMachineGuestQuiesceSpec: ["", "timeout:int?"],
  VirtualMachineWindowsQuiesceSpec: [
    "VirtualMachineGuestQuiesceSpec",
    "vssBackupType:int? vssBootableSystemState:boolean? vssPartialFileSupport:boolean? vssBackupContext?",
  ],
  EnvironmentBrowserConfigOptionQuerySpec: ["", "key? host:ref? guestId[]?"],
  UsbScanCodeSpec: ["", "keyEvents:UsbScanCodeSpecKeyEvent[]"],
  UsbScanCodeSpecKeyEvent: ["", "usbHidCode:int modifiers:UsbScanCodeSpecModifierType?"],
  UsbScanCodeSpecModifierType: [
    "",
    `leftControl:boolean? leftShift:boolean? leftAlt:boolean? leftGui:boolean? rightControl:boolean?
    rightShift:boolean? rightAlt:boolean? rightGui:boolean?`,
  ],
  ResourceAllocationInfo: [
    "",
    "reservation:long? expandableReservation:boolean? limit:long? shares:SharesInfo? overheadLimit:long?",
  ],
  SharesInfo: ["", "shares:int level:=SharesLevel"],
  Description: ["", "label summary"],
  CryptoSpec: ["", "!"],
  CryptoSpecNoOp: ["CryptoSpec", ""],
  CryptoSpecDecrypt: ["CryptoSpec", ""],
  CryptoSpecEncrypt: ["CryptoSpec", "cryptoKeyId:CryptoKeyId"],
  CryptoSpecShallowRecrypt: ["CryptoSpec", "newKeyId:CryptoKeyId"],
  CryptoSpecDeepRecrypt: ["CryptoSpec", "newKeyId:CryptoKeyId"],
  CryptoKeyId: ["", "keyId providerId:KeyProviderId?"],
  KeyProviderId: ["", "id"],
};
