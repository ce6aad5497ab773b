import type { WireTable } from "../../soap/encode.ts";

/** Virtual machines as a whole: configuration, clone, relocation, options. */
export const VM_TYPES: WireTable["types"] = {
  VirtualMachineConfigSpec: [
    "",
    `changeVersion? name? version? createDate? uuid? instanceUuid? npivNodeWorldWideName[]?
    npivPortWorldWideName[]? npivWorldWideNameType? npivDesiredNodeWwns? npivDesiredPortWwns?
    npivTemporaryDisabled? npivOnNonRdmDisks? npivWorldWideNameOp? locationId? guestId? alternateGuestName?
    annotation? files:VirtualMachineFileInfo? tools:ToolsConfigInfo? flags:VirtualMachineFlagInfo?
    consolePreferences:VirtualMachineConsolePreferences? powerOpInfo:VirtualMachineDefaultPowerOpInfo?
    rebootPowerOff?@8.0.0.1 numCPUs? vcpuConfig:VirtualMachineVcpuConfig[]?@7.0 numCoresPerSocket? memoryMB?
    memoryHotAddEnabled? cpuHotAddEnabled? cpuHotRemoveEnabled? virtualICH7MPresent? virtualSMCPresent?
    deviceChange:VirtualDeviceConfigSpec[]? cpuAllocation:ResourceAllocationInfo?
    memoryAllocation:ResourceAllocationInfo? latencySensitivity:LatencySensitivity?
    cpuAffinity:VirtualMachineAffinityInfo? memoryAffinity:VirtualMachineAffinityInfo?
    networkShaper:VirtualMachineNetworkShaperInfo? cpuFeatureMask:VirtualMachineCpuIdInfoSpec[]?
    extraConfig:OptionValue[]? swapPlacement? bootOptions:VirtualMachineBootOptions?
    vAppConfig:VmConfigSpec? ftInfo:FaultToleranceConfigInfo? repConfig:ReplicationConfigSpec?
    vAppConfigRemoved? vAssertsEnabled? changeTrackingEnabled? firmware? maxMksConnections?
    guestAutoLockEnabled? managedBy:ManagedByInfo? memoryReservationLockedToMax? nestedHVEnabled?
    vPMCEnabled? scheduledHardwareUpgradeInfo:ScheduledHardwareUpgradeInfo?
    vmProfile:VirtualMachineProfileSpec[]? messageBusTunnelEnabled? crypto:CryptoSpec? migrateEncryption?
    sgxInfo:VirtualMachineSgxInfo?@7.0 ftEncryptionMode?@7.0.2
    guestMonitoringModeInfo:VirtualMachineGuestMonitoringModeInfo?@7.0 sevEnabled?@7.0.1
    virtualNuma:VirtualMachineVirtualNuma?@8.0.0.1 motherboardLayout?@8.0.0.1 pmemFailoverEnabled?@7.0.2
    vmxStatsCollectionEnabled?@7.0.3.1 vmOpNotificationToAppEnabled?@7.0.3 vmOpNotificationTimeout?@8.0.0.1
    deviceSwap:VirtualMachineVirtualDeviceSwap?@8.0.0.1 simultaneousThreads?@8.0.0.1
    pmem:VirtualMachineVirtualPMem?@7.0.3 deviceGroups:VirtualMachineVirtualDeviceGroups?@8.0.0.1
    fixedPassthruHotPlugEnabled?@8.0.1 metroFtEnabled?@8.0.3 metroFtHostGroup?@8.0.3`,
  ],
  VirtualMachineFileInfo: [
    "",
    "vmPathName? snapshotDirectory? suspendDirectory? logDirectory? ftMetadataDirectory?",
  ],
  ToolsConfigInfo: [
    "",
    `toolsVersion? toolsInstallType? afterPowerOn? afterResume? beforeGuestStandby? beforeGuestShutdown?
    beforeGuestReboot? toolsUpgradePolicy? pendingCustomization? customizationKeyId:CryptoKeyId?
    syncTimeWithHostAllowed?@7.0.1 syncTimeWithHost?`,
  ],
  VirtualMachineFlagInfo: [
    "",
    `disableAcceleration? enableLogging? useToe? runWithDebugInfo? monitorType? htSharing? snapshotDisabled?
    snapshotLocked? diskUuidEnabled? virtualMmuUsage? virtualExecUsage? snapshotPowerOffBehavior?
    recordReplayEnabled? faultToleranceType? cbrcCacheEnabled? vvtdEnabled? vbsEnabled?`,
  ],
  VirtualMachineDefaultPowerOpInfo: [
    "",
    `powerOffType? suspendType? resetType? defaultPowerOffType? defaultSuspendType? defaultResetType?
    standbyAction?`,
  ],
  VirtualMachineConsolePreferences: [
    "",
    "powerOnWhenOpened? enterFullScreenOnPowerOn? closeOnPowerOffOrSuspend?",
  ],
  VirtualMachineBootOptions: [
    "",
    `bootDelay? enterBIOSSetup? efiSecureBootEnabled? bootRetryEnabled? bootRetryDelay?
    bootOrder:VirtualMachineBootOptionsBootableDevice[]? networkBootProtocol?`,
  ],
  VirtualMachineBootOptionsBootableDevice: ["", "!"],
  VirtualMachineBootOptionsBootableCdromDevice: ["VirtualMachineBootOptionsBootableDevice", ""],
  VirtualMachineBootOptionsBootableDiskDevice: ["VirtualMachineBootOptionsBootableDevice", "deviceKey"],
  VirtualMachineBootOptionsBootableEthernetDevice: ["VirtualMachineBootOptionsBootableDevice", "deviceKey"],
  VirtualMachineBootOptionsBootableFloppyDevice: ["VirtualMachineBootOptionsBootableDevice", ""],
  VirtualMachineAffinityInfo: ["", "affinitySet[]"],
  LatencySensitivity: ["", "level sensitivity?"],
  ManagedByInfo: ["", "extensionKey type"],
  ScheduledHardwareUpgradeInfo: [
    "",
    "upgradePolicy? versionKey? scheduledHardwareUpgradeStatus? fault:LocalizedMethodFault?",
  ],
  VirtualMachineCpuIdInfoSpec: ["ArrayUpdateSpec", "info:HostCpuIdInfo?"],
  HostCpuIdInfo: ["", "level vendor? eax? ebx? ecx? edx?"],
  VirtualMachineVcpuConfig: ["", "latencySensitivity:LatencySensitivity?"],
  VirtualMachineVirtualNuma: ["", "coresPerNumaNode? exposeVnumaOnCpuHotadd?"],
  VirtualMachineNetworkShaperInfo: ["", "enabled? peakBps? averageBps? burstSize?"],
  FaultToleranceConfigInfo: ["", "role instanceUuids[] configPaths[] orphaned?"],
  ReplicationConfigSpec: [
    "",
    `generation vmReplicationId destination port rpo quiesceGuestEnabled paused oppUpdatesEnabled
    netCompressionEnabled? netEncryptionEnabled? encryptionDestination? encryptionPort?
    remoteCertificateThumbprint? dataSetsReplicationEnabled?@8.0 disk:ReplicationInfoDiskSettings[]?`,
  ],
  ReplicationInfoDiskSettings: ["", "key diskReplicationId"],
  VirtualMachineSgxInfo: ["", "epcSize flcMode? lePubKeyHash? requireAttestation?@8.0.0.1"],
  VirtualMachineGuestMonitoringModeInfo: ["", "gmmFile? gmmAppliance?"],
  VirtualMachineVirtualDeviceSwap: ["", "lsiToPvscsi:VirtualMachineVirtualDeviceSwapDeviceSwapInfo?"],
  VirtualMachineVirtualDeviceSwapDeviceSwapInfo: ["", "enabled? applicable? status?"],
  VirtualMachineVirtualPMem: ["", "snapshotMode?"],
  VirtualMachineVirtualDeviceGroups: ["", "deviceGroup:VirtualMachineVirtualDeviceGroupsDeviceGroup[]?"],
  VirtualMachineVirtualDeviceGroupsDeviceGroup: ["", "! groupInstanceKey deviceInfo:Description?"],
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
  ArrayUpdateSpec: ["", "! operation removeKey:anyType?"],
  VmConfigSpec: [
    "",
    `product:VAppProductSpec[]? property:VAppPropertySpec[]? ipAssignment:VAppIPAssignmentInfo? eula[]?
    ovfSection:VAppOvfSectionSpec[]? ovfEnvironmentTransport[]? installBootRequired? installBootStopDelay?`,
  ],
  VAppProductSpec: ["ArrayUpdateSpec", "info:VAppProductInfo?"],
  VAppProductInfo: [
    "",
    "key classId? instanceId? name? vendor? version? fullVersion? vendorUrl? productUrl? appUrl?",
  ],
  VAppPropertySpec: ["ArrayUpdateSpec", "info:VAppPropertyInfo?"],
  VAppPropertyInfo: [
    "",
    `key classId? instanceId? id? category? label? type? typeReference? userConfigurable? defaultValue?
    value? description?`,
  ],
  VAppIPAssignmentInfo: [
    "",
    "supportedAllocationScheme[]? ipAllocationPolicy? supportedIpProtocol[]? ipProtocol?",
  ],
  VAppOvfSectionSpec: ["ArrayUpdateSpec", "info:VAppOvfSectionInfo?"],
  VAppOvfSectionInfo: ["", "key? namespace? type? atEnvelopeLevel? contents?"],
  VirtualMachineCloneSpec: [
    "",
    `location:VirtualMachineRelocateSpec template config:VirtualMachineConfigSpec?
    customization:CustomizationSpec? powerOn snapshot:ref? memory? tpmProvisionPolicy?@8.0.0.1`,
  ],
  VirtualMachineInstantCloneSpec: [
    "",
    "name location:VirtualMachineRelocateSpec config:OptionValue[]? biosUuid?",
  ],
  VirtualMachineRelocateSpec: [
    "",
    `service:ServiceLocator? folder:ref? datastore:ref? diskMoveType? pool:ref? host:ref?
    disk:VirtualMachineRelocateSpecDiskLocator[]? transform? deviceChange:VirtualDeviceConfigSpec[]?
    profile:VirtualMachineProfileSpec[]? cryptoSpec:CryptoSpec?@7.0`,
  ],
  VirtualMachineRelocateSpecDiskLocator: [
    "",
    `diskId datastore:ref diskMoveType? diskBackingInfo:VirtualDeviceBackingInfo?
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
  VirtualMachineGuestQuiesceSpec: ["", "timeout?"],
  VirtualMachineWindowsQuiesceSpec: [
    "VirtualMachineGuestQuiesceSpec",
    "vssBackupType? vssBootableSystemState? vssPartialFileSupport? vssBackupContext?",
  ],
  EnvironmentBrowserConfigOptionQuerySpec: ["", "key? host:ref? guestId[]?"],
  UsbScanCodeSpec: ["", "keyEvents:UsbScanCodeSpecKeyEvent[]"],
  UsbScanCodeSpecKeyEvent: ["", "usbHidCode modifiers:UsbScanCodeSpecModifierType?"],
  UsbScanCodeSpecModifierType: [
    "",
    "leftControl? leftShift? leftAlt? leftGui? rightControl? rightShift? rightAlt? rightGui?",
  ],
  ResourceAllocationInfo: [
    "",
    "reservation? expandableReservation? limit? shares:SharesInfo? overheadLimit?",
  ],
  SharesInfo: ["", "shares level"],
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
