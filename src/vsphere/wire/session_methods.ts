import type { MethodName } from "./methods.ts";

/** The methods that concern nothing but the caller's own session: its views, filters, collectors and tickets. */
export const SESSION_METHODS: ReadonlySet<string> = new Set<MethodName>([
  "Login",
  "Logout",
  "AcquireGenericServiceTicket",
  "ContinueRetrievePropertiesEx",
  "CancelRetrievePropertiesEx",
  "CreatePropertyCollector",
  "DestroyPropertyCollector",
  "CreateFilter",
  "DestroyPropertyFilter",
  "CancelWaitForUpdates",
  "CreateContainerView",
  "CreateListView",
  "ModifyListView",
  "ResetListView",
  "DestroyView",
  "CreateCollectorForEvents",
  "CreateCollectorForTasks",
  "SetCollectorPageSize",
  "RewindCollector",
  "ResetCollector",
  "ReadNextEvents",
  "ReadPreviousEvents",
  "ReadNextTasks",
  "ReadPreviousTasks",
  "DestroyCollector",
]);

/** Methods that look at something and change nothing, although they may not be delivered twice or run as a task. */
export const LOOKING_METHODS: ReadonlySet<string> = new Set<MethodName>([
  "SearchDatastore_Task",
  "SearchDatastoreSubFolders_Task",
  "CheckRelocate_Task",
  "PlaceVm",
  "RecommendDatastores",
  "RefreshStorageInfo",
  "RefreshDatastore",
  "RefreshDatastoreStorageInfo",
]);
