import type { WireTable } from "../../soap/encode.ts";

/** What stands behind a virtual device: a file, a network, a device of the host. */
export const BACKING_TYPES: WireTable["types"] = {
  VirtualDeviceBackingInfo: ["", "!"],
  VirtualDeviceFileBackingInfo: ["VirtualDeviceBackingInfo", "! fileName datastore:ref? backingObjectId?"],
  VirtualDeviceDeviceBackingInfo: ["VirtualDeviceBackingInfo", "! deviceName useAutoDetect?"],
  VirtualDeviceRemoteDeviceBackingInfo: ["VirtualDeviceBackingInfo", "! deviceName useAutoDetect?"],
  VirtualDevicePipeBackingInfo: ["VirtualDeviceBackingInfo", "! pipeName"],
  VirtualDeviceURIBackingInfo: ["VirtualDeviceBackingInfo", "! serviceURI direction proxyURI?"],
  VirtualDiskFlatVer2BackingInfo: [
    "VirtualDeviceFileBackingInfo",
    `diskMode split? writeThrough? thinProvisioned? eagerlyScrub? uuid? contentId? changeId?
    parent:VirtualDiskFlatVer2BackingInfo? deltaDiskFormat? digestEnabled? deltaGrainSize?
    deltaDiskFormatVariant? sharing? keyId:CryptoKeyId?`,
  ],
  VirtualDiskSeSparseBackingInfo: [
    "VirtualDeviceFileBackingInfo",
    `diskMode writeThrough? uuid? contentId? changeId? parent:VirtualDiskSeSparseBackingInfo?
    deltaDiskFormat? digestEnabled? grainSize? keyId:CryptoKeyId?`,
  ],
  VirtualDiskSparseVer2BackingInfo: [
    "VirtualDeviceFileBackingInfo",
    `diskMode split? writeThrough? spaceUsedInKB? uuid? contentId? changeId?
    parent:VirtualDiskSparseVer2BackingInfo? keyId:CryptoKeyId?`,
  ],
  VirtualDiskRawDiskMappingVer1BackingInfo: [
    "VirtualDeviceFileBackingInfo",
    `lunUuid? deviceName? compatibilityMode? diskMode? uuid? contentId? changeId?
    parent:VirtualDiskRawDiskMappingVer1BackingInfo? deltaDiskFormat? deltaGrainSize? sharing?`,
  ],
  VirtualDeviceConfigSpecBackingSpec: ["", "parent:VirtualDeviceConfigSpecBackingSpec? crypto:CryptoSpec?"],
  VirtualCdromIsoBackingInfo: ["VirtualDeviceFileBackingInfo", ""],
  VirtualCdromRemotePassthroughBackingInfo: ["VirtualDeviceRemoteDeviceBackingInfo", "exclusive"],
  VirtualCdromRemoteAtapiBackingInfo: ["VirtualDeviceRemoteDeviceBackingInfo", ""],
  VirtualCdromAtapiBackingInfo: ["VirtualDeviceDeviceBackingInfo", ""],
  VirtualCdromPassthroughBackingInfo: ["VirtualDeviceDeviceBackingInfo", "exclusive"],
  VirtualFloppyImageBackingInfo: ["VirtualDeviceFileBackingInfo", ""],
  VirtualFloppyDeviceBackingInfo: ["VirtualDeviceDeviceBackingInfo", ""],
  VirtualFloppyRemoteDeviceBackingInfo: ["VirtualDeviceRemoteDeviceBackingInfo", ""],
  VirtualEthernetCardNetworkBackingInfo: [
    "VirtualDeviceDeviceBackingInfo",
    "network:ref? inPassthroughMode?",
  ],
  VirtualEthernetCardDistributedVirtualPortBackingInfo: [
    "VirtualDeviceBackingInfo",
    "port:DistributedVirtualSwitchPortConnection",
  ],
  VirtualEthernetCardOpaqueNetworkBackingInfo: [
    "VirtualDeviceBackingInfo",
    "opaqueNetworkId opaqueNetworkType",
  ],
  DistributedVirtualSwitchPortConnection: ["", "switchUuid portgroupKey? portKey? connectionCookie?"],
  VirtualSriovEthernetCardSriovBackingInfo: [
    "VirtualDeviceBackingInfo",
    `physicalFunctionBacking:VirtualPCIPassthroughDeviceBackingInfo?
    virtualFunctionBacking:VirtualPCIPassthroughDeviceBackingInfo? virtualFunctionIndex?`,
  ],
  VirtualSerialPortFileBackingInfo: ["VirtualDeviceFileBackingInfo", ""],
  VirtualSerialPortDeviceBackingInfo: ["VirtualDeviceDeviceBackingInfo", ""],
  VirtualSerialPortPipeBackingInfo: ["VirtualDevicePipeBackingInfo", "endpoint noRxLoss?"],
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
  VirtualPCIPassthroughDeviceBackingInfo: ["VirtualDeviceDeviceBackingInfo", "id deviceId systemId vendorId"],
  VirtualPCIPassthroughVmiopBackingInfo: [
    "VirtualPCIPassthroughPluginBackingInfo",
    "vgpu? vgpuMigrateDataSizeMB?@8.0.0.1 migrateSupported?@7.0.2 enhancedMigrateCapability?@8.0.0.1",
  ],
  VirtualPCIPassthroughDynamicBackingInfo: [
    "VirtualDeviceDeviceBackingInfo",
    "allowedDevice:VirtualPCIPassthroughAllowedDevice[]?@7.0 customLabel?@7.0 assignedId?@7.0",
  ],
  VirtualPCIPassthroughAllowedDevice: ["", "vendorId deviceId subVendorId? subDeviceId? revisionId?"],
};
