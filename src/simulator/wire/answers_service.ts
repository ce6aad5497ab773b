import type { WireTable } from "../../soap/encode.ts";

/** Service, session, properties, tasks, rights, licences, options. */
export const SERVICE_ANSWERS: WireTable["types"] = {
  AboutInfo: [
    "",
    `name fullName vendor version patchLevel?@7.0.2.0 build localeVersion? localeBuild? osType productLineId
    apiType apiVersion instanceUuid? licenseProductName? licenseProductVersion?`,
  ],
  ServiceContent: [
    "",
    `rootFolder:ref propertyCollector:ref viewManager:ref? about:AboutInfo setting:ref? userDirectory:ref?
    sessionManager:ref? authorizationManager:ref? serviceManager:ref? perfManager:ref?
    scheduledTaskManager:ref? alarmManager:ref? eventManager:ref? taskManager:ref? extensionManager:ref?
    customizationSpecManager:ref? guestCustomizationManager:ref? customFieldsManager:ref?
    accountManager:ref? diagnosticManager:ref? licenseManager:ref? searchIndex:ref? fileManager:ref?
    datastoreNamespaceManager:ref? virtualDiskManager:ref? virtualizationManager:ref? snmpSystem:ref?
    vmProvisioningChecker:ref? vmCompatibilityChecker:ref? ovfManager:ref? ipPoolManager:ref?
    dvSwitchManager:ref? hostProfileManager:ref? clusterProfileManager:ref? complianceManager:ref?
    localizationManager:ref? storageResourceManager:ref? guestOperationsManager:ref?
    overheadMemoryManager:ref? certificateManager:ref? ioFilterManager:ref? vStorageObjectManager:ref?
    hostSpecManager:ref? cryptoManager:ref? healthUpdateManager:ref? failoverClusterConfigurator:ref?
    failoverClusterManager:ref? tenantManager:ref? siteInfoManager:ref? storageQueryManager:ref?`,
  ],
  UserSession: [
    "",
    `key userName fullName loginTime:dateTime lastActiveTime:dateTime locale messageLocale
    extensionSession:boolean ipAddress userAgent callCount:long`,
  ],
  SessionManagerGenericServiceTicket: [
    "",
    `id hostName? sslThumbprint? certThumbprintList:VirtualMachineCertThumbprint[]?@7.0.3.1
    ticketType?@7.0.2.0`,
  ],
  SessionManagerLocalTicket: ["", "userName passwordFilePath"],
  RetrieveResult: ["", "token? objects:ObjectContent[]"],
  ObjectContent: ["", "obj:ref propSet:DynamicProperty[]? missingSet:MissingProperty[]?"],
  DynamicProperty: ["", "name val:anyType"],
  MissingProperty: ["", "path fault:LocalizedMethodFault"],
  MissingObject: ["", "obj:ref fault:LocalizedMethodFault"],
  UpdateSet: ["", "version filterSet:PropertyFilterUpdate[]? truncated:boolean?"],
  PropertyFilterUpdate: ["", "filter:ref objectSet:ObjectUpdate[]? missingSet:MissingObject[]?"],
  ObjectUpdate: [
    "",
    "kind:=ObjectUpdateKind obj:ref changeSet:PropertyChange[]? missingSet:MissingProperty[]?",
  ],
  PropertyChange: ["", "name op:=PropertyChangeOp val:anyType"],
  TaskInfo: [
    "",
    `key task:ref description:LocalizableMessage? name? descriptionId entity:ref? entityName? locked:ref[]?
    state:=TaskInfoState cancelled:boolean cancelable:boolean error:LocalizedMethodFault? result:anyType?
    progress:int? progressDetails:KeyAnyValue[]?@8.0.1.0 reason:TaskReason queueTime:dateTime
    startTime:dateTime? completeTime:dateTime? eventChainId:int changeTag? parentTaskKey? rootTaskKey?
    activationId?`,
  ],
  TaskReason: ["", ""],
  TaskReasonUser: ["TaskReason", "userName"],
  TaskReasonSystem: ["TaskReason", ""],
  TaskReasonSchedule: ["TaskReason", "name scheduledTask:ref"],
  LocalizableMessage: ["", "key arg:KeyAnyValue[]? message?"],
  TaskDescription: [
    "",
    "methodInfo:ElementDescription[] state:ElementDescription[] reason:TypeDescription[]",
  ],
  ElementDescription: ["Description", "key"],
  ExtendedElementDescription: ["ElementDescription", "messageCatalogKeyPrefix messageArg:KeyAnyValue[]?"],
  TypeDescription: ["Description", "key"],
  AuthorizationRole: ["", "roleId:int system:boolean name info:Description privilege[]?"],
  AuthorizationDescription: ["", "privilege:ElementDescription[] privilegeGroup:ElementDescription[]"],
  AuthorizationPrivilege: ["", "privId onParent:boolean name privGroupName"],
  EntityPrivilege: ["", "entity:ref privAvailability:PrivilegeAvailability[]"],
  PrivilegeAvailability: ["", "privId isGranted:boolean"],
  UserPrivilegeResult: ["", "entity:ref privileges[]?"],
  LicenseManagerLicenseInfo: [
    "",
    "licenseKey editionKey name total:int used:int? costUnit properties:KeyAnyValue[]? labels:KeyValue[]?",
  ],
  LicenseManagerEvaluationInfo: ["", "properties:KeyAnyValue[]"],
  LicenseAssignmentManagerLicenseAssignment: [
    "",
    "entityId scope? entityDisplayName? assignedLicense:LicenseManagerLicenseInfo properties:KeyAnyValue[]?",
  ],
  KeyAnyValue: ["", "key value:anyType"],
  CustomFieldDef: [
    "",
    `key:int name type managedObjectType? fieldDefPrivileges:PrivilegePolicyDef?
    fieldInstancePrivileges:PrivilegePolicyDef?`,
  ],
  CustomFieldValue: ["", "key:int"],
  CustomFieldStringValue: ["CustomFieldValue", "value"],
  Tag: ["", "key"],
  AlarmState: [
    "",
    `key entity:ref alarm:ref overallStatus:=ManagedEntityStatus time:dateTime acknowledged:boolean?
    acknowledgedByUser? acknowledgedTime:dateTime? eventKey:int? disabled:boolean?`,
  ],
  Extension: [
    "",
    `description:Description key company? type? version subjectName? server:ExtensionServerInfo[]?
    client:ExtensionClientInfo[]? taskList:ExtensionTaskTypeInfo[]? eventList:ExtensionEventTypeInfo[]?
    faultList:ExtensionFaultTypeInfo[]? privilegeList:ExtensionPrivilegeInfo[]?
    resourceList:ExtensionResourceInfo[]? lastHeartbeatTime:dateTime healthInfo:ExtensionHealthInfo?
    ovfConsumerInfo:ExtensionOvfConsumerInfo? extendedProductInfo:ExtExtendedProductInfo?
    managedEntityInfo:ExtManagedEntityInfo[]? shownInSolutionManager:boolean?
    solutionManagerInfo:ExtSolutionManagerInfo?`,
  ],
};
