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
  ExtensibleManagedObject: ["", "self:ref value:CustomFieldValue[] availableField:CustomFieldDef[]"],
  ServiceInstance: ["", "self:ref serverClock:dateTime capability:Capability content:ServiceContent"],
  SessionManager: [
    "",
    `self:ref sessionList:UserSession[] currentSession:UserSession? message? messageLocaleList[]
    supportedLocaleList[] defaultLocale`,
  ],
  PropertyCollector: ["", "self:ref filter:ref[]"],
  PropertyFilter: ["", "self:ref spec:PropertyFilterSpec partialUpdates:boolean"],
  ViewManager: ["", "self:ref viewList:ref[]"],
  View: ["", "self:ref"],
  ManagedObjectView: ["", "self:ref view:ref[]"],
  ContainerView: ["ManagedObjectView", "container:ref type[] recursive:boolean"],
  ListView: ["ManagedObjectView", ""],
  InventoryView: ["ManagedObjectView", ""],
  SearchIndex: ["", "self:ref"],
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
  EnvironmentBrowser: ["", "self:ref datastoreBrowser:ref?"],
  HostDatastoreBrowser: ["", "self:ref datastore:ref[] supportedType:FileQuery[]"],
  TaskManager: ["", "self:ref recentTask:ref[] description:TaskDescription maxCollector:int"],
  Task: ["ExtensibleManagedObject", "info:TaskInfo"],
  HistoryCollector: ["", "self:ref filter:anyType"],
  TaskHistoryCollector: ["HistoryCollector", "latestPage:TaskInfo[]"],
  EventManager: ["", "self:ref description:EventDescription latestEvent:Event maxCollector:int"],
  EventHistoryCollector: ["HistoryCollector", "latestPage:Event[]"],
  PerformanceManager: [
    "",
    `self:ref description:PerformanceDescription historicalInterval:PerfInterval[]
    perfCounter:PerfCounterInfo[]`,
  ],
  AuthorizationManager: [
    "",
    `self:ref privilegeList:AuthorizationPrivilege[] roleList:AuthorizationRole[]
    description:AuthorizationDescription`,
  ],
  LicenseManager: [
    "",
    `self:ref source:LicenseSource sourceAvailable:boolean diagnostics:LicenseDiagnostics?
    featureInfo:LicenseFeatureInfo[] licensedEdition licenses:LicenseManagerLicenseInfo[]
    licenseAssignmentManager:ref? evaluation:LicenseManagerEvaluationInfo`,
  ],
  LicenseAssignmentManager: ["", "self:ref"],
  FileManager: ["", "self:ref"],
  VirtualDiskManager: ["", "self:ref"],
  OptionManager: ["", "self:ref supportedOption:OptionDef[] setting:OptionValue[]"],
  CustomFieldsManager: ["", "self:ref field:CustomFieldDef[]"],
  AlarmManager: ["", "self:ref defaultExpression:AlarmExpression[] description:AlarmDescription"],
  Alarm: ["ExtensibleManagedObject", "info:AlarmInfo"],
  ExtensionManager: ["", "self:ref extensionList:Extension[]"],
  GuestOperationsManager: [
    "",
    `self:ref authManager:ref? fileManager:ref? processManager:ref? guestWindowsRegistryManager:ref?
    aliasManager:ref?`,
  ],
  OvfManager: ["", "self:ref ovfImportOption:OvfOptionInfo[] ovfExportOption:OvfOptionInfo[]"],
  StorageResourceManager: ["", "self:ref"],
  UserDirectory: ["", "self:ref domainList[]"],
  HostNetworkSystem: [
    "ExtensibleManagedObject",
    `capabilities:HostNetCapabilities? networkInfo:HostNetworkInfo?
    offloadCapabilities:HostNetOffloadCapabilities? networkConfig:HostNetworkConfig? dnsConfig:HostDnsConfig
    ipRouteConfig:HostIpRouteConfig consoleIpRouteConfig:HostIpRouteConfig`,
  ],
  HostServiceSystem: ["ExtensibleManagedObject", "serviceInfo:HostServiceInfo"],
  HostDateTimeSystem: ["", "self:ref dateTimeInfo:HostDateTimeInfo"],
  HostStorageSystem: [
    "ExtensibleManagedObject",
    `storageDeviceInfo:HostStorageDeviceInfo? fileSystemVolumeInfo:HostFileSystemVolumeInfo systemFile[]
    multipathStateInfo:HostMultipathStateInfo?`,
  ],
  HostDatastoreSystem: ["", "self:ref datastore:ref[] capabilities:HostDatastoreSystemCapabilities"],
  HostFirewallSystem: ["ExtensibleManagedObject", "firewallInfo:HostFirewallInfo?"],
  HostVirtualNicManager: ["ExtensibleManagedObject", "info:HostVirtualNicManagerInfo"],
  HostHealthStatusSystem: ["", "self:ref runtime:HealthSystemRuntime"],
  HostAutoStartManager: ["", "self:ref config:HostAutoStartManagerConfig"],
  CustomizationSpecManager: ["", "self:ref info:CustomizationSpecInfo[] encryptionKey:base64Binary"],
  DistributedVirtualSwitchManager: ["", "self:ref"],
};
