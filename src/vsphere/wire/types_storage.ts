import type { WireTable } from "../../soap/encode.ts";

/** Files, virtual disks, datastores, and OVF packages. */
export const STORAGE_TYPES: WireTable["types"] = {
  HostDatastoreBrowserSearchSpec: [
    "",
    `query:FileQuery[]? details:FileQueryFlags? searchCaseInsensitive:boolean? matchPattern[]?
    sortFoldersFirst:boolean?`,
  ],
  FileQueryFlags: ["", "fileType:boolean fileSize:boolean modification:boolean fileOwner:boolean"],
  FileQuery: ["", ""],
  FolderFileQuery: ["FileQuery", ""],
  IsoImageFileQuery: ["FileQuery", ""],
  FloppyImageFileQuery: ["FileQuery", ""],
  VmConfigFileQuery: ["FileQuery", "filter:VmConfigFileQueryFilter? details:VmConfigFileQueryFlags?"],
  TemplateConfigFileQuery: ["VmConfigFileQuery", ""],
  VmConfigFileQueryFilter: ["", "matchConfigVersion:int[]? encrypted:boolean?"],
  VmConfigFileQueryFlags: ["", "configVersion:boolean encryption:boolean?"],
  VmDiskFileQuery: ["FileQuery", "filter:VmDiskFileQueryFilter? details:VmDiskFileQueryFlags?"],
  VmDiskFileQueryFilter: [
    "",
    "diskType[]? matchHardwareVersion:int[]? controllerType[]? thin:boolean? encrypted:boolean?",
  ],
  VmDiskFileQueryFlags: [
    "",
    `diskType:boolean capacityKb:boolean hardwareVersion:boolean controllerType:boolean? diskExtents:boolean?
    thin:boolean? encryption:boolean?`,
  ],
  VmLogFileQuery: ["FileQuery", ""],
  VmSnapshotFileQuery: ["FileQuery", ""],
  VmNvramFileQuery: ["FileQuery", ""],
  VirtualDiskSpec: ["", "! diskType adapterType"],
  FileBackedVirtualDiskSpec: [
    "VirtualDiskSpec",
    "capacityKb:long profile:VirtualMachineProfileSpec[]? crypto:CryptoSpec?",
  ],
  DeviceBackedVirtualDiskSpec: ["VirtualDiskSpec", "device"],
  SeSparseVirtualDiskSpec: ["FileBackedVirtualDiskSpec", "grainSizeKb:int?"],
  HostNasVolumeSpec: [
    "",
    `remoteHost remotePath localPath accessMode type? userName? password? remoteHostNames[]? securityType?
    vmknicToBind?@8.0.1 vmknicBound:boolean?@8.0.1 connections:int?@8.0.1`,
  ],
  StoragePlacementSpec: [
    "",
    `type priority:=VirtualMachineMovePriority? vm:ref? podSelectionSpec:StorageDrsPodSelectionSpec
    cloneSpec:VirtualMachineCloneSpec? cloneName? configSpec:VirtualMachineConfigSpec?
    relocateSpec:VirtualMachineRelocateSpec? resourcePool:ref? host:ref? folder:ref?
    disallowPrerequisiteMoves:boolean? resourceLeaseDurationSec:int?`,
  ],
  StorageDrsPodSelectionSpec: ["", "initialVmConfig:VmPodConfigForPlacement[]? storagePod:ref?"],
  VmPodConfigForPlacement: ["", "storagePod:ref disk:PodDiskLocator[]? interVmRule:ClusterRuleInfo[]?"],
  PodDiskLocator: [
    "",
    "diskId:int diskMoveType? diskBackingInfo:VirtualDeviceBackingInfo? profile:VirtualMachineProfileSpec[]?",
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
    "ovfFiles:OvfFile[]? name? description? includeImageFiles:boolean? exportOption[]? snapshot:ref?",
  ],
  OvfFile: [
    "",
    "deviceId path compressionMethod? chunkSize:long? size:long capacity:long? populatedSize:long?",
  ],
  ImportSpec: ["", "! instantiationOst:OvfConsumerOstNode?"],
  VirtualMachineImportSpec: ["ImportSpec", "configSpec:VirtualMachineConfigSpec resPoolEntity:ref?"],
  HttpNfcLeaseSourceFile: [
    "",
    "targetDeviceId url memberName? create:boolean sslThumbprint? httpHeaders:KeyValue[]? size:long?",
  ],
  OvfConsumerOstNode: [
    "",
    "id type section:OvfConsumerOvfSection[]? child:OvfConsumerOstNode[]? entity:ref?",
  ],
  OvfConsumerOvfSection: ["", "lineNumber:int xml"],
};
