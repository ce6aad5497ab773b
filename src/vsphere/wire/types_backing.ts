import type { WireTable } from "../../soap/encode.ts";

/** What stands behind a virtual device: a file, a network, a device of the host. */
export const BACKING_TYPES: WireTable["types"] = {
  VirtualDeviceBackingInfo: ["", "!"],
  VirtualDeviceFileBackingInfo: ["VirtualDeviceBackingInfo", "! fileName datastore:ref? backingObjectId?"],
  VirtualDeviceDeviceBackingInfo: ["VirtualDeviceBackingInfo", "! deviceName useAutoDetect:boolean?"],
  VirtualDeviceRemoteDeviceBackingInfo: ["VirtualDeviceBackingInfo", "! deviceName useAutoDetect:boolean?"],
  VirtualDevicePipeBackingInfo: ["VirtualDeviceBackingInfo", "! pipeName"],
  VirtualDeviceURIBackingInfo: ["VirtualDeviceBackingInfo", "! serviceURI direction proxyURI?"],
  VirtualDiskFlatVer2BackingInfo: [
    "VirtualDeviceFileBackingInfo",
    `diskMode split:boolean? writeThrough:boolean? thinProvisioned:boolean? eagerlyScrub:boolean? uuid?
    contentId? changeId? parent:VirtualDiskFlatVer2BackingInfo? deltaDiskFormat? digestEnabled:boolean?
    deltaGrainSize:int? deltaDiskFormatVariant? sharing? keyId:CryptoKeyId?`,
  ],
  VirtualDiskSeSparseBackingInfo: [
    "VirtualDeviceFileBackingInfo",
    `diskMode writeThrough:boolean? uuid? contentId? changeId? parent:VirtualDiskSeSparseBackingInfo?
    deltaDiskFormat? digestEnabled:boolean? grainSize:int? keyId:CryptoKeyId?`,
  ],
  VirtualDiskSparseVer2BackingInfo: [
    "VirtualDeviceFileBackingInfo",
    `diskMode split:boolean? writeThrough:boolean? spaceUsedInKB:long? uuid? contentId? changeId?
    parent:VirtualDiskSparseVer2BackingInfo? keyId:CryptoKeyId?`,
  ],
  VirtualDiskRawDiskMappingVer1BackingInfo: [
    "VirtualDeviceFileBackingInfo",
    `lunUuid? deviceName? compatibilityMode? diskMode? uuid? contentId? changeId?
    parent:VirtualDiskRawDiskMappingVer1BackingInfo? deltaDiskFormat? deltaGrainSize:int? sharing?`,
  ],
  VirtualDeviceConfigSpecBackingSpec: ["", "parent:VirtualDeviceConfigSpecBackingSpec? crypto:CryptoSpec?"],
  VirtualCdromIsoBackingInfo: ["VirtualDeviceFileBackingInfo", ""],
  VirtualCdromRemotePassthroughBackingInfo: ["VirtualDeviceRemoteDeviceBackingInfo", "exclusive:boolean"],
  VirtualCdromRemoteAtapiBackingInfo: ["VirtualDeviceRemoteDeviceBackingInfo", ""],
  VirtualCdromAtapiBackingInfo: ["VirtualDeviceDeviceBackingInfo", ""],
  VirtualCdromPassthroughBackingInfo: ["VirtualDeviceDeviceBackingInfo", "exclusive:boolean"],
  VirtualFloppyImageBackingInfo: ["VirtualDeviceFileBackingInfo", ""],
  VirtualFloppyDeviceBackingInfo: ["VirtualDeviceDeviceBackingInfo", ""],
  VirtualFloppyRemoteDeviceBackingInfo: ["VirtualDeviceRemoteDeviceBackingInfo", ""],
  VirtualEthernetCardNetworkBackingInfo: [
    "VirtualDeviceDeviceBackingInfo",
    "network:ref? inPassthroughMode:boolean?",
  ],
  VirtualEthernetCardDistributedVirtualPortBackingInfo: [
    "VirtualDeviceBackingInfo",
    "port:DistributedVirtualSwitchPortConnection",
  ],
  VirtualEthernetCardOpaqueNetworkBackingInfo: [
    "VirtualDeviceBackingInfo",
    "opaqueNetworkId opaqueNetworkType",
  ],
  DistributedVirtualSwitchPortConnection: ["", "switchUuid portgroupKey? portKey? connectionCookie:int?"],
  VirtualSriovEthernetCardSriovBackingInfo: [
    "VirtualDeviceBackingInfo",
    `physicalFunctionBacking:VirtualPCIPassthroughDeviceBackingInfo?
    virtualFunctionBacking:VirtualPCIPassthroughDeviceBackingInfo? virtualFunctionIndex:int?`,
  ],
  VirtualSerialPortFileBackingInfo: ["VirtualDeviceFileBackingInfo", ""],
  VirtualSerialPortDeviceBackingInfo: ["VirtualDeviceDeviceBackingInfo", ""],
  VirtualSerialPortPipeBackingInfo: ["VirtualDevicePipeBackingInfo", "endpoint noRxLoss:boolean?"],
  VirtualSerialPortURIBackingInfo: ["VirtualDeviceURIBackingInfo", ""],
  VirtualSerialPortThinPrintBackingInfo: ["VirtualDeviceBackingInfo", ""],
  VirtualParallelPortFileBackingInfo: ["VirtualDeviceFileBackingInfo", ""],
  VirtualParallelPortDeviceBackingInfo: ["VirtualDeviceDeviceBackingInfo", ""],
  VirtualUSBUSBBackingInfo: ["VirtualDeviceDeviceBackingInfo", ""],
  VirtualUSBRemoteHostBackingInfo: ["VirtualDeviceDeviceBackingInfo", "hostname"],
  VirtualUSBRemoteClientBackingInfo: ["VirtualDeviceRemoteDeviceBackingInfo", "hostname"],
  VirtualSoundCardDeviceBackingInfo: ["VirtualDeviceDeviceBackingInfo", ""],
  VirtualPointingDeviceDeviceBackingInfo: ["VirtualDeviceDeviceBackingInfo", "hostPointingDevice"],
  VirtualPCIPassthroughPluginBackingInfo: ["VirtualDeviceBackingInfo", "!"],
  VirtualPCIPassthroughDeviceBackingInfo: [
    "VirtualDeviceDeviceBackingInfo",
    "id deviceId systemId vendorId:short",
  ],
  VirtualPCIPassthroughVmiopBackingInfo: [
    "VirtualPCIPassthroughPluginBackingInfo",
    `vgpu? vgpuMigrateDataSizeMB:int?@8.0.0.1 migrateSupported:boolean?@7.0.2
    enhancedMigrateCapability:boolean?@8.0.0.1`,
  ],
  VirtualPCIPassthroughDynamicBackingInfo: [
    "VirtualDeviceDeviceBackingInfo",
    "allowedDevice:VirtualPCIPassthroughAllowedDevice[]?@7.0 customLabel?@7.0 assignedId?@7.0",
  ],
  VirtualPCIPassthroughAllowedDevice: [
    "",
    "vendorId:int deviceId:int subVendorId:int? subDeviceId:int? revisionId:short?",
  ],
};
