import type { WireTable } from "../../soap/encode.ts";

/** Managed objects: their base and properties. Lists of no element are empty, not absent. */
export const MANAGED_TYPES: WireTable["types"] = {
  ManagedEntity: [
    "ExtensibleManagedObject",
    `parent:ref? customValue:CustomFieldValue[] overallStatus:=ManagedEntityStatus
    configStatus:=ManagedEntityStatus configIssue:Event[] effectiveRole:int[] permission:Permission[] name
    disabledMethod[] recentTask:ref[] declaredAlarmState:AlarmState[] triggeredAlarmState:AlarmState[]
    alarmActionsEnabled:boolean? tag:Tag[]`,
  ],
  ExtensibleManagedObject: ["", "value:CustomFieldValue[] availableField:CustomFieldDef[]"],
  ServiceInstance: ["", "serverClock:dateTime capability:Capability content:ServiceContent"],
  SessionManager: [
    "",
    `sessionList:UserSession[] currentSession:UserSession? message? messageLocaleList[]
    supportedLocaleList[] defaultLocale`,
  ],
  PropertyCollector: ["", "filter:ref[]"],
  PropertyFilter: ["", "spec:PropertyFilterSpec partialUpdates:boolean"],
  ViewManager: ["", "viewList:ref[]"],
  View: ["", ""],
  ManagedObjectView: ["", "view:ref[]"],
  ContainerView: ["ManagedObjectView", "container:ref type[] recursive:boolean"],
  ListView: ["ManagedObjectView", ""],
  InventoryView: ["ManagedObjectView", ""],
  SearchIndex: ["", ""],
  Folder: ["ManagedEntity", "childType[] childEntity:ref[] namespace?"],
  StoragePod: ["Folder", "summary:StoragePodSummary? podStorageDrsEntry:PodStorageDrsEntry?"],
  Datacenter: [
    "ManagedEntity",
    `vmFolder:ref hostFolder:ref datastoreFolder:ref networkFolder:ref datastore:ref[] network:ref[]
    configuration:DatacenterConfigInfo`,
  ],
  ComputeResource: [
    "ManagedEntity",
    `resourcePool:ref? host:ref[] datastore:ref[] network:ref[] summary:ComputeResourceSummary
    environmentBrowser:ref? configurationEx:ComputeResourceConfigInfo lifecycleManaged:boolean?`,
  ],
  ClusterComputeResource: [
    "ComputeResource",
    `configuration:ClusterConfigInfo recommendation:ClusterRecommendation[]
    drsRecommendation:ClusterDrsRecommendation[] hciConfig:ClusterComputeResourceHCIConfigInfo?
    migrationHistory:ClusterDrsMigration[] actionHistory:ClusterActionHistory[] drsFault:ClusterDrsFaults[]`,
  ],
  HostSystem: [
    "ManagedEntity",
    `runtime:HostRuntimeInfo summary:HostListSummary hardware:HostHardwareInfo? capability:HostCapability?
    licensableResource:HostLicensableResourceInfo remediationState:HostSystemRemediationState?
    precheckRemediationResult:ApplyHostProfileConfigurationSpec?
    remediationResult:ApplyHostProfileConfigurationResult?
    complianceCheckState:HostSystemComplianceCheckState? complianceCheckResult:ComplianceResult?
    configManager:HostConfigManager config:HostConfigInfo? vm:ref[] datastore:ref[] network:ref[]
    datastoreBrowser:ref systemResources:HostSystemResourceInfo?
    answerFileValidationState:AnswerFileStatusResult? answerFileValidationResult:AnswerFileStatusResult?`,
  ],
  ResourcePool: [
    "ManagedEntity",
    `summary:ResourcePoolSummary runtime:ResourcePoolRuntimeInfo owner:ref resourcePool:ref[] vm:ref[]
    config:ResourceConfigSpec namespace? childConfiguration:ResourceConfigSpec[]`,
  ],
  VirtualApp: [
    "ResourcePool",
    `parentFolder:ref? datastore:ref[] network:ref[] vAppConfig:VAppConfigInfo? parentVApp:ref?
    childLink:VirtualAppLinkInfo[]`,
  ],
  VirtualMachine: [
    "ManagedEntity",
    `capability:VirtualMachineCapability config:VirtualMachineConfigInfo? layout:VirtualMachineFileLayout?
    layoutEx:VirtualMachineFileLayoutEx? storage:VirtualMachineStorageInfo? environmentBrowser:ref
    resourcePool:ref? parentVApp:ref? resourceConfig:ResourceConfigSpec? runtime:VirtualMachineRuntimeInfo
    guest:GuestInfo? summary:VirtualMachineSummary datastore:ref[] network:ref[]
    snapshot:VirtualMachineSnapshotInfo? rootSnapshot:ref[] guestHeartbeatStatus:=ManagedEntityStatus`,
  ],
  VirtualMachineSnapshot: [
    "ExtensibleManagedObject",
    "config:VirtualMachineConfigInfo childSnapshot:ref[] vm:ref",
  ],
  Datastore: [
    "ManagedEntity",
    `info:DatastoreInfo summary:DatastoreSummary host:DatastoreHostMount[] vm:ref[] browser:ref
    capability:DatastoreCapability iormConfiguration:StorageIORMInfo?`,
  ],
  Network: ["ManagedEntity", "summary:NetworkSummary host:ref[] vm:ref[] name"],
  DistributedVirtualPortgroup: ["Network", "key config:DVPortgroupConfigInfo portKeys[]"],
  OpaqueNetwork: ["Network", "capability:OpaqueNetworkCapability? extraConfig:OptionValue[]"],
  DistributedVirtualSwitch: [
    "ManagedEntity",
    `uuid capability:DVSCapability summary:DVSSummary config:DVSConfigInfo
    networkResourcePool:DVSNetworkResourcePool[] portgroup:ref[] runtime:DVSRuntimeInfo?`,
  ],
  VmwareDistributedVirtualSwitch: ["DistributedVirtualSwitch", ""],
  EnvironmentBrowser: ["", "datastoreBrowser:ref?"],
  HostDatastoreBrowser: ["", "datastore:ref[] supportedType:FileQuery[]"],
  TaskManager: ["", "recentTask:ref[] description:TaskDescription maxCollector:int"],
  Task: ["ExtensibleManagedObject", "info:TaskInfo"],
  HistoryCollector: ["", "filter:anyType"],
  TaskHistoryCollector: ["HistoryCollector", "latestPage:TaskInfo[]"],
  EventManager: ["", "description:EventDescription latestEvent:Event maxCollector:int"],
  EventHistoryCollector: ["HistoryCollector", "latestPage:Event[]"],
  PerformanceManager: [
    "",
    `description:PerformanceDescription historicalInterval:PerfInterval[]
    perfCounter:PerfCounterInfo[]`,
  ],
  AuthorizationManager: [
    "",
    `privilegeList:AuthorizationPrivilege[] roleList:AuthorizationRole[]
    description:AuthorizationDescription`,
  ],
  LicenseManager: [
    "",
    `source:LicenseSource sourceAvailable:boolean diagnostics:LicenseDiagnostics?
    featureInfo:LicenseFeatureInfo[] licensedEdition licenses:LicenseManagerLicenseInfo[]
    licenseAssignmentManager:ref? evaluation:LicenseManagerEvaluationInfo`,
  ],
  LicenseAssignmentManager: ["", ""],
  FileManager: ["", ""],
  VirtualDiskManager: ["", ""],
  OptionManager: ["", "supportedOption:OptionDef[] setting:OptionValue[]"],
  CustomFieldsManager: ["", "field:CustomFieldDef[]"],
  AlarmManager: ["", "defaultExpression:AlarmExpression[] description:AlarmDescription"],
  Alarm: ["ExtensibleManagedObject", "info:AlarmInfo"],
  ExtensionManager: ["", "extensionList:Extension[]"],
  GuestOperationsManager: [
    "",
    `authManager:ref? fileManager:ref? processManager:ref? guestWindowsRegistryManager:ref?
    aliasManager:ref?`,
  ],
  OvfManager: ["", "ovfImportOption:OvfOptionInfo[] ovfExportOption:OvfOptionInfo[]"],
  StorageResourceManager: ["", ""],
  UserDirectory: ["", "domainList[]"],
  HostLocalAccountManager: ["", ""],
  HostNetworkSystem: [
    "ExtensibleManagedObject",
    `capabilities:HostNetCapabilities? networkInfo:HostNetworkInfo?
    offloadCapabilities:HostNetOffloadCapabilities? networkConfig:HostNetworkConfig? dnsConfig:HostDnsConfig
    ipRouteConfig:HostIpRouteConfig consoleIpRouteConfig:HostIpRouteConfig`,
  ],
  HostServiceSystem: ["ExtensibleManagedObject", "serviceInfo:HostServiceInfo"],
  HostDateTimeSystem: ["", "dateTimeInfo:HostDateTimeInfo"],
  HostStorageSystem: [
    "ExtensibleManagedObject",
    `storageDeviceInfo:HostStorageDeviceInfo? fileSystemVolumeInfo:HostFileSystemVolumeInfo systemFile[]
    multipathStateInfo:HostMultipathStateInfo?`,
  ],
  HostDatastoreSystem: ["", "datastore:ref[] capabilities:HostDatastoreSystemCapabilities"],
  HostFirewallSystem: ["ExtensibleManagedObject", "firewallInfo:HostFirewallInfo?"],
  HostVirtualNicManager: ["ExtensibleManagedObject", "info:HostVirtualNicManagerInfo"],
  HostHealthStatusSystem: ["", "runtime:HealthSystemRuntime"],
  HostAutoStartManager: ["", "config:HostAutoStartManagerConfig"],
  CustomizationSpecManager: ["", "info:CustomizationSpecInfo[] encryptionKey:base64Binary"],
  DistributedVirtualSwitchManager: ["", ""],
};
