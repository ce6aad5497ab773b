import type { WireTable } from "../../soap/encode.ts";

/** Datastores, datastore clusters and files. */
export const STORAGE_ANSWERS: WireTable["types"] = {
  DatastoreSummary: [
    "",
    `datastore:ref? name url capacity:long freeSpace:long uncommitted:long? accessible:boolean
    multipleHostAccess:boolean? type maintenanceMode?`,
  ],
  DatastoreInfo: [
    "",
    `name url freeSpace:long maxFileSize:long maxVirtualDiskCapacity:long? maxMemoryFileSize:long
    timestamp:dateTime? containerId? aliasOf?`,
  ],
  VmfsDatastoreInfo: [
    "DatastoreInfo",
    "maxPhysicalRDMFileSize:long maxVirtualRDMFileSize:long vmfs:HostVmfsVolume?",
  ],
  NasDatastoreInfo: ["DatastoreInfo", "nas:HostNasVolume?"],
  LocalDatastoreInfo: ["DatastoreInfo", "path?"],
  DatastoreHostMount: ["", "key:ref mountInfo:HostMountInfo"],
  DatastoreCapability: [
    "",
    `directoryHierarchySupported:boolean rawDiskMappingsSupported:boolean
    perFileThinProvisioningSupported:boolean storageIORMSupported:boolean nativeSnapshotSupported:boolean
    topLevelDirectoryCreateSupported:boolean? seSparseSupported:boolean? vmfsSparseSupported:boolean?
    vsanSparseSupported:boolean? upitSupported:boolean? vmdkExpandSupported:boolean?
    clusteredVmdkSupported:boolean?`,
  ],
  StoragePodSummary: ["", "name capacity:long freeSpace:long"],
  PodStorageDrsEntry: [
    "",
    `storageDrsConfig:StorageDrsConfigInfo recommendation:ClusterRecommendation[]?
    drsFault:ClusterDrsFaults[]? actionHistory:ClusterActionHistory[]?`,
  ],
  StorageDrsConfigInfo: ["", "podConfig:StorageDrsPodConfigInfo vmConfig:StorageDrsVmConfigInfo[]?"],
  StorageDrsPodConfigInfo: [
    "",
    `enabled:boolean ioLoadBalanceEnabled:boolean defaultVmBehavior loadBalanceInterval:int?
    defaultIntraVmAffinity:boolean? spaceLoadBalanceConfig:StorageDrsSpaceLoadBalanceConfig?
    ioLoadBalanceConfig:StorageDrsIoLoadBalanceConfig? automationOverrides:StorageDrsAutomationConfig?
    rule:ClusterRuleInfo[]? option:OptionValue[]?`,
  ],
  HostDatastoreBrowserSearchResults: ["", "datastore:ref? folderPath? file:FileInfo[]?"],
  FileInfo: ["", "path friendlyName? fileSize:long? modification:dateTime? owner?"],
  VmConfigFileInfo: ["FileInfo", "configVersion:int? encryption:VmConfigFileEncryptionInfo?"],
  VmDiskFileInfo: [
    "FileInfo",
    `diskType? capacityKb:long? hardwareVersion:int? controllerType? diskExtents[]? thin:boolean?
    encryption:VmDiskFileEncryptionInfo?`,
  ],
  IsoImageFileInfo: ["FileInfo", ""],
  FolderFileInfo: ["FileInfo", ""],
  VmLogFileInfo: ["FileInfo", ""],
  VmNvramFileInfo: ["FileInfo", ""],
  VmSnapshotFileInfo: ["FileInfo", ""],
  FloppyImageFileInfo: ["FileInfo", ""],
  TemplateConfigFileInfo: ["VmConfigFileInfo", ""],
  StorageDrsSpaceLoadBalanceConfig: [
    "",
    `spaceThresholdMode? spaceUtilizationThreshold:int? freeSpaceThresholdGB:int?
    minSpaceUtilizationDifference:int?`,
  ],
  StorageDrsIoLoadBalanceConfig: [
    "",
    `reservablePercentThreshold:int? reservableIopsThreshold:int? reservableThresholdMode?
    ioLatencyThreshold:int? ioLoadImbalanceThreshold:int?`,
  ],
};
