import type { WireTable } from "../../soap/encode.ts";

/** Events, their arguments, and performance statistics. */
export const EVENT_ANSWERS: WireTable["types"] = {
  Event: [
    "",
    `key:int chainId:int createdTime:dateTime userName datacenter:DatacenterEventArgument?
    computeResource:ComputeResourceEventArgument? host:HostEventArgument? vm:VmEventArgument?
    ds:DatastoreEventArgument? net:NetworkEventArgument? dvs:DvsEventArgument? fullFormattedMessage?
    changeTag?`,
  ],
  EventArgument: ["", ""],
  EntityEventArgument: ["EventArgument", "name"],
  DatacenterEventArgument: ["EntityEventArgument", "datacenter:ref"],
  ComputeResourceEventArgument: ["EntityEventArgument", "computeResource:ref"],
  HostEventArgument: ["EntityEventArgument", "host:ref"],
  VmEventArgument: ["EntityEventArgument", "vm:ref"],
  DatastoreEventArgument: ["EntityEventArgument", "datastore:ref"],
  NetworkEventArgument: ["EntityEventArgument", "network:ref"],
  FolderEventArgument: ["EntityEventArgument", "folder:ref"],
  DvsEventArgument: ["EntityEventArgument", "dvs:ref"],
  ManagedEntityEventArgument: ["EntityEventArgument", "entity:ref"],
  AlarmEventArgument: ["EntityEventArgument", "alarm:ref"],
  ResourcePoolEventArgument: ["EntityEventArgument", "resourcePool:ref"],
  EventDescription: [
    "",
    `category:ElementDescription[] eventInfo:EventDescriptionEventDetail[] enumeratedTypes:EnumDescription[]?`,
  ],
  EventDescriptionEventDetail: [
    "",
    `key description? category formatOnDatacenter formatOnComputeResource formatOnHost formatOnVm fullFormat
    longDescription?`,
  ],
  EnumDescription: ["", "key tags:ElementDescription[]"],
  SessionEvent: ["Event", ""],
  UserLoginSessionEvent: ["SessionEvent", "ipAddress userAgent? locale sessionId"],
  UserLogoutSessionEvent: [
    "SessionEvent",
    "ipAddress? userAgent? callCount:long? sessionId? loginTime:dateTime?",
  ],
  BadUsernameSessionEvent: ["SessionEvent", "ipAddress"],
  TaskEvent: ["Event", "info:TaskInfo"],
  VmEvent: ["Event", "template:boolean"],
  VmCreatedEvent: ["VmEvent", ""],
  VmBeingCreatedEvent: ["VmEvent", "configSpec:VirtualMachineConfigSpec?"],
  VmStartingEvent: ["VmEvent", ""],
  VmPoweredOnEvent: ["VmEvent", ""],
  VmStoppingEvent: ["VmEvent", ""],
  VmPoweredOffEvent: ["VmEvent", ""],
  VmSuspendedEvent: ["VmEvent", ""],
  VmSuspendingEvent: ["VmEvent", ""],
  VmResettingEvent: ["VmEvent", ""],
  VmReconfiguredEvent: [
    "VmEvent",
    "configSpec:VirtualMachineConfigSpec configChanges:ChangesInfoEventArgument?",
  ],
  ChangesInfoEventArgument: ["", "modified? added? deleted?"],
  VmClonedEvent: ["VmCloneEvent", "sourceVm:VmEventArgument"],
  VmCloneEvent: ["VmEvent", ""],
  VmBeingClonedEvent: ["VmCloneEvent", "destFolder:FolderEventArgument destName destHost:HostEventArgument"],
  VmBeingDeployedEvent: ["VmEvent", "srcTemplate:VmEventArgument"],
  VmDeployedEvent: ["VmEvent", "srcTemplate:VmEventArgument"],
  VmRemovedEvent: ["VmEvent", ""],
  VmRenamedEvent: ["VmEvent", "oldName newName"],
  VmRegisteredEvent: ["VmEvent", ""],
  VmMigratedEvent: [
    "VmEvent",
    `sourceHost:HostEventArgument sourceDatacenter:DatacenterEventArgument?
    sourceDatastore:DatastoreEventArgument?`,
  ],
  DrsVmMigratedEvent: ["VmMigratedEvent", ""],
  VmRelocateSpecEvent: ["VmEvent", ""],
  VmRelocatedEvent: [
    "VmRelocateSpecEvent",
    `sourceHost:HostEventArgument sourceDatacenter:DatacenterEventArgument?
    sourceDatastore:DatastoreEventArgument?`,
  ],
  VmGuestShutdownEvent: ["VmEvent", ""],
  VmGuestRebootEvent: ["VmEvent", ""],
  VmMessageEvent: ["VmEvent", "message messageInfo:VirtualMachineMessage[]?"],
  VmDiscoveredEvent: ["VmEvent", ""],
  VmUuidAssignedEvent: ["VmEvent", "uuid"],
  VmMacAssignedEvent: ["VmEvent", "adapter mac"],
  VmInstanceUuidAssignedEvent: ["VmEvent", "instanceUuid"],
  HostEvent: ["Event", ""],
  EnteringMaintenanceModeEvent: ["HostEvent", ""],
  EnteredMaintenanceModeEvent: ["HostEvent", ""],
  ExitMaintenanceModeEvent: ["HostEvent", ""],
  HostConnectedEvent: ["HostEvent", ""],
  GeneralEvent: ["Event", "message"],
  GeneralUserEvent: ["GeneralEvent", "entity:ManagedEntityEventArgument?"],
  EventEx: [
    "Event",
    `eventTypeId severity? message? arguments:KeyAnyValue[]? objectId? objectType? objectName?
    fault:LocalizedMethodFault?`,
  ],
  DatastoreEvent: ["Event", "datastore:DatastoreEventArgument?"],
  DatastoreFileEvent: ["DatastoreEvent", "targetFile sourceOfOperation? succeeded:boolean?"],
  DatastoreFileDeletedEvent: ["DatastoreFileEvent", ""],
  AlarmEvent: ["Event", "alarm:AlarmEventArgument"],
  AlarmStatusChangedEvent: [
    "AlarmEvent",
    "source:ManagedEntityEventArgument entity:ManagedEntityEventArgument from to",
  ],
  PerfCounterInfo: [
    "",
    `key:int nameInfo:ElementDescription groupInfo:ElementDescription unitInfo:ElementDescription
    rollupType:=PerfSummaryType statsType:=PerfStatsType level:int? perDeviceLevel:int?
    associatedCounterId:int[]?`,
  ],
  PerfInterval: ["", "key:int samplingPeriod:int name length:int level:int? enabled:boolean"],
  PerfProviderSummary: ["", "entity:ref currentSupported:boolean summarySupported:boolean refreshRate:int?"],
  PerfEntityMetricBase: ["", "entity:ref"],
  PerfEntityMetric: ["PerfEntityMetricBase", "sampleInfo:PerfSampleInfo[]? value:PerfMetricSeries[]?"],
  PerfEntityMetricCSV: ["PerfEntityMetricBase", "sampleInfoCSV value:PerfMetricSeriesCSV[]?"],
  PerfMetricSeries: ["", "id:PerfMetricId"],
  PerfMetricIntSeries: ["PerfMetricSeries", "value:long[]?"],
  PerfMetricSeriesCSV: ["PerfMetricSeries", "value?"],
  PerfSampleInfo: ["", "timestamp:dateTime interval:int"],
  PerformanceManagerCounterLevelMapping: ["", "counterId:int aggregateLevel:int? perDeviceLevel:int?"],
  PerformanceDescription: ["", "counterType:ElementDescription[] statsType:ElementDescription[]"],
};
