import type { WireTable } from "../../soap/encode.ts";

/** Files, virtual disks, datastores, and OVF packages. */
export const STORAGE_TYPES: WireTable["types"] = {
  HostDatastoreBrowserSearchSpec: [
    "",
    "query:FileQuery[]? details:FileQueryFlags? searchCaseInsensitive? matchPattern[]? sortFoldersFirst?",
  ],
  FileQueryFlags: ["", "fileType fileSize modification fileOwner"],
  FileQuery: ["", ""],
  FolderFileQuery: ["FileQuery", ""],
  IsoImageFileQuery: ["FileQuery", ""],
  FloppyImageFileQuery: ["FileQuery", ""],
  VmConfigFileQuery: ["FileQuery", "filter:VmConfigFileQueryFilter? details:VmConfigFileQueryFlags?"],
  TemplateConfigFileQuery: ["VmConfigFileQuery", ""],
  VmConfigFileQueryFilter: ["", "matchConfigVersion[]? encrypted?"],
  VmConfigFileQueryFlags: ["", "configVersion encryption?"],
  VmDiskFileQuery: ["FileQuery", "filter:VmDiskFileQueryFilter? details:VmDiskFileQueryFlags?"],
  VmDiskFileQueryFilter: ["", "diskType[]? matchHardwareVersion[]? controllerType[]? thin? encrypted?"],
  VmDiskFileQueryFlags: [
    "",
    "diskType capacityKb hardwareVersion controllerType? diskExtents? thin? encryption?",
  ],
  VmLogFileQuery: ["FileQuery", ""],
  VmSnapshotFileQuery: ["FileQuery", ""],
  VmNvramFileQuery: ["FileQuery", ""],
  VirtualDiskSpec: ["", "! diskType adapterType"],
  FileBackedVirtualDiskSpec: [
    "VirtualDiskSpec",
    "capacityKb profile:VirtualMachineProfileSpec[]? crypto:CryptoSpec?",
  ],
  DeviceBackedVirtualDiskSpec: ["VirtualDiskSpec", "device"],
  SeSparseVirtualDiskSpec: ["FileBackedVirtualDiskSpec", "grainSizeKb?"],
  HostNasVolumeSpec: [
    "",
    `remoteHost remotePath localPath accessMode type? userName? password? remoteHostNames[]? securityType?
    vmknicToBind?@8.0.1 vmknicBound?@8.0.1 connections?@8.0.1`,
  ],
  StoragePlacementSpec: [
    "",
    `type priority? vm:ref? podSelectionSpec:StorageDrsPodSelectionSpec cloneSpec:VirtualMachineCloneSpec?
    cloneName? configSpec:VirtualMachineConfigSpec? relocateSpec:VirtualMachineRelocateSpec?
    resourcePool:ref? host:ref? folder:ref? disallowPrerequisiteMoves? resourceLeaseDurationSec?`,
  ],
  StorageDrsPodSelectionSpec: ["", "initialVmConfig:VmPodConfigForPlacement[]? storagePod:ref?"],
  VmPodConfigForPlacement: ["", "storagePod:ref disk:PodDiskLocator[]? interVmRule:ClusterRuleInfo[]?"],
  PodDiskLocator: [
    "",
    "diskId diskMoveType? diskBackingInfo:VirtualDeviceBackingInfo? profile:VirtualMachineProfileSpec[]?",
  ],
  OvfManagerCommonParams: ["", "! locale deploymentOption msgBundle:KeyValue[]? importOption[]?"],
  OvfCreateImportSpecParams: [
    "OvfManagerCommonParams",
    `entityName hostSystem:ref? networkMapping:OvfNetworkMapping[]? ipAllocationPolicy? ipProtocol?
    propertyMapping:KeyValue[]? resourceMapping:OvfResourceMap[]? diskProvisioning?
    instantiationOst:OvfConsumerOstNode?`,
  ],
  OvfParseDescriptorParams: ["OvfManagerCommonParams", ""],
  OvfNetworkMapping: ["", "name network:ref"],
  OvfResourceMap: ["", "source parent:ref? resourceSpec:ResourceConfigSpec? datastore:ref?"],
  OvfCreateDescriptorParams: [
    "",
    "ovfFiles:OvfFile[]? name? description? includeImageFiles? exportOption[]? snapshot:ref?",
  ],
  OvfFile: ["", "deviceId path compressionMethod? chunkSize? size capacity? populatedSize?"],
  ImportSpec: ["", "! instantiationOst:OvfConsumerOstNode?"],
  VirtualMachineImportSpec: ["ImportSpec", "configSpec:VirtualMachineConfigSpec resPoolEntity:ref?"],
  HttpNfcLeaseSourceFile: [
    "",
    "targetDeviceId url memberName? create sslThumbprint? httpHeaders:KeyValue[]? size?",
  ],
  OvfConsumerOstNode: [
    "",
    "id type section:OvfConsumerOvfSection[]? child:OvfConsumerOstNode[]? entity:ref?",
  ],
  OvfConsumerOvfSection: ["", "lineNumber xml"],
};
