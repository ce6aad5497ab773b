import type { WireTable } from "../../soap/encode.ts";

/** Property collector, views, events, tasks, performance and rights. */
export const COLLECTOR_TYPES: WireTable["types"] = {
  PropertyFilterSpec: ["", "propSet:PropertySpec[] objectSet:ObjectSpec[] reportMissingObjectsInResults?"],
  PropertySpec: ["", "type all? pathSet[]?"],
  ObjectSpec: ["", "obj:ref skip? selectSet:SelectionSpec[]?"],
  SelectionSpec: ["", "name?"],
  TraversalSpec: ["SelectionSpec", "type path skip? selectSet:SelectionSpec[]?"],
  RetrieveOptions: ["", "maxObjects?"],
  WaitOptions: ["", "maxWaitSeconds? maxObjectUpdates?"],
  EventFilterSpec: [
    "",
    `entity:EventFilterSpecByEntity? time:EventFilterSpecByTime? userName:EventFilterSpecByUsername?
    eventChainId? alarm:ref? scheduledTask:ref? disableFullMessage? category[]? type[]? tag[]?
    eventTypeId[]? maxCount? delayedInit?@8.0.3`,
  ],
  EventFilterSpecByEntity: ["", "entity:ref recursion"],
  EventFilterSpecByTime: ["", "beginTime? endTime?"],
  EventFilterSpecByUsername: ["", "systemUser userList[]?"],
  TaskFilterSpec: [
    "",
    `entity:TaskFilterSpecByEntity? time:TaskFilterSpecByTime? userName:TaskFilterSpecByUsername?
    activationId[]? state[]? alarm:ref? scheduledTask:ref? eventChainId[]? tag[]? parentTaskKey[]?
    rootTaskKey[]?`,
  ],
  TaskFilterSpecByEntity: ["", "entity:ref recursion"],
  TaskFilterSpecByTime: ["", "timeType beginTime? endTime?"],
  TaskFilterSpecByUsername: ["", "systemUser userList[]?"],
  PerfQuerySpec: [
    "",
    "entity:ref startTime? endTime? maxSample? metricId:PerfMetricId[]? intervalId? format?",
  ],
  PerfMetricId: ["", "counterId instance"],
  AlarmFilterSpec: ["", "status[]? typeEntity? typeTrigger?"],
  Permission: ["", "entity:ref? principal group roleId propagate"],
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
