import type { WireTable } from "../../soap/encode.ts";

/** Property collector, views, events, tasks, performance and rights. */
export const COLLECTOR_TYPES: WireTable["types"] = {
  PropertyFilterSpec: [
    "",
    "propSet:PropertySpec[] objectSet:ObjectSpec[] reportMissingObjectsInResults:boolean?",
  ],
  PropertySpec: ["", "type all:boolean? pathSet[]?"],
  ObjectSpec: ["", "obj:ref skip:boolean? selectSet:SelectionSpec[]?"],
  SelectionSpec: ["", "name?"],
  TraversalSpec: ["SelectionSpec", "type path skip:boolean? selectSet:SelectionSpec[]?"],
  RetrieveOptions: ["", "maxObjects:int?"],
  WaitOptions: ["", "maxWaitSeconds:int? maxObjectUpdates:int?"],
  EventFilterSpec: [
    "",
    `entity:EventFilterSpecByEntity? time:EventFilterSpecByTime? userName:EventFilterSpecByUsername?
    eventChainId:int? alarm:ref? scheduledTask:ref? disableFullMessage:boolean? category[]? type[]? tag[]?
    eventTypeId[]? maxCount:int? delayedInit:boolean?@8.0.3`,
  ],
  EventFilterSpecByEntity: ["", "entity:ref recursion:=EventFilterSpecRecursionOption"],
  EventFilterSpecByTime: ["", "beginTime:dateTime? endTime:dateTime?"],
  EventFilterSpecByUsername: ["", "systemUser:boolean userList[]?"],
  TaskFilterSpec: [
    "",
    `entity:TaskFilterSpecByEntity? time:TaskFilterSpecByTime? userName:TaskFilterSpecByUsername?
    activationId[]? state:=TaskInfoState[]? alarm:ref? scheduledTask:ref? eventChainId:int[]? tag[]?
    parentTaskKey[]? rootTaskKey[]?`,
  ],
  TaskFilterSpecByEntity: ["", "entity:ref recursion:=TaskFilterSpecRecursionOption"],
  TaskFilterSpecByTime: ["", "timeType:=TaskFilterSpecTimeOption beginTime:dateTime? endTime:dateTime?"],
  TaskFilterSpecByUsername: ["", "systemUser:boolean userList[]?"],
  PerfQuerySpec: [
    "",
    `entity:ref startTime:dateTime? endTime:dateTime? maxSample:int? metricId:PerfMetricId[]? intervalId:int?
    format?`,
  ],
  PerfMetricId: ["", "counterId:int instance"],
  AlarmFilterSpec: ["", "status:=ManagedEntityStatus[]? typeEntity? typeTrigger?"],
  Permission: ["", "entity:ref? principal group:boolean roleId:int propagate:boolean"],
  PrivilegePolicyDef: ["", "createPrivilege readPrivilege updatePrivilege deletePrivilege"],
  SessionManagerServiceRequestSpec: ["", "!"],
  SessionManagerHttpServiceRequestSpec: ["SessionManagerServiceRequestSpec", "method? url"],
  KeyValue: ["", "key value"],
  OptionValue: ["", "key value:anyType"],
  LocalizedMethodFault: ["", "fault:MethodFault localizedMessage?"],
  MethodFault: ["", "faultCause:LocalizedMethodFault?"],
  RuntimeFault: ["MethodFault", ""],
  SystemError: ["RuntimeFault", "reason"],
};
